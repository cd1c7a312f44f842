import { z } from 'zod';
import { defineQuery } from '../../store/query.ts';
import type { RecordStore } from '../../store/records.ts';
import type { Load } from './loads.ts';

const count = z.coerce.number().int().nonnegative();
const shiftedDeliveries = defineQuery(
  import.meta.url,
  'shifted-deliveries.sql',
  z.strictObject({
    handsets: z.int(),
    most_files: z.int(),
    least_rows: z.int(),
    least_handsets: z.int(),
    least_share: z.number(),
  }),
  z.strictObject({
    load_a: count,
    load_b: count,
    shift_s: z.coerce.number().int(),
    rows: count,
    handsets: count,
    both: count,
  }),
);

/** Two files of one operator that hold the same communications, in one of them with another clock: they are counted twice. */
export interface ShiftedDelivery {
  readonly file: string;
  /** The other file, whose rows are so many seconds later; never negative. */
  readonly later: string;
  readonly shift_s: number;
  /** Communications of the sample that are so far apart. */
  readonly rows: number;
  /** Communications of the sample that both files hold, at whatever distance. */
  readonly both: number;
}

/** Handsets that are looked at in each file, and in all files together: so a large case costs little more than a small one. */
const HANDSETS_OF_FILE = 50;
const HANDSETS_OF_CASE = 10_000;
const LEAST_HANDSETS_OF_FILE = 5;
/** What stands in more files than this is no sign of two of them. */
const MOST_FILES = 16;
/** Fewer rows, fewer handsets or a smaller share than this may be chance, or one repeated hour of a change of the clocks. */
const LEAST_ROWS = 10;
const LEAST_HANDSETS = 3;
const LEAST_SHARE = 0.1;

/**
 * Deliveries that were sent again with another clock: what both hold is always the same time apart. Says nothing of files
 * without communications of known length, and of a file that changed its clock within less than a tenth of what both hold.
 *
 * @param loads of the case; a pair is told in the order of their paths
 */
export async function shiftedPairs(
  records: RecordStore,
  loads: readonly Pick<Load, 'load_id' | 'path' | 'kind'>[],
): Promise<ShiftedDelivery[]> {
  const path = new Map(loads.filter(({ kind }) => kind === 'records').map((load) => [load.load_id, load.path]));
  if (path.size < 2) return [];
  const each = Math.max(LEAST_HANDSETS_OF_FILE, Math.floor(HANDSETS_OF_CASE / path.size));
  const rows = await records.rows(shiftedDeliveries, {
    handsets: Math.min(HANDSETS_OF_FILE, each),
    most_files: MOST_FILES,
    least_rows: LEAST_ROWS,
    least_handsets: LEAST_HANDSETS,
    least_share: LEAST_SHARE,
  });
  return rows
    .flatMap(({ load_a, load_b, shift_s, rows: found, both }) => {
      const [a, b] = [path.get(load_a), path.get(load_b)];
      if (a === undefined || b === undefined) return [];
      const [file, later] = shift_s > 0 ? [a, b] : [b, a];
      return [{ file, later, shift_s: Math.abs(shift_s), rows: found, both }];
    })
    .sort((a, b) => (a.file === b.file ? (a.later < b.later ? -1 : 1) : a.file < b.file ? -1 : 1));
}
