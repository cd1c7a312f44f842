import { lgamma } from '../statistics/index.ts';
import type { Source, Tallies } from './same-source.ts';
import { HOURS_OF_PART, type SuccessionProfiles } from './succession-profile.ts';

const CONTACT_CONCENTRATION = 10;

/** How the handsets inside behave in general: base measures, concentrations and spreads. */
export interface SuccessionPopulation {
  /** Popularity of a correspondent among handsets; the two that are compared are left out. */
  readonly contacts: Source;
  /** By number of the prison: whoever lives there shares its masts and its hours. */
  readonly habits: readonly (PrisonHabits | undefined)[];
  readonly lnRateSd: number;
}

export interface PrisonHabits {
  /** Share of a cell within its layer, of a part of the day among all. */
  readonly cells: Source;
  readonly hours: Source;
}

export function successionPopulation(profiles: SuccessionProfiles): SuccessionPopulation {
  const { keys } = profiles.contacts;
  const contactUsers = new Int32Array(keys.reduce((most, key) => Math.max(most, key + 1), 0));
  for (const key of keys) contactUsers[key]! += 1;
  const contactTotal = 1 + keys.length;
  const habits: (PrisonHabits | undefined)[] = [];
  const { order, prison, lnRate } = profiles;
  for (let from = 0, until = 0; from < order.length; from = until) {
    const here = prison[order[from]!]!;
    while (until < order.length && prison[order[until]!] === here) until++;
    habits[here] = habitsOf(profiles, from, until);
  }
  const mean = lnRate.reduce((s, x) => s + x, 0) / Math.max(1, lnRate.length);
  const variance = lnRate.reduce((s, x) => s + (x - mean) ** 2, 0) / Math.max(1, lnRate.length);
  return {
    contacts: {
      base: (number) => (Math.max(0, (contactUsers[number] ?? 0) - 2) + 0.5) / contactTotal,
      concentration: CONTACT_CONCENTRATION,
    },
    habits,
    lnRateSd: Math.max(0.3, Math.sqrt(variance)),
  };
}

const PARTS_OF_DAY = Array.from({ length: 24 / HOURS_OF_PART }, (_, part) => part);

/** Of the handsets at the places `[from, until)`. */
function habitsOf({ cells, cellsFrom, layer, hours }: SuccessionProfiles, from: number, until: number): PrisonHabits {
  const layers = new Map<number, number[]>();
  for (let t = cellsFrom[from]!; t < cellsFrom[until]!; t++) {
    const list = layers.get(layer[t]!);
    if (list === undefined) layers.set(layer[t]!, [t]);
    else list.push(t);
  }
  const places = Array.from({ length: until - from }, (_, k) => from + k);
  const share = new Map<number, number>();
  for (const list of layers.values()) for (const [cell, s] of sharesOf(cells, list, [])) share.set(cell, s);
  return {
    cells: habitOf(cells, [...layers.values()].flat(), share),
    hours: habitOf(hours, places, sharesOf(hours, places, PARTS_OF_DAY)),
  };
}

/** How close single handsets stay to the share of all is fitted to them, one by one. */
const habitOf = (tallies: Tallies, list: readonly number[], share: ReadonlyMap<number, number>): Source => ({
  base: (key) => share.get(key) ?? 1,
  concentration: fitConcentration(tallies, list, share),
});

/** Pooled shares, each key with half a count more. @param always keys that have a share even if never seen */
function sharesOf(
  { keys, counts, start }: Tallies,
  list: readonly number[],
  always: readonly number[],
): Map<number, number> {
  const sum = new Map<number, number>(always.map((key) => [key, 0.5]));
  for (const t of list)
    for (let at = start[t]!; at < start[t + 1]!; at++) sum.set(keys[at]!, (sum.get(keys[at]!) ?? 0.5) + counts[at]!);
  let all = 0;
  for (const n of sum.values()) all += n;
  return new Map([...sum].map(([key, n]) => [key, n / all]));
}

const CONCENTRATIONS = [1, 2, 3, 5, 8, 12, 20, 30, 50, 80, 120, 200, 400];

/** Dirichlet-multinomial maximum likelihood over a grid. @param list the tallies that are looked at */
export function fitConcentration(
  { keys, counts, start, total }: Tallies,
  list: readonly number[],
  share: ReadonlyMap<number, number>,
): number {
  let best = CONCENTRATIONS.at(-1) ?? 1;
  let most = -Infinity;
  const shares = list.map((t) =>
    Float64Array.from(keys.subarray(start[t], start[t + 1]), (key) => share.get(key) ?? 1),
  );
  for (const a of CONCENTRATIONS) {
    let ln = 0;
    list.forEach((t, k) => {
      ln += lgamma(a) - lgamma(a + total[t]!);
      shares[k]!.forEach((q, at) => {
        const alpha = a * q;
        ln += lgamma(alpha + counts[start[t]! + at]!) - lgamma(alpha);
      });
    });
    if (ln > most) [best, most] = [a, ln];
  }
  return best;
}
