import { erfc } from '../statistics/index.ts';
import type { BaseReading } from './base-readings.ts';
import type { Link } from './link.ts';
import { choleskyFactor, inverseFromLower, lowerInverse } from './matrix.ts';

export { baseReadings, type BaseReading } from './base-readings.ts';
export { linkOf, type Link, type PlacedSensor } from './link.ts';

/**
 * Storeys count less one by one: a path finds its way round (COST 231, floor exponent). What a floor costs upwards and
 * downwards is fitted apart: antennas under a ceiling favour one side, and plans number storeys in their own ways.
 */
const FLOOR_EXPONENT = 0.8;
/** Storeys further apart than this cost what this many do. */
const MOST_STOREYS = 3;

/**
 * Prior of the multi-wall log-distance model, mean and sd, for a site nobody has surveyed. Exponent 2 in the open with
 * losses counted apart (COST 231 multi-wall: light wall 3.4 dB, heavy wall 6.9 dB, floor 18.3 dB).
 */
export interface BasePrior {
  readonly exponent: readonly [number, number];
  readonly wall_db: readonly [number, number];
  readonly floor_db: readonly [number, number];
  /** Further loss of a wall in each higher band than the first. */
  readonly bandWall_db: readonly [number, number];
  readonly sensorGain_db: number;
  readonly sensorSlope: number;
}

export const BASE_PRIOR: BasePrior = {
  exponent: [2, 0.5],
  wall_db: [5, 2.5],
  floor_db: [14, 8],
  bandWall_db: [1, 1.5],
  sensorGain_db: 3,
  sensorSlope: 0.3,
};
/** Rooms' edges in place of listed walls: in an open plan they are no walls at all. */
const DERIVED_WALL_DB: readonly [number, number] = [3, 3];

/** Typical 10 log10 d, about which the sensors' own slopes turn, so that gain and slope stay apart. */
const MIDDLE_DB = 7;

/** Fitted coefficients with their posterior covariance. */
export interface BaseMap {
  /** Mean level of a link in dB (relative as the survey's levels are), band by its index in the survey (0 without one). */
  readonly mean_db: (link: Link, sensor: number, band: number) => number;
  /** Variance of that mean from the coefficients' own uncertainty, without common terms that the unknown power absorbs. */
  readonly variance_db2: (link: Link, sensor: number, band: number) => number;
  readonly exponent: number;
  readonly wall_db: number;
  /** Of one storey, the sensor above. */
  readonly floor_db: number;
  readonly gain_db: Float64Array;
  /** Robust sd of the residuals; the prior's where there is no survey. */
  readonly residual_db: number;
}

const DEGREES_OF_FREEDOM = 5;
const ROUNDS = 15;
/** Shadowing without a survey (ITU-R P.1238: 8 to 10 dB; with walls counted, 5 to 6 dB). */
const UNSURVEYED_DB = 5.5;

/**
 * Maximum a posteriori fit by iteratively reweighted least squares: Student t for what was heard (robust), the normal
 * tail for what was not (Tobit; Newton's working response, so that links far below the threshold weigh nothing).
 */
export function fitBaseMap(
  readings: readonly BaseReading[],
  sensors: number,
  bands: number,
  derivedWalls: boolean,
  prior: BasePrior = BASE_PRIOR,
  /** How far the levels' common constant may lie from 0; small where the power is already taken off. */
  constant_db = readings.length > 0 ? 100 : 1,
): BaseMap {
  const B = Math.max(1, bands);
  const EXPONENT = B;
  const WALL = B + 1;
  const FLOOR = B + 2;
  const BAND_WALL = FLOOR + 2 * MOST_STOREYS + 1;
  const GAIN = BAND_WALL + (B - 1);
  const SLOPE = GAIN + sensors;
  const size = SLOPE + sensors;
  const priorMean = new Float64Array(size);
  const priorPrecision = new Float64Array(size);
  const set = (index: number, mean: number, sd: number) => {
    priorMean[index] = mean;
    priorPrecision[index] = 1 / sd ** 2;
  };
  for (let b = 0; b < B; b++) set(b, 0, constant_db);
  set(EXPONENT, ...prior.exponent);
  set(WALL, ...(derivedWalls ? DERIVED_WALL_DB : prior.wall_db));
  for (let k = -MOST_STOREYS; k <= MOST_STOREYS; k++) {
    const count = Math.abs(k) ** FLOOR_EXPONENT;
    set(FLOOR + MOST_STOREYS + k, prior.floor_db[0] * count, k === 0 ? 1e-3 : prior.floor_db[1] * count);
  }
  for (let b = 1; b < B; b++) set(BAND_WALL + b - 1, ...prior.bandWall_db);
  for (let s = 0; s < sensors; s++) {
    set(GAIN + s, 0, prior.sensorGain_db);
    set(SLOPE + s, 0, prior.sensorSlope);
  }
  const columns = new Int32Array(7);
  const values = new Float64Array(7);
  const fill = (link: Link, sensor: number, band: number): number => {
    columns[0] = band;
    values[0] = 1;
    columns[1] = EXPONENT;
    values[1] = -link.decades_db;
    columns[2] = WALL;
    values[2] = -link.walls;
    columns[3] = FLOOR + MOST_STOREYS + Math.max(-MOST_STOREYS, Math.min(MOST_STOREYS, link.storeys));
    values[3] = -1;
    columns[4] = GAIN + sensor;
    values[4] = 1;
    columns[5] = SLOPE + sensor;
    values[5] = -(link.decades_db - MIDDLE_DB);
    if (band === 0) return 6;
    columns[6] = BAND_WALL + band - 1;
    values[6] = -link.walls;
    return 7;
  };
  const theta = Float64Array.from(priorMean);
  const meanOf = (count: number): number => {
    let sum = 0;
    for (let k = 0; k < count; k++) sum += theta[columns[k]!]! * values[k]!;
    return sum;
  };
  const heard = readings.filter(({ censored }) => !censored);
  if (heard.length > 0) {
    const levels = heard.map(({ link, level_db }) => level_db + prior.exponent[0] * link.decades_db);
    theta.fill(median(levels), 0, B);
  }
  let sigma = UNSURVEYED_DB;
  let covariance: Float64Array = new Float64Array(size * size);
  for (let i = 0; i < size; i++) covariance[i * size + i] = 1 / priorPrecision[i]!;
  for (let round = 0; round < ROUNDS && heard.length > 0; round++) {
    const normal = new Float64Array(size * size);
    const right = new Float64Array(size);
    for (let i = 0; i < size; i++) {
      normal[i * size + i] = priorPrecision[i]!;
      right[i] = priorPrecision[i]! * priorMean[i]!;
    }
    let scatter = 0;
    let weights = 0;
    for (const { link, sensor, band, level_db, censored, lost, weight = 1 } of readings) {
      const count = fill(link, sensor, band);
      const mean = meanOf(count);
      const standard = (level_db - mean) / sigma;
      let w = weight / sigma ** 2;
      let target = level_db;
      if (censored) {
        const mills = millsRatio(standard);
        w *= mills * (mills + standard) * chanceWeak(standard, lost);
        if (!(w * sigma ** 2 > 1e-4 * weight)) continue;
        target = mean - sigma / (mills + standard);
      } else {
        const t = (DEGREES_OF_FREEDOM + 1) / (DEGREES_OF_FREEDOM + standard ** 2);
        w *= t;
        scatter += weight * t * (level_db - mean) ** 2;
        weights += weight;
      }
      for (let a = 0; a < count; a++) {
        const va = values[a]! * w;
        right[columns[a]!]! += va * target;
        for (let b = 0; b < count; b++) normal[columns[a]! * size + columns[b]!]! += va * values[b]!;
      }
    }
    const factor = choleskyFactor(normal, size);
    if (!factor) break;
    covariance = inverseFromLower(lowerInverse(factor, size), size);
    for (let i = 0; i < size; i++) {
      let sum = 0;
      for (let k = 0; k < size; k++) sum += covariance[i * size + k]! * right[k]!;
      theta[i] = sum;
    }
    if (round > 0) sigma = Math.min(12, Math.max(1.5, Math.sqrt(scatter / weights)));
  }
  return {
    mean_db: (link, sensor, band) => meanOf(fill(link, sensor, band)),
    variance_db2: (link, sensor, band) => {
      const count = fill(link, sensor, band);
      let sum = 0;
      for (let a = 0; a < count; a++) {
        if (columns[a]! < B) continue;
        for (let b = 0; b < count; b++) {
          if (columns[b]! >= B) sum += values[a]! * values[b]! * covariance[columns[a]! * size + columns[b]!]!;
        }
      }
      return sum;
    },
    exponent: theta[EXPONENT]!,
    wall_db: theta[WALL]!,
    floor_db: theta[FLOOR + MOST_STOREYS + 1]!,
    gain_db: theta.slice(GAIN, GAIN + sensors),
    residual_db: sigma,
  };
}

/**
 * Chance that what was not heard was too weak, rather than lost for other reasons: its threshold lies `standard` standard
 * deviations above its mean, and all its bursts are lost at any level with chance `lost`.
 */
export function chanceWeak(standard: number, lost: number): number {
  const weak = (1 - lost) * 0.5 * erfc(-standard / Math.SQRT2);
  return weak / (weak + lost || 1);
}

/** phi(a) / Phi(a), for a level known to lie below a standard units above the mean. */
export function millsRatio(a: number): number {
  if (a < -6) return -a + 1 / -a;
  return (0.3989422804014327 * Math.exp((-a * a) / 2)) / (0.5 * erfc(-a / Math.SQRT2));
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[sorted.length >> 1] ?? 0;
}
