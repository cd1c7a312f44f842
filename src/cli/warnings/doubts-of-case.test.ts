import { describe, expect, it } from 'vitest';
import { doubtsOf } from './doubts-of-case.ts';

const perimeter = (west: number) => ({
  id: 'P1',
  kind: 'prison',
  polygons: [
    [
      [
        [west, 0],
        [west + 1, 0],
        [west + 1, 1],
        [west, 1],
      ],
    ],
  ],
});
const room = (longitude: number | undefined, prison_id = 'P1') => ({ prison_id, longitude, latitude: 0.5 });
type Asked = Parameters<typeof doubtsOf>[0];
const doubts = (areas: object[], rooms: object[], cllr?: number, more: object = {}, counts: object = {}): string[] =>
  doubtsOf({
    documents: { areas, rooms, references: [], seizures: [], declared: [], ...more },
    calibration: {
      model:
        cllr === undefined ? undefined : { heldOut: { cllr }, references: { inside: 20, neighbour: 30, ...counts } },
    },
  } as unknown as Asked);

describe('a case is doubted', () => {
  it('where rooms of a prison lie outside its perimeter', () => {
    const inside = Array.from({ length: 9 }, (_, i) => room(0.1 + i / 20));
    expect(doubts([perimeter(0)], [...inside, room(5)])).toEqual([]);
    expect(doubts([perimeter(0)], [...inside, room(5), room(5)])).toEqual([
      expect.stringMatching(/^P1: 2 of 11 rooms/),
    ]);
    expect(doubts([perimeter(3)], inside)).toEqual([expect.stringMatching(/^P1: 9 of 9 rooms .* LIE OUTSIDE/)]);
  });

  it('but not by rooms without a place, of other prisons, or where no perimeter is known', () => {
    expect(doubts([perimeter(3)], [room(undefined), room(0.5, 'P2')])).toEqual([]);
    expect(doubts([{ ...perimeter(3), polygons: [] }], [room(0.5)])).toEqual([]);
    expect(doubts([{ ...perimeter(3), kind: 'placebo' }], [room(0.5)])).toEqual([]);
  });

  it('where the calibration tells little of handsets that it had not seen', () => {
    expect(doubts([], [], 0.29)).toEqual([]);
    expect(doubts([], [], 0.58)).toEqual([expect.stringContaining('held-out Cllr 0.58')]);
  });

  it('where its papers contradict its known truth, and names no handset', () => {
    const references = [{ imei14: '35000001000001', class: 'neighbour', from_s: 0, until_s: 9 }];
    const seizures = [{ kind: 'handset', imei14s: ['35000001000001'], at_s: 9 }];
    expect(doubts([], [], undefined, { references })).toEqual([]);
    expect(doubts([], [], undefined, { references, seizures })).toEqual([
      expect.stringMatching(/^reference\/handsets.csv: 1 handset CONTRADICTED/),
    ]);
    expect(doubts([], [], undefined, { references, seizures }).join('')).not.toContain('3500000');
  });

  it('where nobody who lives around is among its known truth', () => {
    const without = doubts([], [], 0.1, {}, { neighbour: undefined, staff: 24 });
    expect(without).toEqual([expect.stringMatching(/^NO REFERENCE LIVES AROUND/)]);
    expect(doubts([], [], 0.1, {}, { neighbour: 0, fixed: 1 })).toEqual([]);
    expect(doubts([], [], undefined)).toEqual([]);
  });
});
