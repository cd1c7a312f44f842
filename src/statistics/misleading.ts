import { type Numbers, countAbove, sortedAscending } from './scores.ts';

/** A share of sources with its 95 % interval. */
export interface Rate {
  readonly count: number;
  readonly sources: number;
  /** count/sources; NaN without sources. */
  readonly rate: number;
  readonly lower: number;
  readonly upper: number;
}

const Z95 = 1.959963984540054;

/** Share with Wilson's score interval (1927), which stays honest at 0 of n. Without sources: anything from 0 to 1. */
export function rateOf(count: number, sources: number): Rate {
  if (sources === 0) return { count, sources, rate: Number.NaN, lower: 0, upper: 1 };
  const p = count / sources;
  const z2 = Z95 * Z95;
  const centre = (p + z2 / (2 * sources)) / (1 + z2 / sources);
  const half = (Z95 * Math.sqrt((p * (1 - p)) / sources + z2 / (4 * sources * sources))) / (1 + z2 / sources);
  return {
    count,
    sources,
    rate: p,
    lower: count === 0 ? 0 : Math.max(0, centre - half),
    upper: count === sources ? 1 : Math.min(1, centre + half),
  };
}

/** P(LLR > t) of each threshold in one class: evidence against sources of which Hd is true. */
export function rateAbove(llr10s: Numbers, threshold_llr10: number): Rate {
  const sorted = sortedAscending(llr10s);
  return rateOf(countAbove(sorted, threshold_llr10), sorted.length);
}

/** P(LLR < t): with t = 0 and the Hp sources, evidence that speaks for the wrong side. */
export function rateBelow(llr10s: Numbers, threshold_llr10: number): Rate {
  const sorted = sortedAscending(llr10s)
    .map((v) => -v)
    .sort();
  return rateOf(countAbove(sorted, -threshold_llr10), sorted.length);
}

export interface MisleadingRates {
  /** P(LLR < 0 | Hp). */
  readonly hpBelowZero: Rate;
  /** For each class of Hd (neighbour, homebody, fixed, staff, visitor, ...): P(LLR > t) at each threshold. */
  readonly hdAbove: readonly {
    readonly hdClass: string;
    readonly rates: readonly { readonly threshold_llr10: number; readonly rate: Rate }[];
  }[];
}

/**
 * Rates of misleading evidence by class of Hd, in the order given. One average over all Hd sources would hide that a
 * small class (stay-at-homes) is flagged often.
 */
export function misleadingRates(
  hp_llr10: Numbers,
  hdByClass: readonly { readonly hdClass: string; readonly llr10s: Numbers }[],
  thresholds_llr10: Numbers = [0, 1, 2],
): MisleadingRates {
  return {
    hpBelowZero: rateBelow(hp_llr10, 0),
    hdAbove: hdByClass.map(({ hdClass, llr10s }) => ({
      hdClass,
      rates: Array.from(thresholds_llr10, (threshold_llr10) => ({
        threshold_llr10,
        rate: rateAbove(llr10s, threshold_llr10),
      })),
    })),
  };
}
