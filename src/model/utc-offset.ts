import type { UnixSeconds } from './record.ts';

const formats = new Map<string, Intl.DateTimeFormat>();

/** Seconds by which the clocks of an IANA zone are ahead of UTC at an instant; negative west of Greenwich. */
export function utcOffset_s(at_s: UnixSeconds, zone: string): number {
  let format = formats.get(zone);
  if (format === undefined) {
    format = new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
    formats.set(zone, format);
  }
  const part: Record<string, number> = {};
  for (const { type, value } of format.formatToParts(at_s * 1000)) part[type] = Number(value);
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = part;
  return Date.UTC(year, month - 1, day, hour, minute, second) / 1000 - Math.floor(at_s);
}
