import { describe, expect, it } from 'vitest';
import type { ReferenceClass } from '../model/case.ts';
import type { Imei14 } from '../model/identifiers.ts';
import { MONDAY_S, SMALL_CASE } from './a-small-case.testing.ts';
import { contradictedReferences, knownHandsets } from './known-truth.ts';

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
      seizure('35000001000004', MONDAY_S + 5),
      seizure('35000001000004', MONDAY_S + 9),
    ],
  });

  it('believes neither a reference nor the seizure that contradicts it, and the first seizure before a later one', () => {
    expect(known.get('35000001000001')).toMatchObject({ reported: false, doubtful: true });
    for (const imei14 of ['35000001000002', '35000001000004'])
      expect(known.get(imei14)).toMatchObject({
        class: 'inside',
        reported: true,
        doubtful: false,
        until_s: MONDAY_S + 5,
      });
  });

  it('takes no handset from a seized SIM', () => {
    expect(known.has('35000001000003')).toBe(false);
  });
});

describe('a reference is contradicted', () => {
  const id = '35000001000001' as Imei14;
  const called = (name: ReferenceClass, from_s = 0, until_s = 9) => ({
    imei14: id,
    area_id: 'P1',
    class: name,
    basis: '',
    from_s,
    until_s,
  });
  const declared = [{ prison_id: 'P1', imei14: id, number: undefined, role: 'staff' }];
  const isContradicted = (papers: Partial<Parameters<typeof contradictedReferences>[0]>): boolean =>
    contradictedReferences({ references: [], seizures: [], declared: [], areas: [], ...papers }).has(id);

  it('by a search that found it inside while it was to be elsewhere', () => {
    for (const name of ['neighbour', 'homebody', 'fixed'] as const)
      for (const [at_s, expected] of [
        [0, true],
        [9, true],
        [10, false],
      ] as const)
        expect(isContradicted({ references: [called(name)], seizures: [seizure(id, at_s)] })).toBe(expected);
    expect(isContradicted({ references: [called('fixed')], seizures: [seizure(id, 5, 'sim')] })).toBe(false);
    // What staff and visitors carry may be found in a room.
    for (const name of ['inside', 'staff', 'visitor'] as const)
      expect(isContradicted({ references: [called(name)], seizures: [seizure(id, 5)] })).toBe(false);
  });

  it('by the register of the prison, if no search found it', () => {
    expect(isContradicted({ references: [called('inside')], declared })).toBe(true);
    expect(isContradicted({ references: [called('inside')], declared, seizures: [seizure(id, 5)] })).toBe(false);
    expect(isContradicted({ references: [called('staff')], declared })).toBe(false);
  });

  it('by the map, where no prison is', () => {
    const areas = (kind: 'prison' | 'placebo') => [
      { ...(SMALL_CASE.areas[0] as (typeof SMALL_CASE.areas)[0]), id: 'P1', kind },
    ];
    expect(isContradicted({ references: [called('inside')], areas: areas('placebo') })).toBe(true);
    expect(isContradicted({ references: [called('inside')], areas: areas('prison') })).toBe(false);
    expect(isContradicted({ references: [called('homebody')], areas: areas('placebo') })).toBe(false);
  });
});
