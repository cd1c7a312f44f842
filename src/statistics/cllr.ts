import type { Numbers } from './scores.ts';
import { LN10, softplus } from './special.ts';

/**
 * How costly are these likelihood ratios? Log-likelihood-ratio cost (Brümmer & du Preez, Computer Speech & Language 20
 * (2006) 230), in bits: 0 is perfect, 1 is what LR = 1 for everything costs, more is worse than saying nothing.
 */
export interface Cllr {
  readonly cllr: number;
  /** Mean of log2(1 + 1/LR) over the sources of which Hp is true. */
  readonly hpCost: number;
  /** Mean of log2(1 + LR) over the sources of which Hd is true. */
  readonly hdCost: number;
}

/** log2(1 + 10^llr10), exact for any finite llr10. */
export function hdCost_bit(llr10: number): number {
  return softplus(llr10 * LN10) / Math.LN2;
}

/**
 * Mean cost of a set of LLRs, each multiplied by the same odds first. NaN for an empty set or one that holds NaN.
 * @param sign −1 where Hp is true, +1 where Hd is true
 */
export function meanCost_bit(llr10s: Numbers, sign: -1 | 1, odds10 = 0): number {
  let sum = 0;
  for (let i = 0; i < llr10s.length; i++) sum += hdCost_bit(sign * (llr10s[i]! + odds10));
  return sum / llr10s.length;
}

/**
 * Cllr of log10 LRs under Hp and under Hd. NaN when a class is empty; +∞ when one Hp source has LR 0 or one Hd source
 * LR ∞: an infinitely strong error cannot be averaged away.
 */
export function cllr(hp_llr10: Numbers, hd_llr10: Numbers): Cllr {
  const hpCost = meanCost_bit(hp_llr10, -1);
  const hdCost = meanCost_bit(hd_llr10, 1);
  return { cllr: (hpCost + hdCost) / 2, hpCost, hdCost };
}
