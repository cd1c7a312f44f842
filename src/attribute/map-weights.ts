import { LN10, sigmoid, softplus, solvePositiveDefinite } from '../statistics/index.ts';

/** ln LR = intercept + Σ weights[k]·x_k, where x_k are ln LRs of components. */
export interface FusionWeights {
  readonly intercept: number;
  readonly weights: readonly number[];
}

export interface FusionPrior {
  /** Prior of each weight: normal around `weight` with this standard deviation. */
  readonly weight: number;
  readonly weightSd: number;
  readonly interceptSd: number;
}

/**
 * Components that are right and independent deserve weight 1 each; dependent ones together less. With a handful of
 * references the data may move the weights only as far as they speak.
 */
export const CAUTIOUS_PRIOR: FusionPrior = { weight: 0.7, weightSd: 0.3, interceptSd: 1 };

/**
 * Maximum a-posteriori logistic fusion with weights >= 0. Each class has a total weight equal to the number of Hp
 * references, the scarcer ones: ten thousand pairs of the same few handsets must not drown the prior.
 * @param rows Hp and Hd references, each a row of component ln LRs
 * @param trust weight of each reference, where labels may be wrong; default 1
 * @param start where to begin: a fit to similar references saves rounds and does not change the optimum
 */
export function fitFusionWeights(
  rows: readonly (readonly number[])[],
  isHp: readonly boolean[],
  columns: number,
  prior: FusionPrior = CAUTIOUS_PRIOR,
  trust?: readonly number[],
  start?: FusionWeights,
): FusionWeights {
  let hp = 0;
  let hd = 0;
  // Most inmates show the same nothing: equal rows are one row with their weight.
  const groups = new Map<string, { row: readonly number[]; isHp: boolean; weight: number }>();
  rows.forEach((row, i) => {
    const weight = trust?.[i] ?? 1;
    const is = isHp[i] === true;
    if (is) hp += weight;
    else hd += weight;
    const key = `${is ? 1 : 0} ${row.map((x) => x.toFixed(6)).join(' ')}`;
    const known = groups.get(key);
    if (known === undefined) groups.set(key, { row, isHp: is, weight });
    else known.weight += weight;
  });
  const at = Float64Array.from({ length: columns + 1 }, (_, k) =>
    k === columns ? (start?.intercept ?? 0) : (start?.weights[k] ?? prior.weight),
  );
  if (hp > 0 && hd > 0) {
    const references = [...groups.values()].map(({ row, isHp: is, weight }) => ({
      row: Float64Array.from({ length: columns + 1 }, (_, k) => (k === columns ? 1 : (row[k] ?? 0))),
      isHp: is,
      weight: weight * (is ? 1 : hp / hd),
    }));
    minimise(at, references, prior);
  }
  return { intercept: at[columns] ?? 0, weights: [...at.subarray(0, columns)] };
}

interface Reference {
  /** Components, and 1 for the intercept. */
  readonly row: Float64Array;
  readonly isHp: boolean;
  readonly weight: number;
}

const MOST_STEPS = 100;
const SMALLEST_STEP = 1e-9;

/** Projected Newton steps (Bertsekas 1982) with halving; weights at 0 that would fall are held. The objective is convex. */
function minimise(at: Float64Array, references: readonly Reference[], prior: FusionPrior): void {
  const n = at.length;
  const mean = (k: number): number => (k === n - 1 ? 0 : prior.weight);
  const precision = (k: number): number => 1 / (k === n - 1 ? prior.interceptSd : prior.weightSd) ** 2;
  const score = (x: Float64Array, row: Float64Array): number => {
    let z = 0;
    for (let k = 0; k < n; k++) z += (x[k] ?? 0) * (row[k] ?? 0);
    return z;
  };
  const objective = (x: Float64Array): number => {
    let sum = 0;
    for (let k = 0; k < n; k++) sum += 0.5 * precision(k) * ((x[k] ?? 0) - mean(k)) ** 2;
    for (const { row, isHp, weight } of references) {
      const z = score(x, row);
      sum += weight * softplus(isHp ? -z : z);
    }
    return sum;
  };
  let value = objective(at);
  for (let step = 0; step < MOST_STEPS; step++) {
    const gradient = at.map((x, k) => precision(k) * (x - mean(k)));
    const curvature = new Float64Array(n * n);
    for (let k = 0; k < n; k++) curvature[k * n + k] = precision(k);
    for (const { row, isHp, weight } of references) {
      const p = sigmoid(score(at, row));
      const slope = weight * (p - (isHp ? 1 : 0));
      const bend = weight * p * (1 - p);
      for (let k = 0; k < n; k++) {
        const x = row[k] ?? 0;
        if (x === 0) continue;
        gradient[k] = (gradient[k] ?? 0) + slope * x;
        for (let l = 0; l < n; l++) curvature[k * n + l] = (curvature[k * n + l] ?? 0) + bend * x * (row[l] ?? 0);
      }
    }
    for (let k = 0; k < n - 1; k++) {
      if (at[k] !== 0 || (gradient[k] ?? 0) <= 0) continue;
      gradient[k] = 0;
      for (let l = 0; l < n; l++) curvature[k * n + l] = curvature[l * n + k] = k === l ? 1 : 0;
    }
    const direction = solvePositiveDefinite(curvature, gradient);
    if (direction === undefined) return;
    let moved = 0;
    for (let length = 1; length > 1e-6; length /= 2) {
      const to = at.map((x, k) => {
        const next = x - length * (direction[k] ?? 0);
        return k === n - 1 ? next : Math.max(0, next);
      });
      const there = objective(to);
      if (there > value) continue;
      moved = at.reduce((most, x, k) => Math.max(most, Math.abs(x - (to[k] ?? 0))), 0);
      at.set(to);
      value = there;
      break;
    }
    if (moved < SMALLEST_STEP) return;
  }
}

export function fusedLlr10(fit: FusionWeights, row: readonly number[]): number {
  let sum = fit.intercept;
  for (let k = 0; k < row.length; k++) sum += (row[k] ?? 0) * (fit.weights[k] ?? 0);
  return sum / LN10;
}
