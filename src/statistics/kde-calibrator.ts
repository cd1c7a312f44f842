import { CellsweepError } from '../model/errors.ts';
import type { Numbers } from './scores.ts';
import { LN10, logSumExp } from './special.ts';

/** Kernel densities of the finite scores of each class, and how large a share of the class is finite. */
export interface KdeCalibrator {
  readonly hp: ClassDensity;
  readonly hd: ClassDensity;
}

interface ClassDensity {
  readonly scores: Float64Array;
  readonly bandwidth: number;
  readonly finiteShare: number;
}

/**
 * Silverman's rule (4σ⁵/(3n))^(1/5) with the population σ; a class of equal scores is given σ = 1, as in lir.
 */
export function silvermanBandwidth(scores: Numbers): number {
  const n = scores.length;
  let mean = 0;
  for (let i = 0; i < n; i++) mean += scores[i]! / n;
  let variance = 0;
  for (let i = 0; i < n; i++) variance += (scores[i]! - mean) ** 2 / n;
  const sigma = variance > 0 ? Math.sqrt(variance) : 1;
  return sigma * (4 / (3 * n)) ** 0.2;
}

/**
 * Calibration by the ratio of two Gaussian kernel densities of the scores (log10 odds), as lir's KDECalibrator. For about
 * 100 sources per class and more; beyond the outermost scores it extrapolates wildly, so bound it.
 *
 * +∞ under Hp and −∞ under Hd are point masses: they shrink the finite share of their class. Throws INTERNAL for
 * −∞ under Hp, +∞ under Hd, NaN, or a class without a finite score.
 */
export function fitKdeCalibrator(hp_score: Numbers, hd_score: Numbers): KdeCalibrator {
  return { hp: density(hp_score, Infinity), hd: density(hd_score, -Infinity) };
}

function density(all: Numbers, pointMass: number): ClassDensity {
  const scores = Float64Array.from(all).filter((s) => s !== pointMass);
  if (scores.length === 0 || !scores.every((s) => Number.isFinite(s))) {
    throw new CellsweepError('INTERNAL', 'A density needs finite scores and no misleading infinite one.');
  }
  return { scores, bandwidth: silvermanBandwidth(scores), finiteShare: scores.length / all.length };
}

/** ln density at a score, up to the constant −½ln 2π that cancels in the ratio. */
function lnDensity({ scores, bandwidth }: ClassDensity, at: number): number {
  const exponents = scores.map((s) => -0.5 * ((at - s) / bandwidth) ** 2);
  return logSumExp(exponents) - Math.log(scores.length * bandwidth);
}

/** log10 LR of a score; ±∞ stay what they are. */
export function kdeLlr10({ hp, hd }: KdeCalibrator, score: number): number {
  if (!Number.isFinite(score)) return score;
  return (lnDensity(hp, score) - lnDensity(hd, score)) / LN10 + Math.log10(hp.finiteShare / hd.finiteShare);
}
