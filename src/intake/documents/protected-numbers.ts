import type { ProtectedNumber } from '../../model/case.ts';
import type { Table } from './read-table.ts';

/** protected-numbers.csv. Read under any act that covers the file: it exists to keep numbers out, not to look at them. */
export const PROTECTED_NUMBERS: Table<ProtectedNumber> = {
  required: ['number', 'holder_kind'],
  row: (fields) => ({ number: fields.number('number'), holder_kind: fields.note('holder_kind') }),
};
