import { z } from 'zod';
import { defineQuery } from '../../store/query.ts';
import type { RecordStore } from '../../store/records.ts';

const count = z.coerce.number().int().nonnegative();
const refusedRows = defineQuery(
  import.meta.url,
  'refused-rows.sql',
  z.strictObject({ after_load: z.int(), after_place: z.int(), most: z.int() }),
  z.strictObject({ load_id: count, place: count, code: z.string(), found: z.string() }),
);
export type RefusedRow = z.infer<typeof refusedRows.row>;

/** An answer of the store is one text, which has a greatest length: seven million rows are beyond it. */
const ROWS_AT_ONCE = 200_000;

/** Every refused row of the readable loads, load by load and by rising place. @param most rows of one answer */
export async function* readRefusedRows(records: RecordStore, most = ROWS_AT_ONCE): AsyncGenerator<RefusedRow> {
  let last = { load_id: 0, place: 0 };
  for (;;) {
    const rows = await records.rows(refusedRows, { after_load: last.load_id, after_place: last.place, most });
    yield* rows;
    if (rows.length < most) return;
    last = rows.at(-1) ?? last;
  }
}
