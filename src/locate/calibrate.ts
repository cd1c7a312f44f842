import { fixBursts, type ErrorModel, type Fix, type PlacePrior, type PowerPrior } from './grid-posterior.ts';
import { leftOutGroups, leftOutShares, mapWithout } from './left-out.ts';
import type { PropagationMap } from './propagation-map.ts';
import type { Survey } from './survey.ts';

/** Where there is no survey to fit it on: the prior's wide errors stand as they are. */
const UNFITTED_TEMPER = 1;
/** Months between survey and use (measured over nine months: about 1 dB). */
const DRIFT_DB = 1;
const FROZEN_DB = [0, 2, 3, 4, 5];
const TEMPERS = [0.5, 0.6, 0.7, 0.8, 0.9, 1, 1.2, 1.5, 2, 2.5];
const MOST_BLOCK_M = 1.5;
const SHARES = [0, 0.25, 0.5, 0.75, 1];
/** How much worse a log score may be for a truer confidence: about its own standard error with a hundred groups. */
const SCORE_MARGIN = 0.05;
/** A room that was given less is not told apart further. */
const LEAST_P = 1e-4;
const GROUP_SIZES = [1, 5];
/** Fixes that the fit may cost. */
const MOST_GROUPS = 80;

/** How a look is read from the maps of one building. */
export interface Calibration {
  readonly errors: ErrorModel;
  /** Share of each map in the pooled posterior; adds up to 1. */
  readonly shares: readonly number[];
  /** Mean logarithmic score of the left-out rooms; undefined where nothing was fitted. */
  readonly score: number | undefined;
}

/**
 * Fits the error model on the walk-test by blocked cross-validation: each place is located by maps that never saw it or
 * its surroundings, and the frozen error, the temper and the maps' shares with the best logarithmic score of the
 * true room win; of the tempers that score about as well, the one whose confidence equals the share of hits. The block is as wide as a phone will typically be from the nearest survey place.
 */
export function calibrateErrors(
  maps: readonly PropagationMap[],
  survey: Survey,
  prior: PlacePrior,
  power: PowerPrior,
): Calibration {
  const first = maps[0]!;
  const { frozen_db, burst_db } = first.scale;
  const start: ErrorModel = { frozen_db, drift_db: DRIFT_DB, burst_db, correlation: undefined, temper: 1 };
  const even = maps.map(() => 1 / maps.length);
  const plain = {
    errors: { ...start, temper: UNFITTED_TEMPER },
    shares: even,
    score: undefined,
  };
  if (survey.events.length === 0) return plain;
  const groups = GROUP_SIZES.flatMap((size) => leftOutGroups(survey, first.sensors.length, size, 2)).filter(
    ({ room }) => room >= 0,
  );
  const step = Math.max(1, groups.length / MOST_GROUPS);
  const used = Array.from({ length: Math.min(groups.length, MOST_GROUPS) }, (_, i) => groups[Math.floor(i * step)]!);
  if (used.length < 10) return plain;
  const radius_m = typicalDistance(first, survey);
  const frozen = [...new Set(FROZEN_DB.map((value) => Math.max(frozen_db, value)))].toSorted((a, b) => a - b);
  // Probability of every room: [map][frozen and temper][group].
  const told = maps.map((map) => {
    const shares = leftOutShares(map);
    const settings = frozen.flatMap(() => TEMPERS.map((): Float64Array[] => []));
    for (const { cell, group } of used) {
      const left = mapWithout(map, cell, group.band, shares, radius_m);
      frozen.forEach((candidate, f) => {
        const fix = fixBursts(map, { ...start, frozen_db: candidate }, group, power, prior, left.mean_db, left.map_db2);
        TEMPERS.forEach((temper, t) => settings[f * TEMPERS.length + t]!.push(temperedRooms(map, fix, prior, temper)));
      });
    }
    return settings;
  });
  const judge = (f: number, t: number, shares: readonly number[]): Judged => {
    let [score, gap] = [0, 0];
    used.forEach(({ room }, index) => {
      const pooled = pooledRooms(
        told.map((settings) => settings[f * TEMPERS.length + t]![index]!),
        shares,
      );
      const top = Math.max(...pooled);
      score += Math.log(Math.max(LEAST_P, pooled[room]!)) / used.length;
      gap += (top - (pooled[room] === top ? 1 : 0)) / used.length;
    });
    return { score, gap: Math.abs(gap) };
  };
  const mixes = maps.length === 2 ? SHARES.map((share) => [1 - share, share]) : [even];
  const all = frozen.flatMap((_, f) =>
    TEMPERS.flatMap((_temper, t) => mixes.map((shares) => ({ f, t, shares, ...judge(f, t, shares) }))),
  );
  const best = all.reduce((a, b) => (b.score > a.score ? b : a));
  // Of the tempers that predict about as well, the one whose confidence is true.
  const { t, score } = all
    .filter(({ f, shares, score: own }) => f === best.f && shares === best.shares && own >= best.score - SCORE_MARGIN)
    .reduce((a, b) => (b.gap < a.gap ? b : a));
  const errors = { ...start, frozen_db: frozen[best.f]!, temper: TEMPERS[t]! };
  return { errors, shares: best.shares, score };
}

interface Judged {
  /** Mean ln of the true room's probability. */
  readonly score: number;
  /** Mean confidence in the most probable room less how often it was right, without sign. */
  readonly gap: number;
}

function pooledRooms(rooms: readonly Float64Array[], shares: readonly number[]): Float64Array {
  return rooms[0]!.map((_, k) => rooms.reduce((sum, p, m) => sum + shares[m]! * p[k]!, 0));
}

/** Median distance of the rooms' points to the nearest survey place of their level. */
function typicalDistance(map: PropagationMap, survey: Survey): number {
  const { grid } = map;
  const nearest: number[] = [];
  for (let g = 0; g < grid.x_m.length; g++) {
    if (grid.room[g]! < 0) continue;
    let least = Infinity;
    for (const { x_m, y_m, level } of survey.cells) {
      if (level === grid.level[g]) least = Math.min(least, Math.hypot(x_m - grid.x_m[g]!, y_m - grid.y_m[g]!));
    }
    nearest.push(least);
  }
  nearest.sort((a, b) => a - b);
  return Math.min(MOST_BLOCK_M, nearest[nearest.length >> 1] ?? 0);
}

/** Probability per room, as if the untempered fix had been tempered. */
function temperedRooms(map: PropagationMap, fix: Fix, prior: PlacePrior, temper: number): Float64Array {
  const p = new Float64Array(map.grid.rooms.length);
  let total = prior.none * (fix.none / prior.none) ** temper;
  for (let g = 0; g < fix.points.length; g++) {
    const mass = prior.points[g]!;
    const likelihood = fix.points[g]! / mass;
    if (likelihood < 1e-9) continue;
    const value = mass * likelihood ** temper;
    total += value;
    const room = map.grid.room[g]!;
    if (room >= 0) p[room]! += value;
  }
  return p.map((value) => value / total);
}
