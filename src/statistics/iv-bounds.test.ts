import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ivBounds } from './iv-bounds.ts';

const log10s = (lrs: number[]): number[] => lrs.map((lr) => Math.log10(lr));
const repeat = (n: number, lr: number): number[] => Array.from({ length: n }, () => lr);

describe('IV bounds', () => {
  // Published in lir's tests: LRs under Hp, LRs under Hd, bounds as log10 LR.
  it.each([
    ['one perfect pair', [Infinity], [0], -0.477, 0.477],
    ['three perfect pairs', repeat(3, Infinity), repeat(3, 0), -0.845, 0.845],
    ['good, 3 Hp 2 Hd', [1, 10, 100], [0.01, 0.1], -0.823, 0.574],
    ['good, 2 Hp 3 Hd', [10, 100], [0.01, 0.1, 1], -0.574, 0.823],
    ['inverted', [0.01, 0.1, 1], [10, 100], 0, 0],
    ['neutral', [1], [1], 0, 0],
    ['nine LR 10 and Hd at LR 10', repeat(9, 10), [10], 0, 0.102],
    ['ten LR 10 and Hd at LR 1', repeat(10, 10), [1], 0, 0.581],
    ['ten LR 1000 and Hd at LR 1.1', repeat(10, 1000), [1.1], 0, 0.581],
    [
      'breath analyser',
      [...repeat(90, 1000), ...repeat(10, 0.101)],
      [...repeat(990, 0.101), ...repeat(10, 1000)],
      Math.log10(0.1052741),
      Math.log10(85.3731634),
    ],
  ])('%s', (_name, hp, hd, lower, upper) => {
    const bounds = ivBounds(log10s(hp), log10s(hd));
    expect(bounds.lower_llr10).toBeCloseTo(lower, 6);
    expect(bounds.upper_llr10).toBeCloseTo(upper, 6);
  });

  it('swap with the propositions', () => {
    // One grid, its own mirror image, for both: where the curve dips below 0 for less than a step, two grids may differ.
    const grid_llr10 = Float64Array.from({ length: 8001 }, (_, i) => (i - 4000) / 1000);
    // Both classes reach ±3.3, so that no bound lies at an end of the grid; no value lies on a grid point.
    const llrs = fc
      .array(
        fc.integer({ min: -300, max: 300 }).map((v) => v / 100 + 0.0003),
        { maxLength: 30 },
      )
      .map((xs) => xs.concat(-3.3, 3.3));
    fc.assert(
      fc.property(llrs, llrs, (hp, hd) => {
        const negate = (xs: number[]): number[] => xs.map((v) => -v);
        const a = ivBounds(hp, hd, { grid_llr10 });
        const b = ivBounds(negate(hd), negate(hp), { grid_llr10 });
        expect(a.upper_llr10).toBeCloseTo(-b.lower_llr10, 9);
        expect(a.lower_llr10).toBeCloseTo(-b.upper_llr10, 9);
      }),
    );
  });

  it('never cross 0', () => {
    const llrs = fc.array(fc.double({ min: -12, max: 12, noNaN: true }), { minLength: 1, maxLength: 30 });
    fc.assert(
      fc.property(llrs, llrs, (hp, hd) => {
        const { lower_llr10, upper_llr10 } = ivBounds(hp, hd);
        expect(lower_llr10).toBeLessThanOrEqual(0);
        expect(upper_llr10).toBeGreaterThanOrEqual(0);
      }),
      { numRuns: 50 },
    );
  });

  it('allow nothing without both classes, nor when the first candidate already fails', () => {
    expect(ivBounds([1], [])).toEqual({ lower_llr10: 0, upper_llr10: 0 });
    expect(ivBounds([0.1], [0.2], { grid_llr10: [0.3, 0.4] }).upper_llr10).toBe(0);
  });
});
