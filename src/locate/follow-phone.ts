import {
  fixBursts,
  type BurstGroup,
  type ErrorModel,
  type Fix,
  type PlacePrior,
  type PowerPrior,
} from './grid-posterior.ts';
import type { LevelMap } from './level-map.ts';
import { followed, walkBetweenRooms, walkOnGrid } from './motion.ts';
import { OUTSIDE } from './room-grid.ts';
import { roomRatios } from './room-ratios.ts';

/** One look at a place: probability per room, then outside, then none; mean position in each room, NaN where unknown. */
export interface RoomLook {
  readonly p: Float64Array;
  readonly x_m: Float64Array;
  readonly y_m: Float64Array;
}

export interface FollowedOpinion {
  readonly map: LevelMap;
  readonly prior: PlacePrior;
  readonly errors: ErrorModel;
  readonly weight: number;
  /** Of one step's power. */
  readonly powerOf: (step: FollowedStep) => PowerPrior;
}

export interface FollowedStep {
  /** What its power depends on. */
  readonly key: string;
  readonly seconds: number;
  readonly groupFor: (map: LevelMap) => BurstGroup;
}

/** Steps closer together than this share the map's error and how the phone is held. */
const INDEPENDENT_S = 1.5;
/** Nothing counts against a place by more nats than this. */
const MOST_AGAINST = 12;
/** Steps whose powers count as independent, since the network may change it meanwhile. */
const POWER_STEPS = 8;
/** Steps that are asked for the power, before all are asked for the place. */
const ASKED_FIRST = 24;

/**
 * Rooms of each step of a phone that is carried: a hidden Markov model whose states are the points of the plan, or rooms where
 * there is none. Its power is taken as about the same all the way. `roomPrior`: per room, outside, none; `blunder`: as in the pool.
 */
export function followPhone(
  opinions: readonly FollowedOpinion[],
  steps: readonly FollowedStep[],
  roomPrior: Float64Array,
  blunder: number,
): RoomLook[] {
  const fixes = opinions.map((opinion) => fixesOf(opinion, steps));
  const onGrid = opinions.find(({ map }) => map.bearings !== undefined && coversRooms(map, roomPrior.length - 2));
  const K = roomPrior.length;
  const ratios = opinions.map((opinion, m) =>
    onGrid?.map.grid === opinion.map.grid
      ? undefined
      : fixes[m]!.map((fix) => roomRatios(opinion.map, opinion.prior, roomPrior, [fix], 0).ratios),
  );
  const grid = onGrid?.map.grid;
  const prior = onGrid ? Float64Array.of(...onGrid.prior.points, onGrid.prior.none) : roomPrior;
  const roomOf = (g: number): number => {
    if (!grid) return g;
    if (g === grid.room.length) return K - 1;
    return grid.room[g] === OUTSIDE ? K - 2 : grid.room[g]!;
  };
  const logs = steps.map((step, t) => {
    const log = new Float64Array(prior.length);
    opinions.forEach(({ weight, prior: own }, m) => {
      const told = ratios[m]?.[t];
      const fix = fixes[m]![t]!;
      for (let g = 0; g < log.length; g++) {
        const ratio = told
          ? told[roomOf(g)]!
          : g === log.length - 1
            ? Math.log(fix.none / own.none)
            : Math.log(fix.points[g]! / own.points[g]!);
        log[g]! += weight * ratio;
      }
    });
    const own_s = step.seconds || (steps[1]?.seconds ?? INDEPENDENT_S);
    return sober(log, prior, blunder, Math.min(1, own_s / INDEPENDENT_S));
  });
  const seconds = steps.map((step) => step.seconds);
  const motion = grid ? walkOnGrid(grid, prior) : walkBetweenRooms(prior);
  return followed(logs, seconds, prior, motion).map((p) => {
    const look = { p: new Float64Array(K), x_m: new Float64Array(K - 2), y_m: new Float64Array(K - 2) };
    p.forEach((value, g) => {
      const room = roomOf(g);
      look.p[room]! += value;
      if (!grid || room >= K - 2) return;
      look.x_m[room]! += value * grid.x_m[g]!;
      look.y_m[room]! += value * grid.y_m[g]!;
    });
    for (let room = 0; room < K - 2; room++) {
      const known = grid !== undefined && look.p[room]! > 0;
      look.x_m[room] = known ? look.x_m[room]! / look.p[room]! : Number.NaN;
      look.y_m[room] = known ? look.y_m[room]! / look.p[room]! : Number.NaN;
    }
    return look;
  });
}

/** Twice: what all steps say of the power makes each of them surer. */
function fixesOf(opinion: FollowedOpinion, steps: readonly FollowedStep[]): Fix[] {
  const { map, prior, errors, powerOf } = opinion;
  const groups = steps.map(({ groupFor }) => groupFor(map));
  const logs = new Map<string, { sum: Float64Array; count: number; start: PowerPrior }>();
  const every = Math.max(1, Math.floor(steps.length / ASKED_FIRST));
  for (const [t, step] of steps.entries()) {
    if (t % every !== 0 && logs.has(step.key)) continue;
    const start = powerOf(step);
    const own = logs.get(step.key) ?? { sum: new Float64Array(start.weights.length), count: 0, start };
    logs.set(step.key, own);
    own.count++;
    const { power } = fixBursts(map, errors, groups[t]!, start, prior);
    power.forEach((weight, j) => (own.sum[j]! += Math.log(Math.max(weight, 1e-6) / start.weights[j]!)));
  }
  const common = new Map<string, PowerPrior>();
  for (const [key, { sum, count, start }] of logs) {
    const share = Math.min(1, POWER_STEPS / count);
    const log = start.weights.map((weight, j) => Math.log(weight) + share * sum[j]!);
    const top = log.reduce((a, b) => Math.max(a, b), -Infinity);
    const sharp = log.map((value) => Math.exp(value - top));
    // Neighbouring components as well: the power and the way the phone is held change a little.
    const wide = sharp.map((value, j) => value + 0.5 * ((sharp[j - 1] ?? 0) + (sharp[j + 1] ?? 0)));
    common.set(key, likelyOnly(start, wide));
  }
  return steps.map((step, t) => fixBursts(map, errors, groups[t]!, common.get(step.key)!, prior));
}

/** Without components that can hardly be: each costs time. */
function likelyOnly({ means_db, sd_db }: PowerPrior, weights: Float64Array): PowerPrior {
  const total = weights.reduce((a, b) => a + b, 0);
  const kept = [...weights.keys()].filter((j) => weights[j]! > 1e-3 * total);
  const mass = kept.reduce((sum, j) => sum + weights[j]!, 0);
  return {
    means_db: Float64Array.from(kept, (j) => means_db[j]!),
    weights: Float64Array.from(kept, (j) => weights[j]! / mass),
    sd_db,
  };
}

/** Less what steps share, bounded, and with the chance of a blunder mixed in. */
function sober(log: Float64Array, prior: Float64Array, blunder: number, share: number): Float64Array {
  let top = -Infinity;
  for (const value of log) if (value > top) top = value;
  const likelihood = log.map((value) => Math.exp(share * Math.max(value - top, -MOST_AGAINST)));
  let mean = 0;
  likelihood.forEach((value, g) => (mean += prior[g]! * value));
  return likelihood.map((value) => Math.log((1 - blunder) * value + blunder * mean));
}

function coversRooms({ grid }: LevelMap, rooms: number): boolean {
  const found = new Set(grid.room);
  for (let room = 0; room < rooms; room++) if (!found.has(room)) return false;
  return true;
}
