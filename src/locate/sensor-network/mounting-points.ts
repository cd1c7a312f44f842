import type { PlanOutline } from '../../model/case.ts';
import type { PlacedSensor } from '../base-map.ts';
import { insideOutline } from '../floor-plan.ts';
import type { RoomGrid } from '../room-grid.ts';

/** Where a receiver could be fixed, and what stands there. */
export interface MountingPoint extends PlacedSensor {
  readonly where: 'corridor' | 'outer wall' | 'cell';
}

export interface MountingOptions {
  /** Distance between points, metres; default 2, wider in large buildings. */
  readonly step_m?: number;
  /** Also inside listed rooms, near their walls. */
  readonly inCells?: boolean;
  readonly most?: number;
  readonly threshold_dbm?: number | undefined;
}

const STEP_M = 2;
const MOST_POINTS = 400;
/** A receiver hangs this far from a wall, metres. */
const OFF_WALL_M = 0.3;

/**
 * Points on every level of the rooms: in the space between rooms (corridor, landing, shaft), along the outer wall line
 * on its outside, and, where allowed, in rooms near their walls.
 */
export function mountingPoints(grid: RoomGrid, options: MountingOptions = {}): MountingPoint[] {
  const { inCells = false, most = MOST_POINTS } = options;
  let step_m = options.step_m ?? STEP_M;
  for (;;) {
    const found = pointsAt(grid, step_m, inCells, options.threshold_dbm);
    if (found.length <= most || options.step_m !== undefined) return found;
    step_m *= Math.max(1.1, Math.sqrt(found.length / most));
  }
}

function pointsAt(
  grid: RoomGrid,
  step_m: number,
  inCells: boolean,
  threshold_dbm: number | undefined,
): MountingPoint[] {
  const found: MountingPoint[] = [];
  const levels = [...new Set(grid.rooms.map(({ level }) => level))].toSorted((a, b) => a - b);
  for (const level of levels) {
    const outlines = grid.rooms.flatMap((room) => (room.level === level && room.outline ? [room.outline] : []));
    let count = 0;
    const put = (x: number, y: number, where: MountingPoint['where']) => {
      const [x_m, y_m] = [Math.round(x * 100) / 100, Math.round(y * 100) / 100];
      const sensor_id = `NEW-${level}-${++count}`;
      found.push({ sensor_id, level, x_m, y_m, threshold_dbm, where });
    };
    for (const block of blocksOf(outlines)) {
      const { west, east, south, north } = extentOf(block);
      const [columns, lines] = [
        Math.max(1, Math.round((east - west) / step_m)),
        Math.max(1, Math.round((north - south) / step_m)),
      ];
      for (const [x, y] of freePoints(block, step_m)) put(x, y, 'corridor');
      for (let i = 0; i <= columns; i++) {
        const x = west + ((east - west) * i) / columns;
        put(x, south - OFF_WALL_M, 'outer wall');
        put(x, north + OFF_WALL_M, 'outer wall');
      }
      for (let j = 1; j < lines; j++) {
        const y = south + ((north - south) * j) / lines;
        put(west - OFF_WALL_M, y, 'outer wall');
        put(east + OFF_WALL_M, y, 'outer wall');
      }
      if (!inCells) continue;
      for (const outline of block) for (const [x, y] of alongInside(outline)) put(x, y, 'cell');
    }
  }
  return found;
}

/** Fine enough for the narrowest corridor. */
const FINE_M = 0.5;

/** In each square of side `step_m` within the block, the place furthest from all rooms, where there is any between them. */
function freePoints(block: readonly PlanOutline[], step_m: number): [number, number][] {
  const { west, east, south, north } = extentOf(block);
  const best = new Map<string, { x: number; y: number; clear_m: number }>();
  for (let x = west + FINE_M / 2; x < east; x += FINE_M) {
    for (let y = south + FINE_M / 2; y < north; y += FINE_M) {
      if (block.some((outline) => insideOutline(x, y, outline))) continue;
      const clear_m = Math.min(...block.map((outline) => gap_m([[x, y]], outline)));
      const key = `${Math.floor((x - west) / step_m)}|${Math.floor((y - south) / step_m)}`;
      const known = best.get(key);
      if (known === undefined || clear_m > known.clear_m) best.set(key, { x, y, clear_m });
    }
  }
  // Squares on both sides of a line through the corridor's middle would each take a point of it.
  const chosen: { x: number; y: number }[] = [];
  for (const { x, y } of [...best.values()].toSorted((p, q) => q.clear_m - p.clear_m || p.x - q.x || p.y - q.y))
    if (chosen.every((other) => Math.hypot(other.x - x, other.y - y) >= 0.7 * step_m)) chosen.push({ x, y });
  return chosen.map(({ x, y }) => [x, y]);
}

/** Wings stand apart: rooms further than this from each other belong to different blocks, with their own outer walls. */
const BLOCK_GAP_M = 8;

function blocksOf(outlines: readonly PlanOutline[]): PlanOutline[][] {
  const blocks: PlanOutline[][] = [];
  for (const outline of outlines) {
    const touching = blocks.filter((block) => block.some((other) => gap_m(other, outline) <= BLOCK_GAP_M));
    const joined = [...touching.flat(), outline];
    for (const block of touching) blocks.splice(blocks.indexOf(block), 1);
    blocks.push(joined);
  }
  return blocks;
}

function extentOf(outlines: readonly PlanOutline[]) {
  const xs = outlines.flatMap((outline) => outline.map(([x]) => x));
  const ys = outlines.flatMap((outline) => outline.map(([, y]) => y));
  return { west: Math.min(...xs), east: Math.max(...xs), south: Math.min(...ys), north: Math.max(...ys) };
}

/** Distance of two extents. */
function gap_m(a: PlanOutline, b: PlanOutline): number {
  const [p, q] = [extentOf([a]), extentOf([b])];
  const dx = Math.max(0, p.west - q.east, q.west - p.east);
  const dy = Math.max(0, p.south - q.north, q.south - p.north);
  return Math.hypot(dx, dy);
}

/** Corners and middles of walls, drawn in towards the room's middle. */
function alongInside(outline: PlanOutline): [number, number][] {
  const middle = outline.reduce(([sx, sy], [x, y]) => [sx + x / outline.length, sy + y / outline.length] as const, [
    0, 0,
  ] as readonly [number, number]);
  return outline.flatMap(([x, y], i) => {
    const [nextX, nextY] = outline[(i + 1) % outline.length] as readonly [number, number];
    return (
      [
        [x, y],
        [(x + nextX) / 2, (y + nextY) / 2],
      ] as const
    ).flatMap(([px, py]): [number, number][] => {
      const away = Math.hypot(middle[0] - px, middle[1] - py) || 1;
      const inward = OFF_WALL_M * Math.SQRT2;
      const point: [number, number] = [
        px + ((middle[0] - px) * inward) / away,
        py + ((middle[1] - py) * inward) / away,
      ];
      return insideOutline(...point, outline) ? [point] : [];
    });
  });
}
