/**
 * How large was the lot that these serial numbers come from? (The "German tank problem": Goodman, J. Am. Stat. Assoc. 47
 * (1952) 622; Höhle & Held 2006.) Serials are assumed drawn without favour from one unbroken run. It estimates the lot
 * that was bought, not the devices inside, and cannot exceed 10^6 within one type allocation code.
 */

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
