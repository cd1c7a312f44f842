import { logSumExp } from '../statistics/index.ts';
import type { InmatePlaces } from './inmate-places.ts';
import type { Subject } from './subjects.ts';

/**
 * A user who alone uses the handset is hardly ever away while it is used (clock errors, late registers); one who shares
 * it leaves it behind, and it is used less. Priors; what they are worth in the end, the fusion decides.
 */
const AWAY_USE = [
  { weight: 0.7, use: 0.03 },
  { weight: 0.3, use: 0.6 },
] as const;

/** One local day of a handset: hours with events and the prison of each. */
interface HandsetDay {
  readonly day: number;
  readonly from: number;
  readonly until: number;
}

/** A day on which somebody was elsewhere for some hours. */
interface Apart {
  /** The handset was used in those hours. */
  readonly used: boolean;
  /** Share of the other days on which it is used in those hours. */
  readonly usual: number;
}

export interface Trajectory {
  /** ln p(when and where the handset was used | j is a user) - the same of somebody whose movements are not j's. */
  readonly ln: number;
  /** Days on which j was away while the handset was used. */
  readonly usedAway: number;
}

/** Local days as stretches of hours; `until` exclusive, in hours since 1970. */
export class HandsetDays {
  readonly subject: Subject;
  readonly days: readonly HandsetDay[];
  readonly #placeAt = new Map<number, string | undefined>();
  /** Days on which an hour of day had events. */
  readonly #active: Map<number, Set<number>> = new Map();

  constructor(subject: Subject) {
    this.subject = subject;
    const { digest } = subject;
    const days: { day: number; from: number; until: number }[] = [];
    const first = Math.floor(subject.from_s / 3600);
    const last = Math.ceil(subject.until_s / 3600);
    const offset =
      digest.hour.length === 0 ? 0 : (digest.day[0] ?? 0) * 24 + (digest.hourOfDay[0] ?? 0) - (digest.hour[0] ?? 0);
    for (let hour = first; hour < last; hour++) {
      const day = Math.floor((hour + offset) / 24);
      const open = days.at(-1);
      if (open?.day === day) open.until = hour + 1;
      else days.push({ day, from: hour, until: hour + 1 });
    }
    this.days = days;
    digest.hour.forEach((hour, i) => {
      if (hour < first || hour >= last) return;
      const place = digest.place[i] ?? -1;
      this.#placeAt.set(hour, place >= 0 ? digest.areas[place] : place === -2 ? '' : undefined);
      const ofDay = (((hour + offset) % 24) + 24) % 24;
      const on = this.#active.get(ofDay) ?? new Set<number>();
      this.#active.set(ofDay, on.add(Math.floor((hour + offset) / 24)));
    });
    this.#offset = offset;
  }
  readonly #offset: number;

  /** The prison at an hour with events; `''` = elsewhere; undefined = no event, or no known cell. */
  placeAt(hour: number): string | undefined {
    return this.#placeAt.get(hour);
  }

  /** Hours of a day in which somebody was not where the handset was; undefined when there is none. */
  apart({ day, from, until }: HandsetDay, prisonAt: (hour: number) => string | undefined): Apart | undefined {
    const hours: number[] = [];
    let used = false;
    for (let hour = from; hour < until; hour++) {
      const handset = this.placeAt(hour);
      const person = prisonAt(hour);
      if (handset === undefined ? person !== undefined : handset === person) continue;
      hours.push(hour);
      if (handset !== undefined) used = true;
    }
    return hours.length === 0 ? undefined : { used, usual: Math.min(0.98, this.#usualUse(hours, day)) };
  }

  /** The same for somebody who was in one place all day; worked out once for each place. */
  apartFrom(day: HandsetDay, prison_id: string | undefined): Apart | undefined {
    const ofPlace = this.#apartFrom.get(prison_id) ?? new Map<number, Apart | undefined>();
    this.#apartFrom.set(prison_id, ofPlace);
    if (!ofPlace.has(day.day))
      ofPlace.set(
        day.day,
        this.apart(day, () => prison_id),
      );
    return ofPlace.get(day.day);
  }
  readonly #apartFrom = new Map<string | undefined, Map<number, Apart | undefined>>();

  /** Share of the other days on which these hours of the day saw the handset used. */
  #usualUse(hours: readonly number[], without: number): number {
    const on = new Set<number>();
    for (const hour of hours)
      for (const day of this.#active.get((((hour + this.#offset) % 24) + 24) % 24) ?? [])
        if (day !== without) on.add(day);
    return (on.size + 0.5) / Math.max(1, this.days.length);
  }
}

/**
 * One factor per local day, never per event: on a day on which the registers put the inmate elsewhere than the handset
 * for some hours, was it used in those hours, and how often is it on other days?
 */
export function trajectory(days: HandsetDays, inmate_id: string, places: InmatePlaces): Trajectory {
  const { subject } = days;
  const changes = places.changes(inmate_id, subject);
  const prisonAt = (hour: number): string | undefined => places.at(inmate_id, hour * 3600 + 1800)?.prison_id;
  const ln: number[] = AWAY_USE.map(({ weight }) => Math.log(weight));
  let usedAway = 0;
  let at = 0;
  for (const { day, from, until } of days.days) {
    let moved = false;
    while (at < changes.length && (changes[at] ?? 0) < until * 3600) {
      if ((changes[at] ?? 0) >= from * 3600) moved = true;
      at++;
    }
    const start = prisonAt(from);
    const apart = moved ? days.apart({ day, from, until }, prisonAt) : days.apartFrom({ day, from, until }, start);
    if (apart === undefined) continue;
    const { used, usual } = apart;
    AWAY_USE.forEach(({ use }, m) => {
      ln[m] = (ln[m] ?? 0) + (used ? Math.log(use) : Math.log((1 - use * usual) / (1 - usual)));
    });
    if (used) usedAway++;
  }
  return { ln: logSumExp(ln), usedAway };
}
