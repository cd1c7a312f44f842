import { fixBursts, type ErrorModel } from './grid-posterior.ts';
import { leftOutGroups, type LeftOutGroup } from './left-out.ts';
import type { LevelMap } from './level-map.ts';
import { fitPool, type LogRatios, type OpinionPool } from './opinion-pool.ts';
import { spreadPrior } from './place-prior.ts';
import { powerGrid, type PowerClass } from './power.ts';
import type { OpinionMap } from './building-opinions.ts';
import { roomRatios } from './room-ratios.ts';
import type { Survey } from './survey.ts';

/** Months between survey and use (measured over nine months: about 1 dB). */
const DRIFT_DB = 1;
/** The same where each room was visited once and nobody measured where: what is left out is of the same visit (about 12 dB2). */
const VISIT_DRIFT_DB = 3.5;
/** Errors that are frozen while a phone lies, on top of the map's own; for fingerprints, what lies between two places. */
const FROZEN_DB = [0, 2, 3, 4, 5];
const BETWEEN_DB = { place: [2, 3, 4, 5, 6.5], room: [0, 1.5, 3] } as const;
const MOST_BLOCK_M = 1.5;
const GROUP_SIZES = [1, 5];
/** Groups of one size at one place and band. */
const PER_PLACE = 2;
/** Fixes that the fit may cost. */
const MOST_GROUPS = 160;
/** One look in so many is enough to choose the frozen error by. */
const SEARCHED = 3;
/** From so many sensors on; with fewer a look costs little and says less. */
const MANY_SENSORS = 20;
/** Fewer left-out looks fit nothing. */
const LEAST_GROUPS = 10;

/** How a look is read from the maps of one building. */
export interface Calibration {
  /** Of each map; tempered by the pool only. */
  readonly errors: readonly ErrorModel[];
  readonly pool: OpinionPool;
  /** Left-out looks that it rests on. */
  readonly looks: readonly JudgedLook[];
}

/** What the pool said of one left-out look, for reliability plots. */
export interface JudgedLook {
  readonly room: number;
  readonly ratios: readonly LogRatios[];
}

/**
 * Fits the error model on the walk-test by blocked cross-validation: each place is located by maps that never saw it or its
 * surroundings; the frozen error of each map, and the weights of the maps in the pool, are those with the best
 * logarithmic score of the true room. The block is as wide as a phone will typically be from the nearest survey place.
 */
export function calibrateErrors(
  maps: readonly OpinionMap[],
  survey: Survey,
  roomPrior: Float64Array,
  power: PowerClass,
  burst_db: number,
): Calibration {
  const start = maps.map(({ kind, map }): ErrorModel => {
    const frozen_db = 'scale' in map ? (map.scale as { frozen_db: number }).frozen_db : kind === 'place' ? 4 : 0;
    return { frozen_db, drift_db: DRIFT_DB, burst_db, pattern_db: 0, temper: 1 };
  });
  const used = groupsOf(survey);
  if (used.length < LEAST_GROUPS) {
    // Nothing to choose by: the plan's formula where there is one, else the places.
    const weights = maps.map((_, m) => (m === 0 ? 1 : 0));
    return { errors: start, pool: { weights, blunder: 0.01, score: undefined }, looks: [] };
  }
  const radius_m = typicalDistance(maps[0]!.map, survey);
  const blind = powerGrid(power);
  const truth = used.map(({ room }) => room);
  const errors: ErrorModel[] = [];
  const told = maps.map(({ kind, map }, m) => {
    const floor = start[m]!.frozen_db;
    const candidates =
      kind === 'place' || kind === 'room'
        ? BETWEEN_DB[kind]
        : [...new Set(FROZEN_DB.map((value) => Math.max(floor, value)))];
    const looksOf = (some: readonly number[], frozen: readonly number[]): LogRatios[][] => {
      const looks = frozen.map((): LogRatios[] => []);
      for (const i of some) {
        const { cell, group } = used[i]!;
        const left = map.without?.(cell, group.band, radius_m);
        const prior = spreadPrior(map.grid, roomPrior, left?.gone);
        frozen.forEach((frozen_db, f) => {
          const fix = fixBursts(map, { ...start[m]!, frozen_db }, group, blind, prior, left?.mean_db, left?.map_db2);
          looks[f]!.push(roomRatios(map, prior, roomPrior, [fix], 0).ratios);
        });
      }
      return looks;
    };
    const every = map.sensors.length >= MANY_SENSORS ? SEARCHED : 1;
    const some = used.flatMap((_, i) => (i % every === 0 ? [i] : []));
    const chosen = some.map((i) => truth[i]!);
    const scores = looksOf(some, candidates).map((own) => fitPool([own], chosen, roomPrior).score ?? -Infinity);
    const best = candidates[scores.indexOf(Math.max(...scores))]!;
    errors.push({ ...start[m]!, frozen_db: best });
    return looksOf(
      truth.map((_, i) => i),
      [best],
    )[0]!;
  });
  const pool = fitPool(told, truth, roomPrior);
  const drift_db = visitedOnce(survey) ? VISIT_DRIFT_DB : DRIFT_DB;
  return {
    errors: errors.map((one) => ({ ...one, drift_db })),
    pool,
    looks: truth.map((room, i) => ({ room, ratios: told.map((own) => own[i]!) })),
  };
}

/** Whether left-out looks share a walk with what they are judged by. */
function visitedOnce({ cells }: Survey): boolean {
  const walks = new Map<number, Set<number>>();
  for (const { room, walk = 0, x_m } of cells) {
    if (room < 0) continue;
    if (!Number.isNaN(x_m)) return false;
    walks.set(room, (walks.get(room) ?? new Set()).add(walk));
  }
  return walks.size > 0 && [...walks.values()].every((own) => own.size === 1);
}

function groupsOf(survey: Survey): LeftOutGroup[] {
  const sensors = survey.events[0]?.level_db.length ?? 0;
  const groups = GROUP_SIZES.flatMap((size) =>
    leftOutGroups(survey, sensors, size, PER_PLACE).filter(
      ({ room, group }) => room >= 0 && (size === 1 || group.bursts > 1),
    ),
  );
  const step = Math.max(1, groups.length / MOST_GROUPS);
  return Array.from({ length: Math.min(groups.length, MOST_GROUPS) }, (_, i) => groups[Math.floor(i * step)]!);
}

/** Median distance of the rooms' points to the nearest survey place of their level. */
function typicalDistance({ grid }: LevelMap, survey: Survey): number {
  const nearest: number[] = [];
  for (let g = 0; g < grid.x_m.length; g++) {
    if (grid.room[g]! < 0) continue;
    let least = Infinity;
    for (const { x_m, y_m, level } of survey.cells) {
      if (level !== grid.level[g]) continue;
      const away_m = Math.hypot(x_m - grid.x_m[g]!, y_m - grid.y_m[g]!);
      if (away_m < least) least = away_m;
    }
    nearest.push(least);
  }
  nearest.sort((a, b) => a - b);
  return Math.min(MOST_BLOCK_M, nearest[nearest.length >> 1] ?? 0);
}
