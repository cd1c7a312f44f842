import type { PlanOutline, Wall } from '../model/case.ts';

/** Storey height assumed where a path changes levels. Domain knowledge: 2.7 to 3.3 m in cell wings. */
export const STOREY_M = 3;

/** The two faces of one wall stand no further apart than this along a path. */
const FACES_M = 0.4;

/** Walls of one building and level as flat segments: x1, y1, x2, y2, then the next. */
export interface LevelWalls {
  readonly segments: Float64Array;
  /** True where no wall is listed and the outlines of rooms stand in. */
  readonly derived: boolean;
}

/** Even-odd rule; a point on the edge may fall on either side. */
export function insideOutline(x_m: number, y_m: number, outline: PlanOutline): boolean {
  let inside = false;
  for (let i = 0, j = outline.length - 1; i < outline.length; j = i++) {
    const [xi, yi] = outline[i] as readonly [number, number];
    const [xj, yj] = outline[j] as readonly [number, number];
    if (yi > y_m !== yj > y_m && x_m < ((xj - xi) * (y_m - yi)) / (yj - yi) + xi) inside = !inside;
  }
  return inside;
}

/** Shoelace formula, square metres. */
export function outlineArea_m2(outline: PlanOutline): number {
  let twice = 0;
  for (let i = 0, j = outline.length - 1; i < outline.length; j = i++) {
    const [xi, yi] = outline[i] as readonly [number, number];
    const [xj, yj] = outline[j] as readonly [number, number];
    twice += xj * yi - xi * yj;
  }
  return Math.abs(twice) / 2;
}

/** The listed walls of a level; where none is listed, the edges of its rooms. */
export function levelWalls(walls: readonly Wall[], outlines: readonly PlanOutline[]): LevelWalls {
  if (walls.length > 0) {
    return { segments: Float64Array.from(walls.flatMap((w) => [w.x1_m, w.y1_m, w.x2_m, w.y2_m])), derived: false };
  }
  const edges = outlines.flatMap((outline) =>
    outline.flatMap(([x, y], i) => {
      const [nextX, nextY] = outline[(i + 1) % outline.length] as readonly [number, number];
      return [x, y, nextX, nextY];
    }),
  );
  return { segments: Float64Array.from(edges), derived: true };
}

/**
 * Walls that the straight path from (x1, y1) to (x2, y2) crosses. Plans draw a wall as one line or as its two faces, and
 * neighbouring rooms each draw their own: crossings closer than a wall is thick count as one.
 */
export function wallsCrossed(x1_m: number, y1_m: number, x2_m: number, y2_m: number, walls: LevelWalls): number {
  const { segments } = walls;
  const dx = x2_m - x1_m;
  const dy = y2_m - y1_m;
  const length_m = Math.hypot(dx, dy);
  if (length_m === 0) return 0;
  const at: number[] = [];
  for (let i = 0; i < segments.length; i += 4) {
    const ax = segments[i]! - x1_m;
    const ay = segments[i + 1]! - y1_m;
    const ex = segments[i + 2]! - segments[i]!;
    const ey = segments[i + 3]! - segments[i + 1]!;
    const cross = dx * ey - dy * ex;
    if (cross === 0) continue;
    const along = (ax * ey - ay * ex) / cross;
    const across = (ax * dy - ay * dx) / cross;
    if (along > 0 && along < 1 && across >= 0 && across <= 1) at.push(along * length_m);
  }
  if (at.length < 2) return at.length;
  at.sort((a, b) => a - b);
  let count = 1;
  let start = at[0]!;
  for (const position of at) {
    if (position - start <= FACES_M) continue;
    count++;
    start = position;
  }
  return count;
}
