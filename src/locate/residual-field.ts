import { choleskyFactor, inverseFromLower, logDeterminant, lowerInverse } from './matrix.ts';
import { STOREY_M } from './floor-plan.ts';

/** A place with the room it lies in (negative: none), for the kernel. */
export interface FieldPlace {
  readonly x_m: number;
  readonly y_m: number;
  readonly level: number;
  readonly room: number;
}

/** What the formula missed at one place, for one sensor. */
export interface FieldReading {
  readonly place: number;
  readonly residual_db: number;
  /** Variance of the burst noise left in it, and of what is frozen but new on each carrier. */
  readonly bursts: number;
  readonly carriers: number;
  /** Further variance, of a reading that was imputed from "not heard". */
  readonly extra_db2: number;
}

/** Hyper-parameters that all sensors share: sd in dB, length in metres. */
export interface FieldScale {
  readonly length_m: number;
  readonly smooth_db: number;
  /** Common to a room: doors, furniture, what the wall count gets wrong. */
  readonly room_db: number;
  /** Frozen multipath and survey error: new at every place. */
  readonly frozen_db: number;
  readonly burst_db: number;
}

/** A place is no better known than by this many bursts: what repeats between them does not average out. */
const MOST_BURSTS = 8;

const matern = (r: number): number => {
  const t = Math.sqrt(3) * r;
  return (1 + t) * Math.exp(-t);
};

export function fieldKernel(a: FieldPlace, b: FieldPlace, scale: FieldScale): number {
  const distance_m = Math.hypot(a.x_m - b.x_m, a.y_m - b.y_m, (a.level - b.level) * STOREY_M);
  const smooth = scale.smooth_db ** 2 * matern(distance_m / scale.length_m);
  return smooth + (a.room === b.room && a.room >= 0 ? scale.room_db ** 2 : 0);
}

const noiseOf = (reading: FieldReading, scale: FieldScale): number =>
  scale.frozen_db ** 2 / reading.carriers +
  scale.burst_db ** 2 / Math.min(Math.max(1, reading.bursts), MOST_BURSTS) +
  reading.extra_db2;

const LENGTHS_M = [0.8, 1.2, 1.8, 2.6, 4, 6, 9, 14];
const SMOOTH_DB = [0.5, 1.5, 2.5, 3.5, 4.5, 6, 8];
const ROOM_DB = [0, 1, 2, 3, 4.5];
const FROZEN_DB = [0.5, 1, 1.5, 2.2, 3, 4, 5, 6.5];
/** Readings of one sensor that the search for the scale looks at: the cost is their cube. */
const SEARCH_READINGS = 130;

/** Shared hyper-parameters by maximum marginal likelihood over all sensors: coordinate search on fixed steps. */
export function fitFieldScale(
  places: readonly FieldPlace[],
  bySensor: readonly (readonly FieldReading[])[],
  burst_db: number,
): FieldScale {
  const thinned = bySensor
    .filter((readings) => readings.length >= 3)
    .map((readings) => {
      const step = Math.max(1, Math.ceil(readings.length / SEARCH_READINGS));
      return readings.filter((_, index) => index % step === 0);
    });
  // A dozen sensors tell the common scale as well as a hundred.
  const stride = Math.max(1, Math.ceil(thinned.length / 12));
  const used = thinned.filter((_, index) => index % stride === 0);
  let best: FieldScale = { length_m: 2.6, smooth_db: 3.5, room_db: 1, frozen_db: 3, burst_db };
  if (used.length === 0) return best;
  const score = (scale: FieldScale) => used.reduce((sum, readings) => sum + logEvidence(places, readings, scale), 0);
  let bestScore = score(best);
  for (let round = 0; round < 3; round++) {
    const before = bestScore;
    const tryAll = (candidates: FieldScale[]) => {
      for (const candidate of candidates) {
        const value = score(candidate);
        if (value > bestScore + 1e-9) [best, bestScore] = [candidate, value];
      }
    };
    tryAll(LENGTHS_M.map((length_m) => ({ ...best, length_m })));
    tryAll(SMOOTH_DB.map((smooth_db) => ({ ...best, smooth_db })));
    tryAll(FROZEN_DB.map((frozen_db) => ({ ...best, frozen_db })));
    tryAll(ROOM_DB.map((room_db) => ({ ...best, room_db })));
    if (bestScore === before) break;
  }
  return best;
}

function covarianceOf(places: readonly FieldPlace[], readings: readonly FieldReading[], scale: FieldScale) {
  const n = readings.length;
  const k = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    const a = readings[i]!;
    for (let j = 0; j < i; j++) {
      const value = fieldKernel(places[a.place]!, places[readings[j]!.place]!, scale);
      k[i * n + j] = value;
      k[j * n + i] = value;
    }
    k[i * n + i] = scale.smooth_db ** 2 + scale.room_db ** 2 + noiseOf(a, scale);
  }
  return k;
}

/** ln p(residuals | scale) of one sensor, up to a constant (Rasmussen & Williams 2006, algorithm 2.1). */
export function logEvidence(
  places: readonly FieldPlace[],
  readings: readonly FieldReading[],
  scale: FieldScale,
): number {
  const n = readings.length;
  const l = choleskyFactor(covarianceOf(places, readings, scale), n);
  if (!l) return -Infinity;
  let quadratic = 0;
  const w = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    let sum = readings[i]!.residual_db;
    for (let k = 0; k < i; k++) sum -= l[i * n + k]! * w[k]!;
    w[i] = sum / l[i * n + i]!;
    quadratic += w[i]! ** 2;
  }
  return -0.5 * (quadratic + logDeterminant(l, n));
}

/** One sensor's field, ready to be asked. */
export interface ResidualField {
  readonly readings: readonly FieldReading[];
  /** (K + R)^-1, row-major. */
  readonly inverse: Float64Array;
  /** (K + R)^-1 residuals. */
  readonly weights: Float64Array;
}

/** Undefined where the sensor has no reading. More than `most` readings are thinned evenly. */
export function residualField(
  places: readonly FieldPlace[],
  all: readonly FieldReading[],
  scale: FieldScale,
  most = 400,
): ResidualField | undefined {
  const step = Math.max(1, Math.ceil(all.length / most));
  const readings = all.filter((_, index) => index % step === 0);
  const n = readings.length;
  if (n === 0) return undefined;
  const l = choleskyFactor(covarianceOf(places, readings, scale), n);
  if (!l) return undefined;
  const inverse = inverseFromLower(lowerInverse(l, n), n);
  const weights = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) weights[i]! += inverse[i * n + j]! * readings[j]!.residual_db;
  }
  return { readings, inverse, weights };
}
