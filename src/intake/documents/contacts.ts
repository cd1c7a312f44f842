import type { ApprovedContact } from '../../model/case.ts';
import type { Table } from './read-table.ts';

/** prisons/contacts.csv: numbers approved for the official telephone. */
export const CONTACTS: Table<ApprovedContact> = {
  required: ['inmate_id', 'number'],
  optional: ['relation'],
  row: (fields) => ({
    inmate_id: fields.text('inmate_id'),
    number: fields.number('number'),
    relation: fields.note('relation'),
  }),
  // A protected number: nobody is tied to anybody by it.
  saysNothing: (row) => row.number === '',
  subjects: (row) => [row.inmate_id, row.number],
};
