import { effectiveBursts, type BurstGroup, type ErrorModel, type PlacePrior } from '../grid-posterior.ts';
import type { PowerClass } from '../power.ts';
import type { PropagationMap } from '../propagation-map.ts';

/** What one receiver read, less what all the others say it should have read. */
export interface LeftOutReading {
  readonly sensor: number;
  readonly residual_db: number;
  /** Variance that the map, the others' uncertainty and the noise leave. */
  readonly variance_db2: number;
  /** Most probable room by all receivers but this one; -1 outside. */
  readonly room: number;
}

/** ln of what a place must weigh beside the best one. */
const NEGLIGIBLE = Math.log(1e-9);

/** With fewer others there is no place to speak of. */
export const LEAST_OTHERS = 4;

/**
 * For each receiver that heard a group of bursts: place and power from the other receivers alone (closed form: the
 * receiver's terms are taken out of the sums A, B and W of grid-posterior.ts), then the difference of what it read from
 * what it should have. Silence is left out of account: a receiver that moved is not to vote on where the phone is.
 */
export function leftOutReadings(
  map: PropagationMap,
  errors: ErrorModel,
  group: BurstGroup,
  power: PowerClass,
  prior: PlacePrior,
): LeftOutReading[] {
  const heard: number[] = [];
  group.level_dbm.forEach((level, s) => {
    if (!Number.isNaN(level)) heard.push(s);
  });
  const m = heard.length;
  if (m < LEAST_OTHERS + 1) return [];
  const points = map.grid.x_m.length;
  const mean_db = map.mean_db[group.band] ?? map.mean_db[0]!;
  const noise_db2 = heard.map(
    (s) =>
      errors.frozen_db ** 2 / group.carriers +
      errors.drift_db ** 2 +
      errors.burst_db ** 2 / effectiveBursts(group.heard[s]!, map.repeat),
  );
  const precision = 1 / power.sd_db ** 2;
  // Point by point, since all receivers are looked at together.
  const log = new Float64Array(points * m);
  const residual = new Float64Array(points * m);
  const variance = new Float64Array(points * m);
  const r = new Float64Array(m);
  const w = new Float64Array(m);
  const top = new Float64Array(m).fill(-Infinity);
  for (let g = 0; g < points; g++) {
    // One logarithm for many receivers; a product of 30 variances below 1e6 stays a number.
    let [A, B, W, L, product] = [0, 0, 0, 0, 1];
    for (let i = 0; i < m; i++) {
      const s = heard[i]!;
      r[i] = group.level_dbm[s]! - mean_db[s * points + g]! - power.mean_db;
      w[i] = 1 / (map.map_db2[s * points + g]! + noise_db2[i]!);
      A += r[i]! ** 2 * w[i]!;
      B += r[i]! * w[i]!;
      W += w[i]!;
      product *= w[i]!;
      if (i % 30 === 29 || i === m - 1) {
        L += Math.log(product);
        product = 1;
      }
    }
    const known = Math.log(prior.points[g]!) + 0.5 * L;
    for (let i = 0; i < m; i++) {
      const a = A - r[i]! ** 2 * w[i]!;
      const b = B - r[i]! * w[i]!;
      const spread = precision + W - w[i]!;
      const value = known - 0.5 * (a - (b * b) / spread + Math.log(w[i]! * spread));
      log[g * m + i] = value;
      residual[g * m + i] = r[i]! - b / spread;
      variance[g * m + i] = 1 / w[i]! + 1 / spread;
      if (value > top[i]!) top[i] = value;
    }
  }
  const R = map.grid.rooms.length + 1;
  const total = new Float64Array(m);
  const mean = new Float64Array(m);
  const square = new Float64Array(m);
  const rooms = new Float64Array(m * R);
  for (let g = 0; g < points; g++) {
    for (let i = 0; i < m; i++) {
      const below = log[g * m + i]! - top[i]!;
      if (below < NEGLIGIBLE) continue;
      const weight = Math.exp(below);
      const e = residual[g * m + i]!;
      total[i]! += weight;
      mean[i]! += weight * e;
      square[i]! += weight * (e * e + variance[g * m + i]!);
      rooms[i * R + map.grid.room[g]! + 1]! += weight;
    }
  }
  return heard.map((sensor, i) => {
    const own = rooms.subarray(i * R, (i + 1) * R);
    const residual_db = mean[i]! / total[i]!;
    return {
      sensor,
      residual_db,
      variance_db2: square[i]! / total[i]! - residual_db ** 2,
      room: own.indexOf(Math.max(...own)) - 1,
    };
  });
}
