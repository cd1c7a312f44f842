import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CellDistances } from './cell-moves.ts';
import { cellsAt, DAY_S, HOUR_S } from './history.testing.ts';
import { arrivesWithin, regionsOf } from './journeys.ts';
import { REGION_CHAIN, regionChain_ln } from './region-chain.ts';

// Towns 60 km and 700 km off.
const regions = regionsOf([0, 1, 2], new CellDistances(cellsAt([0, 60, 700])));
const visitsAt = (list: readonly (readonly [at_s: number, region: number])[]) =>
  list.map(([at_s, region]) => ({ at_s, region, sim: 0 }));

/** The definition: summed over every path of true regions, averaged over the rates. */
function byPaths(list: readonly (readonly [number, number])[]): number {
  const used = [...new Set(list.map(([, region]) => region))];
  const m = used.length;
  const distance = (a: number, b: number): number => regions.distance_m[a * regions.count + b] ?? 0;
  const least = Math.min(...used.flatMap((a) => used.flatMap((b) => (a === b ? [] : [distance(a, b)]))));
  let sum = 0;
  for (const [rate, anywhere] of REGION_CHAIN.rates_per_day) {
    const share = rate < 0.5 ? anywhere : anywhere * Math.min(1, REGION_CHAIN.commuting_m / least);
    const walk = (at: number, before: number): number => {
      const now = list[at];
      if (now === undefined) return 1;
      const gap_s = at === 0 ? 0 : now[0] - (list[at - 1]?.[0] ?? 0);
      const leaves = 1 - Math.exp((-rate * Math.max(60, gap_s)) / DAY_S);
      const moved = (from: number, to: number): number => (leaves / (m - 1)) * arrivesWithin(distance(from, to), gap_s);
      let total = 0;
      for (const to of used) {
        const others = used.filter((r) => r !== before);
        const move =
          at === 0
            ? REGION_CHAIN.first
            : to === before
              ? 1 - others.reduce((s, r) => s + moved(before, r), 0)
              : moved(before, to);
        const seen = to === now[1] ? 1 - REGION_CHAIN.stray : REGION_CHAIN.stray / m;
        total += move * seen * walk(at + 1, to);
      }
      return total;
    };
    sum += share * walk(0, -1);
  }
  return Math.log(sum);
}

describe('regionChain_ln', () => {
  it('equals the sum over all true paths', () => {
    const gap = fc.integer({ min: 60, max: 3 * DAY_S });
    fc.assert(
      fc.property(fc.array(fc.tuple(gap, fc.nat(2)), { minLength: 2, maxLength: 6 }), (steps) => {
        let at_s = 0;
        const list = steps.map(([gap_s, region]): [number, number] => [(at_s += gap_s), region]);
        if (new Set(list.map(([, region]) => region)).size < 2) return;
        expect(regionChain_ln(visitsAt(list), regions)).toBeCloseTo(byPaths(list), 8);
      }),
      { numRuns: 60 },
    );
  });

  it('makes a stray record cost no more than a wrong place, however far', () => {
    const home = Array.from({ length: 9 }, (_, i): [number, number] => [i * HOUR_S, 0]);
    const stray = home.map(([at_s, region], i): [number, number] => [at_s, i === 4 ? 2 : region]);
    const cost = regionChain_ln(visitsAt(home), regions) - regionChain_ln(visitsAt(stray), regions);
    expect(cost).toBeGreaterThan(5);
    expect(cost).toBeLessThan(9);
  });

  it('finds a journey in an afternoon likelier than one in minutes, and to and fro likelier where days lie between', () => {
    const there = (gap_s: number): number =>
      regionChain_ln(visitsAt([0, 1, 0, 1, 0, 1].map((region, i): [number, number] => [i * gap_s, region])), regions);
    expect(there(6 * HOUR_S)).toBeGreaterThan(there(0.25 * HOUR_S) + 5);
    expect(there(2 * DAY_S)).toBeGreaterThan(there(6 * HOUR_S));
  });

  it('asks of a device that is never seen elsewhere that it made no journey, whatever its rate', () => {
    const rates = [
      [0.002, 0.4],
      [0.02, 0.25],
      [0.1, 0.15],
      [0.5, 0.1],
      [2, 0.08],
      [6, 0.02],
    ] as const;
    for (const days of [0.01, 0.3, 10]) {
      const stays = rates.reduce((sum, [rate, share]) => sum + share * Math.exp(-rate * days), 0);
      const list = [0, 0.4 * days, days].map((day): [number, number] => [day * DAY_S, 0]);
      expect(regionChain_ln(visitsAt(list), regions)).toBeCloseTo(Math.log(0.1 * stays * 0.999 ** 3), 9);
    }
  });

  it('frees of travel time only the region that joins the least used of more than sixteen', () => {
    const towns = Array.from({ length: 20 }, (_, at) => at);
    const many = regionsOf(towns, new CellDistances(cellsAt(towns.map((at) => at * 60))));
    expect(many.count).toBe(20);
    // Towns 0 and 10 are 600 km apart; the others are met once each, long before, and make the chain join some of them.
    const before = towns.map((region): [number, number] => [region * 3 * DAY_S, region]);
    const back = (gap_s: number): number =>
      regionChain_ln(
        visitsAt([...before, ...[0, 10, 0, 10, 0, 10].map((r, i): [number, number] => [90 * DAY_S + i * gap_s, r])]),
        many,
      );
    expect(back(12 * HOUR_S) - back(600)).toBeGreaterThan(5);
  });
});
