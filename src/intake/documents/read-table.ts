import type { Readable } from 'node:stream';
import { CellsweepError } from '../../model/errors.ts';
import { mask } from '../../model/identifiers.ts';
import type { UnixSeconds } from '../../model/record.ts';
import type { Act } from '../../model/case.ts';
import type { Refusal, RefusalCode } from '../../model/refusal.ts';
import { denial } from '../../authority/index.ts';
import { readCsvRecords } from './csv-records.ts';
import type { CsvOptions } from './csv-records.ts';
import { Fields } from './fields.ts';
import { QualityTally } from './quality.ts';
import type { FileQuality } from './quality.ts';
import type { Protection } from '../protection/index.ts';
import { notRegularInWords } from './regular-file.ts';
import { wrongDelimiter, wrongEncoding } from './wrong-form.ts';

/** How one kind of CSV document is read. */
export interface Table<Row> extends CsvOptions {
  /** Columns without which no row can be read. Their order is free; a cell may be empty where `row` allows it. */
  readonly required: readonly string[];
  readonly optional?: readonly string[];
  readonly row: (fields: Fields) => Row;
  /** A row in which nothing is left once a protected number is taken out: it counts as used, and is not handed on. */
  readonly saysNothing?: (row: Row) => boolean;
  /** Takes each accepted row in place of the list of rows; for files too long to be held. */
  readonly take?: (row: Row) => void;
  /** When what the row reports was observed; leave out for standing facts, which an act's period does not date. */
  readonly observedAt?: (row: Row) => UnixSeconds | undefined;
  /** Identifiers of the persons and handsets the row is about; leave out where it is about nobody. */
  readonly subjects?: (row: Row) => readonly (string | undefined)[];
}

/** A file that an act allows to be opened. */
export interface OpenFile {
  readonly path: string;
  readonly bytes: Readable;
  readonly acts: readonly Act[];
  /** ISO 3166-1 alpha-2, for telephone numbers written nationally. */
  readonly country: string;
  /** Whose numbers are masked; left out where the list itself is read. */
  readonly protection?: Protection | undefined;
}

export interface Placed<Row> {
  readonly row: Row;
  readonly line: number;
}

/** The rows of one file while it is being read; later checks may still refuse some. */
export class TableReading<Row> {
  readonly placed: Placed<Row>[] = [];
  readonly refusals: Refusal[] = [];
  readonly tally = new QualityTally();
  readonly path: string;

  constructor(path: string) {
    this.path = path;
  }

  /** Refuses rows that are wrong beside the others. */
  refuseUsed(
    isWrong: (placed: Placed<Row>) => { code: RefusalCode; expected: string; found: string } | undefined,
  ): void {
    const kept = this.placed.filter((placed) => {
      const problem = isWrong(placed);
      if (problem) {
        this.tally.refuseUsed(problem.code);
        this.refusals.push({ file: this.path, place: `line ${placed.line}`, ...problem });
      }
      return !problem;
    });
    this.placed.splice(0, this.placed.length, ...kept);
  }

  get rows(): Row[] {
    return this.placed.map(({ row }) => row);
  }

  finish(): { rows: Row[]; refusals: Refusal[]; quality: FileQuality } {
    const lineOf = (refusal: Refusal) => Number(/\d+/.exec(refusal.place)?.[0] ?? 0);
    const refusals = this.refusals.toSorted((a, b) => lineOf(a) - lineOf(b));
    return { rows: this.rows, refusals, quality: this.tally.finish(this.path) };
  }
}

/** Reads one CSV document as a stream. Wrong content never throws: it is in the refusals. */
export async function readTable<Row>(file: OpenFile, table: Table<Row>): Promise<TableReading<Row>> {
  const reading = new TableReading<Row>(file.path);
  const { refusals, tally } = reading;
  const refuse = (line: number, code: RefusalCode, expected: string, found: string) => {
    tally.refuse(code);
    refusals.push({ file: file.path, place: `line ${line}`, code, expected, found });
  };
  const unreadable = (place: string, expected: string, found: string) => {
    tally.complete = false;
    refusals.push({ file: file.path, place, code: 'FILE_UNREADABLE', expected, found });
  };
  const columns = [...table.required, ...(table.optional ?? [])];
  const records = readCsvRecords(file.path, file.bytes, table);
  let header: Header | undefined;
  let lastLine = 0;
  try {
    for await (const record of records) {
      lastLine = record.line;
      if (!header) {
        const names = 'cells' in record ? namesOf(record.cells) : [];
        header = 'cells' in record ? readHeader(record.cells, table.required) : undefined;
        if (header) continue;
        const line = 'cells' in record ? record.cells.join(',') : record.text;
        const found = wrongEncoding(line) ?? wrongDelimiter(line, table.required) ?? wrongHeader(names, table.required);
        unreadable('', `columns ${table.required.join(',')}`, found);
        return reading;
      }
      if ('broken' in record) {
        refuse(record.line, 'COLUMN_COUNT', `${header.width} columns`, record.broken);
        continue;
      }
      const { cells } = record;
      if (cells.length !== header.width) {
        refuse(record.line, 'COLUMN_COUNT', `${header.width} columns`, `${cells.length} columns`);
        continue;
      }
      const { position } = header;
      const cell = (column: string) => cells[position.get(column) ?? -1]?.trim() ?? '';
      tally.measure(columns, cell);
      const fields = new Fields(cell, file.country, file.protection);
      const row = table.row(fields);
      const problem = fields.problem ?? authorityProblem(row, table, file.acts);
      if (problem) {
        refuse(record.line, problem.code, problem.expected, problem.found);
        continue;
      }
      tally.use();
      for (const remark of fields.remarks) tally.remark(remark);
      if (table.saysNothing?.(row)) continue;
      if (table.take) table.take(row);
      else reading.placed.push({ row, line: record.line });
    }
    if (!header) unreadable('', `columns ${table.required.join(',')}`, 'an empty file');
  } catch (error) {
    // A broken original or program is no wrong data.
    if (error instanceof CellsweepError || !isStreamError(error)) throw error;
    // The first line that is not whole is the place: everything before it was read and counted.
    const place = header ? `line ${lastLine + 1}` : '';
    unreadable(place, 'a file that can be read to its end', breakInWords(error));
  }
  return reading;
}

export interface Header {
  readonly width: number;
  readonly position: ReadonlyMap<string, number>;
}

const namesOf = (cells: readonly string[]): string[] => cells.map((cell) => cell.trim().toLowerCase());

/** Undefined where a required column is missing or named twice. */
export function readHeader(cells: readonly string[], required: readonly string[]): Header | undefined {
  const names = namesOf(cells);
  const position = new Map(names.map((name, index) => [name, index]));
  // A name that stands twice would give one of two values without saying which.
  const clear = required.every((name) => position.has(name) && names.indexOf(name) === position.get(name));
  return clear ? { width: names.length, position } : undefined;
}

/** Which columns of the format a header lacks or names twice; what else it says is the sender's and stays out. */
function wrongHeader(names: readonly string[], required: readonly string[]): string {
  const missing = required.filter((name) => !names.includes(name));
  const twice = required.filter((name) => names.indexOf(name) !== names.lastIndexOf(name));
  return [
    ...(missing.length > 0 ? [`columns missing: ${missing.join(', ')}`] : []),
    ...(twice.length > 0 ? [`columns named twice: ${twice.join(', ')}`] : []),
  ].join('; ');
}

function authorityProblem<Row>(row: Row, table: Table<Row>, acts: readonly Act[]) {
  const identifiers = table.subjects?.(row);
  const at_s = table.observedAt?.(row);
  const code = denial(acts, identifiers ? { at_s, identifiers } : { at_s });
  if (code === undefined) return undefined;
  if (code === 'AUTHORITY_PERIOD') {
    return { code, expected: 'a time within the period of an act', found: 'a time outside' };
  }
  const found = mask(identifiers?.find((identifier) => identifier !== undefined) ?? '');
  return { code, expected: 'an identifier that an act names', found };
}

/** How the bytes ended before the file did. */
export const breakInWords = (error: Error & { readonly code: string }): string =>
  notRegularInWords(error) ??
  ('syscall' in error && error.syscall === 'open'
    ? `cannot be opened: ${error.code}`
    : `the stream broke off: ${error.code}`);

/** Errors of streams and of zlib carry a code; a mistake in this program does not. */
export function isStreamError(error: unknown): error is Error & { code: string } {
  return error instanceof Error && 'code' in error && typeof error.code === 'string';
}
