import { outlineArea_m2 } from '../floor-plan.ts';
import { fieldKernel, type FieldPlace } from '../residual-field.ts';
import { mountingPoints } from './mounting-points.ts';
import { nats, Separation, type SignalAssumed } from './separation.ts';
import { TYPICAL_FIELD, type SensorColumn, type SensorSite } from './site.ts';

/** What a walk-test must do in one room. */
export interface RoomToWalk {
  /** Index in the grid's rooms. */
  readonly room: number;
  /** Places to stand at; 0 = walked already. */
  readonly points: number;
  readonly walkedAlready: number;
  /** Standard deviation of the map in the room, mean over receivers, dB. */
  readonly mapSd_db: number;
  /** Separation from the room most like it, and what it becomes. */
  readonly worst_nats: number;
  readonly worstAfter_nats: number;
}

export interface WalkTestPlan {
  /** Those that gain most first. */
  readonly rooms: readonly RoomToWalk[];
  readonly points: number;
  /** Further points in corridors, every 3 m. */
  readonly corridorPoints: number;
  /** The site and its receivers as they will be known afterwards. */
  readonly site: SensorSite;
  readonly columns: readonly SensorColumn[];
}

/** A cell's worth of floor: one place of the walk-test for each. */
const AREA_OF_A_POINT_M2 = 9;
const CORRIDOR_SPACING_M = 3;
/** Bursts at one place beyond which nothing more is learnt there (as in the residual field). */
const BURSTS_AT_A_PLACE = 8;

/**
 * One place for each 9 m2 of a room, at least one. What it will teach is the variance that a Gaussian process keeps after
 * a reading of noise n at correlation r: v (1 - r2 v / (v + n)). Rooms come in the order in which their worst pair gains.
 */
export function walkTestPlan(site: SensorSite, columns: readonly SensorColumn[], signal: SignalAssumed): WalkTestPlan {
  const { grid } = site;
  const scale = site.surveyed ? site.scale : TYPICAL_FIELD;
  const walked = new Float64Array(grid.rooms.length);
  for (const { room } of site.surveyCells) if (room >= 0) walked[room]!++;
  const pointsOf = grid.rooms.map((): number[] => []);
  grid.room.forEach((room, g) => {
    if (room >= 0) pointsOf[room]!.push(g);
  });
  const places: number[] = [];
  const wanted = grid.rooms.map(({ outline }, room) => {
    const full = Math.max(1, Math.round(outlineArea_m2(outline ?? []) / AREA_OF_A_POINT_M2));
    const points = Math.max(0, full - walked[room]!);
    const own = pointsOf[room]!;
    for (let k = 0; k < points; k++) places.push(own[Math.floor(((k + 0.5) * own.length) / points)]!);
    return points;
  });
  const noise_db2 = scale.frozen_db ** 2 + scale.burst_db ** 2 / BURSTS_AT_A_PLACE;
  const placeOf = (g: number): FieldPlace => ({
    x_m: grid.x_m[g]!,
    y_m: grid.y_m[g]!,
    level: grid.level[g]!,
    room: grid.room[g]!,
  });
  const own_db2 = scale.smooth_db ** 2 + scale.room_db ** 2 || 1;
  // Correlation of each grid point with the places of the walk-test near it: the same for all receivers.
  const near = Array.from(grid.x_m, (_, g) => {
    const at = placeOf(g);
    return places.flatMap((p) => {
      const r = fieldKernel(at, placeOf(p), scale) / own_db2;
      return r > 0.1 ? [r] : [];
    });
  });
  const after = columns.map((column): SensorColumn => {
    const map_db2 = column.map_db2.map((variance, g) => {
      let v = site.surveyed ? variance : variance + own_db2;
      for (const r of near[g]!) v *= 1 - (r * r * v) / (v + noise_db2);
      return v;
    });
    return { ...column, map_db2 };
  });
  const afterSite: SensorSite = site.surveyed
    ? site
    : { ...site, surveyed: true, scale, errors: { ...site.errors, frozen_db: scale.frozen_db } };
  const now = worstByRoom(site, columns, signal);
  const then = worstByRoom(afterSite, after, signal);
  const rooms = grid.rooms.map((_, room): RoomToWalk => {
    let variance = 0;
    for (const column of columns) for (const g of pointsOf[room]!) variance += column.map_db2[g]!;
    const count = Math.max(1, columns.length * pointsOf[room]!.length);
    return {
      room,
      points: wanted[room]!,
      walkedAlready: walked[room]!,
      mapSd_db: Math.sqrt(variance / count + (site.surveyed ? 0 : own_db2)),
      worst_nats: now[room]!,
      worstAfter_nats: then[room]!,
    };
  });
  const gain = ({ worst_nats, worstAfter_nats }: RoomToWalk) => worstAfter_nats - worst_nats;
  return {
    rooms: rooms
      .filter(({ points }) => points > 0)
      .toSorted((a, b) => gain(b) - gain(a) || b.mapSd_db - a.mapSd_db || a.room - b.room),
    points: places.length,
    corridorPoints: mountingPoints(grid, { step_m: CORRIDOR_SPACING_M }).filter(({ where }) => where === 'corridor')
      .length,
    site: afterSite,
    columns: after,
  };
}

/** Separation of each room from the one most like it. */
export function worstByRoom(site: SensorSite, columns: readonly SensorColumn[], signal: SignalAssumed): Float64Array {
  const separation = new Separation(site, signal);
  for (const column of columns) separation.add(column);
  const worst = new Float64Array(site.grid.rooms.length).fill(Infinity);
  const { a, b } = separation.pairs;
  separation.overlaps().forEach((overlap, p) => {
    const own = nats(overlap);
    for (const room of [a[p]!, b[p]!]) worst[room] = Math.min(worst[room]!, own);
  });
  return worst;
}
