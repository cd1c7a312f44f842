import type { PlanOutline, Room } from '../model/case.ts';
import { insideOutline, outlineArea_m2 } from './floor-plan.ts';

/** Room index of grid points on the ring outside the building. */
export const OUTSIDE = -1;

/** Places where a transmitter may be. Columns of equal length. */
export interface RoomGrid {
  readonly x_m: Float64Array;
  readonly y_m: Float64Array;
  readonly level: Int16Array;
  /** Index in `rooms`, in the rooms without an outline that follow them, in the landings behind those; or OUTSIDE. */
  readonly room: Int32Array;
  /** Rooms with an outline; in the order given. */
  readonly rooms: readonly Room[];
  readonly step_m: number;
  /** Index in `room` of the first landing; undefined where there is none. */
  readonly landingsFrom?: number;
}

export interface GridOptions {
  /** Points that all rooms together get, about; the step follows from it. */
  readonly points: number;
  readonly leastStep_m: number;
  readonly mostStep_m: number;
}

const DEFAULTS: GridOptions = { points: 1500, leastStep_m: 0.25, mostStep_m: 1.5 };

/** How far from the walls the outer ring lies: a street or yard within earshot of the sensors. */
const RING_M = [2, 5, 10] as const;
const RING_SPACING_M = 4;

/** A regular grid within each room (at least one point each), and a ring around each level's rooms. */
export function roomGrid(all: readonly Room[], options: Partial<GridOptions> = {}): RoomGrid {
  const { points, leastStep_m, mostStep_m } = { ...DEFAULTS, ...options };
  const rooms = all.filter(({ outline }) => outline !== undefined);
  const area_m2 = rooms.reduce((sum, { outline }) => sum + outlineArea_m2(outline as PlanOutline), 0);
  const step_m = Math.min(mostStep_m, Math.max(leastStep_m, Math.sqrt(area_m2 / points)));
  const xs: number[] = [];
  const ys: number[] = [];
  const levels: number[] = [];
  const roomOf: number[] = [];
  const put = (x: number, y: number, level: number, room: number) => {
    xs.push(x);
    ys.push(y);
    levels.push(level);
    roomOf.push(room);
  };
  const within = nestedRooms(rooms);
  rooms.forEach(({ outline, level }, index) => {
    const points = pointsWithin(outline as PlanOutline, step_m);
    // A yard is drawn round the house that stands in it: a point is of the smallest room that holds it.
    const own = points.filter(([x, y]) => !within[index]!.some((inner) => insideOutline(x, y, inner)));
    for (const [x, y] of own.length > 0 ? own : points) put(x, y, level, index);
  });
  for (const level of new Set(rooms.map((room) => room.level))) {
    const vertices = rooms.filter((room) => room.level === level).flatMap(({ outline }) => outline ?? []);
    for (const [x, y] of ringAround(vertices)) put(x, y, level, OUTSIDE);
  }
  return {
    x_m: Float64Array.from(xs),
    y_m: Float64Array.from(ys),
    level: Int16Array.from(levels),
    room: Int32Array.from(roomOf),
    rooms,
    step_m,
  };
}

/**
 * With the places of a walk-test as the points of rooms that have no outline (room index `from` and above): there the levels
 * are known as well as in any other room. Rooms that nobody walked through with coordinates stay without a point.
 */
export function withWalkedRooms(
  grid: RoomGrid,
  places: readonly { readonly x_m: number; readonly y_m: number; readonly level: number; readonly room: number }[],
  from: number,
): RoomGrid {
  const walked = places.filter(({ x_m, room }) => room >= from && !Number.isNaN(x_m));
  if (walked.length === 0) return grid;
  return {
    ...grid,
    x_m: Float64Array.of(...grid.x_m, ...walked.map(({ x_m }) => x_m)),
    y_m: Float64Array.of(...grid.y_m, ...walked.map(({ y_m }) => y_m)),
    level: Int16Array.of(...grid.level, ...walked.map(({ level }) => level)),
    room: Int32Array.of(...grid.room, ...walked.map(({ room }) => room)),
  };
}

/** Of each room, the outlines of smaller ones that reach into it. */
function nestedRooms(rooms: readonly Room[]): PlanOutline[][] {
  const boxes = rooms.map(({ outline, level }) => {
    const xs = (outline ?? []).map(([x]) => x);
    const ys = (outline ?? []).map(([, y]) => y);
    const box = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)] as const;
    return { box, level, outline: outline as PlanOutline, area_m2: outlineArea_m2(outline as PlanOutline) };
  });
  return boxes.map((outer) =>
    boxes.flatMap((inner) => {
      const [a, b, c, d] = outer.box;
      const [west, east, south, north] = inner.box;
      const apart = west >= b || east <= a || south >= d || north <= c || inner.level !== outer.level;
      return apart || inner.area_m2 >= outer.area_m2 ? [] : [inner.outline];
    }),
  );
}

/** Cell centres of a grid fitted to the outline's extent, those inside; the mean vertex where none is. */
export function pointsWithin(outline: PlanOutline, step_m: number): [number, number][] {
  const xs = outline.map(([x]) => x);
  const ys = outline.map(([, y]) => y);
  const [west, east, south, north] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
  const columns = Math.max(1, Math.round((east - west) / step_m));
  const lines = Math.max(1, Math.round((north - south) / step_m));
  const found: [number, number][] = [];
  for (let i = 0; i < columns; i++) {
    for (let j = 0; j < lines; j++) {
      const x = west + ((i + 0.5) * (east - west)) / columns;
      const y = south + ((j + 0.5) * (north - south)) / lines;
      if (insideOutline(x, y, outline)) found.push([x, y]);
    }
  }
  if (found.length > 0) return found;
  const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  return [[mean(xs), mean(ys)]];
}

function ringAround(vertices: readonly (readonly [number, number])[]): [number, number][] {
  const xs = vertices.map(([x]) => x);
  const ys = vertices.map(([, y]) => y);
  const found: [number, number][] = [];
  for (const away_m of RING_M) {
    const [west, east] = [Math.min(...xs) - away_m, Math.max(...xs) + away_m];
    const [south, north] = [Math.min(...ys) - away_m, Math.max(...ys) + away_m];
    const columns = Math.max(2, Math.ceil((east - west) / RING_SPACING_M));
    const lines = Math.max(2, Math.ceil((north - south) / RING_SPACING_M));
    for (let i = 0; i <= columns; i++) {
      const x = west + ((east - west) * i) / columns;
      found.push([x, south], [x, north]);
    }
    for (let j = 1; j < lines; j++) {
      const y = south + ((north - south) * j) / lines;
      found.push([west, y], [east, y]);
    }
  }
  return found;
}
