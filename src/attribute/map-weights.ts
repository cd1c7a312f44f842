import { LN10, sigmoid } from '../statistics/index.ts';

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
 *
 * Solved by projected coordinate Newton steps; the objective is convex.
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
  let intercept = start?.intercept ?? 0;
  const weights = Array.from({ length: columns }, (_, k) => start?.weights[k] ?? prior.weight);
  if (hp === 0 || hd === 0) return { intercept, weights };
  const references = [...groups.values()];
  const z = references.map(({ row }) => row.reduce((sum, x, k) => sum + x * (weights[k] ?? 0), intercept));
  // coordinate -1 is the intercept
  const step = (k: number): number => {
    const at = k < 0 ? intercept : (weights[k] ?? 0);
    const precision = 1 / (k < 0 ? prior.interceptSd : prior.weightSd) ** 2;
    let gradient = precision * (at - (k < 0 ? 0 : prior.weight));
    let curvature = precision;
    references.forEach(({ row, isHp: is, weight }, i) => {
      const x = k < 0 ? 1 : (row[k] ?? 0);
      if (x === 0) return;
      const p = sigmoid(z[i] ?? 0);
      const w = weight * (is ? 1 : hp / hd);
      gradient += w * x * (p - (is ? 1 : 0));
      // A quarter bounds the curvature of the loss from above: every step goes downhill.
      curvature += w * x * x * 0.25;
    });
    const to = k < 0 ? at - gradient / curvature : Math.max(0, at - gradient / curvature);
    if (to === at) return 0;
    if (k < 0) intercept = to;
    else weights[k] = to;
    references.forEach(({ row }, i) => (z[i] = (z[i] ?? 0) + (to - at) * (k < 0 ? 1 : (row[k] ?? 0))));
    return Math.abs(to - at);
  };
  for (let round = 0; round < 500; round++) {
    let moved = 0;
    for (let k = -1; k < columns; k++) moved = Math.max(moved, step(k));
    if (moved < 1e-5) break;
  }
  return { intercept, weights };
}

export const fusedLlr10 = (fit: FusionWeights, row: readonly number[]): number =>
  row.reduce((sum, x, k) => sum + x * (fit.weights[k] ?? 0), fit.intercept) / LN10;
