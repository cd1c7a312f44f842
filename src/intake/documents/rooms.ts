import type { Room } from '../../model/case.ts';
import type { Table, TableReading } from './read-table.ts';

/** prisons/cells.csv: rooms, with the position of their centre. */
export const ROOMS: Table<Room> = {
  required: ['cell_id', 'prison_id', 'building_id', 'wing', 'landing', 'level', 'capacity', 'longitude', 'latitude'],
  row: (fields) => ({
    cell_id: fields.text('cell_id'),
    prison_id: fields.text('prison_id'),
    building_id: fields.note('building_id'),
    wing: fields.note('wing'),
    landing: fields.note('landing'),
    level: fields.whole('level', -20, 200),
    capacity: fields.whole('capacity', 0, 1000),
    longitude: fields.decimal('longitude', -180, 180, 'COORDINATE_IMPOSSIBLE'),
    latitude: fields.decimal('latitude', -90, 90, 'COORDINATE_IMPOSSIBLE'),
  }),
};

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
