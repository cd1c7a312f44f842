import { fitLogisticRegression, LN10 } from '../statistics/index.ts';
import { COMPONENTS, type Component, type ComponentLlrs } from './components.ts';

/** log10 LR (not yet calibrated) = intercept + Σ weight_j · component_j. */
export interface Fusion {
  readonly intercept: number;
  /** Per component, >= 0, in the order of COMPONENTS. */
  readonly weights: readonly number[];
}

/**
 * Beside the components the regression sees their sum, which is penalised less than each component's own weight (as much as lir
 * penalises any): with a score of inside references the weights stay near one common weight, with more of them kinds of evidence whose
 * models are worth less come to count for less.
 */
const SUM_PENALTY = 0.5;
const OWN_PENALTY = 1;
/**
 * What shared correspondents are worth hangs on how many relatives live outside. That is assumed: no reference is one, so none can say that
 * they are worth more than the common weight.
 */
const COMMON_ONLY: Component = 'circle';

export function fitFusion(
  rows: readonly ComponentLlrs[],
  inside: readonly boolean[],
  given?: ArrayLike<number>,
): Fusion {
  const columns = COMPONENTS.length + 1;
  const n = rows.length;
  const total = [0, 0];
  inside.forEach((y, i) => (total[Number(y)]! += given?.[i] ?? 1));
  const features = new Float64Array(2 * n * columns);
  const labels = new Uint8Array(2 * n);
  const weights = new Float64Array(2 * n);
  rows.forEach((row, i) => {
    const y = Number(inside[i]);
    const weight = ((given?.[i] ?? 1) * n) / (2 * (total[y] ?? 1));
    for (const [at, sign] of [
      [i, 1],
      [n + i, -1],
    ] as const) {
      features[at * columns] = sign * row.reduce((a, b) => a + b, 0);
      row.forEach((v, j) => (features[at * columns + j + 1] = COMPONENTS[j] === COMMON_ONLY ? 0 : sign * v));
      labels[at] = sign === 1 ? y : 1 - y;
      weights[at] = weight / 2;
    }
  });
  const fit = fitLogisticRegression(
    { features, columns, labels },
    {
      penalties: Array.from({ length: columns }, (_, j) => (j === 0 ? SUM_PENALTY : OWN_PENALTY)),
      nonNegative: Array.from({ length: columns }, () => true),
      weights,
    },
  );
  const common = fit.coefficients[0] ?? 0;
  return {
    intercept: 0,
    weights: COMPONENTS.map((_, j) => (common + (fit.coefficients[j + 1] ?? 0)) / LN10),
  };
}

export function fuse(fusion: Fusion, row: ComponentLlrs): number {
  let sum = fusion.intercept;
  for (let j = 0; j < row.length; j++) sum += (fusion.weights[j] ?? 0) * (row[j] ?? 0);
  return sum;
}
