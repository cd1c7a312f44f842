import { DirectionTerms } from './direction-terms.ts';
import type { BurstGroup } from './burst-group.ts';
import type { LevelMap } from './level-map.ts';

/** Two sensors and a power that nobody knows leave nothing for directions to explain. */
const LEAST_HEARD = 3;

/** What "none of these places" expects: any level, about the sensor's mean over all places. */
export const NONE_SD_DB = 12;

/**
 * The sums in which the unknown power is closed: with residual r and variance v of each sensor that heard,
 * A = sum r^2/v, B = sum r/v, W = sum 1/v, and the sum of ln v. One for each point; the last is "none of these places".
 */
export interface HeardTerms {
  readonly A: Float64Array;
  readonly B: Float64Array;
  readonly W: Float64Array;
  readonly logVariance: Float64Array;
}

/** The sensors that heard, with the variance of each beyond the map's, and the sd of what directions have in common. */
export interface Heard {
  readonly heard: readonly number[];
  readonly noise_db2: readonly number[];
  readonly pattern_db: number;
}

/** Sensor by sensor, since that is how maps lie in memory. */
export function heardTermsOf(
  map: LevelMap,
  group: BurstGroup,
  mean_db: Float64Array,
  map_db2: Float64Array,
  { heard, noise_db2, pattern_db }: Heard,
): HeardTerms {
  const points = map.grid.x_m.length;
  const A = new Float64Array(points + 1);
  const B = new Float64Array(points + 1);
  const W = new Float64Array(points + 1);
  const logVariance = new Float64Array(points + 1);
  const variances = new Float64Array(points).fill(1);
  const { bearings } = map;
  const directions =
    pattern_db > 0 && bearings !== undefined && heard.length >= LEAST_HEARD
      ? new DirectionTerms(points, bearings, pattern_db)
      : undefined;
  heard.forEach((s, i) => {
    const level = group.level_dbm[s]!;
    const noise = noise_db2[i]!;
    const from = s * points;
    const none = level - map.sensorMean_db[s]!;
    A[points]! += (none * none) / NONE_SD_DB ** 2;
    B[points]! += none / NONE_SD_DB ** 2;
    W[points]! += 1 / NONE_SD_DB ** 2;
    logVariance[points]! += 2 * Math.log(NONE_SD_DB);
    for (let g = 0; g < points; g++) {
      const variance = map_db2[from + g]! + noise;
      const r = level - mean_db[from + g]!;
      const weight = 1 / variance;
      A[g]! += r * r * weight;
      B[g]! += r * weight;
      W[g]! += weight;
      variances[g]! *= variance;
      directions?.add(from, g, weight, r);
    }
    // One logarithm for many sensors; a product of 30 variances below 1e6 stays a number.
    if (i % 30 === 29 || i === heard.length - 1) {
      for (let g = 0; g < points; g++) {
        logVariance[g]! += Math.log(variances[g]!);
        variances[g] = 1;
      }
    }
  });
  directions?.takeOff({ A, B, W, logVariance });
  return { A, B, W, logVariance };
}
