import { fitLogisticRegression, LN10 } from '../statistics/index.ts';
import { COMPONENTS, type ComponentLlrs } from './components.ts';

/** log10 LR (not yet calibrated) = intercept + Σ weight_j · component_j. */
export interface Fusion {
  readonly intercept: number;
  /** Per component, >= 0, in the order of COMPONENTS. */
  readonly weights: readonly number[];
}

/**
 * Beside the components the regression sees their sum, which is penalised little, while each component's own weight is
 * penalised much: with a score of inside references the weights stay near one common weight, unless the data insist.
 */
const SUM_PENALTY = 0.5;
const OWN_PENALTY = 5;

export function fitFusion(rows: readonly ComponentLlrs[], inside: readonly boolean[], weights?: ArrayLike<number>): Fusion {
  const columns = COMPONENTS.length + 1;
  const features = new Float64Array(rows.length * columns);
  rows.forEach((row, i) => {
    features[i * columns] = row.reduce((a, b) => a + b, 0);
    row.forEach((v, j) => (features[i * columns + j + 1] = v));
  });
  const fit = fitLogisticRegression(
    { features, columns, labels: inside.map(Number) },
    {
      penalties: Array.from({ length: columns }, (_, j) => (j === 0 ? SUM_PENALTY : OWN_PENALTY)),
      nonNegative: Array.from({ length: columns }, () => true),
      ...(weights === undefined ? {} : { weights }),
    },
  );
  const common = fit.coefficients[0] ?? 0;
  return {
    intercept: fit.intercept / LN10,
    weights: COMPONENTS.map((_, j) => (common + (fit.coefficients[j + 1] ?? 0)) / LN10),
  };
}

export function fuse(fusion: Fusion, row: ComponentLlrs): number {
  let sum = fusion.intercept;
  for (let j = 0; j < row.length; j++) sum += (fusion.weights[j] ?? 0) * (row[j] ?? 0);
  return sum;
}
