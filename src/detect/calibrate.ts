import type { DeviceClass, ReferenceClass } from '../model/case.ts';
import {
  applyBounds,
  calibratedLlr10,
  cllr,
  createRandom,
  fitLogisticCalibrator,
  llrBounds,
  splitCllr,
  type CombinedBounds,
  type LogisticCalibrator,
} from '../statistics/index.ts';
import { fitProfiles, type LabelledEvidence } from './class-profiles.ts';
import { componentLlrs, type ComponentLlrs } from './components.ts';
import { fitFusion, fuse } from './fusion.ts';
import {
  MODEL_FORMAT,
  type Calibration,
  type HeldOutPerformance,
  type ReferencePerformance,
  type ResidencyModel,
} from './residency-model.ts';
import { LEAST_INSIDE, LEAST_OUTSIDE, referenceFolds, type ReferenceFolds } from './reference-folds.ts';
import type { RegimeFingerprint } from './regime-match.ts';
import { INSIDE_FROM_LLR10 } from './thresholds.ts';

/** References with fewer events on serving cells say too little to calibrate by; nothing rarer is judged either. */
export const LEAST_SERVING_EVENTS = 5;
/**
 * The population of the propositions: handsets with at least so many events on serving cells. A reference with fewer
 * counts for the part that it has (n/20) when judging those; handsets with fewer are judged by a calibration of their own,
 * in which every reference counts in full.
 */
export const REGULAR_EVENTS = 20;
const RESAMPLES = 100;

export type FitOutcome =
  { readonly ok: true; readonly model: ResidencyModel } | { readonly ok: false; readonly why: string };

const regularWeight = (r: LabelledEvidence): number => Math.min(1, r.evidence.servingEvents / REGULAR_EVENTS);
const isInside = (r: LabelledEvidence): boolean => r.class === 'inside';
function byTruth<T>(references: readonly LabelledEvidence[], values: readonly T[]): { hp: T[]; hd: T[] } {
  return {
    hp: values.filter((_, i) => references[i]?.class === 'inside'),
    hd: values.filter((_, i) => references[i]?.class !== 'inside'),
  };
}

/** Score of each reference by profiles and fusion that saw nothing of its fold. */
export function heldOutScores(references: readonly LabelledEvidence[], folds: readonly string[]): number[] {
  const scores = references.map(() => NaN);
  for (const fold of new Set(folds)) {
    const training = references.filter((_, i) => folds[i] !== fold);
    if (!training.some(isInside) || training.every(isInside)) continue;
    const profiles = fitProfiles(training);
    const fusion = fitFusion(
      training.map((r) => componentLlrs(r.evidence, profiles)),
      training.map(isInside),
      training.map(regularWeight),
    );
    references.forEach((r, i) => {
      if (folds[i] === fold) scores[i] = fuse(fusion, componentLlrs(r.evidence, profiles));
    });
  }
  return scores;
}

function fitCalibrator(
  references: readonly LabelledEvidence[],
  scores: readonly number[],
  weights?: readonly number[],
  start?: LogisticCalibrator,
): LogisticCalibrator {
  const { hp, hd } = byTruth(references, scores);
  return fitLogisticCalibrator(hp, hd, {
    ...(weights === undefined ? {} : { weights: byTruth(references, weights) }),
    ...(start === undefined ? {} : { start }),
  });
}

function calibrationOf(
  references: readonly LabelledEvidence[],
  scores: readonly number[],
  weights?: readonly number[],
): Calibration {
  const calibrator = fitCalibrator(references, scores, weights);
  const { hp, hd } = byTruth(
    references,
    scores.map((s) => calibratedLlr10(calibrator, s)),
  );
  return { calibrator, bounds: llrBounds(hp, hd) };
}

/** Little traffic supports no more than much of it does. */
function within(inner: CombinedBounds, outer: CombinedBounds): CombinedBounds {
  const upper = inner.upper_llr10 <= outer.upper_llr10 ? inner : outer;
  const lower = inner.lower_llr10 >= outer.lower_llr10 ? inner : outer;
  const { upper_llr10, upperBy } = upper;
  const { lower_llr10, lowerBy } = lower;
  return { lower_llr10, upper_llr10, lowerBy, upperBy };
}

/** Cost of these log10 LRs of references. */
export function referencePerformance(
  references: readonly LabelledEvidence[],
  llr10: readonly number[],
): ReferencePerformance {
  const { hp, hd } = byTruth(references, llr10);
  return {
    inside: hp.length,
    outside: hd.length,
    cllr: hp.length === 0 || hd.length === 0 ? null : cllr(hp, hd).cllr,
  };
}

/** Each reference's LLR by a calibrator that did not see its fold either; for publication, not for judging. */
function performance(
  references: readonly LabelledEvidence[],
  folds: ReferenceFolds,
  scores: readonly number[],
  bound: (llr10: number, reference: LabelledEvidence) => number,
): HeldOutPerformance {
  const llr10 = references.map(() => NaN);
  for (const fold of new Set(folds.of)) {
    const training = references.filter((_, i) => folds.of[i] !== fold);
    const trainingScores = scores.filter((_, i) => folds.of[i] !== fold);
    const regular = fitCalibrator(training, trainingScores, training.map(regularWeight));
    const sparse = fitCalibrator(training, trainingScores);
    scores.forEach((s, i) => {
      const r = references[i];
      if (folds.of[i] !== fold || r === undefined) return;
      llr10[i] = bound(calibratedLlr10(regularWeight(r) < 1 ? sparse : regular, s), r);
    });
  }
  const { hp, hd } = byTruth(references, llr10);
  const split = splitCllr(hp, hd);
  const byClass: Partial<Record<ReferenceClass, { n: number; above1: number; above100: number; below1: number }>> = {};
  references.forEach((r, i) => {
    const v = llr10[i] ?? 0;
    const at = (byClass[r.class] ??= { n: 0, above1: 0, above100: 0, below1: 0 });
    at.n++;
    if (v > 0) at.above1++;
    if (v > 2) at.above100++;
    if (v < 0) at.below1++;
  });
  const ofTraffic = (isSparse: boolean): ReferencePerformance => {
    const chosen = references.flatMap((r, i) => (regularWeight(r) < 1 === isSparse ? [i] : []));
    return referencePerformance(
      chosen.map((i) => references[i] as LabelledEvidence),
      chosen.map((i) => llr10[i] ?? 0),
    );
  };
  const called = (inside: boolean): number =>
    references.filter(
      (r, i) => isInside(r) === inside && regularWeight(r) === 1 && (llr10[i] ?? 0) >= INSIDE_FROM_LLR10.regular,
    ).length;
  return {
    scheme: folds.scheme,
    cllr: cllr(hp, hd).cllr,
    cllrMin: split.cllrMin,
    cllrCal: split.cllrCal,
    byTraffic: { regular: ofTraffic(false), sparse: ofTraffic(true) },
    calledInside: { inside: called(true), outside: called(false) },
    byClass,
  };
}

/**
 * Class profiles, fusion, calibration on held-out prisons, bounds and resamples for intervals, from handsets whose truth
 * is known. Deterministic for a given order of references.
 */
export function fitResidency(
  all: readonly LabelledEvidence[],
  fingerprint: RegimeFingerprint,
  options: { readonly seed?: number; readonly seized?: readonly DeviceClass[] } = {},
): FitOutcome {
  const references = all
    .filter((r) => r.evidence.servingEvents >= LEAST_SERVING_EVENTS)
    .sort((a, b) =>
      a.evidence.imei14 < b.evidence.imei14
        ? -1
        : a.evidence.imei14 > b.evidence.imei14
          ? 1
          : a.evidence.component - b.evidence.component,
    );
  const insides = references.filter(isInside).length;
  const outsides = references.length - insides;
  if (insides < LEAST_INSIDE || outsides < LEAST_OUTSIDE)
    return {
      ok: false,
      why: `too few reference handsets with ${LEAST_SERVING_EVENTS} events or more: ${insides} inside (${LEAST_INSIDE} needed), ${outsides} outside (${LEAST_OUTSIDE} needed)`,
    };
  const folds = referenceFolds(references);
  const scores = heldOutScores(references, folds.of);
  const regular = calibrationOf(references, scores, references.map(regularWeight));
  const thin = calibrationOf(references, scores);
  const sparse = { ...thin, bounds: within(thin.bounds, regular.bounds) };
  const bound = (v: number, r: LabelledEvidence): number =>
    applyBounds((regularWeight(r) < 1 ? sparse : regular).bounds, v).llr10;

  const profiles = fitProfiles(references, options.seized);
  const rows = references.map((r) => componentLlrs(r.evidence, profiles));
  const counts: Partial<Record<ReferenceClass, number>> = {};
  for (const r of references) counts[r.class] = (counts[r.class] ?? 0) + 1;
  return {
    ok: true,
    model: {
      format: MODEL_FORMAT,
      fingerprint,
      references: counts,
      profiles,
      fusion: fitFusion(rows, references.map(isInside), references.map(regularWeight)),
      regular,
      sparse,
      resamples: resample(references, rows, scores, options.seed ?? 1),
      heldOut: performance(references, folds, scores, bound),
    },
  };
}

/** Fusion and calibrators refitted to devices drawn with replacement within each class. */
function resample(
  references: readonly LabelledEvidence[],
  rows: readonly ComponentLlrs[],
  scores: readonly number[],
  seed: number,
): ResidencyModel['resamples'] {
  const random = createRandom(seed, 'residency-interval');
  const members = [true, false].map((inside) => references.flatMap((r, i) => (isInside(r) === inside ? [i] : [])));
  const truth = references.map(isInside);
  return Array.from({ length: RESAMPLES }, () => {
    const drawn = references.map(() => 0);
    for (const m of members) for (let k = 0; k < m.length; k++) drawn[m[random.int(m.length)] ?? 0]! += 1;
    const weighed = drawn.map((w, i) => w * regularWeight(references[i] as LabelledEvidence));
    return {
      fusion: fitFusion(rows, truth, weighed),
      regular: fitCalibrator(references, scores, weighed),
      sparse: fitCalibrator(references, scores, drawn),
    };
  });
}
