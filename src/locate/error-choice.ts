/** What one of the tried errors made of the left-out looks. */
export interface TriedError {
  /** ln of the true room's probability, look by look; the same looks for all that are tried. */
  readonly scores: readonly number[];
  /** ln of the likelihood of what was heard at the true places, over all looks; undefined where a map has no points of its own. */
  readonly evidence: number | undefined;
}

/**
 * Which of the tried errors to take: the one with the best logarithmic score. Those that are worse by less than one standard error
 * of the paired difference are as good; among these the likelihood of the levels decides, which tells more by fewer looks, though of
 * levels and not of rooms (generative against discriminative: Ng & Jordan 2002). The index in `tried`, which is not empty.
 */
export function chosenError(tried: readonly TriedError[]): number {
  const means = tried.map(({ scores }) => meanOf(scores));
  const best = means.indexOf(Math.max(...means));
  let chosen = best;
  for (const [f, { scores, evidence }] of tried.entries()) {
    const likeliest = tried[chosen]!.evidence;
    if (evidence === undefined || likeliest === undefined || evidence <= likeliest) continue;
    if (isAsGood(tried[best]!.scores, scores)) chosen = f;
  }
  return chosen;
}

function isAsGood(best: readonly number[], other: readonly number[]): boolean {
  const less = best.map((score, i) => score - other[i]!);
  const mean = meanOf(less);
  const variance = meanOf(less.map((value) => (value - mean) ** 2));
  return mean <= Math.sqrt(variance / less.length);
}

const meanOf = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
