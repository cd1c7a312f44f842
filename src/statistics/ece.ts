import { meanCost_bit } from './cllr.ts';
import { applyPav, fitPav } from './pav.ts';
import type { Numbers } from './scores.ts';

/**
 * Empirical cross-entropy (Ramos & Gonzalez-Rodriguez 2013): bits still missing about the truth, on average, for a
 * decision maker who starts from prior probability P(Hp) = prior and believes these LRs. Computed with softplus, never
 * through 1 − posterior, which is 0 in double precision beyond LLR 16 and then gives ∞ for a large but finite error.
 *
 * NaN when a class is empty or the prior is not strictly between 0 and 1.
 */
export function ece_bit(hp_llr10: Numbers, hd_llr10: Numbers, prior: number): number {
  if (!(prior > 0 && prior < 1)) return Number.NaN;
  const odds10 = Math.log10(prior) - Math.log1p(-prior) / Math.LN10;
  return prior * meanCost_bit(hp_llr10, -1, odds10) + (1 - prior) * meanCost_bit(hd_llr10, 1, odds10);
}

export interface EcePoint {
  readonly prior: number;
  /** As delivered. */
  readonly ece_bit: number;
  /** After PAV on the same data: the best that these scores could do. */
  readonly eceMin_bit: number;
  /** LR = 1 for everything: the entropy of the prior. */
  readonly eceNeutral_bit: number;
}

/** The three curves of an ECE plot at the given priors. */
export function eceCurve(hp_llr10: Numbers, hd_llr10: Numbers, priors: Numbers): EcePoint[] {
  const fit = fitPav(hp_llr10, hd_llr10);
  const hpBest = applyPav(fit, hp_llr10);
  const hdBest = applyPav(fit, hd_llr10);
  return Array.from(priors, (prior) => ({
    prior,
    ece_bit: ece_bit(hp_llr10, hd_llr10, prior),
    eceMin_bit: ece_bit(hpBest, hdBest, prior),
    eceNeutral_bit: ece_bit([0], [0], prior),
  }));
}
