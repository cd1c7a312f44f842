import { z } from 'zod';
import { defineQuery } from '../../store/query.ts';
import type { RecordStore } from '../../store/records.ts';
import { daysOfLoads } from './days-of-loads.ts';
import { loadKey } from './loads.ts';

const none = z.strictObject({});
const count = z.coerce.number().int().nonnegative();

const dayCounts = defineQuery(
  import.meta.url,
  'day-counts.sql',
  none,
  z.strictObject({
    day: count,
    operator: z.string(),
    key: z.string(),
    usable_rows: count,
    legs: count,
    communications: count,
    protected_legs: count,
    counted: count,
  }),
);
const countDays = defineQuery(
  import.meta.url,
  'count-days.sql',
  z.strictObject({ days: z.array(z.int()), keys: z.array(z.string()), counted: z.int() }),
  z.never(),
);

export interface EventCounts {
  /** '' = over all operators, where a communication between two of them counts once. */
  readonly operator: string;
  readonly usable_rows: number;
  readonly legs: number;
  readonly communications: number;
  readonly protected_legs: number;
}

/** Counting holds every leg of so many days in memory at once; each time, the times of all rows are read. */
const DAYS_AT_ONCE = 12;

/** What decides the counts of each UTC day: the loads that may hold rows of it, and the acts in force. */
async function keysOfDays(records: RecordStore, acts: readonly string[]): Promise<Map<number, string>> {
  const loads = new Map<number, Set<number>>();
  for (const { load_id, day } of await records.rows(daysOfLoads, {}))
    // A local day lies on up to three UTC days, whatever the zone.
    for (const near of [day - 1, day, day + 1]) {
      const held = loads.get(near) ?? new Set<number>();
      held.add(load_id);
      loads.set(near, held);
    }
  return new Map([...loads].map(([day, ids]) => [day, loadKey({ acts, loads: [...ids].sort((a, b) => a - b) })]));
}

/**
 * Legs and communications of everything that the operators sent, by operator. Counted day by day: a day whose loads are
 * what they were when it was last counted is not counted again.
 *
 * @param acts ids of the acts in force, in a fixed order
 */
export async function countEvents(records: RecordStore, acts: readonly string[]): Promise<EventCounts[]> {
  const keys = await keysOfDays(records, acts);
  const before = await records.rows(dayCounts, {});
  const current = new Set(before.filter(({ day, key }) => keys.get(day) === key).map(({ day }) => day));
  const missing = [...keys].filter(([day]) => !current.has(day)).sort(([a], [b]) => a - b);
  const counted = 2 + before.reduce((latest, row) => Math.max(latest, row.counted), 0);
  for (let i = 0; i < missing.length; i += DAYS_AT_ONCE) {
    const some = missing.slice(i, i + DAYS_AT_ONCE);
    await records.run(countDays, { days: some.map(([day]) => day), keys: some.map(([, key]) => key), counted });
  }
  const total = new Map<string, EventCounts>();
  for (const { day, key, operator, counted: _, ...counts } of missing.length > 0
    ? await records.rows(dayCounts, {})
    : before) {
    if (keys.get(day) !== key) continue;
    const sum = total.get(operator);
    total.set(operator, {
      operator,
      usable_rows: (sum?.usable_rows ?? 0) + counts.usable_rows,
      legs: (sum?.legs ?? 0) + counts.legs,
      communications: (sum?.communications ?? 0) + counts.communications,
      protected_legs: (sum?.protected_legs ?? 0) + counts.protected_legs,
    });
  }
  return [...total.values()].sort((a, b) => (a.operator < b.operator ? -1 : 1));
}
