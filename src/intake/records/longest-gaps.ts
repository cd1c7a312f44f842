import { z } from 'zod';
import { defineQuery } from '../../store/query.ts';
import type { RecordStore } from '../../store/records.ts';
import type { Load } from './loads.ts';

const count = z.coerce.number().int().nonnegative();
const longestGapOfLoads = defineQuery(
  import.meta.url,
  'longest-gaps.sql',
  z.strictObject({}),
  z.strictObject({ load_id: count, rows: count, first_s: count, until_s: count, gap_s: count, gap_from_s: count }),
);

/** The longest time in which a file of records, between its first and its last usable row, holds none. */
export interface LongestGap {
  readonly file: string;
  readonly from_s: number;
  /** To a quarter of an hour, rounded down. */
  readonly gap_s: number;
  /** Rows that would lie in it at the mean pace of the rest of the file. */
  readonly expected_rows: number;
}

/** One gap for each file that has any. Reads the time of every row. */
export async function longestGaps(
  records: RecordStore,
  loads: readonly Pick<Load, 'load_id' | 'path'>[],
): Promise<LongestGap[]> {
  const byId = new Map((await records.rows(longestGapOfLoads, {})).map((row) => [row.load_id, row]));
  return loads.flatMap(({ load_id, path: file }) => {
    const row = byId.get(load_id);
    if (row === undefined || row.gap_s === 0) return [];
    const filled_s = row.until_s - row.first_s - row.gap_s;
    return [{ file, from_s: row.gap_from_s, gap_s: row.gap_s, expected_rows: (row.rows / filled_s) * row.gap_s }];
  });
}
