import { describe, expect, it } from 'vitest';
import type { Imei14 } from '../model/identifiers.ts';
import { soldHandsets } from './sold-handsets.ts';

const [one, two] = ['35000000000001', '35000000000002'] as [Imei14, Imei14];

describe('handsets that the seller sold', () => {
  it('are told by device: of a clone only the one that the order leads to', () => {
    const handsets = [1, 2].map((component) => ({ imei14: one, imei14s: [one], component }));
    const sold = soldHandsets([{ imei14: one, component: 2, match: 'imei' }], handsets);
    expect([sold(one, 1), sold(one, 2), sold(two, 1)]).toEqual([false, true, false]);
  });

  it('are told by either IMEI of two slots', () => {
    const sold = soldHandsets(
      [{ imei14: two, component: 1, match: 'corrected' }],
      [{ imei14: one, imei14s: [one, two], component: 1 }],
    );
    expect(sold(one, 1)).toBe(true);
  });

  it('are not told by a line without an IMEI', () => {
    const handsets = [{ imei14: one, imei14s: [one], component: 1 }];
    for (const match of ['sibling', 'inferred'] as const)
      expect(soldHandsets([{ imei14: one, component: 1, match }], handsets)(one, 1)).toBe(false);
  });
});
