import { normalCdf } from '../statistics/index.ts';
import type { PowerPrior } from './burst-group.ts';
import { NONE_SD_DB } from './heard-terms.ts';
import type { LevelMap } from './level-map.ts';

/** So many standard deviations below the threshold that silence says nothing: it was 999 to 1. */
const SURELY_SILENT = 3.1;

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

/** What the silence of the sensors that were alive is judged by. */
export interface Silence {
  readonly map: LevelMap;
  readonly mean_db: Float64Array;
  readonly map_db2: Float64Array;
  readonly silent: readonly number[];
  readonly out: OutOfWork;
  readonly silentNoise: number;
  readonly power: PowerPrior;
  readonly precision: number;
  /** ln of likelihood and weight of each point and component of the power; multiplied by the silence's. */
  readonly terms: Float64Array;
  readonly B: Float64Array;
  readonly W: Float64Array;
}

/**
 * Sensors that were out of work although nobody said so: their share is not known, mostly none, and the same for all places.
 * Silence counts against a place no more than such a share would cost.
 */
export const OUT_OF_WORK = [0, 0.2, 0.5, 0.85];
export const CHANCE = [0.91, 0.04, 0.03, 0.02];
/** The same of sensors that were reported to be alive: nine in ten such reports are right. */
const REPORTED_CHANCE = [0.991, 0.004, 0.003, 0.002];

/** For each of {@link OUT_OF_WORK}: how likely it is, so many sensors having heard, and the chance that one of the others is silent at any level. */
export interface OutOfWork {
  readonly chances: readonly number[];
  readonly losses: readonly number[];
}

/**
 * @param loss chance that a sensor that works misses all bursts whatever their level
 * @param heard how many sensors heard them
 * @param reported true where heartbeats say which sensors were alive
 */
export const outOfWork = (loss: number, heard: number, reported: boolean): OutOfWork => ({
  chances: (reported ? REPORTED_CHANCE : CHANCE).map((chance, k) => chance * (1 - OUT_OF_WORK[k]!) ** heard),
  losses: OUT_OF_WORK.map((share) => share + (1 - share) * loss),
});

const room = new Float64Array(1024);
const scale = new Float64Array(1024);

/** P(not heard | place, power) = q + (1 - q) Phi((threshold - level) / sd) of every silent sensor, over the shares out of work; the last point is "none". */
export function hearSilence(silence: Silence, g: number): void {
  const { map, mean_db, map_db2, silent, out, silentNoise, power, precision, terms, B, W } = silence;
  const [loss0, loss1, loss2, loss3] = out.losses as [number, number, number, number];
  const points = map.grid.x_m.length;
  const J = power.means_db.length;
  const from = g * J;
  const spread = precision + W[g]!;
  let top = -Infinity;
  for (let j = 0; j < J; j++) top = Math.max(top, terms[from + j]!);
  const lowest = top - 9;
  let highest = -Infinity;
  for (let j = 0; j < J; j++) {
    if (terms[from + j]! > lowest) highest = power.means_db[j]!;
    else terms[from + j] = -Infinity;
  }
  const loudest = (highest * precision + B[g]!) / spread;
  const none = g === points;
  let n = 0;
  for (const s of silent) {
    const room_db = map.thresholds_dbm[s]! - (none ? map.sensorMean_db[s]! : mean_db[s * points + g]!);
    const above_db = room_db - loudest;
    const variance = (none ? NONE_SD_DB ** 2 : map_db2[s * points + g]! + silentNoise) + 1 / spread;
    if ((above_db > 0 && above_db * above_db > SURELY_SILENT ** 2 * variance) || n === room.length) continue;
    room[n] = room_db;
    scale[n++] = 1 / Math.sqrt(variance);
  }
  for (let j = 0; j < J; j++) {
    if (terms[from + j] === -Infinity) continue;
    const level = (power.means_db[j]! * precision + B[g]!) / spread;
    // Side by side: each product waits for its last factor only.
    let [p0, p1, p2, p3] = out.chances as [number, number, number, number];
    for (let i = 0; i < n; i++) {
      const below = normalFromTable((room[i]! - level) * scale[i]!);
      const above = 1 - below;
      p0 *= below + above * loss0;
      p1 *= below + above * loss1;
      p2 *= below + above * loss2;
      p3 *= below + above * loss3;
    }
    const all = p0 + p1 + p2 + p3;
    terms[from + j]! += Math.log(Math.max(all, Number.MIN_VALUE));
  }
}
