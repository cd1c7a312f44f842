import { type Numbers, countAtLeast, sortedAscending } from './scores.ts';

/** One curve of a Tippett plot: for each distinct LLR of a class, the share of the class that reaches it. */
export interface TippettCurve {
  /** Ascending, distinct. */
  readonly llr10: Float64Array;
  /** P(LLR >= llr10[i]), from 1 down to 1/n. */
  readonly share: Float64Array;
}

/** Complementary cumulative curve of one class (Hp, or one kind of Hd). Empty input gives an empty curve. */
export function tippettCurve(llr10s: Numbers): TippettCurve {
  const sorted = sortedAscending(llr10s);
  const llr10 = sorted.filter((v, i) => i === 0 || v !== sorted[i - 1]);
  return { llr10, share: llr10.map((t) => countAtLeast(sorted, t) / sorted.length) };
}
