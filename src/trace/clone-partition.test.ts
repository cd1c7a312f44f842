import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Imei14 } from '../model/identifiers.ts';
import { CellDistances } from './cell-moves.ts';
import { partitionSims } from './clone-partition.ts';
import { cellsAt, DAY_S, historyOf, HOUR_S, type Leg } from './history.testing.ts';
import { regionChain_ln } from './region-chain.ts';
import { habitsOfSims, sharedHabits_ln } from './shared-habits.ts';
import { SIM_CHAIN, simChain_ln } from './sim-chain.ts';
import { turns_ln } from './turns.ts';
import { visitsOf } from './visits.ts';

// Towns 0, 1, 2: 60 km between neighbours; every move of these tests is feasible.
const distances = new CellDistances(cellsAt([0, 60, 120]));
const groups = (legs: readonly Leg[], slots?: number): string[] => {
  const history = historyOf('99000001000010', legs);
  return partitionSims(history, distances, slots)
    .devices.map((sims) =>
      sims
        .map((sim) => history.imsis[sim] ?? '')
        .sort()
        .join(''),
    )
    .sort();
};
/** Letters are SIMs, digits the town, in this order, so many hours apart. */
const story = (text: string, gap_h: number): Leg[] =>
  text.split(' ').map((pair, i) => ({
    at_s: i * gap_h * HOUR_S + (i % 3) * 600,
    imsi: pair[0] ?? '',
    cell: Number(pair[1]),
    contact: `3370000000${pair[0]}`,
  }));

describe('partitionSims', () => {
  it('tells three devices apart whose owners never moved, although each move between them was possible', () => {
    const legs = story('a0 b1 a0 c2 b1 a0 b1 c2 c2 a0 c2 b1 a0 b1 c2 a0 c2 b1 b1 a0 c2 a0 b1 c2', 1.5);
    expect(groups(legs)).toEqual(['a', 'b', 'c']);
  });

  it('weighs them against one device with 1 in 1,000 for a clone and one half for each further device', () => {
    const history = historyOf('99000001000010', story('a0 b1 a0 b1 b1 a0 a0 b1 a0 b1 b1 a0', 1));
    const visits = visitsOf(history, distances);
    const { seen, one, unknown } = SIM_CHAIN.twoSlots;
    expect([seen, one, unknown]).toEqual([0.9, 0.02, 0.1]);
    const habits = habitsOfSims(history, distances, visits.regions.of);
    const device = (sims: readonly number[], twoSlots: number): number => {
      const list = visits.list.filter((visit) => sims.includes(visit.sim));
      const shared = sharedHabits_ln(sims.flatMap((sim) => habits[sim] ?? []));
      return regionChain_ln(list, visits.regions) + simChain_ln(list, twoSlots) + shared;
    };
    const uses = [0, 1].map((sim) => {
      const own = visits.list.filter((visit) => visit.sim === sim);
      return { visits: own.length, from_s: own[0]?.at_s ?? NaN, until_s: own.at(-1)?.at_s ?? NaN };
    });
    // Two slots: seen in the records, or as the make has them; unknown makes in between.
    const twin = { ...history, imei14s: [history.imei14, '99000001000011' as Imei14] };
    for (const [ofIt, slots, p] of [
      [history, 1, 0.02],
      [history, 2, 0.5],
      [history, 3, 0.5],
      [history, undefined, 0.1],
      [twin, 1, 0.9],
    ] as const) {
      const two = device([0], p) + device([1], p) + turns_ln(uses) + Math.log(1e-3) + Math.log(0.5);
      const { devices, odds_llr10 } = partitionSims(ofIt, distances, slots);
      expect(devices).toHaveLength(odds_llr10 >= 0.5 ? 2 : 1);
      expect(odds_llr10).toBeCloseTo((two - device([0, 1], p)) / Math.LN10, 9);
    }
    expect(partitionSims(history, distances, 1).devices).toHaveLength(2);
  });

  it('gives each SIM of an identifier that a whole batch shares a device of its own, and takes no longer for more of them', () => {
    const devices = 70;
    const legs = Array.from({ length: devices * 40 }, (_, i): Leg => {
      const sim = i % devices;
      return { at_s: i * 300, cell: sim % 3, imsi: String(sim), contact: String(sim) };
    });
    const history = historyOf('99000001000010', legs);
    expect(partitionSims(history, distances, 1).devices.map((sims) => sims.length)).toEqual(Array(devices).fill(1));
  });

  it('keeps the SIMs together that one device changes in its town', () => {
    const legs = story('a0 z1 a0 a0 z1 b0 z1 b0 b0 z1 b0 z1 z1 c0 z1 c0 c0 z1 c0 z1 d0 z1 d0 d0 z1 d0 z1 d0', 2);
    const found = groups(legs.map((leg) => (leg.imsi === 'z' ? leg : { ...leg, contact: '33700000005' })));
    expect(found).toEqual(['abcd', 'z']);
  });

  it('leaves whole: a transfer with new SIMs and new friends, a traveller with two SIMs, a move with the old SIM', () => {
    expect(groups(story('a0 a0 b0 b0 b0 c0 c0 c0 c0 d1 d1 d1 e1 e1 e1 e1 f1 f1', 11))).toEqual(['abcdef']);
    const travels = story('a0 b0 a1 a1 b1 b2 a2 b2 a0 a0 b0 b1 a1 b0 a2 b2 a1 b1 a0 b0', 9);
    expect(groups(travels)).toEqual(['ab']);
    expect(groups(travels, 2)).toEqual(['ab']);
    expect(groups(story('a0 a0 a0 a0 a1 a1 b1 b1 b1 a1 b1 b1', 13))).toEqual(['ab']);
  });

  it('does not say more than the data hold: two legs of each of two SIMs may be anything', () => {
    expect(groups(story('a0 b1 a0 b1', 20))).toEqual(['ab']);
  });

  it('is certain of devices in one town that they cannot be told apart, whatever they do', () => {
    const leg = fc.record({ at_s: fc.nat(20 * DAY_S), imsi: fc.constantFrom('a', 'b', 'c'), cell: fc.constant(0) });
    fc.assert(
      fc.property(fc.array(leg, { minLength: 1, maxLength: 40 }), (legs) => {
        expect(groups(legs)).toHaveLength(1);
      }),
    );
  });

  it('puts each SIM with a place in exactly one device', () => {
    const leg = fc.record({
      at_s: fc.nat(20 * DAY_S),
      imsi: fc.constantFrom('a', 'b', 'c', 'd'),
      cell: fc.integer({ min: -1, max: 2 }),
    });
    fc.assert(
      fc.property(fc.array(leg, { minLength: 1, maxLength: 40 }), (legs) => {
        const placed = new Set(legs.filter(({ cell }) => cell >= 0).map(({ imsi }) => imsi));
        expect(groups(legs).join('').split('').sort()).toEqual([...placed].sort());
      }),
    );
  });
});
