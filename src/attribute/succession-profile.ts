import type { Subject } from './subjects.ts';
import { lgamma } from '../statistics/index.ts';
import { damped, type Source, Tally } from './same-source.ts';

/** What succession compares of one handset, counted once. */
export interface SuccessionProfile {
  readonly subject: Subject;
  /** Distinct days with each correspondent, numbered for all profiles together. */
  readonly contacts: Tally;
  /** Hours by cell, within each layer of operator and technology. */
  readonly cells: ReadonlyMap<number, Tally>;
  /** Hours of use by part of the local day (three hours). */
  readonly hours: Tally;
  /** ln of the hours of use a day. */
  readonly lnRate: number;
  readonly imsis: ReadonlyMap<string, { readonly first_s: number; readonly last_s: number; readonly events: number }>;
}

const CONTACT_CONCENTRATION = 10;
const MOST_HOURS = 40;
const HOURS_OF_PART = 3;
/** Masts of successive hours are those of one place: few of them count. */
const MOST_CELL_HOURS = 8;

/** Profiles whose correspondents are numbered alike. */
export function successionProfiles(subjects: readonly Subject[]): SuccessionProfile[] {
  const numbers = new Map<string, number>();
  const keyOf = (number: string): number => {
    const known = numbers.get(number);
    if (known !== undefined) return known;
    numbers.set(number, numbers.size);
    return numbers.size - 1;
  };
  return subjects.map((subject) => successionProfile(subject, keyOf));
}

function successionProfile(subject: Subject, keyOf: (number: string) => number): SuccessionProfile {
  const { digest } = subject;
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
    contacts: new Tally(digest.contacts.map((number, i) => [keyOf(number), digest.contactDays[i] ?? 0])),
    cells: new Map([...layers].map(([layer, counts]) => [layer, damped(counts, MOST_CELL_HOURS)])),
    hours: damped(hours, MOST_HOURS),
    lnRate: Math.log((inside + 1) / (days + 1)),
    imsis: new Map(digest.sims.map((sim) => [sim.imsi as string, sim])),
  };
}

/** How the handsets inside behave in general: base measures, concentrations and spreads. */
export interface SuccessionPopulation {
  /** Popularity of a correspondent among handsets; the two that are compared are left out. */
  readonly contacts: Source;
  /** By prison: whoever lives there shares its masts and its hours. */
  readonly habits: ReadonlyMap<string, PrisonHabits>;
  readonly lnRateSd: number;
}

export interface PrisonHabits {
  /** Share of a cell within its layer, of a part of the day among all. */
  readonly cells: Source;
  readonly hours: Source;
}

export function successionPopulation(profiles: readonly SuccessionProfile[]): SuccessionPopulation {
  const contactUsers = new Map<number, number>();
  let contactTotal = 1;
  const byPrison = new Map<string, SuccessionProfile[]>();
  for (const profile of profiles) {
    for (const contact of profile.contacts.keys) contactUsers.set(contact, (contactUsers.get(contact) ?? 0) + 1);
    contactTotal += profile.contacts.keys.length;
    const list = byPrison.get(profile.subject.prison_id);
    if (list === undefined) byPrison.set(profile.subject.prison_id, [profile]);
    else list.push(profile);
  }
  const mean = profiles.reduce((s, p) => s + p.lnRate, 0) / Math.max(1, profiles.length);
  const variance = profiles.reduce((s, p) => s + (p.lnRate - mean) ** 2, 0) / Math.max(1, profiles.length);
  return {
    contacts: {
      base: (number) => (Math.max(0, (contactUsers.get(number) ?? 0) - 2) + 0.5) / contactTotal,
      concentration: CONTACT_CONCENTRATION,
    },
    habits: new Map([...byPrison].map(([prison, list]) => [prison, habitsOf(list)])),
    lnRateSd: Math.max(0.3, Math.sqrt(variance)),
  };
}

const PARTS_OF_DAY = Array.from({ length: 24 / HOURS_OF_PART }, (_, part) => part);

function habitsOf(profiles: readonly SuccessionProfile[]): PrisonHabits {
  const layers = new Map<number, Tally[]>();
  for (const profile of profiles)
    for (const [layer, counts] of profile.cells) {
      const list = layers.get(layer);
      if (list === undefined) layers.set(layer, [counts]);
      else list.push(counts);
    }
  const hours = profiles.map((profile) => profile.hours);
  const share = new Map<number, number>();
  for (const list of layers.values()) for (const [cell, s] of sharesOf(list, [])) share.set(cell, s);
  return {
    cells: habitOf([...layers.values()].flat(), share),
    hours: habitOf(hours, sharesOf(hours, PARTS_OF_DAY)),
  };
}

/** How close single handsets stay to the share of all is fitted to them, one by one. */
const habitOf = (counts: readonly Tally[], share: ReadonlyMap<number, number>): Source => ({
  base: (key) => share.get(key) ?? 1,
  concentration: fitConcentration(counts, share),
});

/** Pooled shares, each key with half a count more. @param always keys that have a share even if never seen */
function sharesOf(list: readonly Tally[], always: readonly number[]): Map<number, number> {
  const sum = new Map<number, number>(always.map((key) => [key, 0.5]));
  for (const { keys, counts } of list)
    for (const [at, key] of keys.entries()) sum.set(key, (sum.get(key) ?? 0.5) + (counts[at] ?? 0));
  let all = 0;
  for (const n of sum.values()) all += n;
  return new Map([...sum].map(([key, n]) => [key, n / all]));
}

const CONCENTRATIONS = [1, 2, 3, 5, 8, 12, 20, 30, 50, 80, 120, 200, 400];

/** Dirichlet-multinomial maximum likelihood over a grid. */
export function fitConcentration(list: readonly Tally[], share: ReadonlyMap<number, number>): number {
  let best = CONCENTRATIONS.at(-1) ?? 1;
  let most = -Infinity;
  const shares = list.map(({ keys }) => Float64Array.from(keys, (key) => share.get(key) ?? 1));
  for (const a of CONCENTRATIONS) {
    let ln = 0;
    list.forEach(({ counts, total }, i) => {
      ln += lgamma(a) - lgamma(a + total);
      const q = shares[i] ?? counts;
      for (let at = 0; at < counts.length; at++) {
        const alpha = a * (q[at] ?? 1);
        ln += lgamma(alpha + (counts[at] ?? 0)) - lgamma(alpha);
      }
    });
    if (ln > most) [best, most] = [a, ln];
  }
  return best;
}
