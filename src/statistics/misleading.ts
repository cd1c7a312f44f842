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
