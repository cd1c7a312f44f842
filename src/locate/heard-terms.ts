import type { BurstGroup } from './burst-group.ts';
import type { LevelMap } from './level-map.ts';

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

/** The sensors that heard, with the variance of each beyond the map's, and the whitening of their errors. */
export interface Heard {
  readonly heard: readonly number[];
  readonly noise_db2: readonly number[];
  readonly whitening: { readonly inverse: Float64Array | undefined; readonly logDeterminant: number };
}

/** Sensor by sensor, since that is how maps lie in memory. */
export function heardTermsOf(
  map: LevelMap,
  group: BurstGroup,
  mean_db: Float64Array,
  map_db2: Float64Array,
  { heard, noise_db2, whitening }: Heard,
): HeardTerms {
  const points = map.grid.x_m.length;
  const A = new Float64Array(points + 1);
  const B = new Float64Array(points + 1);
  const W = new Float64Array(points + 1);
  const logVariance = new Float64Array(points + 1).fill(whitening.logDeterminant);
  const variances = new Float64Array(points).fill(1);
  if (whitening.inverse !== undefined) {
    whiten(map, group, mean_db, map_db2, heard, noise_db2, whitening.inverse, { A, B, W, logVariance });
  }
  heard.forEach((s, i) => {
    const level = group.level_dbm[s]!;
    const noise = noise_db2[i]!;
    const from = s * points;
    const none = level - map.sensorMean_db[s]!;
    A[points]! += (none * none) / NONE_SD_DB ** 2;
    B[points]! += none / NONE_SD_DB ** 2;
    W[points]! += 1 / NONE_SD_DB ** 2;
    logVariance[points]! += 2 * Math.log(NONE_SD_DB);
    if (whitening.inverse !== undefined) return;
    for (let g = 0; g < points; g++) {
      const variance = map_db2[from + g]! + noise;
      const r = level - mean_db[from + g]!;
      const weight = 1 / variance;
      A[g]! += r * r * weight;
      B[g]! += r * weight;
      W[g]! += weight;
      variances[g]! *= variance;
    }
    // One logarithm for many sensors; a product of 30 variances below 1e6 stays a number.
    if (i % 30 === 29 || i === heard.length - 1) {
      for (let g = 0; g < points; g++) {
        logVariance[g]! += Math.log(variances[g]!);
        variances[g] = 1;
      }
    }
  });
  logVariance[points]! -= whitening.logDeterminant;
  return { A, B, W, logVariance };
}

/** The same sums where the errors of sensors are correlated. */
function whiten(
  map: LevelMap,
  group: BurstGroup,
  mean_db: Float64Array,
  map_db2: Float64Array,
  heard: readonly number[],
  noise_db2: readonly number[],
  inverse: Float64Array,
  { A, B, W, logVariance }: HeardTerms,
): void {
  const points = map.grid.x_m.length;
  const m = heard.length;
  const r = new Float64Array(m);
  const u = new Float64Array(m);
  for (let g = 0; g < points; g++) {
    for (let i = 0; i < m; i++) {
      const k = heard[i]! * points + g;
      const variance = map_db2[k]! + noise_db2[i]!;
      u[i] = 1 / Math.sqrt(variance);
      r[i] = (group.level_dbm[heard[i]!]! - mean_db[k]!) * u[i]!;
      logVariance[g]! += Math.log(variance);
    }
    for (let i = 0; i < m; i++) {
      let [a, b] = [0, 0];
      for (let k = 0; k <= i; k++) {
        a += inverse[i * m + k]! * r[k]!;
        b += inverse[i * m + k]! * u[k]!;
      }
      A[g]! += a * a;
      B[g]! += a * b;
      W[g]! += b * b;
    }
  }
}
