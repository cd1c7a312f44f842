import { calibratedLlr10, cllr, type CombinedBounds, llrBounds, type LogisticCalibrator } from '../statistics/index.ts';
import { fitCautiousCalibrator } from './cautious-calibrator.ts';
import { CAUTIOUS_PRIOR, fitFusionWeights, fusedLlr10, type FusionWeights } from './map-weights.ts';
import { type HandsetCandidates, USER_COMPONENTS } from './user-evidence.ts';

/** Labelled handsets below this leave the ratio uncalibrated: it is bounded to next to nothing and says so. */
export const LEAST_LABELLED = 5;
const FOLDS = 5;
const UNCALIBRATED_BOUND_LLR10 = 1;

export interface UserCalibration {
  readonly weights: FusionWeights;
  readonly calibrator: LogisticCalibrator | undefined;
  readonly bounds: CombinedBounds;
  readonly labelledHandsets: number;
  readonly otherPairs: number;
  /** Of scores that did not see their handset. NaN when uncalibrated. */
  readonly heldOutCllr: number;
  readonly hp_llr10: Float64Array;
  readonly hd_llr10: Float64Array;
}

const rowsOf = (handsets: readonly HandsetCandidates[]): { rows: (readonly number[])[]; isHp: boolean[] } => {
  const rows: (readonly number[])[] = [];
  const isHp: boolean[] = [];
  for (const handset of handsets)
    for (const candidate of handset.candidates) {
      rows.push(candidate.ln);
      isHp.push(candidate.inmate_id === handset.label);
    }
  return { rows, isHp };
};

const fit = (handsets: readonly HandsetCandidates[], start?: FusionWeights): FusionWeights => {
  const { rows, isHp } = rowsOf(handsets);
  return fitFusionWeights(rows, isHp, USER_COMPONENTS.length, CAUTIOUS_PRIOR, undefined, start);
};

/**
 * Labels are the attributions of searches: the inmate to whom a seized handset was attributed is a user, every other
 * inmate of that prison is counted as none (a second user among them makes the figures cautious). Scores for calibration
 * and bounds come from weights fitted to other handsets.
 */
export function calibrateUsers(all: readonly HandsetCandidates[]): UserCalibration {
  const labelled = all.filter((h) => h.label !== '' && h.candidates.some((c) => c.inmate_id === h.label));
  const weights = fit(labelled);
  if (labelled.length < LEAST_LABELLED) {
    const by = 'n-source' as const;
    const bound = UNCALIBRATED_BOUND_LLR10;
    return {
      weights,
      calibrator: undefined,
      bounds: { lower_llr10: -bound, upper_llr10: bound, lowerBy: by, upperBy: by },
      labelledHandsets: labelled.length,
      otherPairs: 0,
      heldOutCllr: Number.NaN,
      hp_llr10: new Float64Array(0),
      hd_llr10: new Float64Array(0),
    };
  }
  const folds = Math.min(labelled.length, FOLDS);
  const hp: number[] = [];
  const hd: number[] = [];
  const foldOf: number[] = [];
  const foldOfHd: number[] = [];
  for (let fold = 0; fold < folds; fold++) {
    const without = fit(
      labelled.filter((_, i) => i % folds !== fold),
      weights,
    );
    for (const handset of labelled.filter((_, i) => i % folds === fold))
      for (const candidate of handset.candidates) {
        const isHp = candidate.inmate_id === handset.label;
        (isHp ? hp : hd).push(fusedLlr10(without, candidate.ln));
        (isHp ? foldOf : foldOfHd).push(fold);
      }
  }
  const calibrator = fitCautiousCalibrator(hp, hd);
  // Published figures: each fold through a calibrator that did not see it either.
  const outHp = new Float64Array(hp.length);
  const outHd = new Float64Array(hd.length);
  for (let fold = 0; fold < folds; fold++) {
    const c = fitCautiousCalibrator(
      hp.filter((_, i) => foldOf[i] !== fold),
      hd.filter((_, i) => foldOfHd[i] !== fold),
    );
    hp.forEach((s, i) => foldOf[i] === fold && (outHp[i] = calibratedLlr10(c, s)));
    hd.forEach((s, i) => foldOfHd[i] === fold && (outHd[i] = calibratedLlr10(c, s)));
  }
  return {
    weights,
    calibrator,
    bounds: llrBounds(outHp, outHd),
    labelledHandsets: labelled.length,
    otherPairs: hd.length,
    heldOutCllr: cllr(outHp, outHd).cllr,
    hp_llr10: outHp,
    hd_llr10: outHd,
  };
}

/** Before bounds. Without calibrator the fused score as it stands. */
export const userLlr10 = (calibration: UserCalibration, ln: readonly number[]): number => {
  const score = fusedLlr10(calibration.weights, ln);
  return calibration.calibrator === undefined ? score : calibratedLlr10(calibration.calibrator, score);
};
