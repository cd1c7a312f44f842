import type { HandsetHistory } from '../model/record.ts';
import { LN10 } from '../statistics/index.ts';
import type { CellDistances } from './cell-moves.ts';
import { regionChain_ln } from './region-chain.ts';
import { habitsOfSims, sharedHabits_ln } from './shared-habits.ts';
import { SIM_CHAIN, simChain_ln } from './sim-chain.ts';
import { turns_ln, type Use } from './turns.ts';
import { type Visit, type Visits, visitsOf } from './visits.ts';

export const CLONES = {
  /** Share of IMEIs carried by more than one device. */
  cloned: 1e-3,
  /** Each further device of an IMEI that is cloned. */
  further: 0.5,
  /** log10 posterior odds from which an identifier is split: a device that is split in error loses its history. */
  least_llr10: 0.5,
} as const;

/** SIMs that are put with devices one by one; the others go where they fit in time and place. */
const MOST_SIMS = 60;
/** Visits of them that are looked at: of an identifier that hundreds of devices share, some of each SIM tell as much as all. */
const MOST_VISITS = 3000;
/** From this share of SIMs with a device of their own on, an identifier is taken for that of a batch. */
const OF_ITS_OWN = 0.8;
const MOST_ROUNDS = 4;

export interface Partition {
  /** SIMs (index in `imsis`) of each device, most visits first. SIMs without a known place are in none. */
  readonly devices: readonly (readonly number[])[];
  /** log10 posterior odds of these devices against one device. */
  readonly odds_llr10: number;
}

/** The most probable division of the SIMs of one identifier among devices; one device where the odds are too low. */
export function partitionSims(history: HandsetHistory, distances: CellDistances, slots?: number): Partition {
  const every = visitsOf(history, distances);
  const visits = someOf(every);
  const search = new Search(history, visits, distances, slots);
  const all = search.sims;
  if (all.length < 2 || visits.regions.count < 2) return { devices: [all], odds_llr10: -Infinity };
  const devices = search.improve(search.oneByOne());
  const odds = search.total_ln(devices) + Math.log(CLONES.cloned) - search.total_ln([all]);
  const odds_llr10 = devices.length < 2 ? -Infinity : odds / LN10;
  if (odds_llr10 < CLONES.least_llr10) return { devices: [all], odds_llr10 };
  if (devices.length < OF_ITS_OWN * all.length) return { devices, odds_llr10 };
  // An identifier of a whole batch: where nearly every SIM had a device of its own, so had those that nobody looked at.
  const looked = new Set(all);
  const others = [...new Set(every.list.map(({ sim }) => sim))].filter((sim) => !looked.has(sim));
  return { devices: [...devices, ...others.map((sim) => [sim])], odds_llr10 };
}

/** At most so many visits, of the SIMs with most of them; of each SIM evenly, its first and its last among them. */
function someOf({ regions, list }: Visits): Visits {
  const bySim = new Map<number, Visit[]>();
  for (const visit of list) {
    const own = bySim.get(visit.sim);
    if (own === undefined) bySim.set(visit.sim, [visit]);
    else own.push(visit);
  }
  const sims = [...bySim].sort(([a, x], [b, y]) => y.length - x.length || a - b).slice(0, MOST_SIMS);
  const held = sims.reduce((sum, [, own]) => sum + own.length, 0);
  if (held === list.length && held <= MOST_VISITS) return { regions, list };
  const each = Math.max(2, Math.floor(MOST_VISITS / sims.length));
  const chosen = new Set(
    sims.flatMap(([, own]) =>
      own.length <= each
        ? own
        : Array.from({ length: each }, (_, i) => own[Math.round((i * (own.length - 1)) / (each - 1))]),
    ),
  );
  return { regions, list: list.filter((visit) => chosen.has(visit)) };
}

/** SIMs of one device, what they say of it, and when it was used. */
interface Device extends Use {
  readonly sims: readonly number[];
  /** ln P(places and SIMs | one device with these SIMs). */
  readonly ln: number;
}

class Search {
  /** By falling number of visits. */
  readonly sims: readonly number[];
  readonly #visits: Visits;
  readonly #bySim = new Map<number, Visit[]>();
  readonly #habits: ReturnType<typeof habitsOfSims>;
  readonly #twoSlots: number;
  readonly #known = new Map<string, Device>();

  constructor(history: HandsetHistory, visits: Visits, distances: CellDistances, slots: number | undefined) {
    this.#visits = visits;
    const { seen, make, one, unknown } = SIM_CHAIN.twoSlots;
    this.#twoSlots = history.imei14s.length > 1 ? seen : slots === undefined ? unknown : slots > 1 ? make : one;
    this.#habits = habitsOfSims(history, distances, visits.regions.of);
    for (const visit of visits.list) {
      const list = this.#bySim.get(visit.sim);
      if (list === undefined) this.#bySim.set(visit.sim, [visit]);
      else list.push(visit);
    }
    this.sims = [...this.#bySim.keys()].sort((a, b) => this.#count(b) - this.#count(a) || a - b);
  }

  #count = (sim: number): number => this.#bySim.get(sim)?.length ?? 0;

  #visitsOf(device: readonly number[]): Visit[] {
    const [only] = device;
    if (device.length === 1 && only !== undefined) return this.#bySim.get(only) ?? [];
    const sims = new Set(device);
    return this.#visits.list.filter((visit) => sims.has(visit.sim));
  }

  #device(sims: readonly number[]): Device {
    const key = sims.toSorted((a, b) => a - b).join(' ');
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const visits = this.#visitsOf(sims);
    const habits = sims.flatMap((sim) => this.#habits[sim] ?? []);
    const ln =
      regionChain_ln(visits, this.#visits.regions) + simChain_ln(visits, this.#twoSlots) + sharedHabits_ln(habits);
    const device = {
      sims,
      ln,
      visits: visits.length,
      from_s: visits[0]?.at_s ?? NaN,
      until_s: visits.at(-1)?.at_s ?? NaN,
    };
    this.#known.set(key, device);
    return device;
  }

  /** ln P(everything | devices with these SIMs) with the prior of their number, given that there are two or more. */
  total_ln(devices: readonly (readonly number[])[]): number {
    return totalOf_ln(devices.map((sims) => this.#device(sims)));
  }

  /** Each SIM, most visits first, to the device that it fits best or to a new one. */
  oneByOne(): number[][] {
    let devices: Device[] = [];
    for (const sim of this.sims) devices = this.#withSim(devices, sim);
    return simsOf(devices);
  }

  /** The SIM in the device that it fits best, or in a new one. */
  #withSim(devices: readonly Device[], sim: number): Device[] {
    let best: Device[] = [];
    let most = -Infinity;
    for (let at = 0; at <= devices.length; at++) {
      const joined = this.#device([...(devices[at]?.sims ?? []), sim]);
      const choice = at === devices.length ? [...devices, joined] : devices.with(at, joined);
      const ln = totalOf_ln(choice);
      if (ln > most) [best, most] = [choice, ln];
    }
    return best;
  }

  /** Single SIMs go elsewhere as long as that is better. */
  improve(start: readonly (readonly number[])[]): number[][] {
    let devices = start.map((sims) => this.#device(sims));
    for (let round = 0; round < MOST_ROUNDS; round++) {
      const before = totalOf_ln(devices);
      for (const sim of this.sims) {
        const without = devices.flatMap((device) => {
          if (!device.sims.includes(sim)) return device;
          const rest = device.sims.filter((s) => s !== sim);
          return rest.length > 0 ? this.#device(rest) : [];
        });
        devices = this.#withSim(without, sim);
      }
      if (totalOf_ln(devices) <= before + 1e-9) break;
    }
    return simsOf(devices);
  }
}

const simsOf = (devices: readonly Device[]): number[][] => devices.map(({ sims }) => [...sims]);

function totalOf_ln(devices: readonly Device[]): number {
  const ln = devices.reduce((sum, device) => sum + device.ln, turns_ln(devices));
  return devices.length < 2 ? ln : ln + (devices.length - 1) * Math.log(CLONES.further);
}
