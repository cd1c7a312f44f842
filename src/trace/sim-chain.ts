import { lgamma, logSumExp } from '../statistics/index.ts';
import type { Visit } from './visits.ts';

/** Stated assumptions on how SIMs are changed in one device. */
export const SIM_CHAIN = {
  /** Changes a day, with the share of devices that change so often; most keep one SIM. */
  rates_per_day: [
    [1e-4, 0.8],
    [0.02, 0.05],
    [0.1, 0.05],
    [0.5, 0.05],
    [2, 0.03],
    [12, 0.02],
  ],
  /** A change is to a SIM that was not in this slot before. */
  toNew: 0.5,
  /** Devices whose SIM follows the place: one network serves all towns of a country, so there is little reason for it. */
  boundToPlace: 0.003,
  /** Devices that moved for good and whose SIMs are changed in another rhythm since: a new user, a new prison. */
  newRhythm: 0.3,
  /** ... with a new SIM from the first day there. */
  newOnMoving: 0.1,
  /** Devices with two SIMs at once: two IMEIs of one handset were seen; the make has two slots; one slot (adapters); unknown. */
  twoSlots: { seen: 0.9, make: 0.5, one: 0.02, unknown: 0.1 },
} as const;

/**
 * ln P(SIMs of these visits | times, regions, one device). In a slot the SIM is changed at random instants, to a new one or
 * to one of those known; a device with two slots alternates between them as two devices would; or each region has its
 * own chain of SIMs.
 * @param twoSlots share of devices of this make that hold two SIMs at once
 */
export function simChain_ln(visits: readonly Visit[], twoSlots: number): number {
  const oneSlot = chain(visits);
  const sims = new Set(visits.map((visit) => visit.sim));
  if (sims.size < 2) return oneSlot;
  const terms = [Math.log1p(-twoSlots) + oneSlot, Math.log(twoSlots) + slots(visits)];
  const regions = new Map<number, Visit[]>();
  for (const visit of visits) {
    const list = regions.get(visit.region);
    if (list === undefined) regions.set(visit.region, [visit]);
    else list.push(visit);
  }
  const free = logSumExp(terms);
  if (regions.size < 2) return free;
  let bound = 0;
  for (const list of regions.values()) bound += chain(list);
  const movedForGood = inBlocks(visits);
  const own = movedForGood ? SIM_CHAIN.newRhythm : SIM_CHAIN.boundToPlace;
  if (movedForGood) bound += (regions.size - 1) * Math.log(SIM_CHAIN.newOnMoving);
  return logSumExp([Math.log1p(-own) + free, Math.log(own) + bound]);
}

/** Never back in a region that was left. */
function inBlocks(visits: readonly Visit[]): boolean {
  const left = new Set<number>();
  let last: number | undefined;
  for (const { region } of visits) {
    if (region === last) continue;
    if (left.has(region)) return false;
    if (last !== undefined) left.add(last);
    last = region;
  }
  return true;
}

/** ln P(which of k devices or slots each of n visits was of | random, each with a share of its own). */
export function atRandom_ln(counts: readonly number[]): number {
  const n = counts.reduce((sum, count) => sum + count, 0);
  return counts.reduce((sum, count) => sum + lgamma(1 + count), lgamma(counts.length) - lgamma(counts.length + n));
}

/** The best way to put the SIMs in two slots: single SIMs change places as long as that is better. */
function slots(visits: readonly Visit[]): number {
  const sims = [...new Set(visits.map((visit) => visit.sim))];
  const inTwo = new Set<number>();
  const ln = (): number => {
    const one = visits.filter((visit) => !inTwo.has(visit.sim));
    const two = visits.filter((visit) => inTwo.has(visit.sim));
    return chain(one) + chain(two) + atRandom_ln([one.length, two.length]);
  };
  const toggle = (sim: number): void => {
    if (!inTwo.delete(sim)) inTwo.add(sim);
  };
  const climb = (): number => {
    let most = ln();
    for (let better = true; better;) {
      better = false;
      for (const sim of sims) {
        toggle(sim);
        const now = ln();
        if (now > most + 1e-9) [most, better] = [now, true];
        else toggle(sim);
      }
    }
    return most;
  };
  // From all in one slot, and from SIMs by turns in the order of their first use: one slot's SIM outlasts the other's.
  const fromOne = climb();
  inTwo.clear();
  sims.forEach((sim, at) => at % 2 === 1 && inTwo.add(sim));
  return Math.max(fromOne, climb());
}

function chain(visits: readonly Visit[]): number {
  const rates = SIM_CHAIN.rates_per_day;
  const ln = rates.map(([, share]) => Math.log(share));
  const known = new Set<number>();
  let last: Visit | undefined;
  for (const visit of visits) {
    if (last !== undefined) {
      const days = Math.max(visit.at_s - last.at_s, 60) / 86_400;
      const same = visit.sim === last.sim;
      const which = same ? 0 : choice_ln(known, visit.sim);
      rates.forEach(([rate], at) => {
        ln[at] = (ln[at] ?? 0) + (same ? -rate * days : Math.log(-Math.expm1(-rate * days))) + which;
      });
    }
    known.add(visit.sim);
    last = visit;
  }
  return logSumExp(ln);
}

/** ln P(which SIM | it is changed). Which of all SIMs of the world a new one is says nothing of devices. */
function choice_ln(known: ReadonlySet<number>, sim: number): number {
  if (known.size < 2) return 0;
  return known.has(sim) ? Math.log((1 - SIM_CHAIN.toNew) / (known.size - 1)) : Math.log(SIM_CHAIN.toNew);
}
