import { fixBursts, type ErrorModel, type Fix, type PlacePrior, type PowerPrior } from './grid-posterior.ts';
import { leftOutGroups, leftOutShares, mapWithout } from './left-out.ts';
import type { PropagationMap } from './propagation-map.ts';
import { OUTSIDE } from './room-grid.ts';
import type { Survey } from './survey.ts';

/** Probability per room (index in grid.rooms), then the ring outside, then "none". */
export function roomProbabilities(map: PropagationMap, fix: Fix): Float64Array {
  const rooms = map.grid.rooms.length;
  const p = new Float64Array(rooms + 2);
  fix.points.forEach((value, g) => {
    const room = map.grid.room[g]!;
    p[room === OUTSIDE ? rooms : room]! += value;
  });
  p[rooms + 1] = fix.none;
  return p;
}

/** Where there is no survey to fit them on. */
const UNFITTED_TEMPER = 0.8;
/** Months between survey and use (measured over nine months: about 1 dB). */
const DRIFT_DB = 1;
const FROZEN_DB = [0, 2, 3, 4, 5];
const TEMPERS = [0.5, 0.6, 0.7, 0.8, 0.9, 1];
/** Places within this of the one that is left out are left out with it: two metres of corridor look alike. */
const BLOCK_M = 0.8;
const GROUP_SIZES = [1, 5];
/** Fixes that the fit may cost. */
const MOST_GROUPS = 120;
/** Each setting's mean log score is taken this much closer to the untempered model's: few places, many settings. */
const LEAST_GAIN = 0.005;

/**
 * Fits the error model on the walk-test by blocked cross-validation: each place is located by the map that never saw it
 * or its surroundings, and the frozen error and the temper with the best logarithmic score of the true room win. The
 * frozen error is never taken below what the map's own fit says.
 */
export function calibrateErrors(
  map: PropagationMap,
  survey: Survey,
  prior: PlacePrior,
  power: PowerPrior,
): ErrorModel {
  const { frozen_db, burst_db } = map.scale;
  const start: ErrorModel = { frozen_db, drift_db: DRIFT_DB, burst_db, correlation: undefined, temper: 1 };
  if (survey.events.length === 0) return { ...start, temper: UNFITTED_TEMPER };
  const shares = leftOutShares(map);
  const groups = GROUP_SIZES.flatMap((size) => leftOutGroups(survey, map.sensors.length, size, 2)).filter(
    ({ room }) => room >= 0,
  );
  const step = Math.max(1, groups.length / MOST_GROUPS);
  const used = Array.from({ length: Math.min(groups.length, MOST_GROUPS) }, (_, i) => groups[Math.floor(i * step)]!);
  if (used.length < 10) return { ...start, temper: UNFITTED_TEMPER };
  const candidates = [...new Set(FROZEN_DB.map((value) => Math.max(frozen_db, value)))].toSorted((a, b) => a - b);
  const scores = candidates.map(() => new Float64Array(TEMPERS.length));
  for (const { cell, room, group } of used) {
    const left = mapWithout(map, cell, group.band, shares, BLOCK_M);
    candidates.forEach((candidate, c) => {
      const errors = { ...start, frozen_db: candidate };
      const fix = fixBursts(map, errors, group, power, prior, left.mean_db, left.map_db2);
      TEMPERS.forEach((temper, t) => {
        scores[c]![t]! += Math.log(Math.max(1e-4, temperedRoom(map, fix, prior, temper, room))) / used.length;
      });
    });
  }
  let best: ErrorModel = start;
  let bestScore = scores[0]![TEMPERS.length - 1]! + LEAST_GAIN;
  candidates.forEach((candidate, c) =>
    TEMPERS.forEach((temper, t) => {
      if (scores[c]![t]! <= bestScore) return;
      bestScore = scores[c]![t]!;
      best = { ...start, frozen_db: candidate, temper };
    }),
  );
  return best;
}

/** The room's probability if the untempered fix had been tempered. */
function temperedRoom(map: PropagationMap, fix: Fix, prior: PlacePrior, temper: number, room: number): number {
  let total = prior.none * (fix.none / prior.none) ** temper;
  let own = 0;
  for (let g = 0; g < fix.points.length; g++) {
    const mass = prior.points[g]!;
    const value = mass * (fix.points[g]! / mass) ** temper;
    total += value;
    if (map.grid.room[g] === room) own += value;
  }
  return own / total;
}
