import type { CellKey } from '../../model/identifiers.ts';
import type { Antenna, CellTable } from '../../model/record.ts';
import type { RecordStore } from '../../store/records.ts';
import { antennasInForce } from './antennas.ts';

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

/** 53 bits of a 64-bit hash: enough to tell a million cells apart, and a number. */
const keyOf = (low: number, high: number): number => (high & 0x1f_ffff) * 2 ** 32 + low;

/** All antennas in force; the row of the day is found by validity. */
export async function readCells(records: RecordStore): Promise<Cells> {
  const rows = await records.rows(antennasInForce, {});
  const cells: Antenna[] = [];
  const ids = new Map<number, number>();
  // start[cell_id] is the first row of that cell; rows are ordered by cell and beginning of validity.
  const start: number[] = [0];
  for (const row of rows) {
    const hash = BigInt(row.cell_number);
    const key = keyOf(Number(hash & 0xffff_ffffn), Number(hash >> 32n));
    if (!ids.has(key)) {
      ids.set(key, start.length);
      start.push(cells.length);
    }
    const from_s = Number(row.from_s);
    const until_s = Number(row.until_s);
    cells.push({
      operator: row.operator,
      cell: row.cell as CellKey,
      longitude: row.longitude,
      latitude: row.latitude,
      azimuth_deg: row.azimuth_deg < 0 ? undefined : row.azimuth_deg,
      beamwidth_deg: row.beamwidth_deg < 0 ? undefined : row.beamwidth_deg,
      technology: TECHNOLOGIES.find((t) => t === row.technology) ?? 'unknown',
      from_s: from_s <= -OPEN_S ? -Infinity : from_s,
      until_s: until_s >= OPEN_S ? Infinity : until_s,
    });
  }
  start.push(cells.length);
  return {
    cells,
    idOf: (low, high) => (low === 0 && high === 0 ? NO_CELL : (ids.get(keyOf(low, high)) ?? UNKNOWN_CELL)),
    indexAt(cell_id, at_s) {
      if (cell_id === NO_CELL) return -1;
      if (cell_id === UNKNOWN_CELL) return -2;
      const end = start[cell_id + 1] ?? cells.length;
      // The latest beginning wins where two periods overlap.
      for (let i = end - 1; i >= (start[cell_id] ?? end); i--) {
        const antenna = cells[i];
        if (antenna !== undefined && at_s >= antenna.from_s && at_s < antenna.until_s) return i;
      }
      return -2;
    },
  };
}
