import type { HandsetHistory } from '../model/record.ts';
import { lgamma, logSumExp } from '../statistics/index.ts';
import type { CellDistances } from './cell-moves.ts';

/** Stated assumptions on what the SIMs of one device have in common. */
export const SHARED_HABITS = {
  /** Concentration per site of a SIM's mix of sites. */
  siteAlpha: 0.5,
  /** Share of devices whose SIMs have their own sites (one for work, one for home). */
  ownSites: 0.01,
  /** ... and their own circle of contacts: a new SIM, a new life. */
  ownCircle: 0.3,
  /** Two devices of one region whose users have the same sites (neighbours), and of one circle (a family, a gang). */
  sameSitesOfTwo: 0.2,
  sameCircleOfTwo: 0.003,
  /** Share of handsets that talk to an ordinary number; concentrations of a user's contacts, equally likely. */
  contactPopularity: 1e-3,
  contactConcentrations: [10, 100, 1000],
  /** Simultaneous conversations of two SIMs: clocks and conference calls; two devices in use; at most so much. */
  overlapOne: 0.01,
  overlapTwo: 0.04,
  overlapBound_ln: Math.log(100),
  /** Longest overlap that clocks explain, seconds. */
  overlapSlack_s: 120,
} as const;

/** What one SIM of a history shows of its user, counted once. */
export interface SimHabits {
  readonly from_s: number;
  readonly until_s: number;
  /** Days on which each site was used: day, mix (network) and site. */
  readonly siteDays: readonly { readonly day: number; readonly network: string; readonly site: string }[];
  /** Distinct days with each correspondent. */
  readonly contactDays: ReadonlyMap<number, number>;
  readonly conversations: readonly { readonly from_s: number; readonly until_s: number }[];
}

/** @param regionOf sites of one region compare; a different region is the business of the chain of regions */
export function habitsOfSims(
  history: HandsetHistory,
  distances: CellDistances,
  regionOf: (cell: number) => number | undefined,
): SimHabits[] {
  const sims = history.imsis.map(() => ({
    from_s: Infinity,
    until_s: -Infinity,
    siteDays: [] as { day: number; network: string; site: string }[],
    contactDays: new Map<number, number>(),
    conversations: [] as { from_s: number; until_s: number }[],
  }));
  const seen = new Set<string>();
  const once = (key: string): boolean => !seen.has(key) && seen.add(key) !== undefined;
  for (let i = 0; i < history.at_s.length; i++) {
    const at_s = history.at_s[i] ?? 0;
    const which = history.imsi[i] ?? 0;
    const sim = sims[which];
    if (sim === undefined) continue;
    sim.from_s = Math.min(sim.from_s, at_s);
    sim.until_s = Math.max(sim.until_s, at_s);
    const day = Math.floor(at_s / 86_400);
    const cell = history.cell[i] ?? -1;
    const region = regionOf(cell);
    if (region !== undefined) {
      const site = distances.site(cell);
      const network = `${region} ${distances.operator(cell)}`;
      if (once(`${which} ${day} ${network} ${site}`)) sim.siteDays.push({ day, network, site });
    }
    const contact = history.contact[i] ?? -1;
    if (contact >= 0 && once(`${which} ${day} to ${contact}`))
      sim.contactDays.set(contact, (sim.contactDays.get(contact) ?? 0) + 1);
    const duration_s = history.duration_s[i] ?? 0;
    if (history.service[i] === 0 && duration_s > 0)
      sim.conversations.push({ from_s: at_s, until_s: at_s + duration_s });
  }
  return sims;
}

/** ln ratio, these SIMs in one device against each in its own, from sites, contacts and simultaneous conversations. */
export function sharedHabits_ln(sims: readonly SimHabits[]): number {
  if (sims.length < 2) return 0;
  return sharedSites_ln(sims) + sharedCircle_ln(sims) + overlaps_ln(sims);
}

/** Sites of one network within a region, on days when at least two of the SIMs were in use: habits change with time. */
function sharedSites_ln(sims: readonly SimHabits[]): number {
  const networks = new Map<string, Map<number, Map<string, number>>>();
  sims.forEach((sim, at) => {
    for (const { day, network, site } of sim.siteDays) {
      const inUse = sims.filter((s) => s.from_s < (day + 1) * 86_400 && s.until_s >= day * 86_400).length;
      if (inUse < 2) continue;
      const bySim = networks.get(network) ?? new Map<number, Map<string, number>>();
      networks.set(network, bySim);
      const counts = bySim.get(at) ?? new Map<string, number>();
      bySim.set(at, counts.set(site, (counts.get(site) ?? 0) + 1));
    }
  });
  let ln = 0;
  for (const bySim of networks.values()) {
    const lists = [...bySim.values()];
    const sites = new Set(lists.flatMap((counts) => [...counts.keys()])).size;
    const alpha = SHARED_HABITS.siteAlpha;
    ln += inCircles_ln(lists, alpha, sites * alpha, SHARED_HABITS.ownSites, SHARED_HABITS.sameSitesOfTwo);
  }
  return ln;
}

function sharedCircle_ln(sims: readonly SimHabits[]): number {
  const lists = sims.map((sim) => sim.contactDays).filter((days) => days.size > 0);
  const ln = SHARED_HABITS.contactConcentrations.map((a) =>
    inCircles_ln(lists, a * SHARED_HABITS.contactPopularity, a, SHARED_HABITS.ownCircle, SHARED_HABITS.sameCircleOfTwo),
  );
  return logSumExp(ln) - Math.log(ln.length);
}

/**
 * ln ratio, counts that share a mix against each with its own. One by one, largest first, each joins the mix that it fits
 * best or begins another, which a share `own` of them does; a share `ofTwo` of two devices has a common mix as well.
 * Dirichlet-multinomial; keys have `alpha`, together `total`.
 */
function inCircles_ln<Key>(
  lists: readonly ReadonlyMap<Key, number>[],
  alpha: number,
  total: number,
  own: number,
  ofTwo: number,
): number {
  const circles: { counts: Map<Key, number>; n: number }[] = [];
  const sizeOf = (counts: ReadonlyMap<Key, number>): number => [...counts.values()].reduce((sum, n) => sum + n, 0);
  let ln = 0;
  for (const counts of lists.toSorted((a, b) => sizeOf(b) - sizeOf(a))) {
    const n = sizeOf(counts);
    const alone = added_ln(new Map(), 0, counts, n, alpha, total);
    let best = circles.length === 0 ? 0 : Math.log(own);
    let joined: (typeof circles)[number] | undefined;
    for (const circle of circles) {
      const common = added_ln(circle.counts, circle.n, counts, n, alpha, total) - alone;
      const gain = Math.log1p(-own) + common - logSumExp([Math.log1p(-ofTwo), Math.log(ofTwo) + common]);
      if (gain > best) [best, joined] = [gain, circle];
    }
    ln += best;
    if (joined === undefined) circles.push((joined = { counts: new Map(), n: 0 }));
    for (const [key, k] of counts) joined.counts.set(key, (joined.counts.get(key) ?? 0) + k);
    joined.n += n;
  }
  return ln;
}

/** ln probability of one ordered sequence with these counts after those known of the same mix. */
function added_ln<Key>(
  known: ReadonlyMap<Key, number>,
  knownTotal: number,
  counts: ReadonlyMap<Key, number>,
  n: number,
  alpha: number,
  total: number,
): number {
  let ln = lgamma(total + knownTotal) - lgamma(total + knownTotal + n);
  for (const [key, k] of counts) {
    const before = alpha + (known.get(key) ?? 0);
    ln += lgamma(before + k) - lgamma(before);
  }
  return ln;
}

/** One overlap may be a clock; none says next to nothing, because two people seldom talk at once. */
function overlaps_ln(sims: readonly SimHabits[]): number {
  const talks = sims
    .flatMap((sim, at) => sim.conversations.map((talk) => ({ ...talk, at })))
    .sort((a, b) => a.from_s - b.from_s);
  let overlaps = 0;
  for (let i = 1; i < talks.length; i++) {
    const before = talks[i - 1];
    const talk = talks[i];
    if (before === undefined || talk === undefined || before.at === talk.at) continue;
    if (before.until_s - talk.from_s > SHARED_HABITS.overlapSlack_s) overlaps++;
  }
  if (overlaps < 2) return 0;
  const each = Math.log(SHARED_HABITS.overlapTwo / SHARED_HABITS.overlapOne);
  return -Math.min(SHARED_HABITS.overlapBound_ln, (overlaps - 1) * each);
}
