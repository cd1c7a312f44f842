import type { DeclaredHandset } from '../../model/case.ts';
import type { Table } from './read-table.ts';

/** prisons/declared.csv: handsets and numbers that belong there. */
export const DECLARED: Table<DeclaredHandset> = {
  required: ['prison_id', 'imei', 'number'],
  optional: ['role'],
  row: (fields) => {
    const imei14 = fields.optionalImei('imei');
    const number = fields.optionalNumber('number');
    if (imei14 === undefined && number === undefined) fields.refuse('RECORD_INCOMPLETE', 'imei or number', 'imei');
    return { prison_id: fields.text('prison_id'), imei14, number, role: fields.note('role') };
  },
  subjects: (row) => [row.imei14, row.number],
};
