import { z } from 'zod';
import type { CaseManifest } from '../../model/case.ts';
import { defineQuery } from '../../store/query.ts';
import type { RecordStore } from '../../store/records.ts';

const count = z.coerce.number().int().nonnegative();
const rowsOutsidePeriod = defineQuery(
  import.meta.url,
  'rows-outside-period.sql',
  z.strictObject({ from_s: z.int(), until_s: z.int(), case_zone: z.string() }),
  z.strictObject({ before: count, after: count }),
);
export type RowsOutsidePeriod = z.infer<typeof rowsOutsidePeriod.row>;

/** Usable rows of deliveries on days outside of the period that case.json states: acts let them be read, so they are used. */
export async function readRowsOutsidePeriod(
  records: RecordStore,
  { from_s, until_s, timezone }: Pick<CaseManifest, 'from_s' | 'until_s' | 'timezone'>,
): Promise<RowsOutsidePeriod> {
  const [found] = await records.rows(rowsOutsidePeriod, {
    from_s: Math.floor(from_s),
    until_s: Math.floor(until_s),
    case_zone: timezone,
  });
  return found ?? { before: 0, after: 0 };
}
