import type { Subject } from './subjects.ts';
import { lgamma } from '../statistics/index.ts';
import { type Counts, damped, total } from './same-source.ts';

/** What succession compares of one handset, counted once. */
export interface SuccessionProfile {
  readonly subject: Subject;
  /** Distinct days with each correspondent. */
  readonly contacts: Counts<string>;
  /** Hours by cell, within each layer of operator and technology. */
  readonly cells: ReadonlyMap<number, Counts<number>>;
  /** Hours of use by part of the local day (three hours). */
  readonly hours: Counts<number>;
  /** ln of the hours of use a day. */
  readonly lnRate: number;
  readonly imsis: ReadonlyMap<string, { readonly first_s: number; readonly last_s: number; readonly events: number }>;
}

const MOST_HOURS = 40;
const HOURS_OF_PART = 3;
/** Masts of successive hours are those of one place: few of them count. */
const MOST_CELL_HOURS = 8;

export function successionProfile(subject: Subject): SuccessionProfile {
  const { digest } = subject;
  const contacts = new Map<string, number>();
  digest.contacts.forEach((number, i) => {
    const days = digest.contactDays[i] ?? 0;
    if (days > 0) contacts.set(number, days);
  });
  const layers = new Map<number, Map<number, number>>();
  digest.cells.forEach((cell, i) => {
    const layer = digest.cellLayer[i] ?? 0;
    const counts = layers.get(layer) ?? new Map<number, number>();
    layers.set(layer, counts.set(cell, digest.cellHours[i] ?? 0));
  });
  const hours = new Map<number, number>();
  let inside = 0;
  digest.hour.forEach((hour, i) => {
    if (hour * 3600 + 3600 <= subject.from_s || hour * 3600 > subject.until_s) return;
    inside++;
    const part = Math.floor((digest.hourOfDay[i] ?? 0) / HOURS_OF_PART);
    hours.set(part, (hours.get(part) ?? 0) + 1);
  });
  const days = (subject.until_s - subject.from_s) / 86400;
  return {
    subject,
    contacts,
    cells: new Map([...layers].map(([layer, counts]) => [layer, damped(counts, MOST_CELL_HOURS)])),
    hours: damped(hours, MOST_HOURS),
    lnRate: Math.log((inside + 1) / (days + 1)),
    imsis: new Map(digest.sims.map((sim) => [sim.imsi as string, sim])),
  };
}

/** How the handsets inside behave in general: base measures, concentrations and spreads. */
export interface SuccessionPopulation {
  readonly contactUsers: ReadonlyMap<string, number>;
  readonly contactTotal: number;
  /** By prison: whoever lives there shares its masts and its hours. */
  readonly habits: ReadonlyMap<string, PrisonHabits>;
  readonly lnRateSd: number;
}

export interface PrisonHabits {
  /** Share of a cell within its layer, of a part of the day among all. */
  readonly cells: Habit;
  readonly hours: Habit;
}

export interface Habit {
  readonly share: ReadonlyMap<number, number>;
  /** How close single handsets stay to the share of all: fitted to them, one by one. */
  readonly concentration: number;
}

export function successionPopulation(profiles: readonly SuccessionProfile[]): SuccessionPopulation {
  const contactUsers = new Map<string, number>();
  let contactTotal = 1;
  const byPrison = new Map<string, SuccessionProfile[]>();
  for (const profile of profiles) {
    for (const contact of profile.contacts.keys()) contactUsers.set(contact, (contactUsers.get(contact) ?? 0) + 1);
    contactTotal += profile.contacts.size;
    const list = byPrison.get(profile.subject.prison_id);
    if (list === undefined) byPrison.set(profile.subject.prison_id, [profile]);
    else list.push(profile);
  }
  const mean = profiles.reduce((s, p) => s + p.lnRate, 0) / Math.max(1, profiles.length);
  const variance = profiles.reduce((s, p) => s + (p.lnRate - mean) ** 2, 0) / Math.max(1, profiles.length);
  return {
    contactUsers,
    contactTotal,
    habits: new Map([...byPrison].map(([prison, list]) => [prison, habitsOf(list)])),
    lnRateSd: Math.max(0.3, Math.sqrt(variance)),
  };
}

const PARTS_OF_DAY = Array.from({ length: 24 / HOURS_OF_PART }, (_, part) => part);

function habitsOf(profiles: readonly SuccessionProfile[]): PrisonHabits {
  const layers = new Map<number, Counts<number>[]>();
  for (const profile of profiles)
    for (const [layer, counts] of profile.cells) {
      const list = layers.get(layer);
      if (list === undefined) layers.set(layer, [counts]);
      else list.push(counts);
    }
  const share = new Map<number, number>();
  for (const list of layers.values()) for (const [cell, s] of sharesOf(list, [])) share.set(cell, s);
  return {
    cells: { share, concentration: fitConcentration([...layers.values()].flat(), share) },
    hours: (() => {
      const counts = profiles.map((profile) => profile.hours);
      const hourShare = sharesOf(counts, PARTS_OF_DAY);
      return { share: hourShare, concentration: fitConcentration(counts, hourShare) };
    })(),
  };
}

/** Pooled shares, each key with half a count more. @param always keys that have a share even if never seen */
function sharesOf(list: readonly Counts<number>[], always: readonly number[]): Map<number, number> {
  const sum = new Map<number, number>(always.map((key) => [key, 0.5]));
  for (const counts of list) for (const [key, n] of counts) sum.set(key, (sum.get(key) ?? 0.5) + n);
  const all = total(sum);
  return new Map([...sum].map(([key, n]) => [key, n / all]));
}

const CONCENTRATIONS = [1, 2, 3, 5, 8, 12, 20, 30, 50, 80, 120, 200, 400];

/** Dirichlet-multinomial maximum likelihood over a grid. */
export function fitConcentration(list: readonly Counts<number>[], share: ReadonlyMap<number, number>): number {
  let best = CONCENTRATIONS.at(-1) ?? 1;
  let most = -Infinity;
  for (const a of CONCENTRATIONS) {
    let ln = 0;
    for (const counts of list) {
      ln += lgamma(a) - lgamma(a + total(counts));
      for (const [key, n] of counts) ln += lgamma(a * (share.get(key) ?? 1) + n) - lgamma(a * (share.get(key) ?? 1));
    }
    if (ln > most) [best, most] = [a, ln];
  }
  return best;
}
