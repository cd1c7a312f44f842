import { describe, expect, it } from 'vitest';
import { insideOutline, levelWalls, outlineArea_m2, wallsCrossed } from './floor-plan.ts';

const L: readonly (readonly [number, number])[] = [
  [0, 0],
  [4, 0],
  [4, 2],
  [2, 2],
  [2, 4],
  [0, 4],
];
const wall = (x_m: number) => ({ building_id: 'B', level: 0, material: '', x1_m: x_m, y1_m: 0, x2_m: x_m, y2_m: 4 });

describe('floor plan', () => {
  it('knows inside from outside of a room with a corner cut out', () => {
    expect(insideOutline(1, 3, L)).toBe(true);
    expect(insideOutline(3, 3, L)).toBe(false);
    expect(outlineArea_m2(L)).toBe(12);
  });

  it('counts the two faces of a wall once and two walls twice', () => {
    expect(wallsCrossed(0, 1, 8, 1, levelWalls([wall(2), wall(2.1), wall(5)], []))).toBe(2);
    expect(wallsCrossed(0, 5, 8, 5, levelWalls([wall(2)], []))).toBe(0);
    expect(wallsCrossed(0, 1, 1.9, 1, levelWalls([wall(2)], []))).toBe(0);
  });

  it('takes the edges of rooms where no wall is listed', () => {
    const walls = levelWalls([], [L]);
    expect(walls.derived).toBe(true);
    expect(wallsCrossed(-1, 3, 3, 3, walls)).toBe(2);
  });
});
