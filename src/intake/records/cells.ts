import type { CellKey } from '../../model/identifiers.ts';
import type { Antenna, CellTable } from '../../model/record.ts';
import type { RecordStore } from '../../store/records.ts';
import { antennasInForce } from './antennas.ts';
import { NumberIndex } from './number-index.ts';

/** The statement's marks for a missing bound of a validity period. */
const OPEN_S = 2 ** 40;
export const NO_CELL = 0;
export const UNKNOWN_CELL = 0xffff_ffff;

const TECHNOLOGIES = ['2G', '3G', '4G', '5G'] as const;

export interface Cells extends CellTable {
  /** Number of a cell from the two halves of its hash: 0 = none named, 0xffffffff = in no antenna table. */
  idOf(low: number, high: number): number;
  /** Index in `cells` of the row of a cell that is valid at a time; -1 = none named, -2 = none valid. */
  indexAt(cell_id: number, at_s: number): number;
}

/** All antennas in force; the row of the day is found by validity. */
export async function readCells(records: RecordStore): Promise<Cells> {
  const rows = await records.rows(antennasInForce, {});
  const cells: Antenna[] = [];
  const ids = new NumberIndex();
  const from: number[] = [];
  const until: number[] = [];
  // start[cell_id] is the first row of that cell; rows are ordered by cell and beginning of validity.
  const start: number[] = [0];
  for (const row of rows) {
    const hash = BigInt(row.cell_number);
    const seen = ids.size;
    // Ids begin at 1: 0 stands for no cell.
    if (ids.add(Number(hash & 0xffff_ffffn), Number(hash >> 32n)) === seen) start.push(cells.length);
    const from_s = Number(row.from_s);
    const until_s = Number(row.until_s);
    from.push(from_s <= -OPEN_S ? -Infinity : from_s);
    until.push(until_s >= OPEN_S ? Infinity : until_s);
    cells.push({
      operator: row.operator,
      cell: row.cell as CellKey,
      longitude: row.longitude,
      latitude: row.latitude,
      azimuth_deg: row.azimuth_deg < 0 ? undefined : row.azimuth_deg,
      beamwidth_deg: row.beamwidth_deg < 0 ? undefined : row.beamwidth_deg,
      technology: TECHNOLOGIES.find((t) => t === row.technology) ?? 'unknown',
      from_s: from.at(-1) ?? -Infinity,
      until_s: until.at(-1) ?? Infinity,
    });
  }
  start.push(cells.length);
  const starts = Int32Array.from(start);
  const fromTimes_s = Float64Array.from(from);
  const untilTimes_s = Float64Array.from(until);
  return {
    cells,
    idOf(low, high) {
      if (low === 0 && high === 0) return NO_CELL;
      const index = ids.find(low, high);
      return index < 0 ? UNKNOWN_CELL : index + 1;
    },
    indexAt(cell_id, at_s) {
      if (cell_id === NO_CELL) return -1;
      if (cell_id === UNKNOWN_CELL) return -2;
      const first = starts[cell_id] ?? cells.length;
      // The latest beginning wins where two periods overlap.
      for (let i = (starts[cell_id + 1] ?? cells.length) - 1; i >= first; i--)
        if (at_s >= (fromTimes_s[i] ?? Infinity) && at_s < (untilTimes_s[i] ?? -Infinity)) return i;
      return -2;
    },
  };
}
