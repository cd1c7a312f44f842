import { readFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import type { Antenna, ServingLevel } from '../../locate/index.ts';
import { CellsweepError } from '../../model/errors.ts';
import { codeOf, isSystemError } from '../system-error.ts';

const KINDS = ['jammer', 'managed-access'] as const;
const ANTENNA_COLUMNS = ['antenna_id', 'building_id', 'level', 'x_m', 'y_m', 'kind', 'band', 'eirp_dbm'] as const;
const NETWORK_COLUMNS = ['building_id', 'cell_id', 'band', 'level_dbm'] as const;

interface Line {
  readonly number: number;
  readonly cells: Readonly<Record<string, string>>;
}

export type PlannedAntenna = Antenna & { readonly building_id: string };
export type NetworkLevel = ServingLevel & { readonly building_id: string };

/** Antennas of a jammer or a managed-access system (docs/formats/antennas.md). Throws USAGE with the line that is wrong. */
export function readAntennas(file: string): PlannedAntenna[] {
  const antennas = linesOf(file, '--antennas', ANTENNA_COLUMNS).map((line): PlannedAntenna => {
    const kind = KINDS.find((one) => one === line.cells['kind']);
    if (kind === undefined)
      throw wrong('--antennas', line.number, 'kind', 'jammer or managed-access', line.cells['kind']);
    const number = (column: string, least: number, most: number) => numberOf('--antennas', line, column, least, most);
    return {
      antenna_id: textOf('--antennas', line, 'antenna_id'),
      building_id: textOf('--antennas', line, 'building_id'),
      level: number('level', -20, 100),
      x_m: number('x_m', -10_000, 10_000),
      y_m: number('y_m', -10_000, 10_000),
      kind,
      band: textOf('--antennas', line, 'band'),
      eirp_dbm: number('eirp_dbm', -60, 80),
    };
  });
  if (antennas.length === 0)
    throw new CellsweepError(
      'USAGE',
      '--antennas: the file holds no antenna; a header and one line for each is expected.',
    );
  return antennas;
}

/** Measured levels of the public network (docs/formats/antennas.md). Throws USAGE with the line that is wrong. */
export function readNetwork(file: string): NetworkLevel[] {
  return linesOf(file, '--network', NETWORK_COLUMNS).map((line) => ({
    building_id: line.cells['building_id']?.trim() ?? '',
    cell_id: line.cells['cell_id']?.trim() ?? '',
    band: textOf('--network', line, 'band'),
    level_dbm: numberOf('--network', line, 'level_dbm', -150, 0),
  }));
}

function linesOf(file: string, option: string, columns: readonly string[]): Line[] {
  let rows: string[][];
  try {
    rows = parse(readFileSync(file), { bom: true, skip_empty_lines: true, trim: true, relax_column_count: true });
  } catch (cause) {
    if (isSystemError(cause))
      throw new CellsweepError('STORE_OPEN', `${option}: the file cannot be opened (${codeOf(cause)}).`, { cause });
    throw new CellsweepError('USAGE', `${option}: the file cannot be read as CSV. Expected: ${columns.join(',')}.`, {
      cause,
    });
  }
  const [header = [], ...body] = rows;
  const missing = columns.filter((column) => !header.includes(column));
  if (missing.length > 0)
    throw new CellsweepError(
      'USAGE',
      `${option}, line 1: column ${missing.join(', ')} missing. Expected: ${columns.join(',')}.`,
    );
  return body.map((cells, index) => {
    const number = index + 2;
    if (cells.length !== header.length)
      throw new CellsweepError(
        'USAGE',
        `${option}, row ${number}: ${header.length} cells expected, ${cells.length} found.`,
      );
    return { number, cells: Object.fromEntries(header.map((name, i) => [name, cells[i] ?? ''])) };
  });
}

const textOf = (option: string, line: Line, column: string): string => {
  const text = line.cells[column] ?? '';
  if (text === '') throw wrong(option, line.number, column, 'something', text);
  return text;
};

function numberOf(option: string, line: Line, column: string, least: number, most: number): number {
  const text = line.cells[column] ?? '';
  const value = Number(text);
  if (text === '' || !Number.isFinite(value) || value < least || value > most)
    throw wrong(option, line.number, column, `a number from ${least} to ${most}`, text);
  return value;
}

/** What was found is told by its form alone. */
function wrong(option: string, row: number, column: string, expected: string, found: string | undefined) {
  const form =
    found === undefined || found === '' ? 'nothing' : Number.isFinite(Number(found)) ? 'another number' : 'other text';
  return new CellsweepError('USAGE', `${option}, row ${row}, ${column}: ${expected} expected, ${form} found.`);
}
