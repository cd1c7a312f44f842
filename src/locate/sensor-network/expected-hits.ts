import type { Random } from '../../statistics/index.ts';
import { fixBursts, type BurstGroup, type PowerPrior } from '../grid-posterior.ts';
import { powerGrid } from '../power.ts';
import { mapOfColumns, type SensorColumn, type SensorSite } from './site.ts';

/** What to expect of a set of receivers, from simulated phones located as `run` locates them. */
export interface ExpectedHits {
  /** Per room of the grid: share of simulated phones whose room came first. */
  readonly hit1: Float64Array;
  readonly hit3: Float64Array;
  /** Mean over rooms, each alike. */
  readonly mean1: number;
  readonly mean3: number;
  readonly worst1: number;
  /** Where one site of this plan would come out in 9 of 10 cases, were the model right: other walls, other fading. */
  readonly interval1: readonly [number, number];
  /** Rooms in the smallest set that holds 90 %, mean; and how often it held the true room. */
  readonly setSize: number;
  readonly covered: number;
  /** Per room: share of simulated phones that three receivers or more heard, without which there is no place. */
  readonly heardByThree: Float64Array;
  readonly phones: number;
}

export interface PhonesAssumed {
  readonly kind: 'access' | 'traffic';
  readonly bursts: number;
  /** Simulated sites, each with its own frozen map error. */
  readonly worlds: number;
  /** Phones per room in each of them. */
  readonly perRoom: number;
}

/** Half of a map's error is common to a room: doors, furniture, what counting walls gets wrong. */
const COMMON_TO_ROOM = 0.5;
const ENOUGH_RECEIVERS = 3;

/**
 * Each simulated site draws the map's error once (per receiver: drift; per receiver and room; per receiver and point);
 * each phone draws its place, its power from the class of the radio event, the frozen fading and the noise, loss and
 * threshold of each burst. The fix knows the map, not what was drawn.
 */
export function expectedHits(
  site: SensorSite,
  columns: readonly SensorColumn[],
  assumed: PhonesAssumed,
  random: Random,
): ExpectedHits {
  const { grid, errors, prior } = site;
  const map = mapOfColumns(site, columns);
  const power = powerGrid(site.powerOf(assumed.kind));
  const rooms = grid.rooms.length;
  const points = grid.x_m.length;
  const S = columns.length;
  const pointsOf = grid.rooms.map((): number[] => []);
  grid.room.forEach((room, g) => {
    if (room >= 0) pointsOf[room]!.push(g);
  });
  // A likelihood of variance v to the power t is one of variance v / t: the walk-test says that errors are of that size.
  const truth = 1 / Math.sqrt(errors.temper);
  const [hit1, hit3] = [new Float64Array(rooms), new Float64Array(rooms)];
  const byWorld: number[] = [];
  let [setSize, covered] = [0, 0];
  const heardByThree = new Float64Array(rooms);
  const total = rooms * assumed.worlds * assumed.perRoom;
  for (let world = 0; world < assumed.worlds; world++) {
    const drift = Float64Array.from({ length: S }, () => random.normal() * errors.drift_db * truth);
    let hits = 0;
    for (let room = 0; room < rooms; room++) {
      const own = pointsOf[room]!;
      const common = Float64Array.from({ length: S }, () => random.normal() * Math.sqrt(COMMON_TO_ROOM));
      for (let n = 0; n < assumed.perRoom; n++) {
        const g = own[random.int(own.length)]!;
        const levels = Float64Array.from({ length: S }, (_, s) => {
          const map_db = truth * Math.sqrt(map.map_db2[s * points + g]!);
          const error = common[s]! + random.normal() * Math.sqrt(1 - COMMON_TO_ROOM);
          const frozen_db = truth * errors.frozen_db * random.normal();
          return map.mean_db[0]![s * points + g]! + map_db * error + drift[s]! + frozen_db;
        });
        const group = hear(levels, drawPower(power, random), map, assumed.bursts, truth * errors.burst_db, random);
        const receivers = group.heard.reduce((count, heard) => count + (heard > 0 ? 1 : 0), 0);
        if (receivers >= ENOUGH_RECEIVERS) heardByThree[room]!++;
        const fix = fixBursts(map, errors, group, power, prior);
        const ranked = rankOf(fix.points, fix.none, grid.room, rooms, room);
        if (ranked.rank < 1) {
          hit1[room]!++;
          hits++;
        }
        if (ranked.rank < 3) hit3[room]!++;
        setSize += ranked.setSize;
        if (ranked.covered) covered++;
      }
    }
    byWorld.push(hits / (rooms * assumed.perRoom));
  }
  const each = assumed.worlds * assumed.perRoom;
  for (let room = 0; room < rooms; room++) {
    hit1[room]! /= each;
    hit3[room]! /= each;
    heardByThree[room]! /= each;
  }
  const mean = (values: ArrayLike<number>) =>
    Array.from(values).reduce((a, b) => a + b, 0) / Math.max(1, values.length);
  const mean1 = mean(hit1);
  return {
    hit1,
    hit3,
    mean1,
    mean3: mean(hit3),
    worst1: Math.min(...hit1),
    interval1: siteInterval(byWorld, mean1, rooms * assumed.perRoom),
    setSize: setSize / total,
    covered: covered / total,
    heardByThree,
    phones: total,
  };
}

function drawPower({ means_db, weights, sd_db }: PowerPrior, random: Random): number {
  return means_db[random.weighted(weights)]! + sd_db * random.normal();
}

/** What the receivers report of one phone's bursts: AR(1) noise, losses, thresholds. */
function hear(
  levels: Float64Array,
  power_db: number,
  map: ReturnType<typeof mapOfColumns>,
  bursts: number,
  burst_db: number,
  random: Random,
): BurstGroup {
  const S = levels.length;
  const level_dbm = new Float64Array(S).fill(Number.NaN);
  const heard = new Float64Array(S);
  const { repeat } = map;
  for (let s = 0; s < S; s++) {
    const threshold = map.thresholds_dbm[s]!;
    let noise = random.normal();
    let sum = 0;
    for (let b = 0; b < bursts; b++) {
      if (b > 0) noise = repeat * noise + Math.sqrt(1 - repeat ** 2) * random.normal();
      const level = levels[s]! + power_db + burst_db * noise;
      if (random.chance(map.lossRate) || level < threshold) continue;
      sum += level;
      heard[s]!++;
    }
    if (heard[s]! > 0) level_dbm[s] = sum / heard[s]!;
  }
  return { level_dbm, heard, bursts, alive: new Uint8Array(S).fill(1), band: 0, carriers: 1 };
}

/** Rank of the true room among rooms, outside and none; the 90 % set. */
function rankOf(posterior: Float64Array, none: number, roomOf: Int32Array, rooms: number, truth: number) {
  const p = new Float64Array(rooms + 2);
  posterior.forEach((value, g) => {
    const room = roomOf[g]!;
    p[room < 0 ? rooms : room]! += value;
  });
  p[rooms + 1] = none;
  let rank = 0;
  for (let k = 0; k < p.length; k++) if (p[k]! > p[truth]! || (p[k] === p[truth] && k < truth)) rank++;
  const sorted = [...p.keys()].sort((a, b) => p[b]! - p[a]! || a - b);
  let held = 0;
  let setSize = 0;
  let covered = false;
  for (const k of sorted) {
    held += p[k]!;
    setSize++;
    if (k === truth) covered = true;
    if (held >= 0.9) break;
  }
  return { rank, setSize, covered };
}

/** Mean +- 1.645 sd of sites, of which the chance of few phones is taken out, and the error of the mean itself. */
function siteInterval(byWorld: readonly number[], mean: number, phones: number): readonly [number, number] {
  const n = byWorld.length;
  if (n < 2) return [0, 1];
  const scatter = byWorld.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (n - 1);
  const sd = Math.sqrt(Math.max(0, scatter - (mean * (1 - mean)) / phones) + scatter / n);
  return [Math.max(0, mean - 1.645 * sd), Math.min(1, mean + 1.645 * sd)];
}
