import { describe, expect, it } from 'vitest';
import type { PreparedResidency } from '../detect/index.ts';
import type { Imei14, Imsi, Msisdn } from '../model/identifiers.ts';
import type { HandsetHistory } from '../model/record.ts';
import { contactPopularity } from './contact-popularity.ts';
import { digestHandset, handsetKey, PLACE_ELSEWHERE, PLACE_UNKNOWN } from './handset-digest.ts';

/** Cells 0 and 1 serve P1 (1 at its fringe), 2 serves P2, 3 a placebo area, 4 nothing. Local time is UTC + 1 h. */
const area = (id: string, kind: 'prison' | 'placebo', fit: readonly number[]) =>
  ({ id, kind, lnFit: Float64Array.from(fit) }) as unknown as PreparedResidency['areas'][number];
const prepared = {
  areas: [
    area('P1', 'prison', [0, -5, -9, -9, -9]),
    area('Z1', 'placebo', [-9, -9, -9, 0, -9]),
    area('P2', 'prison', [-5.5, -9, 0, -9, -9]),
  ],
  areasOfCell: [[0, 2], [0], [2], [1], []],
  layer: Uint16Array.from([0, 0, 1, 0, 0]),
  clock: {
    day: (at_s: number) => Math.floor((at_s + 3600) / 86400),
    minuteOfWeek: (at_s: number) => Math.floor((at_s + 3600) / 60) % 10080,
  },
} as unknown as PreparedResidency;

const history = (legs: readonly (readonly [hour: number, cell: number, contact: number])[]): HandsetHistory => ({
  imei14: '35000000000001' as Imei14,
  imei14s: ['35000000000001' as Imei14],
  component: 2,
  at_s: Float64Array.from(legs, ([hour]) => hour * 3600 + 60),
  cell: Int32Array.from(legs, ([, cell]) => cell),
  service: new Uint8Array(legs.length),
  direction: new Uint8Array(legs.length),
  duration_s: new Float64Array(legs.length),
  imsi: Uint32Array.from(legs, ([hour]) => (hour < 30 ? 0 : 1)),
  imsis: ['208011' as Imsi, '208012' as Imsi],
  contact: Int32Array.from(legs, ([, , contact]) => contact),
  contacts: ['331' as Msisdn, '332' as Msisdn],
});

describe('digest of a handset', () => {
  it('keeps an hour once with the prison that its best cell serves', () => {
    const digest = digestHandset(
      history([
        [1, 4, -1],
        [1.2, 1, -1],
        [2, 0, -1],
        [3, 2, -1],
        [4, 3, -1],
        [5, -1, -1],
        [6, -2, -1],
        [6.5, 0, -1],
      ]),
      prepared,
    );
    const name = (place: number) => (place < 0 ? place : digest.areas[place]);
    expect([...digest.hour]).toEqual([1, 2, 3, 4, 5, 6]);
    expect(Array.from(digest.place, name)).toEqual(['P1', 'P1', 'P2', PLACE_ELSEWHERE, PLACE_UNKNOWN, 'P1']);
    expect([...digest.hourOfDay]).toEqual([2, 3, 4, 5, 6, 7]);
    expect(handsetKey(digest)).toBe('35000000000001/2');
  });

  it('counts correspondents by local days, masked ones never, and SIMs by first and last use', () => {
    const digest = digestHandset(
      history([
        [10, 0, 0],
        [11, 0, 0],
        [12, 0, -2],
        [23.5, 0, 0],
        [40, 0, 1],
      ]),
      prepared,
    );
    // 23:30 UTC is the next local day.
    expect([...digest.contactDays]).toEqual([2, 1]);
    const [first = 0] = digest.day;
    expect([...digest.contactFirst]).toEqual([first, first + 1]);
    expect([...digest.contactLast]).toEqual([first + 1, first + 1]);
    expect(digest.sims.map((sim) => [sim.imsi, sim.events])).toEqual([
      ['208011', 4],
      ['208012', 1],
    ]);
    expect(Array.from(digest.cells, (cell, i) => [cell, digest.cellHours[i], digest.cellLayer[i]])).toEqual([
      [0, 5, 0],
    ]);
  });

  it('counts a number once for each handset that uses it', () => {
    const one = digestHandset(history([[1, 0, 0]]), prepared);
    const popularity = contactPopularity([one, { ...one, contacts: ['331' as Msisdn] }]);
    expect(popularity.handsets).toBe(2);
    expect([popularity.users('331'), popularity.users('332'), popularity.users('333')]).toEqual([2, 1, 0]);
  });
});
