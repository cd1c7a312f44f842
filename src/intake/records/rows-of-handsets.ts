import { z } from 'zod';
import { defineQuery } from '../../store/query.ts';
import type { RecordStore } from '../../store/records.ts';

const rowsOfHandsetsByAct = defineQuery(
  import.meta.url,
  'rows-of-handsets.sql',
  z.strictObject({ only: z.array(z.int()) }),
  z.strictObject({ act: z.string(), rows: z.coerce.number().int() }),
);

/**
 * How many rows readHistories reads for the same handsets, by the act under which each is held.
 *
 * @param only the IMEI-14s that are asked for; none = all
 */
export const rowsOfHandsets = (
  records: RecordStore,
  only: readonly string[],
): Promise<{ readonly act: string; readonly rows: number }[]> =>
  records.rows(rowsOfHandsetsByAct, { only: only.map(Number) });
