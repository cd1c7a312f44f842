import { Readable } from 'node:stream';
import { ANY_ACT } from '../../authority/made-act.testing.ts';
import { readTable } from './read-table.ts';
import type { Table, TableReading } from './read-table.ts';

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
