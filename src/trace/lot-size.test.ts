import { describe, expect, it } from 'vitest';
import { createRandom } from '../statistics/index.ts';
import { inBatch, lotSize, splitBatches } from './lot-size.ts';

describe('splitBatches', () => {
  it('parts two lots and strangers of one TAC', () => {
    const lot = (from: number) => Array.from({ length: 30 }, (_, at) => from + at * 2);
    const batches = splitBatches('99000001', [...lot(1000), ...lot(400_000), 77_777, 901_234]);
    expect(batches.map(({ first, last, seen }) => [first, last, seen])).toEqual([
      [1000, 1058, 30],
      [77_777, 77_777, 1],
      [400_000, 400_058, 30],
      [901_234, 901_234, 1],
    ]);
  });

  it('takes the inner scale from the lower quartile: a quarter of exponential gaps are below -ln 0.75 of the mean', () => {
    const gaps = [70, 20, 60, 10, 50, 30, 40, 600_000];
    const serials = [0, ...gaps].map((_, n) => gaps.slice(0, n).reduce((sum, gap) => sum + gap, 0));
    const batches = splitBatches('99000001', serials);
    expect(batches.map(({ seen }) => seen)).toEqual([8, 1]);
    expect(batches[0]?.gap).toBe(280 / 7);
    expect(batches[1]?.gap).toBeCloseTo(30 / -Math.log(0.75), 9);
  });

  it('admits serials just outside a batch and none further', () => {
    const [batch] = splitBatches('99000001', [100, 102, 104, 106, 108]);
    const inside = (serial: number): boolean => batch !== undefined && inBatch(batch, serial);
    expect([94, 105, 114].map(inside)).toEqual([true, true, true]);
    expect([93, 115].map(inside)).toEqual([false, false]);
  });
});

describe('lotSize', () => {
  it('gives the published span', () => {
    expect(lotSize([1012, 1019, 1040, 1055, 1019]).units).toBeCloseTo(70.667, 3);
  });

  it('covers the true size in nine of ten samples', () => {
    const random = createRandom(7);
    let covered = 0;
    const runs = 2000;
    for (let run = 0; run < runs; run++) {
      const serials = new Set<number>();
      while (serials.size < 20) serials.add(5000 + random.int(120));
      const { units_low, units_high } = lotSize(serials);
      if (units_high >= 120 && units_low <= 120) covered++;
    }
    // Whole serials make the interval a little wide; three standard errors of a binomial below.
    expect(covered / runs).toBeGreaterThan(0.9 - 3 * Math.sqrt((0.9 * 0.1) / runs));
    expect(covered / runs).toBeLessThan(0.95);
  });
});
