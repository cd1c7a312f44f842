const LN10 = Math.LN10;

/**
 * Share of a population for which Hp holds, by maximum likelihood from the ratios alone: the π that maximises
 * Σ ln(π LR + 1 − π). One root of a falling derivative, found by bisection. Source: Saerens, Latinne & Decaestecker, Neural
 * Computation 14 (2002) 21, whose EM climbs the same likelihood.
 * @param llr10 log10 LR of each member; NaN (withheld) is left out
 * @returns NaN where there are none
 */
export function shareInside(llr10: readonly number[]): number {
  const gain = llr10.filter((x) => !Number.isNaN(x)).map((x) => Math.exp(x * LN10) - 1);
  if (gain.length === 0) return NaN;
  const slopeAt = (share: number): number => gain.reduce((sum, g) => sum + g / (1 + share * g), 0);
  if (slopeAt(0) <= 0) return 0;
  if (slopeAt(1) >= 0) return 1;
  let [low, high] = [0, 1];
  for (let i = 0; i < 60; i++) {
    const middle = (low + high) / 2;
    if (slopeAt(middle) > 0) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/** How many of these are expected not to live inside, if the ratios are right and such a share of the population does. */
export function expectedElsewhere(llr10: readonly number[], share: number): number {
  return llr10.reduce((sum, x) => sum + (1 - share) / (1 - share + share * Math.exp(x * LN10)), 0);
}
