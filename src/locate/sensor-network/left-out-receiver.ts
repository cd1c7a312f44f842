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
  const log = Array.from({ length: m }, () => new Float64Array(points));
  const residual = Array.from({ length: m }, () => new Float64Array(points));
  const variance = Array.from({ length: m }, () => new Float64Array(points));
  const r = new Float64Array(m);
  const w = new Float64Array(m);
  const top = new Float64Array(m).fill(-Infinity);
  for (let g = 0; g < points; g++) {
    let [A, B, W, L] = [0, 0, 0, 0];
    for (let i = 0; i < m; i++) {
      const s = heard[i]!;
      r[i] = group.level_dbm[s]! - mean_db[s * points + g]! - power.mean_db;
      w[i] = 1 / (map.map_db2[s * points + g]! + noise_db2[i]!);
      A += r[i]! ** 2 * w[i]!;
      B += r[i]! * w[i]!;
      W += w[i]!;
      L += Math.log(w[i]!);
    }
    for (let i = 0; i < m; i++) {
      const a = A - r[i]! ** 2 * w[i]!;
      const b = B - r[i]! * w[i]!;
      const spread = precision + W - w[i]!;
      const value = Math.log(prior.points[g]!) + 0.5 * (L - Math.log(w[i]!) - a + (b * b) / spread - Math.log(spread));
      log[i]![g] = value;
      residual[i]![g] = r[i]! - b / spread;
      variance[i]![g] = 1 / w[i]! + 1 / spread;
      if (value > top[i]!) top[i] = value;
    }
  }
  return heard.map((sensor, i) => {
    let [total, mean, square] = [0, 0, 0];
    const rooms = new Float64Array(map.grid.rooms.length + 1);
    for (let g = 0; g < points; g++) {
      const weight = Math.exp(log[i]![g]! - top[i]!);
      if (weight < 1e-9) continue;
      const e = residual[i]![g]!;
      total += weight;
      mean += weight * e;
      square += weight * (e * e + variance[i]![g]!);
      rooms[map.grid.room[g]! + 1]! += weight;
    }
    mean /= total;
    let room = 0;
    for (let k = 1; k < rooms.length; k++) if (rooms[k]! > rooms[room]!) room = k;
    return { sensor, residual_db: mean, variance_db2: square / total - mean ** 2, room: room - 1 };
  });
}
