import { applyLogistic, fitLogisticRegression, type LogisticFit, logisticLlr10 } from '../../statistics/index.ts';
import { type StoredComparisons, slotDensity, switchDensity } from './densities.ts';
import { dayFeatures, type Densities, FEATURES } from './features.ts';
import type { DayMeasure } from './measure.ts';

/** Days of pairs with known truth, with all that was compared on them. */
export interface LabelledDays {
  readonly switches: StoredComparisons;
  readonly slots: StoredComparisons;
  /** 1 where one person used both. */
  readonly labels: Uint8Array;
}

/** From the comparisons of a day to a score in log10 odds; not calibrated yet. */
export interface Scorer {
  readonly densities: Densities;
  readonly mean: Float64Array;
  readonly scale: Float64Array;
  readonly fit: LogisticFit;
}

/** L2 penalty of the standardised features: days of one person resemble each other, there are fewer than it seems. */
const PENALTY = 4;

/** Fits to the days with used = 1; undefined without both kinds among them. */
export function fitScorer(days: LabelledDays, used: Uint8Array): Scorer | undefined {
  const { labels } = days;
  const chosen: number[] = [];
  for (let day = 0; day < labels.length; day++) {
    if (used[day] === 0) continue;
    chosen.push(day);
  }
  const together = chosen.filter((day) => labels[day] === 1);
  if (together.length === 0 || together.length === chosen.length) return undefined;
  const densities = {
    switches: switchDensity(days.switches, together),
    slots: slotDensity(days.slots, together),
  };
  const features = featuresOf(days, densities, chosen);
  const { mean, scale } = standards(features, chosen.length);
  standardise(features, mean, scale);
  const fit = fitLogisticRegression(
    { features, columns: FEATURES, labels: Uint8Array.from(chosen, (day) => labels[day]!) },
    { penalties: new Float64Array(FEATURES).fill(PENALTY) },
  );
  return { densities, mean, scale, fit };
}

/** Scores of chosen days. */
export function scoreDays(scorer: Scorer, days: LabelledDays, chosen: readonly number[]): Float64Array {
  const features = featuresOf(days, scorer.densities, chosen);
  standardise(features, scorer.mean, scorer.scale);
  return applyLogistic(scorer.fit, features);
}

const buffer = new Float64Array(FEATURES);

/** Score of the day just measured. */
export function scoreMeasure(scorer: Scorer, { switches, slots }: DayMeasure): number {
  dayFeatures(
    scorer.densities,
    { rows: switches.rows, first: 0, end: switches.count },
    { rows: slots.rows, first: 0, end: slots.count },
    buffer,
    0,
  );
  standardise(buffer, scorer.mean, scorer.scale);
  return logisticLlr10(scorer.fit, buffer);
}

function featuresOf(days: LabelledDays, densities: Densities, chosen: readonly number[]): Float64Array {
  const features = new Float64Array(chosen.length * FEATURES);
  for (const [k, day] of chosen.entries()) {
    const { switches, slots } = days;
    dayFeatures(
      densities,
      { rows: switches.rows, first: switches.start[day]!, end: switches.start[day + 1]! },
      { rows: slots.rows, first: slots.start[day]!, end: slots.start[day + 1]! },
      features,
      k * FEATURES,
    );
  }
  return features;
}

function standards(features: Float64Array, n: number): { mean: Float64Array; scale: Float64Array } {
  const mean = new Float64Array(FEATURES);
  const scale = new Float64Array(FEATURES);
  for (let i = 0; i < features.length; i++) mean[i % FEATURES] = mean[i % FEATURES]! + features[i]! / n;
  for (let i = 0; i < features.length; i++)
    scale[i % FEATURES] = scale[i % FEATURES]! + (features[i]! - mean[i % FEATURES]!) ** 2 / n;
  for (let j = 0; j < FEATURES; j++) scale[j] = Math.max(1e-6, Math.sqrt(scale[j]!));
  return { mean, scale };
}

function standardise(features: Float64Array, mean: Float64Array, scale: Float64Array): void {
  for (let i = 0; i < features.length; i++) features[i] = (features[i]! - mean[i % FEATURES]!) / scale[i % FEATURES]!;
}
