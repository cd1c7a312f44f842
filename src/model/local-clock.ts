import { utcOffset_s } from './utc-offset.ts';

/** Wall-clock reading of instants in one IANA time zone, daylight saving included. Cached by UTC quarter of an hour. */
export interface LocalClock {
  /** Days since 1970-01-01 of the local calendar date. */
  day(at_s: number): number;
  /** Local minutes since Monday 00:00, 0..10079. */
  minuteOfWeek(at_s: number): number;
}

const QUARTER_S = 900; // every zone's offset is a multiple of 15 minutes and changes at one

/**
 * @param around_s an interval whose offsets are read once beforehand (the case window); other instants work, slower
 */
export function createLocalClock(timezone: string, around_s?: { from_s: number; until_s: number }): LocalClock {
  const read = (quarter: number): number => utcOffset_s(quarter * QUARTER_S, timezone);
  const start = around_s === undefined ? 0 : Math.floor(around_s.from_s / QUARTER_S);
  const length = around_s === undefined ? 0 : Math.ceil(around_s.until_s / QUARTER_S) - start;
  const table = new Int32Array(length);
  for (let i = 0; i < length; i++) {
    // No zone changes its offset and back within a day: equal ends mean equal between.
    const end = Math.min(length - 1, i + 96);
    const here = read(start + i);
    if (read(start + end) === here) {
      table.fill(here, i, end + 1);
      i = end;
    } else table[i] = here;
  }
  const known = new Map<number, number>();
  const local_s = (at_s: number): number => {
    const quarter = Math.floor(at_s / QUARTER_S);
    const index = quarter - start;
    if (index >= 0 && index < length) return at_s + (table[index] ?? 0);
    let offset_s = known.get(quarter);
    if (offset_s === undefined) known.set(quarter, (offset_s = read(quarter)));
    return at_s + offset_s;
  };
  return {
    day: (at_s) => Math.floor(local_s(at_s) / 86400),
    // 1970-01-01 was a Thursday: three days after a Monday.
    minuteOfWeek: (at_s) => Math.floor(((((local_s(at_s) + 3 * 86400) % 604800) + 604800) % 604800) / 60),
  };
}
