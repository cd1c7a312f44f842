import { describe, expect, it } from 'vitest';
import type { Imei14 } from '../model/identifiers.ts';
import { MONDAY_S, SMALL_CASE } from './a-small-case.testing.ts';
import { knownHandsets } from './known-truth.ts';

const seizure = (imei14: string, at_s: number, kind: 'handset' | 'sim' = 'handset') => ({
  seizure_id: `Z${at_s}`,
  search_id: '',
  at_s,
  prison_id: 'P1',
  cell_id: 'P1-A-1',
  kind,
  imei14s: [imei14 as Imei14],
  iccid: '',
  model: '',
  hiding_place: '',
  attributed_inmate_id: '',
});

describe('known truth', () => {
  const known = knownHandsets({
    ...SMALL_CASE,
    references: [
      {
        imei14: '35000001000001' as Imei14,
        area_id: 'Z1',
        class: 'homebody',
        basis: '',
        from_s: 0,
        until_s: MONDAY_S + 99,
      },
    ],
    seizures: [
      seizure('35000001000001', MONDAY_S),
      seizure('35000001000002', MONDAY_S + 9),
      seizure('35000001000002', MONDAY_S + 5),
      seizure('35000001000003', MONDAY_S, 'sim'),
    ],
  });

  it('believes a reference before a seizure, and the first seizure before a later one', () => {
    expect(known.get('35000001000001')).toMatchObject({ class: 'homebody', reported: false });
    expect(known.get('35000001000002')).toMatchObject({ class: 'inside', reported: true, until_s: MONDAY_S + 5 });
  });

  it('takes no handset from a seized SIM', () => {
    expect(known.has('35000001000003')).toBe(false);
  });
});
