import type { Fix } from './grid-posterior.ts';
import type { LevelMap } from './level-map.ts';
import type { LogRatios } from './opinion-pool.ts';
import type { PlacePrior } from './place-prior.ts';
import { OUTSIDE } from './room-grid.ts';

/** What one opinion says of one look: how much each room gained on its prior, and where in the room. */
export interface RoomRatios {
  readonly ratios: LogRatios;
  /** Mean position in each room; NaN where the opinion knows no coordinates. */
  readonly x_m: Float64Array;
  readonly y_m: Float64Array;
}

/** Nothing counts against a room by more nats than this. */
const MOST_AGAINST = 12;

/**
 * Sums a fix over the points of each room. Several fixes of one place are multiplied, less what their errors share: n of them
 * count as n / (1 + (n - 1) alike). A room without a point, or an outside without one, is as likely as "none of these":
 * nobody knows what would be heard from there.
 */
export function roomRatios(
  map: LevelMap,
  prior: PlacePrior,
  roomPrior: Float64Array,
  fixes: readonly Fix[],
  alike: number,
): RoomRatios {
  const exponent = 1 / (1 + (fixes.length - 1) * alike);
  const { grid } = map;
  const rooms = roomPrior.length - 2;
  const p = new Float64Array(rooms + 2);
  const points = new Float64Array(rooms + 1);
  const x_m = new Float64Array(rooms);
  const y_m = new Float64Array(rooms);
  const single = fixes.length === 1 ? fixes[0]!.points : undefined;
  for (let g = 0; g < grid.room.length; g++) {
    const own = prior.points[g]!;
    if (own === 0) continue;
    let value = single ? single[g]! : own;
    if (!single) for (const fix of fixes) value *= (fix.points[g]! / own) ** exponent;
    const room = grid.room[g]!;
    const k = room === OUTSIDE ? rooms : room;
    p[k]! += value;
    points[k]!++;
    if (k === rooms) continue;
    x_m[k]! += value * grid.x_m[g]!;
    y_m[k]! += value * grid.y_m[g]!;
  }
  let none = prior.none;
  for (const fix of fixes) none *= (fix.none / prior.none) ** (single ? 1 : exponent);
  for (let k = 0; k < rooms; k++) {
    x_m[k] = p[k]! > 0 ? x_m[k]! / p[k]! : Number.NaN;
    y_m[k] = p[k]! > 0 ? y_m[k]! / p[k]! : Number.NaN;
  }
  p[rooms + 1] = none;
  let top = -Infinity;
  const ratios = Float64Array.from(p, (value, k) => {
    const known = k > rooms || points[k]! > 0;
    const ratio = known ? value / roomPrior[k]! : none / prior.none;
    const log = ratio > 0 ? Math.log(ratio) : -Infinity;
    if (log > top) top = log;
    return log;
  });
  return { ratios: ratios.map((log) => Math.max(log - top, -MOST_AGAINST)), x_m, y_m };
}
