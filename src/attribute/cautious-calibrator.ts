import { LN10, type LogisticCalibrator } from '../statistics/index.ts';
import { fitFusionWeights } from './map-weights.ts';

/**
 * The scores are log10 LRs already, of models that may be wrong: slope ln 10 and intercept 0 are where calibration
 * begins, and a few references move it only as far as they speak. A plain fit to ten well separated references puts the
 * even odds anywhere in the gap between the classes.
 */
const PRIOR = { weight: 1, weightSd: 0.3, interceptSd: 1 };

/** @param trust weight of each score where its label may be wrong; default 1 */
export function fitCautiousCalibrator(
  hp_llr10: readonly number[],
  hd_llr10: readonly number[],
  trust?: { readonly hp: readonly number[]; readonly hd: readonly number[] },
): LogisticCalibrator {
  const fit = fitFusionWeights(
    [...hp_llr10, ...hd_llr10].map((score) => [score * LN10]),
    [...hp_llr10.map(() => true), ...hd_llr10.map(() => false)],
    1,
    PRIOR,
    trust === undefined ? undefined : [...trust.hp, ...trust.hd],
  );
  return { intercept: fit.intercept, slope: (fit.weights[0] ?? 1) * LN10, converged: true };
}
