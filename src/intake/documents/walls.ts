import type { Wall } from '../../model/case.ts';
import { PLAN_LIMIT_M } from './rooms.ts';
import type { Table } from './read-table.ts';

/** prisons/walls.csv: inner walls of the floor plans. */
export const WALLS: Table<Wall> = {
  required: ['building_id', 'level', 'x1_m', 'y1_m', 'x2_m', 'y2_m'],
  optional: ['material'],
  row: (fields) => ({
    building_id: fields.text('building_id'),
    level: fields.whole('level', -20, 200),
    material: fields.note('material'),
    x1_m: fields.decimal('x1_m', -PLAN_LIMIT_M, PLAN_LIMIT_M),
    y1_m: fields.decimal('y1_m', -PLAN_LIMIT_M, PLAN_LIMIT_M),
    x2_m: fields.decimal('x2_m', -PLAN_LIMIT_M, PLAN_LIMIT_M),
    y2_m: fields.decimal('y2_m', -PLAN_LIMIT_M, PLAN_LIMIT_M),
  }),
};
