import type { BurstGroup, PowerPrior } from './burst-group.ts';
import { effectiveBursts, type ErrorModel } from './error-model.ts';
import { heardTermsOf } from './heard-terms.ts';
import type { LevelMap } from './level-map.ts';
import type { PlacePrior } from './place-prior.ts';
import { hearSilence, outOfWork } from './silence.ts';

export type { BurstGroup, PowerPrior } from './burst-group.ts';
export { effectiveBursts, type ErrorModel } from './error-model.ts';
export { placePrior, type PlacePrior } from './place-prior.ts';

/** Posterior over grid points (adding up to 1 - none) and the probability of "none of these". */
export interface Fix {
  readonly points: Float64Array;
  readonly none: number;
  /** Posterior mean of the transmit power at the most probable point, dB on the prior's scale. */
  readonly power_db: number;
  /** ln of the mean likelihood, untempered: what sets of bursts and power components are compared by. */
  readonly logEvidence: number;
  /** Same length as the prior's components: their posterior weight. */
  readonly power: Float64Array;
}

/** Least chance that a sensor misses a group for reasons outside the model. */
const LEAST_LOSS = 0.01;

/** A place this many nats below the best cannot matter at any temper. */
const NEGLIGIBLE = 12;
/** The sum over components of the power exceeds its greatest term by less than ln of their number. */
const ROOM_FOR_COMPONENTS = 3;

/**
 * Posterior over all places for one group of bursts. The unknown power is integrated out in closed form within each
 * component of its prior (differential RSS, optimally weighted, where the prior is wide); sensors that heard nothing
 * count with their loss rate and threshold apart; sensors that were not alive count nothing.
 */
export function fixBursts(
  map: LevelMap,
  errors: ErrorModel,
  group: BurstGroup,
  power: PowerPrior,
  prior: PlacePrior,
  mean_db: Float64Array = map.mean_db[group.band] ?? map.mean_db[0]!,
  map_db2: Float64Array = map.map_db2,
): Fix {
  const points = map.grid.x_m.length;
  const heard: number[] = [];
  const silent: number[] = [];
  for (let s = 0; s < map.sensors.length; s++) {
    if (Number.isNaN(map.sensorMean_db[s]!)) continue;
    if (!Number.isNaN(group.level_dbm[s]!)) heard.push(s);
    else if (group.alive[s] === 1 && Number.isFinite(map.thresholds_dbm[s]!)) silent.push(s);
  }
  const common_db2 = errors.frozen_db ** 2 / group.carriers + errors.drift_db ** 2;
  const noise_db2 = heard.map((s) => common_db2 + errors.burst_db ** 2 / effectiveBursts(group.heard[s]!, map.repeat));
  const silentLoss = Math.max(LEAST_LOSS, map.lossRate ** group.bursts);
  const silentNoise = common_db2 + errors.burst_db ** 2 / effectiveBursts(group.bursts, map.repeat);

  const J = power.means_db.length;
  const heardTerms = heardTermsOf(map, group, mean_db, map_db2, { heard, noise_db2, pattern_db: errors.pattern_db });
  const { A, B, W, logVariance } = heardTerms;
  const logWeights = Float64Array.from(power.weights, (w) => (w > 0 ? Math.log(w) : -Infinity));
  const precision = 1 / power.sd_db ** 2;
  const terms = new Float64Array((points + 1) * J).fill(-Infinity);
  const logLikelihood = new Float64Array(points + 1).fill(-Infinity);

  /** Likelihood of what was heard, per component of the power; its greatest term. */
  const fromHeard = (g: number): number => {
    const [a, b, w] = [A[g]!, B[g]!, W[g]!];
    const spread = precision + w;
    const constant = a + Math.log(1 + w / precision) + logVariance[g]!;
    let top = -Infinity;
    for (let j = 0; j < J; j++) {
      const p = power.means_db[j]!;
      const rest = b - p * w;
      const value = logWeights[j]! - 0.5 * (constant - 2 * p * b + p * p * w - (rest * rest) / spread);
      terms[g * J + j] = value;
      if (value > top) top = value;
    }
    return top;
  };
  let bestHeard = -Infinity;
  let first = points;
  for (let g = 0; g < points; g++) {
    if (prior.points[g] === 0) continue;
    // At the best power of all: neither its prior nor silence can raise it.
    const bound = -0.5 * (A[g]! - (W[g]! > 0 ? (B[g]! * B[g]!) / W[g]! : 0) + logVariance[g]!);
    logLikelihood[g] = bound;
    if (bound > bestHeard) [bestHeard, first] = [bound, g];
  }
  const silence = {
    map,
    mean_db,
    map_db2,
    silent,
    out: outOfWork(silentLoss, heard.length, group.reported === true),
    silentNoise,
    power,
    precision,
    terms,
    B,
    W,
  };
  const finish = (g: number): number => {
    fromHeard(g);
    if (silent.length > 0) hearSilence(silence, g);
    return logSum(terms, g * J, J);
  };
  logLikelihood[points] = finish(points);
  let best = logLikelihood[points];
  if (first < points) best = Math.max(best, (logLikelihood[first] = finish(first)));
  for (let g = 0; g < points; g++) {
    if (g === first || logLikelihood[g] === -Infinity) continue;
    if (logLikelihood[g]! < best - NEGLIGIBLE || fromHeard(g) + ROOM_FOR_COMPONENTS < best - NEGLIGIBLE) {
      logLikelihood[g] = -Infinity;
      continue;
    }
    if (silent.length > 0) hearSilence(silence, g);
    logLikelihood[g] = logSum(terms, g * J, J);
    if (logLikelihood[g]! > best) best = logLikelihood[g]!;
  }
  let top = -Infinity;
  let topPoint = 0;
  for (let g = 0; g <= points; g++) {
    if (logLikelihood[g]! <= top) continue;
    top = logLikelihood[g]!;
    if (g < points) topPoint = g;
  }
  const posterior = new Float64Array(points);
  const powerSum = new Float64Array(J);
  let total = 0;
  let plain = 0;
  for (let g = 0; g < points; g++) {
    if (logLikelihood[g] === -Infinity) continue;
    const value = prior.points[g]! * Math.exp(errors.temper * (logLikelihood[g]! - top));
    posterior[g] = value;
    total += value;
    const weight = prior.points[g]! * Math.exp(logLikelihood[g]! - top);
    plain += weight;
    if (weight < 1e-9) continue;
    for (let j = 0; j < J; j++) powerSum[j]! += weight * Math.exp(terms[g * J + j]! - logLikelihood[g]!);
  }
  const none = prior.none * Math.exp(errors.temper * (logLikelihood[points] - top));
  total += none;
  let power_db = 0;
  for (let j = 0; j < J; j++) {
    if (points > 0) power_db += Math.exp(terms[topPoint * J + j]! - logLikelihood[topPoint]!) * power.means_db[j]!;
    powerSum[j]! /= plain || 1;
  }
  for (let g = 0; g < points; g++) posterior[g]! /= total;
  return { points: posterior, none: none / total, power_db, logEvidence: top + Math.log(plain), power: powerSum };
}

function logSum(terms: Float64Array, from: number, count: number): number {
  let top = -Infinity;
  for (let j = from; j < from + count; j++) if (terms[j]! > top) top = terms[j]!;
  let sum = 0;
  for (let j = from; j < from + count; j++) sum += terms[j]! > top - 20 ? Math.exp(terms[j]! - top) : 0;
  return top + Math.log(sum);
}
