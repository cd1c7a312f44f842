import type { HandsetHistory } from '../model/record.ts';
import type { CellDistances } from './cell-moves.ts';
import { addLog10, dirichletMultinomialLog10 } from './dirichlet-multinomial.ts';

/** Stated assumptions; they are used only for an identifier that is already shown to be cloned. */
export const SIM_SHARING = {
  /** Concentration per site of a SIM's mix of sites. */
  siteAlpha: 0.5,
  /** Two SIMs of one handset may have habits of their own (work, home): share of handsets where they do. */
  ownHabits: 1e-3,
  /** Who changes SIM by hand leaves it in for a while: chance of a change between consecutive legs, Beta. */
  changeByHand: [9, 1],
  /** Handsets whose SIMs alternate freely although the make has one slot (adapters, eSIM). */
  freeInOneHandset: 0.1,
  /** Habits may mislead: alternation never outweighs where the SIMs were. */
  alternationBound_llr10: 2,
} as const;

/**
 * log10 LR, H1: two SIMs were used in two devices (each its own mix of sites); H2: in one (a common mix). Sites are
 * counted once a day, in the time when both SIMs were in use. Undefined where the SIMs used different networks, whose
 * masts cannot be compared, or were never in use over the same time.
 */
export function siteMixEvidence_llr10(
  history: HandsetHistory,
  a: readonly number[],
  b: readonly number[],
  distances: CellDistances,
): number | undefined {
  const from = Math.max(a[0] ?? Infinity, b[0] ?? Infinity);
  const until = Math.min(a.at(-1) ?? -Infinity, b.at(-1) ?? -Infinity);
  if (from > until) return undefined;
  const daysA = siteDays(history, a, distances);
  const daysB = siteDays(history, b, distances);
  if (daysA === undefined || daysB === undefined || daysA.operator !== daysB.operator) return undefined;
  const sites = [...new Set([...daysA.sites.keys(), ...daysB.sites.keys()])];
  const x = sites.map((site) => daysA.sites.get(site) ?? 0);
  const y = sites.map((site) => daysB.sites.get(site) ?? 0);
  const alpha = sites.map(() => SIM_SHARING.siteAlpha);
  const apart = dirichletMultinomialLog10(x, alpha) + dirichletMultinomialLog10(y, alpha);
  const together = dirichletMultinomialLog10(
    x.map((n, at) => n + (y[at] ?? 0)),
    alpha,
  );
  const one = addLog10([Math.log10(1 - SIM_SHARING.ownHabits) + together, Math.log10(SIM_SHARING.ownHabits) + apart]);
  return apart - one;
}

function siteDays(
  history: HandsetHistory,
  legs: readonly number[],
  distances: CellDistances,
): { operator: string; sites: Map<string, number> } | undefined {
  const seen = new Set<string>();
  const sites = new Map<string, number>();
  let operator: string | undefined;
  for (const leg of legs) {
    const cell = history.cell[leg] ?? -1;
    if (cell < 0) continue;
    operator ??= distances.operator(cell);
    const site = distances.site(cell);
    const key = `${Math.floor((history.at_s[leg] ?? 0) / 86_400)} ${site}`;
    if (seen.has(key)) continue;
    seen.add(key);
    sites.set(site, (sites.get(site) ?? 0) + 1);
  }
  return operator === undefined ? undefined : { operator, sites };
}

/**
 * log10 LR, H1: two people's use of two SIMs falls together at random; H2: one handset whose SIM is changed by hand.
 * Handsets with two slots alternate freely: nothing is said of them.
 */
export function alternationEvidence_llr10(history: HandsetHistory, a: readonly number[], b: readonly number[]): number {
  if (history.imei14s.length > 1) return 0;
  const order = [...a, ...b].sort((x, y) => x - y);
  let stays = 0;
  let changes = 0;
  for (let i = 1; i < order.length; i++) {
    if (history.imsi[order[i] ?? 0] === history.imsi[order[i - 1] ?? 0]) stays++;
    else changes++;
  }
  const shareA = a.length / order.length;
  const change = 2 * shareA * (1 - shareA);
  // More regular than chance (two people with steady habits) is no sign of one hand: count at most what chance gives.
  const surplus = Math.max(0, changes - Math.round(change * (changes + stays)));
  changes -= surplus;
  stays += surplus;
  const free = changes * Math.log10(change) + stays * Math.log10(1 - change);
  const byHand = dirichletMultinomialLog10([stays, changes], SIM_SHARING.changeByHand);
  const one = addLog10([
    Math.log10(1 - SIM_SHARING.freeInOneHandset) + byHand,
    Math.log10(SIM_SHARING.freeInOneHandset) + free,
  ]);
  return Math.max(-SIM_SHARING.alternationBound_llr10, free - one);
}
