import { type LlrBounds, type Numbers, countAbove, sortedAscending } from './scores.ts';

/** Grid of thresholds: 100 per decade. */
const STEPS_PER_DECADE = 100;
/** LLRs beyond this are treated as this: the bound never gets near it. */
const EXTREME_LLR10 = 9;

/** Largest integer <= a/b, by remainder as numpy's floor_divide does, so that grid ends agree with lir's. */
function floorDivide(a: number, b: number): number {
  const remainder = a % b;
  const quotient = Math.round((a - remainder) / b);
  return remainder !== 0 && remainder < 0 !== b < 0 ? quotient - 1 : quotient;
}

/** 1 − P(LR > t | Hp) + t·P(LR > t | Hd), from counts. */
const expectedUtility = (hpShare: number, hdShare: number, threshold: number): number =>
  1 - hpShare + threshold * hdShare;

/**
 * Empirical lower and upper bound (Vergeer, van Es, de Jongh, Alberink & Stoel, Science & Justice 56 (2016) 482) on a
 * grid of 0.01: within the bounds the system is of more use than LR = 1 for everything even if one more source of each
 * class had been misleading.
 *
 * The upper bound cannot pass log10(Hd sources + 1), nor the lower one −log10(Hp sources + 1). With an empty class
 * both bounds are 0: no evidence may be given.
 */
export function elub(hp_llr10: Numbers, hd_llr10: Numbers): LlrBounds {
  if (hp_llr10.length === 0 || hd_llr10.length === 0) return { lower_llr10: 0, upper_llr10: 0 };
  const clip = (v: number): number => Math.min(EXTREME_LLR10, Math.max(-EXTREME_LLR10, v));
  const hp = sortedAscending(hp_llr10).map(clip);
  const hd = sortedAscending(hd_llr10).map(clip);
  const min = Math.max(Math.min(hp[0]!, hd[0]!), -Math.log10(hp.length + 1));
  const max = Math.min(Math.max(hp.at(-1)!, hd.at(-1)!), Math.log10(hd.length + 1));
  const first = Math.min(0, floorDivide(min, 1 / STEPS_PER_DECADE));
  const last = Math.max(0, floorDivide(max, 1 / STEPS_PER_DECADE) + 1);

  let lower = first;
  let upper = last;
  for (let step = first; step <= last; step++) {
    const t10 = step / STEPS_PER_DECADE;
    const t = 10 ** t10;
    const neutralAccepts = t10 < 0 ? 1 : 0;
    const neutral = expectedUtility(neutralAccepts, neutralAccepts, t);
    const system = expectedUtility(
      countAbove(hp, t10) / (hp.length + 1),
      (countAbove(hd, t10) + 1) / (hd.length + 1),
      t,
    );
    if (neutral / system >= 1) continue;
    if (step <= 0) lower = Math.max(lower, step + 1);
    if (step >= 0) upper = Math.min(upper, step - 1);
  }
  return { lower_llr10: Math.min(lower, 0) / STEPS_PER_DECADE, upper_llr10: Math.max(upper, 0) / STEPS_PER_DECADE };
}
