import { quantileOfSorted } from '../statistics/index.ts';
import { LEAST_SERVING_EVENTS } from './calibrate.ts';
import type { ResidencyEvidence } from './evidence.ts';
import { rawRatio, stratum, type RawRatio } from './raw-ratio.ts';
import type { ResidencyModel } from './residency-model.ts';
import { INSIDE_FROM_LLR10, INSIDE_LOW_FROM_LLR10, SHARE_INSIDE } from './thresholds.ts';

/**
 * Stays of at least three days that share half of the shorter one are one stay in two prisons, and so are shorter ones that share half of
 * the longer one. Those of a handset that moved share a day or none.
 */
const LEAST_SHARED_S = 3 * 86_400;
const LEAST_SHARE = 0.5;
/**
 * Beds as stated may count other things than people: no prison is taken for more than four times as large as this one. Nor for less than half
 * as large: a smaller share would let a handset that could lie in either reach LR 20 for the larger one, by beds alone.
 */
const LEAST_BEDS_RATIO = 1 / 2;
const MOST_BEDS_RATIO = 4;

/** Another prison of the case in which the same days of a handset may have been spent. */
export interface OtherPrison {
  readonly area_id: string;
  /** How many of its inmates' handsets there are for each handset of somebody who lives in no prison, among those with such traffic. */
  readonly odds: number;
  readonly ratio: RawRatio;
}

export function sameDays(a: ResidencyEvidence, b: ResidencyEvidence): boolean {
  const shared_s = Math.min(a.stayUntil_s, b.stayUntil_s) - Math.max(a.stayFrom_s, b.stayFrom_s);
  const lengths_s = [a.stayUntil_s - a.stayFrom_s, b.stayUntil_s - b.stayFrom_s];
  return (
    shared_s >= LEAST_SHARE * Math.max(...lengths_s) ||
    (shared_s >= LEAST_SHARED_S && shared_s >= LEAST_SHARE * Math.min(...lengths_s))
  );
}

/**
 * The verdict takes one in ten (one in fifty) of the handsets on a prison's cells to live inside it; on the same cells another prison has
 * as many for each of its beds.
 */
function oddsOf(other: ResidencyEvidence, here: ResidencyEvidence): number {
  const share = SHARE_INSIDE[stratum(other)];
  const beds = (other.beds ?? NaN) / (here.beds ?? NaN);
  const times = Number.isNaN(beds) ? 1 : Math.max(LEAST_BEDS_RATIO, Math.min(MOST_BEDS_RATIO, beds));
  return (times * share) / (1 - share);
}

/**
 * The other prisons that the same days of a handset may have been spent in.
 * @param all evidence of the same handset component, one for each prison; `e` itself may be among it
 */
export function otherPrisons(
  e: ResidencyEvidence,
  all: readonly ResidencyEvidence[],
  model: ResidencyModel,
): OtherPrison[] {
  return all
    .filter((other) => other.area_id !== e.area_id && other.servingEvents >= LEAST_SERVING_EVENTS && sameDays(e, other))
    .map((other) => ({ area_id: other.area_id, odds: oddsOf(other, e), ratio: rawRatio(other, model) }));
}

const ratioOf = (llr10: number, { most_llr10 }: RawRatio): number => 10 ** Math.min(most_llr10, llr10);

/**
 * What inmates of other prisons take from a ratio against people of no prison (log10, >= 0): with shares w_Q of them in Hd, p(E | Hd) /
 * p(E | no prison) = 1 - Σ w_Q + Σ w_Q LR_Q. Never below 1: that others do not live there makes nobody an inmate of this prison, as long
 * as the shares are assumed.
 * @param of which of a prison's ratios: the stated one, or that of a resample
 */
export function takenByOthers_llr10(
  others: readonly OtherPrison[],
  of: (ratio: RawRatio) => number = ({ llr10 }) => llr10,
): number {
  const odds = others.reduce((sum, other) => sum + other.odds, 0);
  const likely = others.reduce((sum, { odds: o, ratio }) => sum + o * ratioOf(of(ratio), ratio), 0);
  return Math.max(0, Math.log10((1 + likely) / (1 + odds)));
}

/**
 * That it lives in this prison or in one of the others, against people of no prison (log10, before bounds).
 * @param of which of a prison's ratios: the stated one, or that of a resample
 */
export function inAnyOfThem_llr10(
  e: ResidencyEvidence,
  own: RawRatio,
  others: readonly OtherPrison[],
  of: (ratio: RawRatio) => number = ({ llr10 }) => llr10,
): number {
  const share = SHARE_INSIDE[stratum(e)];
  const all = [{ odds: share / (1 - share), ratio: own }, ...others];
  const odds = all.reduce((sum, other) => sum + other.odds, 0);
  return Math.log10(all.reduce((sum, { odds: o, ratio }) => sum + (o / odds) * ratioOf(of(ratio), ratio), 0));
}

/**
 * Prisons, this one among them, in one of which it lives by the ratio and the interval from which `inside` is said of one; undefined
 * where these are not reached, or there is no other.
 */
export function oneOfThem(
  e: ResidencyEvidence,
  own: RawRatio,
  others: readonly OtherPrison[],
): readonly string[] | undefined {
  if (others.length === 0 || inAnyOfThem_llr10(e, own, others) < INSIDE_FROM_LLR10[stratum(e)]) return undefined;
  const spread = Float64Array.from(own.resampled_llr10, (_, i) =>
    inAnyOfThem_llr10(e, own, others, (ratio) => ratio.resampled_llr10[i] ?? ratio.llr10),
  ).sort();
  if (spread.length > 0 && quantileOfSorted(spread, 0.05) < INSIDE_LOW_FROM_LLR10) return undefined;
  return [e.area_id, ...others.map(({ area_id }) => area_id)].sort();
}
