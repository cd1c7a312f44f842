import type { UnixSeconds } from '../model/record.ts';

const ISO_WITH_OFFSET =
  /^(\d{4})-(\d{2})-(\d{2})[T ](\d{2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?(?:(Z)|([+-])(\d{2}):?(\d{2}))$/;

/**
 * Reads an ISO 8601 time with an offset (RFC 3339, seconds optional). A time without an offset is undefined: guessing
 * the zone would move an event by hours without anybody seeing it. So are days, hours and offsets that do not exist
 * (30 February, 24:10, +15:00) and years outside 1900..2199.
 */
export function parseIsoTime(text: string): UnixSeconds | undefined {
  const match = ISO_WITH_OFFSET.exec(text);
  if (!match) return undefined;
  const part = (index: number) => Number(match[index] ?? 0);
  const [year, month, day, hour, minute, second] = [part(1), part(2), part(3), part(4), part(5), part(6)];
  if (year < 1900 || year > 2199 || hour > 23 || minute > 59 || second > 59) return undefined;
  if (part(10) > 14 || part(11) > 59) return undefined;
  const local_ms = Date.UTC(year, month - 1, day, hour, minute, second);
  // Date.UTC rolls 30 February over to March: the month that comes back must be the one that was written.
  if (new Date(local_ms).getUTCMonth() !== month - 1) return undefined;
  const fraction_s = match[7] === undefined ? 0 : Number(`0.${match[7]}`);
  const offset_s = (part(10) * 60 + part(11)) * 60 * (match[9] === '-' ? -1 : 1);
  return local_ms / 1000 + fraction_s - offset_s;
}
