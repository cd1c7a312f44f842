import { describe, expect, it } from 'vitest';
import { createRandom, fitLogisticRegression } from '../statistics/index.ts';
import { fitCautiousCalibrator } from './cautious-calibrator.ts';
import { CAUTIOUS_PRIOR, fitFusionWeights, fusedLlr10 } from './map-weights.ts';

const random = createRandom('map weights');
const references = (n: number, shift: number) =>
  Array.from({ length: n }, () => [shift + random.normal(), random.normal()]);

describe('fusion of components with few references', () => {
  it('keeps the prior weights without references of both kinds', () => {
    expect(fitFusionWeights([[1, 1]], [true], 2)).toEqual({ intercept: 0, weights: [0.7, 0.7] });
  });

  it('takes the weight from a component that says nothing, and gives none below 0', () => {
    const hp = references(400, 1.5);
    const hd = references(400, -1.5);
    const rows = [...hp, ...hd].map((row, i) => [row[0] ?? 0, (row[1] ?? 0) * 3 + (i < 400 ? -1 : 1)]);
    const fit = fitFusionWeights(rows, [...hp.map(() => true), ...hd.map(() => false)], 2);
    expect(fit.weights[0]).toBeGreaterThan(0.7);
    expect(fit.weights[1]).toBe(0);
  });

  it('is the logistic regression where the prior is flat', () => {
    const rows = [...references(60, 0.5), ...references(60, -0.5)];
    const isHp = rows.map((_, i) => i < 60);
    const flat = { weight: 0, weightSd: 1000, interceptSd: 1000 };
    const fit = fitFusionWeights(rows, isHp, 1, flat);
    const other = fitLogisticRegression(
      { features: Float64Array.from(rows, (row) => row[0] ?? 0), columns: 1, labels: isHp.map(Number) },
      { penalties: [1e-6] },
    );
    expect(fit.weights[0]).toBeCloseTo(other.coefficients[0] ?? NaN, 3);
    expect(fit.intercept).toBeCloseTo(other.intercept, 3);
  });

  it('is where the pull of the references equals that of the prior: 0.7 give or take 0.3, and 0 give or take 1', () => {
    const rows = [[2], [3], [-1], [0.5]];
    const isHp = [true, true, false, false];
    const { intercept, weights } = fitFusionWeights(rows, isHp, 1);
    const weight = weights[0] ?? NaN;
    const pull = (of: (x: number) => number): number =>
      rows.reduce((sum, [x = 0], i) => {
        const p = 1 / (1 + Math.exp(-(intercept + weight * x)));
        return sum + of(x) * ((isHp[i] ? 1 : 0) - p);
      }, 0);
    expect(pull((x) => x)).toBeCloseTo((weight - 0.7) / 0.3 ** 2, 6);
    expect(pull(() => 1)).toBeCloseTo(intercept, 6);
    expect(Math.abs(weight - 0.7)).toBeGreaterThan(0.01);
  });

  it('counts equal rows as often as they come, and a reference without trust not at all', () => {
    const rows = [[2], [2], [-1], [-1], [-1], [0.5]];
    const isHp = [true, true, false, false, false, true];
    const once = fitFusionWeights([[2], [-1]], [true, false], 1, CAUTIOUS_PRIOR, [2, 3]);
    const twice = fitFusionWeights(rows, isHp, 1, CAUTIOUS_PRIOR, [1, 1, 1, 1, 1, 0]);
    expect(twice.weights[0]).toBeCloseTo(once.weights[0] ?? NaN, 6);
    expect(twice.intercept).toBeCloseTo(once.intercept, 6);
  });

  it('says a sum of weighted components in powers of ten', () => {
    expect(fusedLlr10({ intercept: Math.LN10, weights: [0.5] }, [2 * Math.LN10])).toBeCloseTo(2, 12);
  });
});

describe('cautious calibration', () => {
  it('leaves right ratios as they are, and moves little for a handful of separated references', () => {
    const few = fitCautiousCalibrator([4, 5, 6], [-4, -5, -6]);
    expect(few.slope / Math.LN10).toBeGreaterThan(0.9);
    expect(few.slope / Math.LN10).toBeLessThan(1.3);
    expect(Math.abs(few.intercept)).toBeLessThan(0.5);
  });

  it('begins at 1 give or take 0.3, and 0 give or take 1', () => {
    const { slope, intercept } = fitCautiousCalibrator([1, 2], [-1, 0.5]);
    const weight = slope / Math.LN10;
    const pull = [1, 2, -1, 0.5].map((score, i) => {
      const x = score * Math.LN10;
      return { x, by: (i < 2 ? 1 : 0) - 1 / (1 + Math.exp(-(intercept + weight * x))) };
    });
    expect(pull.reduce((sum, { x, by }) => sum + x * by, 0)).toBeCloseTo((weight - 1) / 0.3 ** 2, 6);
    expect(pull.reduce((sum, { by }) => sum + by, 0)).toBeCloseTo(intercept, 6);
  });

  it('takes the strength from scores that claim too much', () => {
    const hp = Array.from({ length: 200 }, () => 3 + 6 * random.normal());
    const hd = Array.from({ length: 200 }, () => -3 + 6 * random.normal());
    expect(fitCautiousCalibrator(hp, hd).slope / Math.LN10).toBeLessThan(0.2);
  });
});
