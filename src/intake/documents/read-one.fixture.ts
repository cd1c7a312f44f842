import { Readable } from 'node:stream';
import type { Act } from '../../model/case.ts';
import { readTable } from './read-table.ts';
import type { Table, TableReading } from './read-table.ts';

/** An act without limits, for tests of what the rows say. */
export const ANY_ACT: Act = {
  id: 'A-1',
  kind: '',
  issued_by: '',
  legal_basis: '',
  purpose: '',
  from_s: -Infinity,
  until_s: Infinity,
  retain_until_s: Infinity,
  covers: ['**'],
  identifiers: null,
  status: 'in-force',
};

/** Reads the lines of one table: header first. */
export function readLinesOf<Row>(
  table: Table<Row>,
  lines: readonly string[],
  acts = [ANY_ACT],
): Promise<TableReading<Row>> {
  const bytes = Readable.from([Buffer.from(lines.join('\n'))]);
  return readTable({ path: 'f.csv', bytes, acts, country: 'FR' }, table);
}

/** `line 3 FIELD_FORM` of each refusal. */
export const refusedIn = (reading: TableReading<never> | TableReading<unknown>): string[] =>
  reading.finish().refusals.map(({ place, code }) => `${place} ${code}`);
