import type { PlanOutline, Room } from '../../model/case.ts';
import type { Fields } from './fields.ts';
import type { Table, TableReading } from './read-table.ts';

/** A building's own plan: metres from its corner. Past this a coordinate is another system's. */
export const PLAN_LIMIT_M = 100_000;

/** prisons/cells.csv: rooms, with the position of their centre on the globe and their shape in the plan, where stated. */
export const ROOMS: Table<Room> = {
  required: ['cell_id', 'prison_id', 'building_id', 'wing', 'landing', 'level', 'capacity', 'longitude', 'latitude'],
  optional: ['x_m', 'y_m', 'width_m', 'depth_m', 'outline'],
  row: (fields) => {
    const longitude = fields.optionalDecimal('longitude', -180, 180, 'COORDINATE_IMPOSSIBLE');
    const latitude = fields.optionalDecimal('latitude', -90, 90, 'COORDINATE_IMPOSSIBLE');
    if (longitude === undefined && latitude !== undefined) {
      fields.refuse('COORDINATE_IMPOSSIBLE', 'longitude and latitude, or neither', 'longitude');
    }
    if (latitude === undefined && longitude !== undefined) {
      fields.refuse('COORDINATE_IMPOSSIBLE', 'longitude and latitude, or neither', 'latitude');
    }
    return {
      cell_id: fields.text('cell_id'),
      prison_id: fields.text('prison_id'),
      building_id: fields.note('building_id'),
      wing: fields.note('wing'),
      landing: fields.note('landing'),
      level: fields.whole('level', -20, 200),
      capacity: fields.whole('capacity', 0, 1000),
      longitude,
      latitude,
      outline: outlineOf(fields),
    };
  },
};

/** The stated outline, else the rectangle width x depth about the centre; undefined where the plan is not stated. */
function outlineOf(fields: Fields): PlanOutline | undefined {
  if (fields.note('outline') !== '') {
    const stated = parsePolygon(fields.note('outline'));
    if (stated === undefined) fields.refuse('FIELD_FORM', 'outline: WKT POLYGON of one ring', 'outline');
    return stated;
  }
  const x = fields.optionalDecimal('x_m', -PLAN_LIMIT_M, PLAN_LIMIT_M);
  const y = fields.optionalDecimal('y_m', -PLAN_LIMIT_M, PLAN_LIMIT_M);
  const width = fields.optionalDecimal('width_m', 0, PLAN_LIMIT_M);
  const depth = fields.optionalDecimal('depth_m', 0, PLAN_LIMIT_M);
  if (x === undefined || y === undefined || !width || !depth) return undefined;
  const [w, d] = [width / 2, depth / 2];
  return [
    [x - w, y - d],
    [x + w, y - d],
    [x + w, y + d],
    [x - w, y + d],
  ];
}

/** `POLYGON((x y,x y,...))` (OGC 06-103r4, 7.2.2), outer ring only: no room has a courtyard. */
function parsePolygon(text: string): PlanOutline | undefined {
  const ring = /^\s*POLYGON\s*\(\s*\(([^()]+)\)\s*\)\s*$/i.exec(text)?.[1];
  if (ring === undefined) return undefined;
  const points = ring.split(',').map((pair) => pair.trim().split(/\s+/).map(Number));
  if (points.some((point) => point.length !== 2 || !point.every((v) => Math.abs(v) <= PLAN_LIMIT_M))) return undefined;
  const vertices = points.map(([x = 0, y = 0]) => [x, y] as const);
  const [first, last] = [vertices[0], vertices.at(-1)];
  if (first && last && first[0] === last[0] && first[1] === last[1]) vertices.pop();
  return vertices.length >= 3 ? vertices : undefined;
}

/**
 * A room that stands twice in the same words is said twice, with a remark; one that stands twice in different words is
 * refused from the second time on, since later documents name rooms by their id alone.
 */
export function settleRepeatedRooms(reading: TableReading<Room>): void {
  const first = new Map<string, string>();
  const repeated = new Set<Room>();
  reading.refuseUsed(({ row }) => {
    const words = JSON.stringify(row);
    const known = first.get(row.cell_id);
    if (known === undefined) first.set(row.cell_id, words);
    else if (known === words) repeated.add(row);
    else return { code: 'FIELD_FORM', expected: 'one row for each cell_id', found: 'another row of the same cell_id' };
    return undefined;
  });
  for (const _ of repeated) reading.tally.remark('ROW_REPEATED');
  const kept = reading.placed.filter(({ row }) => !repeated.has(row));
  reading.placed.splice(0, reading.placed.length, ...kept);
}
