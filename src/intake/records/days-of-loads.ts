import { z } from 'zod';
import { defineQuery } from '../../store/query.ts';
import type { RecordStore } from '../../store/records.ts';
import { type EmptyDays, emptyDays } from './empty-days.ts';

const count = z.coerce.number().int().nonnegative();

/** Usable rows of each readable load on each local day that has any, in the order of days. */
export const daysOfLoads = defineQuery(
  import.meta.url,
  'days-of-loads.sql',
  z.strictObject({}),
  z.strictObject({ load_id: count, day: count, usable: count }),
);

/** For each readable load that holds a usable row: its days without any. */
export async function emptyDaysOfLoads(records: RecordStore): Promise<Map<number, EmptyDays>> {
  const byLoad = new Map<number, { first: number; rows: number[] }>();
  for (const { load_id, day, usable } of await records.rows(daysOfLoads, {})) {
    const load = byLoad.get(load_id) ?? { first: day, rows: [] };
    byLoad.set(load_id, load);
    while (load.rows.length < day - load.first) load.rows.push(0);
    load.rows.push(usable);
  }
  return new Map([...byLoad].map(([load_id, { rows }]) => [load_id, emptyDays(rows)]));
}
