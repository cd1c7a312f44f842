/**
 * How large was the lot that these serial numbers come from? (The "German tank problem": Goodman, J. Am. Stat. Assoc. 47
 * (1952) 622; Höhle & Held 2006.) Serials are assumed drawn without favour from one unbroken run. It estimates the lot
 * that was bought, not the devices inside, and cannot exceed 10^6 within one type allocation code.
 */

/** Unbiased size of a run that starts at 1 from the largest of k distinct serials: m(1 + 1/k) − 1. NaN for k < 1. */
export function lotFromKnownStart(largest: number, k: number): number {
  return k >= 1 ? largest * (1 + 1 / k) - 1 : Number.NaN;
}

export interface LotPosterior {
  /** NaN for k < 3: the mean is infinite. */
  readonly mean: number;
  /** NaN for k < 4: the spread is infinite. */
  readonly sd: number;
}

/** Posterior of the size of a run that starts at 1, flat prior: mean (m−1)(k−1)/(k−2). */
export function lotPosterior(largest: number, k: number): LotPosterior {
  const mean = k >= 3 ? ((largest - 1) * (k - 1)) / (k - 2) : Number.NaN;
  const sd = k >= 4 ? Math.sqrt(((k - 1) * (largest - 1) * (largest - k + 1)) / ((k - 3) * (k - 2) ** 2)) : Number.NaN;
  return { mean, sd };
}

/**
 * Unbiased size of a run whose start is unknown, from distinct serials: (max − min)(k+1)/(k−1) − 1.
 * NaN for fewer than two distinct serials. Duplicates count once.
 */
export function lotFromSerials(serials: Iterable<number>): number {
  const distinct = new Set(serials);
  const k = distinct.size;
  if (k < 2) return Number.NaN;
  let min = Infinity;
  let max = -Infinity;
  for (const serial of distinct) {
    min = Math.min(min, serial);
    max = Math.max(max, serial);
  }
  return ((max - min) * (k + 1)) / (k - 1) - 1;
}
