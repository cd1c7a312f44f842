import { describe, expect, it } from 'vitest';
import type { PlanOutline, Room } from '../model/case.ts';
import { asRoom, landingsOf, walkedLandings, withLandings } from './landings.ts';
import { OUTSIDE, roomGrid } from './room-grid.ts';
import { surveyOf } from './survey.ts';

/** A room of 3 x 3 m whose corner is at (x, y). */
const room = (x: number, y: number, level = 0): Room => ({
  cell_id: `${level}/${x}/${y}`,
  prison_id: 'P1',
  building_id: 'B1',
  wing: 'A',
  landing: 'A0',
  level,
  capacity: 1,
  outline: rectangle(x, y, x + 3, y + 3),
});
function rectangle(west: number, south: number, east: number, north: number): PlanOutline {
  return [
    [west, south],
    [east, south],
    [east, north],
    [west, north],
  ];
}
/** Four rooms on each side of a corridor of 3 m, from x 0 to 12. */
const wing = (level = 0): Room[] => [0, 3, 6, 9].flatMap((x) => [room(x, 0, level), room(x, 6, level)]);

describe('landings', () => {
  it('lie between rooms that face each other, clear of their walls', () => {
    const [landing, ...others] = landingsOf(wing());
    expect(others).toEqual([]);
    const ys = landing!.points.map(([, y]) => y);
    expect(Math.min(...ys)).toBeGreaterThanOrEqual(3.4);
    expect(Math.max(...ys)).toBeLessThanOrEqual(5.6);
    // 12 m of it, a point for each square metre: two rows, since a third would touch a wall.
    expect(landing!.points.length).toBeGreaterThanOrEqual(24);
    expect(landing!.points.length).toBeLessThanOrEqual(36);
  });

  it('leave out what a wall may be: less than 0.4 m to each side', () => {
    const across = (gap_m: number): number => landingsOf([room(0, 0), room(0, 3 + gap_m)]).length;
    expect([across(0.7), across(1.4)]).toEqual([0, 1]);
  });

  it('are one for each storey, and the same ones whichever way the plan is turned', () => {
    const both = landingsOf([...wing(1), ...wing(0)]);
    expect(both.map(({ level }) => level)).toEqual([0, 1]);
    expect(both[1]!.points).toEqual(both[0]!.points);
    const turned = wing().map((one) => ({ ...one, outline: one.outline!.map(([x, y]): [number, number] => [y, x]) }));
    const sorted = (points: readonly (readonly [number, number])[]): string[] => points.map(String).toSorted();
    const back = landingsOf(turned)[0]!.points.map(([x, y]) => [y, x] as const);
    expect(sorted(back)).toEqual(sorted(both[0]!.points));
  });

  it('are no yard: rooms that face each other over more than a corridor have none between them', () => {
    expect(landingsOf([0, 3, 6].flatMap((x) => [room(x, 0), room(x, 20)]))).toEqual([]);
    expect(landingsOf([0, 3, 6].flatMap((y) => [room(0, y), room(20, y)]))).toEqual([]);
  });

  it('are none where rooms adjoin, where there is one room, or none with an outline', () => {
    expect(landingsOf([room(0, 0), room(3, 0), room(6, 0)])).toEqual([]);
    expect(landingsOf([room(0, 0)])).toEqual([]);
    expect(landingsOf(wing().map((one) => ({ ...one, outline: undefined })))).toEqual([]);
  });

  it('become places of the grid behind all rooms, those without an outline too', () => {
    const rooms = wing();
    const grid = roomGrid(rooms);
    const landings = landingsOf([...rooms, ...wing(1)]);
    const more = withLandings(grid, landings, 10);
    const [below, above] = landings;
    expect(more.landingsFrom).toBe(10);
    const count = (index: number): number => more.room.filter((one) => one === index).length;
    expect([count(10), count(11)]).toEqual([below!.points.length, above!.points.length]);
    const places = grid.room.length;
    expect(more.room.subarray(0, places)).toEqual(grid.room);
    expect(more.room.length).toBe(places + below!.points.length + above!.points.length);
    expect(more.level.subarray(places).filter((level) => level === 1)).toHaveLength(above!.points.length);
    expect([more.x_m[places], more.y_m[places]]).toEqual([...below!.points[0]!]);
    expect(withLandings(grid, [], 10)).toBe(grid);
  });

  it('are what a walk-test walked outside of rooms, and neither the yard nor another storey', () => {
    const rooms = wing();
    const own = { prison_id: 'P1', building_id: 'B1' };
    const sensor = { ...own, sensor_id: 'S1', level: 0, x_m: 1, y_m: 1 };
    const sensors = [{ ...sensor, threshold_dbm: -95, from_s: 0, until_s: 9e9 }];
    const readingOf = { ...own, band: 'GSM900', tx_power_dbm: 20, sensor_id: 'S1', rssi_dbm: -60 };
    const walked = (cell_id: string, x_m: number, y_m: number, level: number, at_s: number) => ({
      ...readingOf,
      cell_id,
      level,
      x_m,
      y_m,
      at_s,
    });
    const readings = [
      walked('corridor', 5, 4.5, 0, 0),
      walked('corridor', 5, 4.5, 1, 100),
      walked('yard', 30, 30, 0, 200),
      walked(rooms[0]!.cell_id, 1, 1, 0, 300),
    ];
    const survey = surveyOf(readings, sensors, rooms, () => true);
    const seen = walkedLandings(survey, landingsOf(rooms), rooms.length).cells;
    const indexAt = (x_m: number, level: number): number | undefined =>
      seen.find((one) => one.x_m === x_m && one.level === level)?.room;
    expect([indexAt(5, 0), indexAt(5, 1), indexAt(30, 0), indexAt(1, 0)]).toEqual([8, OUTSIDE, OUTSIDE, 0]);
  });

  it('have no name that results could give', () => {
    expect(asRoom({ level: 2, points: [] }, 'P1', 'B1')).toMatchObject({ cell_id: '', level: 2, capacity: 0 });
  });
});
