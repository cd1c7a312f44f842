import { describe, expect, it } from 'vitest';
import { SMALL_CASE } from './a-small-case.testing.ts';
import { areaPoints } from './area-points.ts';

const [prison, placebo] = SMALL_CASE.areas;

describe('points that stand for an area', () => {
  it('are the rooms of a prison', () => {
    expect(areaPoints(prison!, SMALL_CASE.rooms)).toEqual([{ longitude: 1.5, latitude: 46.5 }]);
  });

  it('are the same rooms in whatever order the prison lists them, not more than two dozen', () => {
    const room = SMALL_CASE.rooms[0]!;
    const rooms = Array.from({ length: 100 }, (_, i) => ({
      ...room,
      cell_id: `r${i}`,
      longitude: 1.5 + (i % 10) / 1e4,
      latitude: 46.5 + Math.floor(i / 10) / 1e4,
    }));
    const points = areaPoints(prison!, rooms);
    expect(points.length).toBeLessThanOrEqual(24);
    expect(areaPoints(prison!, rooms.toReversed())).toEqual(points);
    expect(Math.max(...points.map((p) => p.latitude)) - Math.min(...points.map((p) => p.latitude))).toBeGreaterThan(
      6e-4,
    );
  });

  it('are a grid inside the polygon elsewhere, holes left out', () => {
    const points = areaPoints(placebo!, SMALL_CASE.rooms);
    expect(points.length).toBe(25);
    const hole = [
      [2.2995, 46.4995],
      [2.3005, 46.4995],
      [2.3005, 46.5005],
      [2.2995, 46.5005],
      [2.2995, 46.4995],
    ] as [number, number][];
    const holed = areaPoints({ ...placebo!, polygons: [[placebo!.polygons[0]![0]!, hole]] }, []);
    expect(holed.length).toBeLessThan(25);
    expect(holed.some((p) => Math.abs(p.longitude - 2.3) < 1e-6 && Math.abs(p.latitude - 46.5) < 1e-6)).toBe(false);
  });

  it('are never empty, however thin the polygon', () => {
    const thin = [
      [2, 46],
      [2.00001, 46.01],
      [2.00002, 46.01],
      [2, 46],
    ] as [number, number][];
    expect(areaPoints({ ...placebo!, polygons: [[thin]] }, []).length).toBeGreaterThan(0);
  });
});
