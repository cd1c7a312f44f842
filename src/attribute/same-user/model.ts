import {
  type BoundName,
  calibratedLlr10,
  type CombinedBounds,
  combineBounds,
  elub,
  fitLogisticCalibrator,
  ivBounds,
  LN10,
  type LogisticCalibrator,
  nSourceBound,
  softplus,
} from '../../statistics/index.ts';
import { effectiveNumber } from './effective-number.ts';
import type { Alternative } from './alternative.ts';
import { type Crowd, crowdOf } from './crowd.ts';
import { leastCompany } from './elsewhere.ts';
import { foldsOf, inFoldOf } from './folds.ts';
import { prepareHandset } from './handset.ts';
import { type TrainingDays, trainingDays } from './labelled-days.ts';
import { learnReach_km } from './reach.ts';
import { fitScorer, type Scorer, scoreDays } from './scorer.ts';
import type { Track } from './tracks.ts';

/** People with two handsets or more, below which nothing is calibrated: one cannot learn people from fewer. */
export const LEAST_OWNERS = 6;

/**
 * Held-out pairs of two people of one area, below which a rate says little: with three pairs, one in 300 days was printed as misleading
 * where one in nine was.
 */
export const LEAST_PAIRS = 20;

/** Why nothing is calibrated. */
export type TooFew = 'too-few-people' | 'too-few-pairs';

/** Held-out, calibrated log10 LRs of the training days: what the error rates of the report are computed from. */
export interface HeldOutLlrs {
  readonly same_llr10: Float64Array;
  readonly different_llr10: Float64Array;
  /** Pairs of two people that the days of different people are of. */
  readonly pairsOfPeople: number;
}

export interface SameUserModel {
  readonly reach_km: number;
  /** Of the training people. */
  readonly crowd: Crowd;
  readonly utcOffset_s: number;
  readonly scorer: Scorer;
  readonly calibrator: LogisticCalibrator;
  readonly bounds: CombinedBounds;
  readonly heldOut: HeldOutLlrs;
  readonly owners: number;
  readonly alternative: Alternative;
  /** Below it a questioned handset was where training people hardly were. */
  readonly leastCompany: number;
}

/**
 * Fits to labelled tracks. Too few: fewer than LEAST_OWNERS people have two handsets, or fewer than LEAST_PAIRS pairs of people whom a
 * narrower alternative is about can be held out together. Tracks without owner are passed over.
 */
export function fitSameUser(
  tracks: readonly Track[],
  utcOffset_s: number,
  alternative: Alternative,
): SameUserModel | TooFew {
  const labelled = tracks.filter((t) => t.owner !== '');
  const owners = [...new Set(labelled.map((t) => t.owner))];
  const pairs = owners.filter((o) => labelled.filter((t) => t.owner === o).length > 1).length;
  if (pairs < LEAST_OWNERS) return 'too-few-people';
  const reach_km = learnReach_km(labelled);
  const crowd = crowdOf(labelled, reach_km);
  const handsets = labelled.map((t) => prepareHandset(t, reach_km, utcOffset_s, crowd, inFoldOf(owners, t.owner)));
  const days = trainingDays(handsets, owners, alternative);
  const scorer = fitScorer(days, new Uint8Array(days.labels.length).fill(1));
  const held = heldOutScores(days, owners.length);
  const pairsOfPeople = new Set(held?.different.groups).size;
  if (alternative !== 'anyone' && pairsOfPeople < LEAST_PAIRS) return 'too-few-pairs';
  if (scorer === undefined || held === undefined) return 'too-few-people';
  const calibrator = fitLogisticCalibrator(held.same.scores, held.different.scores);
  const calibrated = (scores: readonly number[]): Float64Array =>
    Float64Array.from(scores, (score) => calibratedLlr10(calibrator, score));
  const same_llr10 = calibrated(held.same.scores);
  const different_llr10 = calibrated(held.different.scores);
  return {
    reach_km,
    crowd,
    utcOffset_s,
    scorer,
    calibrator,
    bounds: boundsOf(
      same_llr10,
      different_llr10,
      effectiveNumber(
        same_llr10.map((l) => cost(-l)),
        held.same.groups,
      ),
      effectiveNumber(
        different_llr10.map((l) => cost(l)),
        held.different.groups,
      ),
    ),
    heldOut: { same_llr10, different_llr10, pairsOfPeople },
    owners: owners.length,
    alternative,
    leastCompany: leastCompany(handsets.map(({ company }) => company)),
  };
}

/** What a ratio that speaks for the wrong side costs, as in Cllr. */
const cost = (wrong_llr10: number): number => softplus(wrong_llr10 * LN10);

/** Misleading days of one person come together: the N-source bound counts as many sources as the days are worth. */
function boundsOf(same: Float64Array, different: Float64Array, sources: number, others: number): CombinedBounds {
  const bounds: Record<BoundName, { lower_llr10: number; upper_llr10: number }> = {
    elub: elub(same, different),
    iv: ivBounds(same, different),
    'n-source': nSourceBound(sources, others),
  };
  return combineBounds(bounds);
}

interface Held {
  readonly scores: number[];
  readonly groups: number[];
}

/** Each day of a pair within one fold of people, scored by a model that saw none of these people. */
function heldOutScores(days: TrainingDays, owners: number): { same: Held; different: Held } | undefined {
  const same: Held = { scores: [], groups: [] };
  const different: Held = { scores: [], groups: [] };
  const folds = foldsOf(owners);
  for (let fold = 0; fold < folds; fold++) {
    const used = new Uint8Array(days.labels.length);
    const out: number[] = [];
    for (let day = 0; day < used.length; day++) {
      const a = days.ownerA[day]! % folds === fold;
      const b = days.ownerB[day]! % folds === fold;
      if (!a && !b) used[day] = 1;
      else if (a && b) out.push(day);
    }
    const scorer = fitScorer(days, used);
    if (scorer === undefined) return undefined;
    const scores = scoreDays(scorer, days, out);
    for (const [k, day] of out.entries()) {
      const into = days.labels[day] === 1 ? same : different;
      into.scores.push(scores[k]!);
      into.groups.push(days.ownerA[day]! * owners + days.ownerB[day]!);
    }
  }
  return same.scores.length === 0 || different.scores.length === 0 ? undefined : { same, different };
}
