import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { areaToIdentity, devPav, devPavOfCurve, type PavPoint } from './dev-pav.ts';
import { applyPav, fitPav } from './pav.ts';

const log10s = (lrs: number[]): number[] => lrs.map((lr) => Math.log10(lr));
const repeat = (n: number, lr: number): number[] => Array.from({ length: n }, () => lr);

describe('area between a segment and the identity', () => {
  it.each<[PavPoint, PavPoint, number]>([
    [[4, 1], [10, 7], 18],
    [[-1, 2], [0, 3], 3],
    [[-1, -2], [0, 3], 1.25],
    [[0, 3], [10, 4], 25],
    [[1, 2], [2, 4], 1.5],
    [[1, 2], [1.5, 2], 0.375],
    [[-1, -2], [0, -0.5], 0.75],
  ])('%j to %j', (from, to, expected) => {
    expect(areaToIdentity(from, to)).toBeCloseTo(expected, 12);
  });
});

describe('devPAV', () => {
  it('is 0 for a perfectly calibrated two-valued system and log10 2 where LR 2 ought to be 1', () => {
    expect(devPav(log10s(repeat(5, 1)), log10s(repeat(5, 1)))).toBe(0);
    expect(devPav(log10s(repeat(5, 2)), log10s(repeat(5, 2)))).toBeCloseTo(Math.log10(2), 12);
  });
  it('published small sets', () => {
    expect(devPav(log10s([5, 5, 5, 0.2]), log10s([5, 0.2, 0.2, 0.2]))).toBeCloseTo(
      (Math.log10(5) - Math.log10(3)) / 2,
      12,
    );
    expect(devPav(log10s([0.1, 100]), log10s([0.01, 10]))).toBeCloseTo(0.5, 12);
  });
  it('breath analyser of lir', () => {
    const set = (large: number): number =>
      devPav(
        log10s([...repeat(90, large), ...repeat(10, 0.101)]),
        log10s([...repeat(990, 0.101), ...repeat(10, large)]),
      );
    expect(Math.abs(set(90) - 2.17158e-5)).toBeLessThan(1e-9);
    expect(Math.abs(set(1000) - 0.5228570313)).toBeLessThan(1e-9);
  });
  it('is infinite for an infinite LR that ought to be finite, undefined for full separation or a missing class', () => {
    expect(devPav(log10s([5, 5, 5]), log10s([0.2, 0.2, 0.2, Infinity]))).toBe(Infinity);
    expect(devPav([1, 2], [-1, -2])).toBeNaN();
    expect(devPav([], [0])).toBeNaN();
    expect(devPavOfCurve([])).toBeNaN();
  });
  it('is 0 after PAV', () => {
    const scores = fc.array(
      fc.integer({ min: -40, max: 40 }).map((v) => v / 8),
      { minLength: 1, maxLength: 40 },
    );
    fc.assert(
      fc.property(scores, scores, (hp, hd) => {
        const fit = fitPav(hp, hd);
        const left = devPav(applyPav(fit, hp), applyPav(fit, hd));
        expect(Number.isNaN(left) || left < 1e-12).toBe(true);
      }),
    );
  });
});
