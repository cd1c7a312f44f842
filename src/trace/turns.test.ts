import { describe, expect, it } from 'vitest';
import { turns_ln as ofUses } from './turns.ts';

const turns_ln = (times_s: readonly (readonly number[])[]): number =>
  ofUses(times_s.map((list) => ({ visits: list.length, from_s: Math.min(...list), until_s: Math.max(...list) })));

describe('turns_ln', () => {
  it('says nothing of one device', () => {
    expect(turns_ln([[1, 2, 3]])).toBe(0);
  });

  it('is one half of the share of the order where devices are used beside each other', () => {
    // 1! 2! 3! / 6! of the orders.
    expect(
      Math.exp(
        turns_ln([
          [1, 4],
          [2, 3, 5],
        ]),
      ),
    ).toBeCloseTo(0.5 / 60, 12);
  });

  it('takes one after the other as common: four places for the hand-over, two orders', () => {
    const expected = 0.5 / 60 + 0.5 / 8;
    expect(
      Math.exp(
        turns_ln([
          [1, 2],
          [3, 4, 5],
        ]),
      ),
    ).toBeCloseTo(expected, 12);
    expect(
      Math.exp(
        turns_ln([
          [3, 4, 5],
          [1, 2],
        ]),
      ),
    ).toBeCloseTo(expected, 12);
  });
});
