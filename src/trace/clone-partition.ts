import type { HandsetHistory } from '../model/record.ts';
import { LN10 } from '../statistics/index.ts';
import type { CellDistances } from './cell-moves.ts';
import { regionChain_ln } from './region-chain.ts';
import { habitsOfSims, sharedHabits_ln } from './shared-habits.ts';
import { SIM_CHAIN, simChain_ln } from './sim-chain.ts';
import { turns_ln } from './turns.ts';
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
const MOST_SIMS = 200;
const MOST_ROUNDS = 4;

export interface Partition {
  /** SIMs (index in `imsis`) of each device, most visits first. SIMs without a known place are in none. */
  readonly devices: readonly (readonly number[])[];
  /** log10 posterior odds of these devices against one device. */
  readonly odds_llr10: number;
}

/** The most probable division of the SIMs of one identifier among devices; one device where the odds are too low. */
export function partitionSims(history: HandsetHistory, distances: CellDistances, slots?: number): Partition {
  const visits = visitsOf(history, distances);
  const search = new Search(history, visits, distances, slots);
  const all = search.sims;
  if (all.length < 2 || visits.regions.count < 2) return { devices: [all], odds_llr10: -Infinity };
  const devices = search.improve(search.oneByOne());
  const odds = search.total_ln(devices) + Math.log(CLONES.cloned) - search.total_ln([all]);
  const odds_llr10 = devices.length < 2 ? -Infinity : odds / LN10;
  return { devices: odds_llr10 >= CLONES.least_llr10 ? devices : [all], odds_llr10 };
}

class Search {
  /** By falling number of visits. */
  readonly sims: readonly number[];
  readonly #visits: Visits;
  readonly #bySim = new Map<number, Visit[]>();
  readonly #habits: ReturnType<typeof habitsOfSims>;
  readonly #twoSlots: number;
  readonly #known = new Map<string, number>();

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
    this.sims = [...this.#bySim.keys()].sort((a, b) => this.#count(b) - this.#count(a) || a - b).slice(0, MOST_SIMS);
  }

  #count = (sim: number): number => this.#bySim.get(sim)?.length ?? 0;

  #visitsOf(device: readonly number[]): Visit[] {
    const [only] = device;
    if (device.length === 1 && only !== undefined) return this.#bySim.get(only) ?? [];
    const sims = new Set(device);
    return this.#visits.list.filter((visit) => sims.has(visit.sim));
  }

  /** ln P(places and SIMs | one device with these SIMs). */
  #device_ln(device: readonly number[]): number {
    const key = device.toSorted((a, b) => a - b).join(' ');
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const visits = this.#visitsOf(device);
    const habits = device.flatMap((sim) => this.#habits[sim] ?? []);
    const ln =
      regionChain_ln(visits, this.#visits.regions) + simChain_ln(visits, this.#twoSlots) + sharedHabits_ln(habits);
    this.#known.set(key, ln);
    return ln;
  }

  /** ln P(everything | these devices) with the prior of their number, given that there are two or more. */
  total_ln(devices: readonly (readonly number[])[]): number {
    const timesOf = (sim: number): number[] => (this.#bySim.get(sim) ?? []).map((visit) => visit.at_s);
    let ln = turns_ln(devices.map((device) => device.flatMap(timesOf)));
    for (const device of devices) ln += this.#device_ln(device);
    return devices.length < 2 ? ln : ln + (devices.length - 1) * Math.log(CLONES.further);
  }

  /** Each SIM, most visits first, to the device that it fits best or to a new one. */
  oneByOne(): number[][] {
    let devices: number[][] = [];
    for (const sim of this.sims) devices = this.#best(this.#choices(devices, sim));
    return devices;
  }

  #choices(devices: readonly number[][], sim: number): number[][][] {
    return [
      ...devices.map((_, at) => devices.map((device, i) => (i === at ? [...device, sim] : device))),
      [...devices, [sim]],
    ];
  }

  #best(choices: readonly number[][][]): number[][] {
    let best: number[][] = [];
    let most = -Infinity;
    for (const choice of choices) {
      const ln = this.total_ln(choice);
      if (ln > most) [best, most] = [choice, ln];
    }
    return best;
  }

  /** Single SIMs go elsewhere as long as that is better. */
  improve(start: readonly number[][]): number[][] {
    let devices = [...start];
    for (let round = 0; round < MOST_ROUNDS; round++) {
      const before = this.total_ln(devices);
      for (const sim of this.sims) {
        const without = devices.map((device) => device.filter((s) => s !== sim)).filter((device) => device.length > 0);
        devices = this.#best(this.#choices(without, sim));
      }
      if (this.total_ln(devices) <= before + 1e-9) break;
    }
    return devices;
  }
}
