/** Scores or log10 likelihood ratios, one per source. */
export type Numbers = readonly number[] | Float64Array;

/** Range outside which LLRs are not supported by the reference data; always lower <= 0 <= upper. */
export interface LlrBounds {
  readonly lower_llr10: number;
  readonly upper_llr10: number;
}

/** Fresh ascending copy; −∞ and +∞ sort to the ends, NaN last. */
export function sortedAscending(values: Numbers): Float64Array {
  return Float64Array.from(values).sort();
}

/** Number of entries of an ascending array that are >= threshold. */
export function countAtLeast(sorted: Float64Array, threshold: number): number {
  return sorted.length - firstIndex(sorted, (v) => v >= threshold);
}

/** Number of entries of an ascending array that are > threshold. */
export function countAbove(sorted: Float64Array, threshold: number): number {
  return sorted.length - firstIndex(sorted, (v) => v > threshold);
}

/** First index whose value meets a condition that, once met, stays met; length if none does. */
function firstIndex(sorted: Float64Array, meets: (value: number) => boolean): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (meets(sorted[middle]!)) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** Quantile of an ascending array by linear interpolation between order statistics (Hyndman & Fan type 7). */
export function quantileOfSorted(sorted: Float64Array, q: number): number {
  if (sorted.length === 0) return Number.NaN;
  const at = q * (sorted.length - 1);
  const below = sorted[Math.floor(at)]!;
  const above = sorted[Math.ceil(at)]!;
  return below === above ? below : below + (at - Math.floor(at)) * (above - below);
}
