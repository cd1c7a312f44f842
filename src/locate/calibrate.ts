import { chosenError } from './error-choice.ts';
import { fixBursts, type ErrorModel } from './grid-posterior.ts';
import { leftOutGroups, type LeftOutGroup } from './left-out.ts';
import { visitedOnce } from './left-out-places.ts';
import type { LevelMap } from './level-map.ts';
import { fitPool, pooled, type LogRatios, type OpinionPool } from './opinion-pool.ts';
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
const PATTERNS_DB = [1.5, 3];
/** A place that a look speaks against by more nats than this is not reckoned by the fix; so much stands for it. */
const MOST_SURPRISE = 15;
const MOST_BLOCK_M = 1.5;
const GROUP_SIZES = [1, 5];
/** Groups of one size at one place and band. */
const PER_PLACE = 2;
/** Fixes that the fit may cost. */
const MOST_GROUPS = 160;
const MOST_ON_LANDINGS = 80;
/** One look in so many is enough to choose the frozen error by. */
const SEARCHED = 3;
/** From so many sensors on; with fewer a look costs little and says less. */
const MANY_SENSORS = 20;
/** Fewer left-out looks fit nothing. */
const LEAST_GROUPS = 10;

/** Errors that are tried, see ErrorModel. */
type Tried = Pick<ErrorModel, 'frozen_db' | 'pattern_db'>;

/** How a look is read from the maps of one building. */
export interface Calibration {
  /** Of each map; tempered by the pool only. */
  readonly errors: readonly ErrorModel[];
  readonly pool: OpinionPool;
  /** How many sensors heard a left-out look, on average; 0 where none was left out. */
  readonly heard: number;
  /** Left-out looks that it rests on. */
  readonly looks: readonly JudgedLook[];
  /** Left-out looks from landings: nothing was fitted to them. */
  readonly landingLooks: readonly JudgedLook[];
}

export interface CalibrationInput {
  readonly maps: readonly OpinionMap[];
  readonly survey: Survey;
  /** Prior per room, per landing, outside, none. */
  readonly roomPrior: Float64Array;
  readonly power: PowerClass;
  readonly burst_db: number;
  /** Whether heartbeats say which sensors were alive. */
  readonly reported: boolean;
  /** How many of the rooms are listed: landings come after them. */
  readonly listed: number;
}

/** What the pool said of one left-out look, for reliability plots. */
export interface JudgedLook {
  readonly room: number;
  readonly ratios: readonly LogRatios[];
}

/**
 * Fits the error model on the walk-test by blocked cross-validation: each place is located by maps that never saw it or its
 * surroundings; the frozen error of each map, and the weights of the maps in the pool, are those with the best
 * logarithmic score of the true room. Errors of a formula that looks tell apart by less than a standard error are chosen by the
 * likelihood of the levels at the true place, which tells more by fewer looks (Ng & Jordan 2002). Landings fit nothing: a walk-test has many
 * places there, phones have few. The block is as wide as a phone will typically be from the nearest survey place.
 */
export function calibrateErrors(input: CalibrationInput): Calibration {
  const { maps, survey, roomPrior, power, burst_db, reported, listed } = input;
  const start = maps.map(({ kind, map }): ErrorModel => {
    const frozen_db = 'scale' in map ? (map.scale as { frozen_db: number }).frozen_db : kind === 'place' ? 4 : 0;
    return { frozen_db, drift_db: DRIFT_DB, burst_db, pattern_db: 0, temper: 1 };
  });
  const asked = (isAsked: (room: number) => boolean, most: number): LeftOutGroup[] =>
    groupsOf(survey, isAsked, most).map((one) => ({ ...one, group: { ...one.group, reported } }));
  const used = asked((room) => room >= 0 && room < listed, MOST_GROUPS);
  if (used.length < LEAST_GROUPS) {
    // Nothing to choose by: the plan's formula where there is one, else the places.
    const weights = maps.map((_, m) => (m === 0 ? 1 : 0));
    return { errors: start, pool: { weights, blunder: 0.01, score: undefined }, heard: 0, looks: [], landingLooks: [] };
  }
  const radius_m = typicalDistance(maps[0]!.map, survey);
  const blind = powerGrid(power);
  const truth = used.map(({ room }) => room);
  const onLandings = asked((room) => room >= listed, MOST_ON_LANDINGS);
  const errors: ErrorModel[] = [];
  const told = maps.map(({ kind, map }, m) => {
    const floor = start[m]!.frozen_db;
    const isFormula = kind === 'multi-wall' || kind === 'open-plan';
    const candidates =
      kind === 'place' || kind === 'room'
        ? BETWEEN_DB[kind]
        : [...new Set(FROZEN_DB.map((value) => Math.max(floor, value)))];
    const looksOf = (some: readonly LeftOutGroup[], tried: readonly Tried[]): TriedLooks[] => {
      const looks = tried.map((): TriedLooks => ({ ratios: [], evidence: isFormula ? 0 : undefined }));
      for (const { cell, group } of some) {
        const left = map.without?.(cell, group.band, radius_m);
        const prior = spreadPrior(map.grid, roomPrior, left?.gone);
        const at = isFormula ? nearestPoint(map, survey.cells[cell]!) : undefined;
        tried.forEach((one, f) => {
          const fix = fixBursts(map, { ...start[m]!, ...one }, group, blind, prior, left?.mean_db, left?.map_db2);
          looks[f]!.ratios.push(roomRatios(map, prior, roomPrior, [fix], 0).ratios);
          if (at === undefined) return;
          const gain = Math.log(fix.points[at]! / prior.points[at]!);
          looks[f]!.evidence = (looks[f]!.evidence ?? 0) + fix.logEvidence + Math.max(-MOST_SURPRISE, gain);
        });
      }
      return looks;
    };
    const every = map.sensors.length >= MANY_SENSORS ? SEARCHED : 1;
    const some = used.filter((_, i) => i % every === 0);
    const chosen = some.map(({ room }) => room);
    const bestOf = (tried: readonly Tried[]): Tried => {
      const looks = looksOf(some, tried);
      const chosenBy = looks.map(({ ratios, evidence }) => ({ scores: scoresOf(ratios, chosen, roomPrior), evidence }));
      return tried[chosenError(chosenBy)]!;
    };
    const alone = bestOf(candidates.map((frozen_db) => ({ frozen_db, pattern_db: 0 })));
    const best = map.bearings === undefined ? alone : bestOf([alone, ...patternsOf(alone, floor)]);
    errors.push({ ...start[m]!, ...best });
    return { rooms: looksOf(used, [best])[0]!.ratios, landings: looksOf(onLandings, [best])[0]!.ratios };
  });
  const pool = fitPool(
    told.map(({ rooms }) => rooms),
    truth,
    roomPrior,
  );
  const drift_db = visitedOnce(survey) ? VISIT_DRIFT_DB : DRIFT_DB;
  const heard = used.reduce((sum, { group }) => sum + group.heard.filter((count) => count > 0).length, 0) / used.length;
  return {
    errors: errors.map((one) => ({ ...one, drift_db })),
    pool,
    heard,
    looks: truth.map((room, i) => ({ room, ratios: told.map(({ rooms }) => rooms[i]!) })),
    landingLooks: onLandings.map(({ room }, i) => ({ room, ratios: told.map(({ landings }) => landings[i]!) })),
  };
}

/** What was said of the looks under one of the tried errors. */
interface TriedLooks {
  readonly ratios: LogRatios[];
  /** ln of the likelihood of what was heard at the true place, over all looks; of formulas only. */
  evidence: number | undefined;
}

/** ln of each true room's probability, the looks tempered as is best. */
function scoresOf(looks: readonly LogRatios[], truth: readonly number[], roomPrior: Float64Array): number[] {
  const { weights, blunder } = fitPool([looks], truth, roomPrior);
  return looks.map((ratios, i) => Math.log(pooled([ratios], roomPrior, weights, blunder)[truth[i]!]!));
}

/** The point of a room that is nearest to a place of the survey. */
function nearestPoint({ grid }: LevelMap, { x_m, y_m, level, room }: Survey['cells'][number]): number | undefined {
  let [best, least]: [number | undefined, number] = [undefined, Infinity];
  for (let g = 0; g < grid.room.length; g++) {
    if (grid.room[g] !== room || grid.level[g] !== level) continue;
    const away_m = Math.hypot(grid.x_m[g]! - x_m, grid.y_m[g]! - y_m);
    if (away_m < least) [best, least] = [g, away_m];
  }
  return best;
}

/** Some of the error common to directions, the rest as before or less. */
function patternsOf({ frozen_db }: Tried, floor: number): Tried[] {
  return PATTERNS_DB.flatMap((pattern_db) =>
    [...new Set([frozen_db, Math.max(floor, Math.sqrt(Math.max(0, frozen_db ** 2 - pattern_db ** 2)))])].map(
      (rest) => ({
        frozen_db: rest,
        pattern_db,
      }),
    ),
  );
}

function groupsOf(survey: Survey, isAsked: (room: number) => boolean, most: number): LeftOutGroup[] {
  const sensors = survey.events[0]?.level_db.length ?? 0;
  const groups = GROUP_SIZES.flatMap((size) =>
    leftOutGroups(survey, sensors, size, PER_PLACE).filter(
      ({ room, group }) => isAsked(room) && (size === 1 || group.bursts > 1),
    ),
  );
  const step = Math.max(1, groups.length / most);
  return Array.from({ length: Math.min(groups.length, most) }, (_, i) => groups[Math.floor(i * step)]!);
}

/** Median distance of the rooms' points to the nearest survey place of their level. */
function typicalDistance({ grid }: LevelMap, survey: Survey): number {
  const nearest: number[] = [];
  for (let g = 0; g < grid.x_m.length; g++) {
    if (grid.room[g]! < 0 || grid.room[g]! >= (grid.landingsFrom ?? Infinity)) continue;
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

/**
 * The pool's weights for a look that fewer or more sensors heard than those they were fitted on: n sensors whose errors have
 * something in common count as n / (1 + (n - 1) r) (design effect: Kish 1965), r by the fitted weights.
 */
export function weightFactor({ pool, heard: usual }: Pick<Calibration, 'pool' | 'heard'>, heard: number): number {
  const sum = pool.weights.reduce((total, weight) => total + weight, 0);
  if (!(sum > 0 && sum < 1) || usual < 2) return 1;
  const common = (1 / sum - 1) / (usual - 1);
  return 1 / (1 + common * Math.max(0, heard - 1)) / sum;
}
