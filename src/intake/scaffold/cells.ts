import type { AntennaCandidate } from './antennas.ts';
import { columnOf, type SampledTable } from './table.ts';
import { speaksFor } from './words.ts';

/** Columns of records and of an antenna table that name the same cells. */
export interface CellJoin {
  readonly antennas: AntennaCandidate;
  readonly record: readonly number[];
  readonly antenna: readonly number[];
  /** Share of the rows with a cell whose cell the antenna table knows. */
  readonly share: number;
  readonly filled: number;
  readonly keys: number;
}

const joined = (row: readonly string[], columns: readonly number[]): string => {
  const parts = columns.map((c) => row[c] ?? '');
  return parts.includes('') ? '' : parts.join('-');
};

/** Single columns, and the groups that name a cell in parts (area and cell; country, network, area and cell). */
function groups(table: SampledTable, skip: ReadonlySet<number>): number[][] {
  const usable = table.header.flatMap((_, i) => (skip.has(i) ? [] : [i]));
  const named = (field: 'mcc' | 'mnc' | 'area') => usable.filter((i) => speaksFor(field, table.header[i] ?? ''));
  const result = usable.map((i) => [i]);
  const cells = usable.filter(
    (i) =>
      !speaksFor('azimuth', table.header[i] ?? '') &&
      /^[0-9a-fA-F]{1,9}$/.test(columnOf(table, i).find((v) => v !== '') ?? ''),
  );
  for (const area of named('area'))
    for (const cell of cells) {
      if (cell === area || named('area').includes(cell)) continue;
      result.push([area, cell]);
      for (const mcc of named('mcc')) for (const mnc of named('mnc')) result.push([mcc, mnc, area, cell]);
    }
  return result;
}

const MIN_SHARE = 0.8;
const MIN_KEYS = 3;

/**
 * Every way in which records join to an antenna table: which values of the records occur in the table. This is the
 * strongest evidence of what a column is, since no two kinds of value share a code space by chance.
 */
export function cellJoins(
  records: SampledTable,
  skip: ReadonlySet<number>,
  candidates: readonly AntennaCandidate[],
): CellJoin[] {
  const joins: CellJoin[] = [];
  const recordGroups = groups(records, skip).map((columns) => {
    const counts = new Map<string, number>();
    let filled = 0;
    for (const row of records.rows) {
      const value = joined(row, columns);
      if (value === '') continue;
      filled++;
      counts.set(value, (counts.get(value) ?? 0) + 1);
    }
    return { columns, counts, filled };
  });
  for (const antennas of candidates) {
    const { table } = antennas;
    for (const antenna of groups(table, new Set([antennas.latitude, antennas.longitude]))) {
      const keys = new Set(table.rows.map((row) => joined(row, antenna)).filter((v) => v !== ''));
      // A key names one cell, perhaps in a few periods; a site or a technology names many.
      if (keys.size < MIN_KEYS || keys.size < table.rows.length / 3) continue;
      for (const { columns, counts, filled: rows } of recordGroups) {
        if (counts.size < Math.min(MIN_KEYS, keys.size)) continue;
        let hits = 0;
        for (const [value, count] of counts) if (keys.has(value)) hits += count;
        const known = hits / Math.max(1, rows);
        const filled = rows / Math.max(1, records.rows.length);
        if (known >= MIN_SHARE && filled >= 0.5)
          joins.push({ antennas, record: columns, antenna, share: known, filled, keys: keys.size });
      }
    }
  }
  return joins;
}

/**
 * The columns of the first and, where there are such, of the last cell: of all joins those whose key tells most cells
 * apart, then those that say the most.
 */
export function chooseCells(records: SampledTable, joins: readonly CellJoin[]) {
  const most = Math.max(0, ...joins.map((join) => join.keys));
  const best = joins
    .filter((join) => join.keys === most)
    // More parts first: a cell number may be unique in the sample and not in the network.
    .sort((a, b) => b.record.length - a.record.length || b.share - a.share || (a.record[0] ?? 0) - (b.record[0] ?? 0));
  const top = best[0];
  if (top === undefined) return undefined;
  const alike = best.filter(
    (join) =>
      join.antennas === top.antennas &&
      join.antenna.join() === top.antenna.join() &&
      join.record.length === top.record.length,
  );
  const named = (join: CellJoin, field: 'last' | 'first'): boolean =>
    join.record.every((c) => speaksFor(field, records.header[c] ?? ''));
  const lasts = alike.filter((join) => named(join, 'last') && !named(join, 'first'));
  // Parts of one cell stand together and bear the same word.
  const consistent = alike.filter(
    (join) => !lasts.includes(join) && !join.record.some((c) => speaksFor('last', records.header[c] ?? '')),
  );
  const first = consistent.sort(
    (a, b) => Number(named(b, 'first')) - Number(named(a, 'first')) || (a.record[0] ?? 0) - (b.record[0] ?? 0),
  )[0];
  if (first === undefined) return undefined;
  const last = lasts.length > 0 ? lasts[0] : undefined;
  const spare = consistent.filter((join) => join !== first && !join.record.some((c) => first.record.includes(c)));
  return { first, last, ambiguous: spare.length > 0 && !named(first, 'first') };
}
