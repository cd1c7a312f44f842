import { logSumExp } from '../statistics/index.ts';
import { arrivesWithin, type Regions } from './journeys.ts';
import type { Visit } from './visits.ts';

/** Stated assumptions on how one device moves between regions and how records err. */
export const REGION_CHAIN = {
  /** Journeys a day to another region, with the share of devices that make them so often. */
  rates_per_day: [
    [0.002, 0.4],
    [0.02, 0.25],
    [0.1, 0.15],
    [0.5, 0.1],
    [2, 0.08],
    [6, 0.02],
  ],
  /** From this rate on it is commuting; its share falls with the distance beyond this one, as 1 / distance. */
  commuting_per_day: 0.5,
  commuting_m: 50_000,
  /** A record names a wrong place. */
  stray: 1e-3,
  /** Chance that a device of which nothing is known lives in a given region. */
  first: 0.1,
} as const;

/** Regions of one device that are told apart, most used first; the others are one, to which no journey takes time. */
const MOST_REGIONS = 16;
const LEAST_GAP_S = 60;

/**
 * ln P(regions of these visits | times, one device): the device is in one region at a time and leaves it at random
 * instants (continuous-time Markov chain); a journey takes its time; a record may be wrong. Forward algorithm over the
 * true region, averaged over how much the device travels.
 */
export function regionChain_ln(visits: readonly Visit[], regions: Regions): number {
  if (visits.length === 0) return 0;
  const { stray, first, rates_per_day } = REGION_CHAIN;
  const { stateOf, m, distance } = statesOf(visits, regions);
  if (m === 1) {
    // Never seen elsewhere: no forward pass is needed.
    const days = ((visits.at(-1)?.at_s ?? 0) - (visits[0]?.at_s ?? 0)) / 86_400;
    const stays = rates_per_day.map(([rate, share]) => Math.log(share) - rate * days);
    return Math.log(first) + logSumExp(stays) + visits.length * Math.log1p(-stray);
  }
  const wrong = stray / m;
  const nearest = distance.reduce((least, d) => (d > 0 ? Math.min(least, d) : least), Infinity);
  const far = Math.min(1, REGION_CHAIN.commuting_m / nearest);
  const ln = rates_per_day.map(([rate, share]) =>
    Math.log(rate < REGION_CHAIN.commuting_per_day ? share : share * far),
  );
  const p = rates_per_day.map(() => new Float64Array(m).fill(first));
  const next = new Float64Array(m);
  const arrives = new Float64Array(m * m);
  let last_s: number | undefined;
  for (const visit of visits) {
    const here = stateOf.get(visit.region) ?? m - 1;
    const gap_s = last_s === undefined ? 0 : visit.at_s - last_s;
    if (last_s !== undefined)
      for (let at = 0; at < m * m; at++) arrives[at] = arrivesWithin(distance[at] ?? 0, gap_s) / (m - 1);
    rates_per_day.forEach(([rate], r) => {
      const mass = p[r] ?? next;
      if (last_s !== undefined) step(mass, next, arrives, -Math.expm1((-rate * Math.max(gap_s, LEAST_GAP_S)) / 86_400));
      let sum = 0;
      for (let s = 0; s < m; s++) sum += mass[s] = (mass[s] ?? 0) * (s === here ? 1 - stray : wrong);
      for (let s = 0; s < m; s++) mass[s] = (mass[s] ?? 0) / sum;
      ln[r] = (ln[r] ?? 0) + Math.log(sum);
    });
    last_s = visit.at_s;
  }
  return logSumExp(ln);
}

/** One gap: whoever leaves and arrives in time is elsewhere. */
function step(mass: Float64Array, next: Float64Array, arrives: Float64Array, leaves: number): void {
  const m = mass.length;
  next.fill(0);
  for (let from = 0; from < m; from++) {
    const here = mass[from] ?? 0;
    let gone = 0;
    for (let to = 0; to < m; to++) {
      if (to === from) continue;
      const moved = leaves * (arrives[from * m + to] ?? 0);
      gone += moved;
      next[to] = (next[to] ?? 0) + here * moved;
    }
    next[from] = (next[from] ?? 0) + here * (1 - gone);
  }
  mass.set(next);
}

/** States of the chain: the regions that these visits use, the least used of many joined in the last one. */
function statesOf(
  visits: readonly Visit[],
  regions: Regions,
): { stateOf: ReadonlyMap<number, number>; m: number; distance: Float64Array } {
  const count = new Map<number, number>();
  for (const { region } of visits) count.set(region, (count.get(region) ?? 0) + 1);
  const used = [...count.keys()].sort((a, b) => (count.get(b) ?? 0) - (count.get(a) ?? 0) || a - b);
  const m = Math.min(used.length, MOST_REGIONS);
  const joined = used.length > MOST_REGIONS;
  const distance = new Float64Array(m * m);
  for (let a = 0; a < m; a++)
    for (let b = 0; b < m; b++)
      if (a !== b && !(joined && (a === m - 1 || b === m - 1)))
        distance[a * m + b] = regions.distance_m[(used[a] ?? 0) * regions.count + (used[b] ?? 0)] ?? 0;
  return { stateOf: new Map(used.map((region, at) => [region, Math.min(at, m - 1)])), m, distance };
}
