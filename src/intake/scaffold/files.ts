import type { Position } from '../../model/record.ts';
import { antennaCandidate, type AntennaCandidate } from './antennas.ts';
import { sniffTable, type SampledTable, type SampleFile } from './table.ts';

/** What a scaffold cannot read at all, in words. */
export interface Unreadable {
  readonly path: string;
  readonly found: string;
}

/** What lies among the files of an operator. */
export interface Sorted {
  /** Tables of records of one layout, the layout with most rows first. */
  readonly records: SampledTable[][];
  readonly antennas: AntennaCandidate[];
  readonly unreadable: Unreadable[];
}

const layoutOf = ({ delimiter, title_lines, header }: SampledTable): string =>
  JSON.stringify([delimiter, title_lines, header]);

export function sortFiles(files: readonly SampleFile[], anchors: readonly Position[]): Sorted {
  const groups = new Map<string, SampledTable[]>();
  const antennas: AntennaCandidate[] = [];
  const unreadable: Unreadable[] = [];
  for (const file of files) {
    const sniffed = sniffTable(file);
    if (sniffed.table === undefined) {
      unreadable.push({ path: file.path, found: sniffed.found });
      continue;
    }
    const candidate = antennaCandidate(sniffed.table, anchors);
    if (candidate !== undefined) {
      // Tables of one layout in several files (by technology, by region) are one table.
      const same = antennas.findIndex((a) => layoutOf(a.table) === layoutOf(candidate.table));
      const before = antennas[same];
      if (before === undefined) antennas.push(candidate);
      else
        antennas[same] = {
          ...before,
          table: { ...before.table, rows: [...before.table.rows, ...candidate.table.rows] },
        };
      continue;
    }
    const key = layoutOf(sniffed.table);
    groups.set(key, [...(groups.get(key) ?? []), sniffed.table]);
  }
  const size = (tables: readonly SampledTable[]): number => tables.reduce((n, t) => n + t.rows.length, 0);
  return { records: [...groups.values()].sort((a, b) => size(b) - size(a)), antennas, unreadable };
}
