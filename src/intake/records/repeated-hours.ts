import { z } from 'zod';
import type { Interval } from '../../model/record.ts';
import { utcOffset_s } from '../../model/utc-offset.ts';
import { defineQuery } from '../../store/query.ts';
import type { RecordStore } from '../../store/records.ts';
import type { Load } from './loads.ts';
import type { Profile } from './profile.ts';

const DAY_S = 86_400;
/** Acts reach beyond the case; so far around it its clocks are looked at. */
const AROUND_S = 366 * DAY_S;

const legsInHours = defineQuery(
  import.meta.url,
  'legs-in-hours.sql',
  z.strictObject({
    loads: z.array(z.int().positive()),
    from_s: z.array(z.int()),
    until_s: z.array(z.int()),
  }),
  z.strictObject({ load_id: z.coerce.number().int().positive(), rows: z.coerce.number().int().nonnegative() }),
);

/** First instant after `from_s` with the offset of `until_s`, to the second; one change lies between them. */
function changeBetween(from_s: number, until_s: number, zone: string): number {
  const after = utcOffset_s(until_s, zone);
  let [low, high] = [from_s, until_s];
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (utcOffset_s(middle, zone) === after) high = middle;
    else low = middle;
  }
  return high;
}

/**
 * The instants within a window at which the clocks of a zone show a time that they show twice: where they are put back by
 * d, the d before and the d after. Half-open, in order.
 */
export function repeatedHours(zone: string, window: Interval): Interval[] {
  const found: Interval[] = [];
  let last = utcOffset_s(window.from_s, zone);
  for (let day_s = window.from_s; day_s < window.until_s; day_s += DAY_S) {
    const next = utcOffset_s(day_s + DAY_S, zone);
    if (next < last) {
      const at_s = changeBetween(day_s, day_s + DAY_S, zone);
      const back_s = last - next;
      found.push({ from_s: at_s - back_s, until_s: at_s + back_s });
    }
    last = next;
  }
  return found;
}

/** Usable rows of each load whose local time stands for two instants; loads with UTC or an offset have none. */
export async function rowsInRepeatedHours(
  records: RecordStore,
  loads: readonly Load[],
  profiles: ReadonlyMap<string, Profile>,
  around: Interval,
): Promise<Map<number, number>> {
  const byZone = new Map<string, number[]>();
  for (const { load_id, kind, profile } of loads) {
    const time = profiles.get(profile)?.records.time;
    if (
      kind !== 'records' ||
      time === undefined ||
      time.offset ||
      time.zone === 'UTC' ||
      time.format.startsWith('unix')
    )
      continue;
    byZone.set(time.zone, [...(byZone.get(time.zone) ?? []), load_id]);
  }
  const rows = new Map<number, number>();
  const window = { from_s: Math.floor(around.from_s) - AROUND_S, until_s: Math.ceil(around.until_s) + AROUND_S };
  for (const [zone, ids] of byZone) {
    const hours = repeatedHours(zone, window);
    if (hours.length === 0) continue;
    const counted = await records.rows(legsInHours, {
      loads: ids,
      from_s: hours.map((hour) => hour.from_s),
      until_s: hours.map((hour) => hour.until_s),
    });
    for (const row of counted) rows.set(row.load_id, row.rows);
  }
  return rows;
}
