import type { DeviceClass, ReferenceClass } from '../model/case.ts';
import {
  calibratedLlr10,
  cllr,
  createRandom,
  fitLogisticCalibrator,
  llrBounds,
  splitCllr,
  type LogisticCalibrator,
} from '../statistics/index.ts';
import { fitProfiles, type LabelledEvidence } from './class-profiles.ts';
import { componentLlrs, type ComponentLlrs } from './components.ts';
import { fitFusion, fuse } from './fusion.ts';
import { MODEL_FORMAT, type HeldOutPerformance, type ResidencyModel } from './residency-model.ts';
import type { RegimeFingerprint } from './regime-match.ts';

/** References with fewer events on serving cells say too little to calibrate by; nothing rarer is judged either. */
export const LEAST_SERVING_EVENTS = 5;
/** With fewer sources no bound above a factor of 5 or so could be stated. */
const LEAST_INSIDE = 5;
const LEAST_OUTSIDE = 20;
const RESAMPLES = 100;
const DEVICE_FOLDS = 5;

export type FitOutcome =
  | { readonly ok: true; readonly model: ResidencyModel }
  | { readonly ok: false; readonly why: string };

interface Fold {
  readonly scheme: 'area' | 'device';
  readonly of: readonly string[];
}

/** Leave a prison (or a placebo area) out at a time; where one prison holds every inside reference, a fifth of the devices. */
function foldsOf(references: readonly LabelledEvidence[]): Fold {
  const prisons = new Set(references.filter((r) => r.class === 'inside').map((r) => r.evidence.area_id));
  if (prisons.size > 1) return { scheme: 'area', of: references.map((r) => r.evidence.area_id) };
  return { scheme: 'device', of: references.map((_, i) => String(i % DEVICE_FOLDS)) };
}

const isInside = (r: LabelledEvidence): boolean => r.class === 'inside';
function byTruth<T>(references: readonly LabelledEvidence[], values: readonly T[]): { hp: T[]; hd: T[] } {
  return {
    hp: values.filter((_, i) => references[i]?.class === 'inside'),
    hd: values.filter((_, i) => references[i]?.class !== 'inside'),
  };
}

/** Score of each reference by profiles and fusion that saw nothing of its fold. */
export function heldOutScores(references: readonly LabelledEvidence[], folds: readonly string[]): number[] {
  const scores = new Array<number>(references.length).fill(NaN);
  for (const fold of new Set(folds)) {
    const training = references.filter((_, i) => folds[i] !== fold);
    if (!training.some(isInside) || training.every(isInside)) continue;
    const profiles = fitProfiles(training);
    const fusion = fitFusion(
      training.map((r) => componentLlrs(r.evidence, profiles)),
      training.map(isInside),
    );
    references.forEach((r, i) => {
      if (folds[i] === fold) scores[i] = fuse(fusion, componentLlrs(r.evidence, profiles));
    });
  }
  return scores;
}

/** Each reference's LLR by a calibrator that did not see its fold either; for publication, not for judging. */
function performance(
  references: readonly LabelledEvidence[],
  folds: Fold,
  scores: readonly number[],
  bound: (llr10: number) => number,
): HeldOutPerformance {
  const llr10 = new Array<number>(references.length).fill(NaN);
  for (const fold of new Set(folds.of)) {
    const { hp, hd } = byTruth(
      references.filter((_, i) => folds.of[i] !== fold),
      scores.filter((_, i) => folds.of[i] !== fold),
    );
    const calibrator = fitLogisticCalibrator(hp, hd);
    scores.forEach((s, i) => {
      if (folds.of[i] === fold) llr10[i] = bound(calibratedLlr10(calibrator, s));
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
  return { scheme: folds.scheme, cllr: cllr(hp, hd).cllr, cllrMin: split.cllrMin, cllrCal: split.cllrCal, byClass };
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
    .sort((a, b) => (a.evidence.imei14 < b.evidence.imei14 ? -1 : a.evidence.imei14 > b.evidence.imei14 ? 1 : a.evidence.component - b.evidence.component));
  const insides = references.filter(isInside).length;
  const outsides = references.length - insides;
  if (insides < LEAST_INSIDE || outsides < LEAST_OUTSIDE)
    return {
      ok: false,
      why: `too few reference handsets with ${LEAST_SERVING_EVENTS} events or more: ${insides} inside (${LEAST_INSIDE} needed), ${outsides} outside (${LEAST_OUTSIDE} needed)`,
    };
  const folds = foldsOf(references);
  const scores = heldOutScores(references, folds.of);
  const { hp, hd } = byTruth(references, scores);
  const calibrator = fitLogisticCalibrator(hp, hd);
  const calibrated = scores.map((s) => calibratedLlr10(calibrator, s));
  const held = byTruth(references, calibrated);
  const bounds = llrBounds(held.hp, held.hd);

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
      fusion: fitFusion(rows, references.map(isInside)),
      calibrator: { intercept: calibrator.intercept, slope: calibrator.slope },
      bounds,
      resamples: resample(references, rows, scores, options.seed ?? 1, calibrator),
      heldOut: performance(references, folds, scores, (v) => Math.max(bounds.lower_llr10, Math.min(bounds.upper_llr10, v))),
    },
  };
}

/** Fusion and calibrator refitted to devices drawn with replacement within each class. */
function resample(
  references: readonly LabelledEvidence[],
  rows: readonly ComponentLlrs[],
  scores: readonly number[],
  seed: number,
  start: LogisticCalibrator,
): ResidencyModel['resamples'] {
  const random = createRandom(seed, 'residency-interval');
  const members = [true, false].map((inside) => references.flatMap((r, i) => (isInside(r) === inside ? [i] : [])));
  const truth = references.map(isInside);
  return Array.from({ length: RESAMPLES }, () => {
    const weights = new Float64Array(references.length);
    for (const m of members) for (let k = 0; k < m.length; k++) weights[m[random.int(m.length)] ?? 0]! += 1;
    const { hp, hd } = byTruth(references, scores);
    const w = byTruth(references, [...weights]);
    const calibrator = fitLogisticCalibrator(hp, hd, { weights: w, start });
    return {
      fusion: fitFusion(rows, truth, weights),
      calibrator: { intercept: calibrator.intercept, slope: calibrator.slope },
    };
  });
}
