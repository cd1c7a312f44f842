import type { Absence } from '../../model/case.ts';
import type { Table } from './read-table.ts';

/** prisons/movements.csv: absences. A hearing may be entered before it is held, so no row is too late. */
export const MOVEMENTS: Table<Absence> = {
  required: ['inmate_id', 'from', 'until'],
  optional: ['reason'],
  row: (fields) => {
    const { from_s, until_s } = fields.interval();
    return { inmate_id: fields.text('inmate_id'), reason: fields.note('reason'), from_s, until_s };
  },
  subjects: (row) => [row.inmate_id],
};
