import { LN10 } from '../statistics/index.ts';
import { COMPONENTS, type Component } from './components.ts';
import type { ResidencyEvidence } from './evidence.ts';
import { otherPrisons, takenByOthers_llr10, type OtherPrison } from './other-prisons.ts';
import { calibrationFor, rawRatio, type RawRatio } from './raw-ratio.ts';
import type { ResidencyModel } from './residency-model.ts';

export interface Explanation {
  /** What each kind of evidence says alone, and what it adds after fusion and calibration (log10). */
  readonly components: Readonly<Record<Component, { readonly alone_llr10: number; readonly added_llr10: number }>>;
  readonly direct_llr10: number;
  /** Prisons in which the same days may have been spent, each with its own ratio against people of no prison; what they take (<= 0). */
  readonly others: readonly { readonly area_id: string; readonly llr10: number }[];
  readonly others_llr10: number;
  readonly unbounded_llr10: number;
}

/** The pieces of a figure. `all`: evidence of the same handset component for each prison. */
export function explain(
  e: ResidencyEvidence,
  model: ResidencyModel,
  all: readonly ResidencyEvidence[] = [],
): Explanation {
  return piecesOf(e, model, rawRatio(e, model), otherPrisons(e, all, model));
}

export function piecesOf(
  e: ResidencyEvidence,
  model: ResidencyModel,
  { row, direct_llr10, llr10 }: RawRatio,
  others: readonly OtherPrison[],
): Explanation {
  const scale = calibrationFor(e, model).calibrator.slope / LN10;
  const components = {} as Record<Component, { alone_llr10: number; added_llr10: number }>;
  COMPONENTS.forEach((name, j) => {
    const alone_llr10 = row[j] ?? 0;
    components[name] = { alone_llr10, added_llr10: alone_llr10 * (model.fusion.weights[j] ?? 0) * scale };
  });
  const others_llr10 = -takenByOthers_llr10(others);
  return {
    components,
    direct_llr10,
    others: others.map(({ area_id, ratio }) => ({ area_id, llr10: ratio.llr10 })),
    others_llr10,
    unbounded_llr10: llr10 + others_llr10,
  };
}
