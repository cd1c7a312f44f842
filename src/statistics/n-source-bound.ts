import type { LlrBounds } from './scores.ts';

/**
 * The plainest bound: who has seen N independent sources of a class has no ground to call an event of that class rarer
 * than 1 in N. Upper bound log10 of the Hd sources, lower bound −log10 of the Hp sources; with the same number N for
 * both it is [1/N, N]. Sources are devices or people (never events of one device).
 */
export function nSourceBound(hpSources: number, hdSources: number): LlrBounds {
  return { lower_llr10: 0 - Math.log10(Math.max(1, hpSources)), upper_llr10: Math.log10(Math.max(1, hdSources)) };
}
