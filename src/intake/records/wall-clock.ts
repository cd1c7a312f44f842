import { utcOffset_s } from '../../model/utc-offset.ts';

/** A local wall-clock time in an IANA zone as UnixSeconds; undefined when it does not exist there (summer time gap). */
export function zonedSeconds(
  year: number,
  month: number,
  day: number,
  hour: number,
  minute: number,
  second: number,
  zone: string,
): number | undefined {
  const naive_ms = Date.UTC(year, month - 1, day, hour, minute, second);
  const check = new Date(naive_ms);
  if (
    check.getUTCFullYear() !== year ||
    check.getUTCMonth() !== month - 1 ||
    check.getUTCDate() !== day ||
    check.getUTCHours() !== hour ||
    check.getUTCMinutes() !== minute ||
    check.getUTCSeconds() !== second
  )
    return undefined;
  const naive_s = naive_ms / 1000;
  if (zone === 'UTC') return naive_s;
  // The offset depends on the instant that is sought: two steps reach it, except in the gap.
  for (const guess_s of [naive_s - utcOffset_s(naive_s, zone), naive_s]) {
    const at_s = naive_s - utcOffset_s(guess_s, zone);
    if (at_s + utcOffset_s(at_s, zone) === naive_s) return at_s;
  }
  return undefined;
}

const FIELDS = ['yyyy', 'MM', 'dd', 'HH', 'mm', 'ss'] as const;

/**
 * Reads a validity date of an antenna table by a Joda pattern of numeric fields; a text that ends earlier than the
 * pattern (no seconds, no time of day) is read as the beginning of that minute or day.
 */
export function readWallClock(text: string, pattern: string, zone: string): number | undefined {
  if (pattern === 'iso8601') {
    if (!/^\d{4}-\d\d-\d\d([T ]\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d)?)?$/.test(text)) return undefined;
    if (/(Z|[+-]\d\d:?\d\d)$/.test(text.slice(10))) {
      const at_ms = Date.parse(text);
      return Number.isNaN(at_ms) ? undefined : at_ms / 1000;
    }
    return readWallClock(text.replace('T', ' '), 'yyyy-MM-dd HH:mm:ss', zone);
  }
  const value: Record<string, number> = { MM: 1, dd: 1, HH: 0, mm: 0, ss: 0 };
  let at = 0;
  for (const token of pattern.match(/yyyy|MM|dd|HH|mm|ss|'[^']*'|./g) ?? []) {
    if (at >= text.length) break;
    if ((FIELDS as readonly string[]).includes(token)) {
      const digits = text.slice(at, at + token.length);
      if (!/^\d+$/.test(digits) || digits.length !== token.length) return undefined;
      value[token] = Number(digits);
      at += token.length;
    } else {
      const literal = token.startsWith("'") ? token.slice(1, -1) : token;
      if (!text.startsWith(literal, at)) return undefined;
      at += literal.length;
    }
  }
  if (at !== text.length || value['yyyy'] === undefined) return undefined;
  return zonedSeconds(
    value['yyyy'],
    value['MM'] ?? 1,
    value['dd'] ?? 1,
    value['HH'] ?? 0,
    value['mm'] ?? 0,
    value['ss'] ?? 0,
    zone,
  );
}
