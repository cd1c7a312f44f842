import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CellsweepError } from '../model/errors.ts';
import { fitKdeCalibrator, kdeLlr10, silvermanBandwidth } from './kde-calibrator.ts';

const log10s = (lrs: number[]): number[] => lrs.map((lr) => Math.log10(lr));
/** log10 odds of probabilities. */
const logOdds10 = (ps: number[]): number[] => ps.map((p) => Math.log10(p) - Math.log10(1 - p));

describe('KDE calibrator', () => {
  it('Silverman bandwidths of lir', () => {
    expect(silvermanBandwidth([1])).toBeCloseTo(1.05922384, 8);
    expect(Math.abs(silvermanBandwidth([2, 3]) - 0.46105395)).toBeLessThan(1e-8);
  });

  it('the 18 LRs of lir', () => {
    const hd = log10s([
      9.10734621e-2, 1.37045394e-6, 7.09420701e-7, 5.71489514e-7, 2.44360004e-2, 5.53264987e-2, 6.40338659e-4,
      8.2255331e-9, 2.57792725e-6,
    ]);
    const hp = log10s([
      2.42776744e5, 5.35255527e3, 1.50355963e3, 1.08776892e3, 2.1908353e1, 7.13508826e2, 2.23486401e3, 5.5223906e3,
      1.12077833e7,
    ]);
    const expected = [
      3.59562799e-2, 1.75942116e-11, 2.5963354e-12, 1.36799721e-12, 8.15673411e-3, 2.10030624e-2, 3.7045643e-5,
      1.40710861e-18, 1.04459592e-10, 3.14589737e3, 2.59568527e2, 1.08519904e2, 8.56459139e1, 3.81243702, 6.23873841e1,
      1.43844114e2, 2.64913149e2, 1.49097168e5,
    ];
    const fit = fitKdeCalibrator(hp, hd);
    const relative = [...hd, ...hp].map((s, i) => Math.abs(10 ** kdeLlr10(fit, s) / expected[i]! - 1));
    expect(Math.max(...relative)).toBeLessThan(1e-7);
  });

  it('the extreme values of lir: infinite scores are point masses', () => {
    const hd = logOdds10([
      8.347143e-2, 1.37045206e-6, 7.09420198e-7, 5.71489187e-7, 2.38531254e-2, 5.24259542e-2, 6.39928887e-4,
      8.22553304e-9, 2.57792061e-6, 0, 9.88131292e-324, 0,
    ]);
    const hp = logOdds10([
      9.99995881e-1,
      9.99813208e-1,
      9.99335354e-1,
      9.99081531e-1,
      9.563478e-1,
      9.98600437e-1,
      9.99552746e-1,
      9.99818952e-1,
      9.99999911e-1,
      1,
      1 - 1e-16,
      1,
    ]);
    const expected = [
      6.148510640582358,
      0.10548096579142373,
      0.07571171879632102,
      0.06774859414831141,
      4.408883097248305,
      5.446103603204983,
      1.4258427450086562,
      0.006102474459494191,
      0.14360453961912525,
      0,
      0,
      0,
      17.786943105214274,
      21.248067409078676,
      21.10676921763807,
      20.955468109356307,
      16.029054988277238,
      20.689727349181517,
      21.22851434841379,
      21.24246276550688,
      11.31919250180751,
      Infinity,
      2.846712755553574,
      Infinity,
    ];
    const fit = fitKdeCalibrator(hp, hd);
    for (const [i, s] of [...hd, ...hp].entries()) {
      const lr = 10 ** kdeLlr10(fit, s);
      expect(lr === expected[i] ? 0 : Math.abs(lr - expected[i]!) / Math.max(expected[i]!, 1e-300)).toBeLessThan(1e-7);
    }
  });

  it('by hand: class sizes and point masses scale the densities', () => {
    // One against two equal scores: each density at 0 is 1/(bandwidth·√2π).
    const fit = fitKdeCalibrator([0], [0, 0]);
    expect(10 ** kdeLlr10(fit, 0)).toBeCloseTo((4 / 6) ** 0.2 / (4 / 3) ** 0.2, 12);
    // Half of Hp is at +∞: a finite score is worth half as much.
    expect(10 ** kdeLlr10(fitKdeCalibrator([0, Infinity], [0]), 0)).toBeCloseTo(0.5, 12);
  });

  it('turns round with the propositions and moves with the scores', () => {
    const scores = fc.array(
      fc.integer({ min: -50, max: 50 }).map((v) => v / 10),
      { minLength: 2, maxLength: 20 },
    );
    fc.assert(
      fc.property(scores, scores, fc.double({ min: -3, max: 3, noNaN: true }), (hp, hd, at) => {
        const llr = kdeLlr10(fitKdeCalibrator(hp, hd), at);
        expect(kdeLlr10(fitKdeCalibrator(hd, hp), at)).toBeCloseTo(-llr, 9);
        const moved = (xs: number[]): number[] => xs.map((v) => v + 7);
        expect(Math.abs(kdeLlr10(fitKdeCalibrator(moved(hp), moved(hd)), at + 7) - llr)).toBeLessThan(
          1e-6 * (1 + Math.abs(llr)),
        );
      }),
    );
  });

  it('throws on misleading infinities and on an empty class', () => {
    expect(() => fitKdeCalibrator([-Infinity, 1], [0])).toThrow(CellsweepError);
    expect(() => fitKdeCalibrator([1], [Infinity, 0])).toThrow(CellsweepError);
    expect(() => fitKdeCalibrator([], [0])).toThrow(CellsweepError);
    expect(() => fitKdeCalibrator([Infinity], [0])).toThrow(CellsweepError);
  });
});
