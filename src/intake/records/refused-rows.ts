import { z } from 'zod';
import { defineQuery } from '../../store/query.ts';
import type { RecordStore } from '../../store/records.ts';

const count = z.coerce.number().int().nonnegative();
const refusedRows = defineQuery(
  import.meta.url,
  'refused-rows.sql',
  z.strictObject({
    loads: z.array(z.int()),
    after_load: z.int(),
    after_place: z.int(),
    after_code: z.string(),
    most: z.int(),
  }),
  z.strictObject({ load_id: count, place: count, code: z.string(), found: z.string() }),
);
export type RefusedRow = z.infer<typeof refusedRows.row>;

const refusedCounts = defineQuery(
  import.meta.url,
  'count-refused-rows.sql',
  z.strictObject({}),
  z.strictObject({ load_id: count, code: z.string(), rows: count }),
);

/** How many rows of each readable load were refused, by code. */
export const countRefusedRows = (records: RecordStore): Promise<z.infer<typeof refusedCounts.row>[]> =>
  records.rows(refusedCounts, {});

/** An answer of the store is one text, which has a greatest length: seven million rows are beyond it. */
export const ROWS_AT_ONCE = 200_000;

/** Every refused row of these loads, if they are readable: load by load, by rising place, then by code. @param most rows of one answer */
export async function* readRefusedRows(
  records: RecordStore,
  loads: readonly number[],
  most = ROWS_AT_ONCE,
): AsyncGenerator<RefusedRow> {
  let last = { load_id: 0, place: 0, code: '' };
  for (;;) {
    const after = { after_load: last.load_id, after_place: last.place, after_code: last.code };
    const rows = await records.rows(refusedRows, { loads: [...loads], ...after, most });
    yield* rows;
    if (rows.length < most) return;
    last = rows.at(-1) ?? last;
  }
}
