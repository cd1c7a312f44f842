import { createHash } from 'node:crypto';
import { closeSync, renameSync } from 'node:fs';
import path from 'node:path';
import { csvLines, type CsvLines, type Field } from './csv.ts';
import { openDraft, writeAll } from './own-file.ts';

/** The files of a results folder and their columns: a contract that outside tools use (docs/formats/results.md). */
export const RESULT_COLUMNS = {
  'handsets.csv': [
    'imei14',
    'component',
    'prison_id',
    'llr10',
    'llr10_low',
    'llr10_high',
    'verdict',
    'first_seen',
    'last_seen',
    'events',
    'active_days',
    'imsis',
    'in_ledger',
    'reasons',
  ],
  'trace.csv': ['order_id', 'line', 'imei14', 'match', 'llr10', 'prison_id', 'first_seen', 'inmate_ids', 'via'],
  'succession.csv': ['imei14_from', 'component_from', 'imei14_to', 'component_to', 'llr10', 'gap_h'],
  'rooms.csv': ['subject', 'prison_id', 'cell_id', 'from', 'until', 'p', 'x_m', 'y_m'],
  'users.csv': ['imei14', 'component', 'inmate_id', 'llr10', 'set_size', 'set_rank', 'basis'],
  'plan.csv': ['wave', 'start', 'prison_id', 'cell_id', 'team', 'p_find', 'expected_phones', 'reasons'],
  'refusals.csv': ['file', 'place', 'code', 'expected', 'found'],
} as const;
export type ResultFile = keyof typeof RESULT_COLUMNS;

/** What is masked keeps too little of what stood there to be a formula. */
const MASKED = ['found'];
const linesOf = (name: ResultFile): CsvLines => csvLines(RESULT_COLUMNS[name], MASKED);

/** Log ratios to three decimals: finer than any calibration supports. */
export const llrField = (llr10: number): string =>
  Number.isFinite(llr10) ? (Math.round(llr10 * 1000) / 1000).toFixed(3) : '';

/** UTC with Z, to the second. */
export const timeField = (at_s: number): string =>
  Number.isFinite(at_s) ? new Date(Math.floor(at_s) * 1000).toISOString().replace('.000Z', 'Z') : '';

export interface WrittenFile {
  readonly path: string;
  readonly sha256: string;
  readonly bytes: number;
  /** Cells by column that begin like a formula of a spreadsheet; columns without any are not there. Of tables alone. */
  readonly formulas?: Readonly<Record<string, number>>;
}

/** Writes a whole file or none of it: a reader never sees half a result, and nobody but its owner sees any. */
export function writeWhole(folder: string, name: string, text: string): WrittenFile {
  const file = path.join(folder, name);
  const bytes = Buffer.from(text, 'utf8');
  const out = openDraft(`${file}.part`);
  try {
    writeAll(out, bytes);
  } finally {
    closeSync(out);
  }
  renameSync(`${file}.part`, file);
  return { path: name, sha256: createHash('sha256').update(bytes).digest('hex'), bytes: bytes.length };
}

/** A table as a whole, whichever its columns. */
function writeLines(
  folder: string,
  name: string,
  { header, line, formulas }: CsvLines,
  rows: Iterable<readonly Field[]>,
): WrittenFile {
  let text = header;
  for (const row of rows) text += line(row);
  return { ...writeWhole(folder, name, text), formulas };
}

export const writeTable = (folder: string, name: ResultFile, rows: Iterable<readonly Field[]>): WrittenFile =>
  writeLines(folder, name, linesOf(name), rows);

/** A table whose rows come one by one and may be more than memory holds; it appears when the last one is there. */
export async function writeTableAsItComes(
  folder: string,
  name: ResultFile,
  rows: AsyncIterable<readonly Field[]>,
): Promise<WrittenFile> {
  const file = path.join(folder, name);
  const hash = createHash('sha256');
  const out = openDraft(`${file}.part`);
  const { header, line, formulas } = linesOf(name);
  let bytes = 0;
  const put = (text: string): void => {
    const chunk = Buffer.from(text, 'utf8');
    hash.update(chunk);
    bytes += chunk.length;
    writeAll(out, chunk);
  };
  try {
    let lines = header;
    for await (const row of rows) {
      lines += line(row);
      if (lines.length < 1 << 16) continue;
      put(lines);
      lines = '';
    }
    put(lines);
  } finally {
    closeSync(out);
  }
  renameSync(`${file}.part`, file);
  return { path: name, sha256: hash.digest('hex'), bytes, formulas };
}
