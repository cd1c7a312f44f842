import { schemaStatements } from '../../store/records.ts';
import { digestOf } from '../../store/statement-digest.ts';
import { storeAntennas } from './antennas.ts';
import { hasQuotes } from './content.ts';
import { parseRows } from './parse-rows.ts';

/** The statements that decide what of a file is stored: they look it through, read its rows, and send each where it belongs. */
export const decidingStatements = (): string[] => [
  hasQuotes.sql,
  parseRows.sql,
  storeAntennas.sql,
  ...schemaStatements('embedded').filter((statement) => /\bparsed_row\b/.test(statement)),
];

let known: string | undefined;

/** Part of each load's key: a changed statement loads everything anew. Computed once. */
export const readerDigest = (): string => (known ??= digestOf(decidingStatements()));
