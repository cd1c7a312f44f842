import { z } from 'zod';
import { defineQuery } from '../../store/query.ts';
import type { RecordStore } from '../../store/records.ts';

const QUARTERS_OF_WEEK = 7 * 96;
/** Enough to know a week by: of more legs, two to four million are looked at. */
const LEGS_ENOUGH = 2_000_000;

const hoursOfUse = defineQuery(
  import.meta.url,
  'hours-of-use.sql',
  z.strictObject({ case_zone: z.string(), every: z.int().positive() }),
  z.strictObject({
    quarter: z
      .number()
      .int()
      .min(0)
      .max(QUARTERS_OF_WEEK - 1),
    weight: z.coerce.number().nonnegative(),
  }),
);

/**
 * When everybody uses a telephone: weight of each quarter of an hour of the local week (672, from Monday 00:00), by hours with events as
 * one handset's hours are counted. A handset of n hours weighs n / (n + 5). Of two to four million legs at the most, by whole handsets.
 *
 * @param legs how many the store holds
 */
export async function readHoursOfUse(records: RecordStore, timezone: string, legs: number): Promise<Float64Array> {
  const week = new Float64Array(QUARTERS_OF_WEEK);
  const every = Math.max(1, Math.floor(legs / LEGS_ENOUGH));
  for (const { quarter, weight } of await records.rows(hoursOfUse, { case_zone: timezone, every }))
    week[quarter] = weight;
  return week;
}
