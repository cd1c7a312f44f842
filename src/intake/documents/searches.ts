import type { Search } from '../../model/case.ts';
import type { Table } from './read-table.ts';

/** searches/searches.csv: rooms searched in the past, those without a find included. */
export const SEARCHES: Table<Search> = {
  required: ['search_id', 'prison_id', 'cell_id', 'at', 'outcome'],
  optional: ['method'],
  row: (fields) => ({
    search_id: fields.text('search_id'),
    prison_id: fields.text('prison_id'),
    cell_id: fields.text('cell_id'),
    at_s: fields.time('at'),
    outcome: fields.oneOf('outcome', ['find', 'nothing', 'not-carried-out']),
    method: fields.note('method'),
  }),
  observedAt: (row) => row.at_s,
};
