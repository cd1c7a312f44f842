import type { DeclaredHandset } from '../../model/case.ts';
import type { Table } from './read-table.ts';

/** prisons/declared.csv: handsets and numbers that belong there. */
export const DECLARED: Table<DeclaredHandset> = {
  required: ['prison_id', 'imei', 'number'],
  optional: ['role'],
  row: (fields) => {
    const imei14 = fields.optionalImei('imei');
    const number = fields.optionalNumber('number');
    const isMasked = fields.remarks.includes('NUMBER_PROTECTED');
    if (imei14 === undefined && number === undefined && !isMasked)
      fields.refuse('RECORD_INCOMPLETE', 'imei or number', 'imei');
    return { prison_id: fields.text('prison_id'), imei14, number, role: fields.note('role') };
  },
  saysNothing: (row) => row.imei14 === undefined && row.number === undefined,
  subjects: (row) => [row.imei14, row.number],
};
