import { describe, expect, it } from 'vitest';
import { insideOutline } from '../floor-plan.ts';
import { roomGrid } from '../room-grid.ts';
import { aWing } from './a-wing.testing.ts';
import { mountingPoints } from './mounting-points.ts';

const { rooms } = aWing({ perSide: 4, levels: 2 });
const grid = roomGrid(rooms);
const isIn = (point: { x_m: number; y_m: number; level: number }) =>
  rooms.some((room) => room.level === point.level && insideOutline(point.x_m, point.y_m, room.outline ?? []));

describe('mounting points', () => {
  it('lie in corridors and on outer walls of every level, out of reach', () => {
    const points = mountingPoints(grid);
    expect(points.some(isIn)).toBe(false);
    for (const level of [0, 1])
      for (const where of ['corridor', 'outer wall'] as const)
        expect(points.filter((point) => point.level === level && point.where === where).length).toBeGreaterThan(3);
    const corridor = points.filter(({ where }) => where === 'corridor');
    expect(corridor.every(({ y_m }) => y_m > 4 && y_m < 6.5)).toBe(true);
  });

  it('find a corridor however narrow, and however far apart they are', () => {
    for (const step_m of [1.5, 2, 3, 4.3, 7])
      expect(mountingPoints(grid, { step_m }).filter(({ where }) => where === 'corridor').length).toBeGreaterThan(1);
  });

  it('go into cells only where that is allowed', () => {
    const points = mountingPoints(grid, { inCells: true });
    expect(points.filter(({ where }) => where === 'cell').length).toBeGreaterThan(rooms.length);
    for (const point of points) expect(isIn(point)).toBe(point.where === 'cell');
  });

  it('grow no more than is asked for, in however large a building', () => {
    expect(mountingPoints(grid, { most: 40 }).length).toBeLessThanOrEqual(40);
  });

  it('have names of their own', () => {
    const names = mountingPoints(grid, { inCells: true }).map(({ sensor_id }) => sensor_id);
    expect(new Set(names).size).toBe(names.length);
  });
});
