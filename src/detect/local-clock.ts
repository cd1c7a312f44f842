/** Wall-clock reading of instants in one IANA time zone, daylight saving included. Cached by UTC quarter of an hour. */
export interface LocalClock {
  /** Days since 1970-01-01 of the local calendar date. */
  day(at_s: number): number;
  /** Local minutes since Monday 00:00, 0..10079. */
  minuteOfWeek(at_s: number): number;
}

const QUARTER_S = 900; // every zone's offset is a multiple of 15 minutes and changes at one

function offsetReader(timezone: string): (quarter: number) => number {
  const format = new Intl.DateTimeFormat('en-GB', {
    timeZone: timezone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  });
  return (quarter) => {
    const at_s = quarter * QUARTER_S;
    const part: Record<string, number> = {};
    for (const { type, value } of format.formatToParts(new Date(at_s * 1000))) part[type] = Number(value);
    const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = part;
    return Date.UTC(year, month - 1, day, hour, minute, second) / 1000 - at_s;
  };
}

/**
 * @param around_s an interval whose offsets are read once beforehand (the case window); other instants work, slower
 */
export function createLocalClock(timezone: string, around_s?: { from_s: number; until_s: number }): LocalClock {
  const read = offsetReader(timezone);
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
