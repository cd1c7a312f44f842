import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CellsweepError } from '../model/errors.ts';
import {
  applyLogistic,
  fitLogisticRegression,
  type LabelledFeatures,
  type LogisticFit,
  logisticLlr10,
  type LogisticOptions,
} from './logistic-regression.ts';
import { createRandom } from './random.ts';

/** Sixty sources with three features, reproducible in any language. */
const index = Array.from({ length: 60 }, (_, i) => i);
const data: LabelledFeatures = {
  columns: 3,
  features: Float64Array.from(
    index.flatMap((i) => [
      Math.sin(1.7 * i) * 2 + 0.5 * (i % 2),
      Math.cos(2.3 * i) + 0.3 * (i % 2),
      Math.sin(0.9 * i * i) - 0.4 * (i % 2),
    ]),
  ),
  labels: index.map((i) => Number(i % 2 === 1 || i % 5 === 0)),
};
const options = { weights: index.map((i) => 1 + (i % 3)), penalties: [1, 0.5, 2] };

const parameters = (fit: LogisticFit): number[] => [fit.intercept, ...fit.coefficients];
const largestGap = (a: number[], b: number[]): number => Math.max(...a.map((v, i) => Math.abs(v - b[i]!)));

/** Gradient of the objective, written anew from its definition, for the optimality conditions. */
function gradientAt(d: LabelledFeatures, o: LogisticOptions, fit: LogisticFit): number[] {
  const weight = (i: number): number => o.weights?.[i] ?? 1;
  const rows = Array.from({ length: d.labels.length }, (_, i) => i);
  const sum = (c: number): number => rows.reduce((s, i) => s + (d.labels[i] === c ? weight(i) : 0), 0);
  const total = sum(0) + sum(1);
  const g = [0, ...Array.from(fit.coefficients, (b, j) => (o.penalties?.[j] ?? 1) * b)];
  for (const i of rows) {
    const x = [1, ...d.features.subarray(i * d.columns, (i + 1) * d.columns)];
    const z = x.reduce((s, v, k) => s + v * parameters(fit)[k]!, 0);
    const residual = 1 / (1 + Math.exp(-z)) - d.labels[i]!;
    for (const [k, v] of x.entries()) g[k]! += ((weight(i) * total) / (2 * sum(d.labels[i]!))) * residual * v;
  }
  return g;
}

/** Random overlapping classes, some features useless or misleading so that constraints bind. */
function randomProblem(seed: number): { d: LabelledFeatures; o: LogisticOptions } {
  const r = createRandom('regression', seed);
  const n = 20 + r.int(60);
  const columns = 1 + r.int(5);
  const labels = Array.from({ length: n }, (_, i) => (i < 2 ? i : Number(r.chance(0.3))));
  const pull = Array.from({ length: columns }, () => 2 * r.normal());
  const features = Float64Array.from(labels.flatMap((y) => pull.map((p) => r.normal() + y * p)));
  const o = {
    weights: labels.map(() => 0.2 + r.uniform() * 3),
    penalties: pull.map(() => 0.05 + 3 * r.uniform()),
    nonNegative: pull.map(() => r.chance(0.7)),
  };
  return { d: { features, columns, labels }, o };
}
const seed = fc.integer({ min: 0, max: 1e6 });

describe('logistic regression', () => {
  it('agrees with scipy (L-BFGS-B to gradient 1e-10), free and with coefficients >= 0', () => {
    expect(
      largestGap(
        parameters(fitLogisticRegression(data, options)),
        [-0.09094614780423074, 0.13188271131448218, 0.2848409107903203, -0.32255539654991067],
      ),
    ).toBeLessThan(1e-9);
    expect(
      largestGap(
        parameters(fitLogisticRegression(data, { ...options, nonNegative: [true, true, true] })),
        [-0.08007233470342355, 0.16363951942095933, 0.2836791092565475, 0],
      ),
    ).toBeLessThan(1e-8);
  });

  it('meets the Karush-Kuhn-Tucker conditions', () => {
    fc.assert(
      fc.property(seed, (s) => {
        const { d, o } = randomProblem(s);
        const fit = fitLogisticRegression(d, o);
        expect(fit.converged).toBe(true);
        for (const [k, g] of gradientAt(d, o, fit).entries()) {
          const bound = k > 0 && o.nonNegative![k - 1]!;
          const value = parameters(fit)[k]!;
          // At a bound the slope may only point outward; elsewhere it vanishes.
          expect(bound && value === 0 ? Math.min(0, g) : Math.abs(g)).toBeLessThan(1e-6);
          expect(bound && value === 0 ? Math.min(0, g) : 0).toBeGreaterThan(-1e-6);
          expect(bound ? value : 0).toBeGreaterThanOrEqual(0);
        }
      }),
    );
  });

  it('reaches the same optimum from anywhere', () => {
    fc.assert(
      fc.property(
        seed,
        fc.array(fc.double({ min: -20, max: 20, noNaN: true }), { minLength: 6, maxLength: 6 }),
        (s, from) => {
          const { d, o } = randomProblem(s);
          const cold = fitLogisticRegression(d, o);
          const warm = fitLogisticRegression(d, { ...o, start: { intercept: from[0]!, coefficients: from.slice(1) } });
          expect(largestGap(parameters(cold), parameters(warm))).toBeLessThan(1e-6);
          expect(fitLogisticRegression(d, { ...o, start: cold }).iterations).toBeLessThanOrEqual(1);
        },
      ),
    );
  });

  it('is not held up by a coefficient just above its bound', () => {
    for (const [s, k] of [
      [4, 2],
      [4, 3],
      [260074, 4],
    ] as const) {
      const { d, o } = randomProblem(s);
      const start = { intercept: 0, coefficients: [0, 0, 0, 0, 0].map((_, j) => (j === k - 1 ? 5e-324 : 0)) };
      expect(fitLogisticRegression(d, { ...o, start }).converged).toBe(true);
    }
  });

  it('weight 2 is listing twice, weight 0 is leaving out', () => {
    const weights = index.map((i) => i % 3);
    const listed = index.flatMap((i) => Array.from({ length: i % 3 }, () => i));
    const replicated: LabelledFeatures = {
      columns: 3,
      features: Float64Array.from(listed.flatMap((i) => [...data.features.subarray(3 * i, 3 * i + 3)])),
      labels: listed.map((i) => data.labels[i]!),
    };
    const a = parameters(fitLogisticRegression(data, { weights }));
    expect(largestGap(a, parameters(fitLogisticRegression(replicated)))).toBeLessThan(1e-9);
  });

  it('does not depend on how many references a class has: tripling one class changes nothing when unpenalised', () => {
    const tripled = index.map((i) => (data.labels[i] === 1 ? 3 : 1));
    const penalties = [0, 0, 0];
    const a = parameters(fitLogisticRegression(data, { penalties }));
    const b = parameters(fitLogisticRegression(data, { penalties, weights: tripled }));
    expect(largestGap(a, b)).toBeLessThan(1e-7);
  });

  it('copes with copies of a feature and with separable classes', () => {
    const twice = Float64Array.from(index.flatMap((i) => [data.features[3 * i]!, data.features[3 * i]!]));
    const fit = fitLogisticRegression({ features: twice, columns: 2, labels: data.labels });
    expect(fit.converged).toBe(true);
    expect(fit.coefficients[0]).toBeCloseTo(fit.coefficients[1]!, 9);
    const apart = fitLogisticRegression({
      features: Float64Array.of(-50, -40, 40, 50),
      columns: 1,
      labels: [0, 0, 1, 1],
    });
    expect(apart.converged).toBe(true);
    expect(apart.coefficients[0]).toBeGreaterThan(0);
  });

  it('gives a feature that no source has no weight, also where nothing holds it back', () => {
    // Its curvature is 0: the equations of the Newton step are singular.
    for (const columns of [1, 2]) {
      const features = Float64Array.from([0, 1, 2, 3].flatMap((x) => (columns === 1 ? [0] : [0, x])));
      const fit = fitLogisticRegression({ columns, features, labels: [0, 1, 0, 1] }, { penalties: [0, 1] });
      expect(fit.converged).toBe(true);
      expect(fit.coefficients[0]).toBe(0);
      const alone = fitLogisticRegression({ columns: 1, features: Float64Array.of(0, 1, 2, 3), labels: [0, 1, 0, 1] });
      expect(fit.intercept).toBeCloseTo(columns === 1 ? 0 : alone.intercept, 9);
      expect(fit.coefficients.at(-1)).toBeCloseTo(columns === 1 ? 0 : (alone.coefficients[0] ?? NaN), 9);
    }
  });

  it('gives many rows the log10 LR of each', () => {
    const fit = fitLogisticRegression(data, options);
    expect(applyLogistic(fit, data.features)[0]).toBe(logisticLlr10(fit, data.features.subarray(0, 3)));
    expect(applyLogistic(fit, data.features)).toHaveLength(60);
  });

  it('throws without both classes or with arrays that do not fit', () => {
    const one = { features: Float64Array.of(1, 2), columns: 1, labels: [1, 1] };
    expect(() => fitLogisticRegression(one)).toThrow(CellsweepError);
    expect(() => fitLogisticRegression({ ...one, labels: [0, 1] }, { weights: [0, 1] })).toThrow(CellsweepError);
    expect(() => fitLogisticRegression({ ...one, labels: [0, 1, 1] })).toThrow(CellsweepError);
    expect(() => fitLogisticRegression({ ...one, labels: [0, 1] }, { weights: [1] })).toThrow(CellsweepError);
  });
});
