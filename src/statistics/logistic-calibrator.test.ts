import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CellsweepError } from '../model/errors.ts';
import { calibratedLlr10, fitLogisticCalibrator } from './logistic-calibrator.ts';
import { createRandom } from './random.ts';

const log10s = (lrs: number[]): number[] => lrs.map((lr) => Math.log10(lr));
// Data and LRs of lir's tests: draws of a calibrated system; its solver stops early, so LRs are compared at 0.5 %.
const hd = log10s([
  9.10734621e-2, 1.37045394e-6, 7.09420701e-7, 5.71489514e-7, 2.44360004e-2, 5.53264987e-2, 6.40338659e-4, 8.2255331e-9,
  2.57792725e-6,
]);
const hp = log10s([
  2.42776744e5, 5.35255527e3, 1.50355963e3, 1.08776892e3, 2.1908353e1, 7.13508826e2, 2.23486401e3, 5.5223906e3,
  1.12077833e7,
]);
const published = [
  0.1794121972972742, 0.00041466046383887233, 0.0002893188549697442, 0.00025706927831129677, 0.08740293107490102,
  0.136624384190492, 0.0119387233899553, 2.5306657472748792e-5, 0.000585723303153669, 584.0144216917622,
  72.58450757957488, 36.25831270280195, 30.37802498043253, 3.593416485014456, 24.124059461659918, 45.02979931421313,
  73.83453694601398, 4744.539884048114,
];

describe('logistic calibrator', () => {
  const fit = fitLogisticCalibrator(hp, hd);

  it('finds the exact optimum', () => {
    expect(fit.intercept).toBeCloseTo(-0.40694391, 8);
    expect(fit.slope).toBeCloseTo(1.25824767, 8);
    expect(fit.converged).toBe(true);
  });

  it('agrees with lir within the tolerance of lir’s solver', () => {
    for (const [i, s] of [...hd, ...hp].entries()) {
      expect(Math.abs(10 ** calibratedLlr10(fit, s) / published[i]! - 1)).toBeLessThan(5e-3);
    }
  });

  it('leaves harmless infinities out, passes infinite scores through, throws on misleading ones', () => {
    const more = fitLogisticCalibrator([...hp, Infinity], [-Infinity, ...hd]);
    expect([more.intercept, more.slope]).toEqual([fit.intercept, fit.slope]);
    expect(calibratedLlr10(fit, Infinity)).toBe(Infinity);
    expect(() => fitLogisticCalibrator([-Infinity, 1], hd)).toThrow(CellsweepError);
    expect(() => fitLogisticCalibrator(hp, [Infinity])).toThrow(CellsweepError);
    expect(() => fitLogisticCalibrator([Number.NaN], hd)).toThrow(CellsweepError);
    expect(() => fitLogisticCalibrator([], hd)).toThrow(CellsweepError);
  });

  it('keeps harmless infinities and weights in step', () => {
    const weights = { hp: [5, 1, 2], hd: [1, 1] };
    const a = fitLogisticCalibrator([Infinity, 1, 2], [0, 1.5], { weights });
    expect(a).toEqual(fitLogisticCalibrator([1, 2], [0, 1.5], { weights: { hp: [1, 2], hd: [1, 1] } }));
  });

  it('calibrating twice changes nothing when unpenalised', () => {
    const score = fc.integer({ min: -30, max: 30 }).map((v) => v / 10);
    const overlap = fc.array(score, { minLength: 2, maxLength: 30 }).map((xs) => xs.concat(-4, 4));
    fc.assert(
      fc.property(overlap, overlap, (p, d) => {
        const once = fitLogisticCalibrator(p, d, { penalty: 0 });
        const move = (xs: number[]): number[] => xs.map((s) => calibratedLlr10(once, s));
        const again = fitLogisticCalibrator(move(p), move(d), { penalty: 1e-12 });
        const probe = 2;
        const first = calibratedLlr10(once, probe);
        expect(Math.abs(calibratedLlr10(again, first) - first)).toBeLessThan(1e-4);
      }),
    );
  });

  it('recovers a known calibration: normal scores one apart have ln LR = s − ½', () => {
    const r = createRandom('calibrator');
    const draw = (mean: number): Float64Array => Float64Array.from({ length: 20_000 }, () => mean + r.normal());
    const known = fitLogisticCalibrator(draw(1), draw(0));
    expect(known.slope).toBeCloseTo(1, 1);
    expect(known.intercept).toBeCloseTo(-0.5, 1);
  });
});
