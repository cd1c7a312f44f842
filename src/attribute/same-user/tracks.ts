/** One registration of a handset on a cell, as delivered. */
export interface Registration {
  /** Person the handset belongs to; empty where unknown. */
  readonly owner: string;
  readonly device: string;
  readonly at_s: number;
  readonly latitude: number;
  readonly longitude: number;
  /** Direction of the sector, degrees from north; undefined for an omnidirectional or unknown one. */
  readonly azimuth_deg: number | undefined;
}

/**
 * All registrations of one handset, ordered by time, and cut into days that begin at 05:00. Handsets are told apart by
 * (owner, device): two people may both call theirs "1".
 */
export interface Track {
  readonly owner: string;
  readonly device: string;
  readonly at_s: Float64Array;
  readonly latitude: Float64Array;
  readonly longitude: Float64Array;
  /** NaN where unknown. */
  readonly azimuth_deg: Float64Array;
  /** Number of the day (from 05:00 to 05:00) of each registration. */
  readonly day: Int32Array;
  /** Days with registrations, ascending, and where each begins in the arrays; one more entry marks the end. */
  readonly days: Int32Array;
  readonly dayStart: Int32Array;
}

/** Days are cut while most people sleep, as in telcell. */
export const DAY_STARTS_H = 5;
const DAY_S = 86_400;

/** Number of the day, from 05:00 at the given offset from UTC, of an instant. */
export const dayOf = (at_s: number, utcOffset_s: number): number =>
  Math.floor((at_s + utcOffset_s - DAY_STARTS_H * 3600) / DAY_S);

/** First instant of a day. */
export const dayBegins_s = (day: number, utcOffset_s: number): number =>
  day * DAY_S + DAY_STARTS_H * 3600 - utcOffset_s;

const before = (a: number | string, b: number | string): number => (a < b ? -1 : a > b ? 1 : 0);

/** Tracks in order of owner and device, whatever the order of the rows. A registration given twice counts once. */
export function tracksOf(registrations: Iterable<Registration>, utcOffset_s: number): Track[] {
  const byDevice = new Map<string, Registration[]>();
  for (const r of registrations) {
    const key = JSON.stringify([r.owner, r.device]);
    const list = byDevice.get(key);
    if (list === undefined) byDevice.set(key, [r]);
    else list.push(r);
  }
  return [...byDevice.values()]
    .map((list) => trackOf(list, utcOffset_s))
    .sort((a, b) => before(a.owner, b.owner) || before(a.device, b.device));
}

const azimuth = (r: Registration): number => r.azimuth_deg ?? -1;

function trackOf(list: Registration[], utcOffset_s: number): Track {
  list.sort(
    (a, b) => a.at_s - b.at_s || a.latitude - b.latitude || a.longitude - b.longitude || azimuth(a) - azimuth(b),
  );
  const once = list.filter((r, i) => {
    const last = list[i - 1];
    return (
      last === undefined ||
      r.at_s !== last.at_s ||
      r.latitude !== last.latitude ||
      r.longitude !== last.longitude ||
      azimuth(r) !== azimuth(last)
    );
  });
  const day = Int32Array.from(once, (r) => dayOf(r.at_s, utcOffset_s));
  const days: number[] = [];
  const dayStart: number[] = [];
  for (const [i, d] of day.entries()) {
    if (i > 0 && day[i - 1] === d) continue;
    days.push(d);
    dayStart.push(i);
  }
  dayStart.push(once.length);
  return {
    owner: once[0]!.owner,
    device: once[0]!.device,
    at_s: Float64Array.from(once, (r) => r.at_s),
    latitude: Float64Array.from(once, (r) => r.latitude),
    longitude: Float64Array.from(once, (r) => r.longitude),
    azimuth_deg: Float64Array.from(once, (r) => r.azimuth_deg ?? Number.NaN),
    day,
    days: Int32Array.from(days),
    dayStart: Int32Array.from(dayStart),
  };
}
