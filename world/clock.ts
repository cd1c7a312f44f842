/** Times of the pretend world: seconds since 1970 UTC, and legal time in metropolitan France (EU rule since 1996). */
const DAY_S = 86_400;

const changeCache = new Map<number, [number, number]>();

/** Summer time of a year, [from, until) in seconds UTC: last Sunday of March to last Sunday of October, 01:00 UTC. */
function summer(year: number): [number, number] {
  let pair = changeCache.get(year);
  if (!pair) {
    const lastSunday = (month: number): number => {
      const end = Date.UTC(year, month, 31) / 1000;
      return end - new Date(end * 1000).getUTCDay() * DAY_S + 3600;
    };
    pair = [lastSunday(2), lastSunday(9)];
    changeCache.set(year, pair);
  }
  return pair;
}

// The year that was asked for last: traffic runs in time order, and a Date for each row would cost most of the row.
const year = { from: 0, until: 0, summerFrom: 0, summerUntil: 0 };

/** Offset of legal time from UTC, seconds (3600 or 7200). */
export function offset_s(t: number): number {
  if (t < year.from || t >= year.until) {
    const y = new Date(t * 1000).getUTCFullYear();
    year.from = Date.UTC(y, 0) / 1000;
    year.until = Date.UTC(y + 1, 0) / 1000;
    [year.summerFrom, year.summerUntil] = summer(y);
  }
  return t >= year.summerFrom && t < year.summerUntil ? 7200 : 3600;
}

/** Seconds UTC of a local wall time given as if it were UTC; the earlier reading where it is ambiguous. */
export function fromLocal(wall_s: number): number {
  const early = wall_s - 7200;
  return offset_s(early) === 7200 ? early : wall_s - 3600;
}

/** True where the wall clock shows the same time twice (the hour before and after the October change). */
export function ambiguousWall(t: number): boolean {
  const [, until] = summer(new Date(t * 1000).getUTCFullYear());
  return t >= until - 3600 && t < until + 3600;
}

/** Hour of the wall clock, 0..23. */
export function localHour(t: number): number {
  return Math.floor((t + offset_s(t)) / 3600) % 24;
}

/** Local day number since 1970. */
export function localDay(t: number): number {
  return Math.floor((t + offset_s(t)) / DAY_S);
}

/** 1 = Monday .. 7 = Sunday, of a local day number. */
export function weekday(day: number): number {
  return ((day + 3) % 7) + 1;
}

const dateCache = new Map<number, [string, string, string]>();

/** Year, month, day as text of a day number. */
export function dateParts(day: number): readonly [string, string, string] {
  let parts = dateCache.get(day);
  if (!parts) {
    const iso = new Date(day * DAY_S * 1000).toISOString();
    parts = [iso.slice(0, 4), iso.slice(5, 7), iso.slice(8, 10)];
    dateCache.set(day, parts);
  }
  return parts;
}

const two: string[] = Array.from({ length: 60 }, (_, i) => (i < 10 ? `0${i}` : `${i}`));

/** hh<sep>mm<sep>ss of seconds within a day. */
export function clockText(second: number, sep = ':'): string {
  const h = Math.floor(second / 3600);
  const m = Math.floor((second - h * 3600) / 60);
  return `${two[h]}${sep}${two[m]}${sep}${two[second - h * 3600 - m * 60]}`;
}

const lastIso = { t: Number.NaN, text: '' };

/** 2025-10-06T00:00:00Z */
export function isoUtc(t: number): string {
  if (t === lastIso.t) return lastIso.text;
  const day = Math.floor(t / DAY_S);
  const [y, m, d] = dateParts(day);
  lastIso.t = t;
  lastIso.text = `${y}-${m}-${d}T${clockText(Math.floor(t - day * DAY_S))}Z`;
  return lastIso.text;
}

/** 2025-10-06T02:00:00+02:00 */
export function isoLocal(t: number): string {
  const offset = offset_s(t);
  return `${isoUtc(t + offset).slice(0, 19)}+0${offset / 3600}:00`;
}
