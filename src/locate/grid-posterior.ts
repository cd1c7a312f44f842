import { normalCdf } from '../statistics/index.ts';
import { effectiveBursts, whiteningOf, type ErrorModel } from './error-model.ts';
import type { LevelMap } from './level-map.ts';
import type { PlacePrior } from './place-prior.ts';

export { effectiveBursts, type ErrorModel } from './error-model.ts';
export { placePrior, type PlacePrior } from './place-prior.ts';

/** Transmit power relative to what the map's levels are relative to: a mixture of narrow normal components. */
export interface PowerPrior {
  readonly means_db: Float64Array;
  /** Add up to 1. */
  readonly weights: Float64Array;
  readonly sd_db: number;
}

/** One group of bursts of a phone that did not move between them. */
export interface BurstGroup {
  /** Mean level per sensor, dBm; NaN = none heard. */
  readonly level_dbm: Float64Array;
  /** Per sensor, how many of the bursts it heard. */
  readonly heard: Float64Array;
  readonly bursts: number;
  /** Per sensor, 1 = could have heard. */
  readonly alive: Uint8Array;
  /** Index of the band in the map. */
  readonly band: number;
  /** Carriers with independent fading among the bursts. */
  readonly carriers: number;
}

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
/** What "none of these places" expects: any level, about the sensor's mean over all places. */
const NONE_SD_DB = 12;

const SURELY_SILENT_DB = 25;
/** A place this many nats below the best cannot matter at any temper. */
const NEGLIGIBLE = 16;

const TABLE_STEP = 1 / 64;
const TABLE_LIMIT = 6;
const normalTable = Float64Array.from({ length: 2 * TABLE_LIMIT * 64 + 1 }, (_, i) =>
  normalCdf(i * TABLE_STEP - TABLE_LIMIT),
);
function normalFromTable(u: number): number {
  if (u <= -TABLE_LIMIT) return 0;
  if (u >= TABLE_LIMIT) return 1;
  const at = (u + TABLE_LIMIT) * 64;
  const low = at | 0;
  return normalTable[low]! + (at - low) * (normalTable[low + 1]! - normalTable[low]!);
}

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
    if (!Number.isNaN(group.level_dbm[s]!)) heard.push(s);
    else if (group.alive[s] === 1 && Number.isFinite(map.thresholds_dbm[s]!)) silent.push(s);
  }
  const m = heard.length;
  const common_db2 = errors.frozen_db ** 2 / group.carriers + errors.drift_db ** 2;
  const noise_db2 = heard.map((s) => common_db2 + errors.burst_db ** 2 / effectiveBursts(group.heard[s]!, map.repeat));
  const whitening = whiteningOf(errors.correlation, heard, map.sensors.length);
  const silentLoss = Math.max(LEAST_LOSS, map.lossRate ** group.bursts);
  const silentNoise = common_db2 + errors.burst_db ** 2 / effectiveBursts(group.bursts, map.repeat);

  const J = power.means_db.length;
  const logWeights = Float64Array.from(power.weights, (w) => (w > 0 ? Math.log(w) : -Infinity));
  const precision = 1 / power.sd_db ** 2;
  const terms = new Float64Array(J);
  const powerSum = new Float64Array(J);
  const logLikelihood = new Float64Array(points + 1);
  const bestComponents = new Float64Array((points + 1) * J);
  const r = new Float64Array(m);
  const u = new Float64Array(m);

  /** `boundOnly`: the likelihood at the best power of all, silence left out; neither the prior nor silence can raise it. */
  const at = (g: number, none: boolean, boundOnly: boolean): number => {
    let logVariance = whitening.logDeterminant;
    let variances = 1;
    for (let i = 0; i < m; i++) {
      const s = heard[i]!;
      const mean = none ? map.sensorMean_db[s]! : mean_db[s * points + g]!;
      const variance = none ? NONE_SD_DB ** 2 : map_db2[s * points + g]! + noise_db2[i]!;
      const sd = Math.sqrt(variance);
      r[i] = (group.level_dbm[s]! - mean) / sd;
      u[i] = 1 / sd;
      // One logarithm for many sensors; a product of 30 variances below 1e6 stays a number.
      variances *= variance;
      if (i % 30 === 29) {
        logVariance += Math.log(variances);
        variances = 1;
      }
    }
    logVariance += Math.log(variances);
    let A = 0;
    let B = 0;
    let W = 0;
    const inverse = whitening.inverse;
    if (inverse === undefined || none) {
      for (let i = 0; i < m; i++) {
        A += r[i]! * r[i]!;
        B += r[i]! * u[i]!;
        W += u[i]! * u[i]!;
      }
    } else {
      for (let i = 0; i < m; i++) {
        let a = 0;
        let b = 0;
        const row = i * m;
        for (let k = 0; k <= i; k++) {
          a += inverse[row + k]! * r[k]!;
          b += inverse[row + k]! * u[k]!;
        }
        A += a * a;
        B += a * b;
        W += b * b;
      }
    }
    if (boundOnly) return -0.5 * (A - (W > 0 ? (B * B) / W : 0) + logVariance);
    const spread = precision + W;
    const shrink = Math.log(1 + W / precision);
    let top = -Infinity;
    for (let j = 0; j < J; j++) {
      const p = power.means_db[j]!;
      const b = B - p * W;
      const value = logWeights[j]! - 0.5 * (A - 2 * p * B + p * p * W - (b * b) / spread + shrink + logVariance);
      terms[j] = value;
      if (value > top) top = value;
    }
    if (silent.length > 0) {
      const lowest = top - 9;
      top = -Infinity;
      for (let j = 0; j < J; j++) {
        if (!(terms[j]! > lowest)) {
          terms[j] = -Infinity;
          continue;
        }
        const p = power.means_db[j]!;
        const level = p + (B - p * W) / spread;
        let product = 1;
        let log = 0;
        for (const s of silent) {
          const mean = none ? map.sensorMean_db[s]! : mean_db[s * points + g]!;
          const room_db = map.thresholds_dbm[s]! - mean - level;
          // So far below the threshold that silence says nothing.
          if (room_db > SURELY_SILENT_DB) continue;
          const variance = (none ? NONE_SD_DB ** 2 : map_db2[s * points + g]! + silentNoise) + 1 / spread;
          const below = normalFromTable(room_db / Math.sqrt(variance));
          product *= below + (1 - below) * silentLoss;
          if (product < 1e-200) {
            log += Math.log(product);
            product = 1;
          }
        }
        terms[j]! += log + Math.log(product);
        if (terms[j]! > top) top = terms[j]!;
      }
    }
    let sum = 0;
    for (let j = 0; j < J; j++) {
      const value = Math.exp(terms[j]! - top);
      bestComponents[g * J + j] = value;
      sum += value;
    }
    for (let j = 0; j < J; j++) bestComponents[g * J + j]! /= sum;
    return top + Math.log(sum);
  };

  logLikelihood[points] = at(points, true, false);
  let first = 0;
  for (let g = 0; g < points; g++) {
    logLikelihood[g] = prior.points[g] === 0 ? -Infinity : at(g, false, true);
    if (logLikelihood[g]! > logLikelihood[first]!) first = g;
  }
  if (points > 0 && prior.points[first]! > 0) logLikelihood[first] = at(first, false, false);
  let best = Math.max(logLikelihood[points] ?? -Infinity, logLikelihood[first] ?? -Infinity);
  for (let g = 0; g < points; g++) {
    if (g === first) continue;
    if (logLikelihood[g]! < best - NEGLIGIBLE) {
      logLikelihood[g] = -Infinity;
      continue;
    }
    logLikelihood[g] = at(g, false, false);
    best = Math.max(best, logLikelihood[g]!);
  }
  let top = -Infinity;
  let topPoint = 0;
  for (let g = 0; g <= points; g++) {
    if (logLikelihood[g]! <= top) continue;
    top = logLikelihood[g]!;
    if (g < points) topPoint = g;
  }
  const posterior = new Float64Array(points);
  let total = 0;
  let plain = 0;
  for (let g = 0; g < points; g++) {
    const value = prior.points[g]! * Math.exp(errors.temper * (logLikelihood[g]! - top));
    posterior[g] = value;
    total += value;
    const weight = prior.points[g]! * Math.exp(logLikelihood[g]! - top);
    plain += weight;
    if (weight > 1e-9) for (let j = 0; j < J; j++) powerSum[j]! += weight * bestComponents[g * J + j]!;
  }
  const none = prior.none * Math.exp(errors.temper * ((logLikelihood[points] ?? -Infinity) - top));
  total += none;
  let power_db = 0;
  for (let j = 0; j < J; j++) {
    power_db += bestComponents[topPoint * J + j]! * power.means_db[j]!;
    powerSum[j]! /= plain || 1;
  }
  for (let g = 0; g < points; g++) posterior[g]! /= total;
  return { points: posterior, none: none / total, power_db, logEvidence: top + Math.log(plain), power: powerSum };
}
