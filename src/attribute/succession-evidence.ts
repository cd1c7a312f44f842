import type { Source } from './same-source.ts';
import type { SuccessionPopulation } from './succession-population.ts';
import type { SuccessionProfiles } from './succession-profile.ts';

/** `same-user` = agreement of the inmates who may use each; shared SIMs are kept apart from all of these. */
export const SUCCESSION_COMPONENTS = ['contacts', 'hand-over', 'cells', 'hours', 'intensity', 'same-user'] as const;

/** One in three begins a new life with the new handset: no shared contact then costs at most that. */
const KEEPS_CONTACTS = 0.7;
/** Waiting for a new handset: log-normal around three days; a fifth waits for any time. */
const WAIT = { median_h: 72, sd: 1.2, anyTime: 0.2 };
/** The old handset may be seen a little after the new one has begun. */
export const MOST_OVERLAP_S = 2 * 86400;
const OVERLAPS = 0.05;
const SAME_RATE_SD = 0.7;
/** Users change beds, and handsets hiding places. */
const KEEPS_PLACE = 0.6;
/** A component counts in full up to LR 10 000; beyond it grows as the logarithm only: no model is that sure. */
const IN_FULL_LN = Math.log(1e4);
/** How far the two lists of possible users are to be trusted. */
const USERS_SAY_NOTHING = 0.2;

export interface Gap {
  /** Hours from the last use of the old handset to the first of the new one; negative = overlap. */
  readonly gap_h: number;
  readonly ln: number;
}

const normal_ln = (x: number, sd: number): number => -0.5 * (x / sd) ** 2 - Math.log(sd) - 0.5 * Math.log(2 * Math.PI);

/** Density of the gap if one follows the other, against random beginnings and ends in the window. */
export function handOver(gap_s: number, window_s: number): Gap {
  const gap_h = gap_s / 3600;
  const window_h = window_s / 3600;
  // Two random instants of the window, given their order: triangular.
  const random = (2 * Math.max(window_h * 0.02, window_h - Math.abs(gap_h))) / window_h ** 2;
  if (gap_h < 0) return { gap_h, ln: Math.log(OVERLAPS / (MOST_OVERLAP_S / 3600) / random) };
  const g = Math.max(1, gap_h);
  const same =
    (1 - WAIT.anyTime) * (1 - OVERLAPS) * (Math.exp(normal_ln(Math.log(g / WAIT.median_h), WAIT.sd)) / g) +
    WAIT.anyTime * random;
  return { gap_h, ln: Math.log(same / random) };
}

/** ln LR of each of SUCCESSION_COMPONENTS. @param together P(one inmate is the main user of both) x number of inmates */
export function successionEvidence(
  profiles: SuccessionProfiles,
  from: number,
  to: number,
  population: SuccessionPopulation,
  window_s: number,
  together: number | undefined,
): readonly number[] {
  const { contacts, lnRate, begin_s, end_s, place } = profiles;
  const { lnRateSd } = population;
  const [a, b] = [place[from]!, place[to]!];
  const shared =
    contacts.total[a] === 0 || contacts.total[b] === 0 ? 0 : contacts.sameSource_ln(a, b, population.contacts);
  // In another prison the masts and the hours are others.
  const prison = profiles.firstPrison[to]!;
  const habits = profiles.lastPrison[from] === prison ? population.habits[prison] : undefined;
  const cells = habits === undefined ? 0 : cells_ln(profiles, a, b, habits.cells);
  const hours = habits === undefined ? 0 : profiles.hours.sameSource_ln(a, b, habits.hours);
  const difference = lnRate[from]! - lnRate[to]!;
  const ln = [
    Math.log(KEEPS_CONTACTS * Math.exp(Math.min(600, shared)) + 1 - KEEPS_CONTACTS),
    handOver(begin_s[to]! - end_s[from]!, window_s).ln,
    Math.log(KEEPS_PLACE * Math.exp(Math.min(600, cells)) + 1 - KEEPS_PLACE),
    hours,
    normal_ln(difference, SAME_RATE_SD) - normal_ln(difference, Math.max(SAME_RATE_SD, Math.SQRT2 * lnRateSd)),
    together === undefined ? 0 : Math.log(USERS_SAY_NOTHING + (1 - USERS_SAY_NOTHING) * together),
  ];
  for (let k = 0; k < ln.length; k++) ln[k] = moderate(ln[k] ?? 0);
  return ln;
}

/** Layer by layer: cells of two operators or technologies say nothing of each other. */
function cells_ln({ cells, cellsFrom, layer }: SuccessionProfiles, a: number, b: number, source: Source): number {
  let ln = 0;
  for (let t = cellsFrom[a]!; t < cellsFrom[a + 1]!; t++)
    for (let u = cellsFrom[b]!; u < cellsFrom[b + 1]!; u++)
      if (layer[t] === layer[u]) ln += cells.sameSource_ln(t, u, source);
  return ln;
}

function moderate(ln: number): number {
  const beyond = Math.abs(ln) - IN_FULL_LN;
  return beyond <= 0 ? ln : Math.sign(ln) * (IN_FULL_LN + Math.log1p(beyond));
}
