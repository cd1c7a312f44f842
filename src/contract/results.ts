import { createHash } from 'node:crypto';
import { closeSync, openSync, renameSync, writeFileSync, writeSync } from 'node:fs';
import path from 'node:path';

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

/** Fields of summary.json that differ between two runs of the same input: how long it took, on what. */
export const RUN_DEPENDENT_FIELDS = ['seconds', 'peak_rss_mb'] as const;

export type Field = string | number | undefined;

/** RFC 4180: quoted where a delimiter, quote or line break stands in it. */
export function csvField(value: Field): string {
  if (value === undefined) return '';
  if (typeof value === 'number') return Number.isFinite(value) ? String(value) : '';
  return /[",\r\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value;
}

/**
 * Whether a spreadsheet that opens the table would compute a cell and not show it (OWASP, "CSV injection"). A signed number is none.
 * What is masked keeps too little to be one, and is not asked.
 */
export const isFormula = (text: string): boolean => /^[=@\t\r]|^[+-](?!\d*[.]?\d+$)./.test(text);

/** Counts such cells by column. They are written as they came: the contract is that ids are those of the case. */
function formulaCounter(name: ResultFile) {
  const columns: readonly string[] = RESULT_COLUMNS[name];
  const counts: Record<string, number> = {};
  return {
    counts,
    note(row: readonly Field[]): void {
      for (const [i, value] of row.entries()) {
        const column = columns[i] ?? '';
        if (typeof value === 'string' && column !== 'found' && isFormula(value))
          counts[column] = (counts[column] ?? 0) + 1;
      }
    },
  };
}

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

/** Writes a whole file or none of it: a reader never sees half a result. */
export function writeWhole(folder: string, name: string, text: string): WrittenFile {
  const file = path.join(folder, name);
  const bytes = Buffer.from(text, 'utf8');
  writeFileSync(`${file}.part`, bytes);
  renameSync(`${file}.part`, file);
  return { path: name, sha256: createHash('sha256').update(bytes).digest('hex'), bytes: bytes.length };
}

export function writeTable(folder: string, name: ResultFile, rows: Iterable<readonly Field[]>): WrittenFile {
  const lines: string[] = [RESULT_COLUMNS[name].join(',')];
  const formulas = formulaCounter(name);
  for (const row of rows) {
    formulas.note(row);
    lines.push(row.map(csvField).join(','));
  }
  return { ...writeWhole(folder, name, `${lines.join('\n')}\n`), formulas: formulas.counts };
}

/** A table whose rows come one by one and may be more than memory holds; it appears when the last one is there. */
export async function writeTableAsItComes(
  folder: string,
  name: ResultFile,
  rows: AsyncIterable<readonly Field[]>,
): Promise<WrittenFile> {
  const file = path.join(folder, name);
  const hash = createHash('sha256');
  const out = openSync(`${file}.part`, 'w');
  const formulas = formulaCounter(name);
  let bytes = 0;
  const put = (text: string): void => {
    const chunk = Buffer.from(text, 'utf8');
    hash.update(chunk);
    bytes += chunk.length;
    writeSync(out, chunk);
  };
  try {
    let lines = `${RESULT_COLUMNS[name].join(',')}\n`;
    for await (const row of rows) {
      formulas.note(row);
      lines += `${row.map(csvField).join(',')}\n`;
      if (lines.length < 1 << 16) continue;
      put(lines);
      lines = '';
    }
    put(lines);
  } finally {
    closeSync(out);
  }
  renameSync(`${file}.part`, file);
  return { path: name, sha256: hash.digest('hex'), bytes, formulas: formulas.counts };
}
