import type { Segment } from '../radio/index.ts';
import { ROOM_DEPTH_M, ROOM_WIDTH_M, planToArea, type Building } from '../places.ts';

/** A wall of a building's plan, the same on every level. */
export interface Wall extends Segment {
  readonly material: 'concrete' | 'brick';
}

/** Outer walls and those along the corridor in concrete, those between rooms in brick, in metres of the plan. */
export function wallsOf({ length_m, depth_m }: Building): Wall[] {
  const wall = (material: Wall['material'], x1_m: number, y1_m: number, x2_m: number, y2_m: number): Wall => ({
    material,
    x1_m,
    y1_m,
    x2_m,
    y2_m,
  });
  const along = [0, ROOM_DEPTH_M, depth_m - ROOM_DEPTH_M, depth_m].map((y) => wall('concrete', 0, y, length_m, y));
  const ends = [0, length_m].map((x) => wall('concrete', x, 0, x, depth_m));
  const between = Array.from({ length: Math.round(length_m / ROOM_WIDTH_M) - 1 }, (_, i) => {
    const x = (i + 1) * ROOM_WIDTH_M;
    return [wall('brick', x, 0, x, ROOM_DEPTH_M), wall('brick', x, depth_m - ROOM_DEPTH_M, x, depth_m)];
  });
  return [...along, ...ends, ...between.flat()];
}

/** The same wall in metres of the prison's area. */
export function inArea(building: Building, { x1_m, y1_m, x2_m, y2_m }: Segment): Segment {
  const [ax, ay] = planToArea(building, x1_m, y1_m);
  const [bx, by] = planToArea(building, x2_m, y2_m);
  return { x1_m: ax, y1_m: ay, x2_m: bx, y2_m: by };
}
