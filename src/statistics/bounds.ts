import { elub } from './elub.ts';
import { ivBounds } from './iv-bounds.ts';
import { nSourceBound } from './n-source-bound.ts';
import type { LlrBounds, Numbers } from './scores.ts';

export type BoundName = 'elub' | 'iv' | 'n-source';

/** The tightest of several bounds, and which of them that is on each side. */
export interface CombinedBounds extends LlrBounds {
  readonly lowerBy: BoundName;
  readonly upperBy: BoundName;
}

const ORDER: readonly BoundName[] = ['elub', 'iv', 'n-source'];

/** Tightest on each side; equal ones are credited in the order ELUB, IV, N-source. */
export function combineBounds(bounds: Readonly<Record<BoundName, LlrBounds>>): CombinedBounds {
  let lowerBy: BoundName = 'elub';
  let upperBy: BoundName = 'elub';
  for (const name of ORDER) {
    if (bounds[name].lower_llr10 > bounds[lowerBy].lower_llr10) lowerBy = name;
    if (bounds[name].upper_llr10 < bounds[upperBy].upper_llr10) upperBy = name;
  }
  return {
    lower_llr10: bounds[lowerBy].lower_llr10,
    upper_llr10: bounds[upperBy].upper_llr10,
    lowerBy,
    upperBy,
  };
}

/**
 * ELUB, IV and N-source bound of calibrated, held-out LLRs of reference sources, one LLR per source, combined. An empty
 * class gives [0, 0]: without references of both kinds no strength may be stated.
 */
export function llrBounds(hp_llr10: Numbers, hd_llr10: Numbers): CombinedBounds {
  return combineBounds({
    elub: elub(hp_llr10, hd_llr10),
    iv: ivBounds(hp_llr10, hd_llr10),
    'n-source': nSourceBound(hp_llr10.length, hd_llr10.length),
  });
}

export interface BoundedLlr {
  readonly llr10: number;
  /** Which bound cut the LLR; undefined when none did. A cut LLR is reported as "at least" (or "at most") this. */
  readonly cutBy: BoundName | undefined;
  readonly side: 'lower' | 'upper' | undefined;
}

/** Moves an LLR to the nearest bound if it lies outside, and says so. NaN stays NaN. */
export function applyBounds(bounds: CombinedBounds, llr10: number): BoundedLlr {
  if (llr10 > bounds.upper_llr10) return { llr10: bounds.upper_llr10, cutBy: bounds.upperBy, side: 'upper' };
  if (llr10 < bounds.lower_llr10) return { llr10: bounds.lower_llr10, cutBy: bounds.lowerBy, side: 'lower' };
  return { llr10, cutBy: undefined, side: undefined };
}
