import { calibratedLlr10, fitLogisticCalibrator, type LogisticCalibrator } from './logistic-calibrator.ts';
import type { Random } from './random.ts';
import { type Numbers, quantileOfSorted } from './scores.ts';

/** Reference scores of one class and the source (device, person) each comes from; default: each its own source. */
export interface ReferenceScores {
  readonly scores: Numbers;
  readonly sources?: readonly (string | number)[];
}

export interface BootstrapOptions {
  /** Default 400. */
  readonly resamples?: number;
  /** Ends of the interval; default 0.05 and 0.95. */
  readonly quantiles?: readonly [number, number];
  readonly penalty?: number;
}

/** For each asked score, in order: calibrated LLR of the full reference set and the interval over resamples. */
export interface LlrIntervals {
  readonly llr10: Float64Array;
  readonly lower_llr10: Float64Array;
  readonly upper_llr10: Float64Array;
}

/** Members of each source, sources in order of first appearance. */
function membersBySource({ scores, sources }: ReferenceScores): number[][] {
  const members = new Map<string | number, number[]>();
  for (let i = 0; i < scores.length; i++) {
    const source = sources?.[i] ?? i;
    const list = members.get(source);
    if (list === undefined) members.set(source, [i]);
    else list.push(i);
  }
  return [...members.values()];
}

/** As many sources as there are, drawn with replacement; weight of a score = how often its source was drawn. */
function resampledWeights(members: readonly number[][], scores: number, random: Random): Float64Array {
  const weights = new Float64Array(scores);
  for (let draw = 0; draw < members.length; draw++) {
    for (const i of members[random.int(members.length)]!) weights[i]! += 1;
  }
  return weights;
}

/**
 * How far would the calibrated LLR have moved with other reference sources? Refits the logistic calibrator on resamples
 * of sources, drawn within each class so that none is ever empty, and takes quantiles (lir: 400 resamples, 5 to 95 %).
 * Scores of one source go together: they are not independent.
 *
 * Costs one fit (warm-started) per resample plus a sort of `resamples` numbers per asked score. Throws as
 * {@link fitLogisticCalibrator}.
 */
export function bootstrapLlr10(
  hp: ReferenceScores,
  hd: ReferenceScores,
  asked: Numbers,
  random: Random,
  options: BootstrapOptions = {},
): LlrIntervals {
  const resamples = options.resamples ?? 400;
  const [low, high] = options.quantiles ?? [0.05, 0.95];
  const penalty = options.penalty ?? 1;
  const full = fitLogisticCalibrator(hp.scores, hd.scores, { penalty });
  // An infinite score carries no information for the fit; a source of such scores alone must not fill a resample.
  const hpMembers = membersBySource(hp).filter((m) => m.some((i) => Number.isFinite(hp.scores[i])));
  const hdMembers = membersBySource(hd).filter((m) => m.some((i) => Number.isFinite(hd.scores[i])));
  const fits: LogisticCalibrator[] = [];
  for (let r = 0; r < resamples; r++) {
    const weights = {
      hp: resampledWeights(hpMembers, hp.scores.length, random),
      hd: resampledWeights(hdMembers, hd.scores.length, random),
    };
    fits.push(fitLogisticCalibrator(hp.scores, hd.scores, { penalty, weights, start: full }));
  }
  const lower_llr10 = new Float64Array(asked.length);
  const upper_llr10 = new Float64Array(asked.length);
  const spread = new Float64Array(resamples);
  for (let i = 0; i < asked.length; i++) {
    for (let r = 0; r < resamples; r++) spread[r] = calibratedLlr10(fits[r]!, asked[i]!);
    spread.sort();
    lower_llr10[i] = quantileOfSorted(spread, low);
    upper_llr10[i] = quantileOfSorted(spread, high);
  }
  return { llr10: Float64Array.from(asked, (s) => calibratedLlr10(full, s)), lower_llr10, upper_llr10 };
}
