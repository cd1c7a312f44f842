import { MOST_OVERLAP_S } from './succession-evidence.ts';
import type { SuccessionProfile } from './succession-profile.ts';

/** Two handsets in the order in which one user may have had them: positions in the list of profiles. */
export interface SuccessionPair {
  readonly from: number;
  readonly to: number;
}

/** Numbers that more handsets than this use lead to no pair. */
const MOST_USERS = 50;
/** Beginnings in the same prison after an end, nearest first, that are compared whatever they share. */
const NEAREST_BEGINNINGS = 15;

/** One ends (but for a short overlap) before the other begins, and began before it. */
export function mayFollow(from: SuccessionProfile, to: SuccessionProfile): boolean {
  return to.subject.from_s > from.subject.from_s && to.subject.from_s > from.subject.until_s - MOST_OVERLAP_S;
}

/**
 * Pairs worth comparing: those that share a correspondent or a SIM that few others have, and the nearest beginnings
 * after each end in one prison. All pairs are never formed: the number grows linearly with that of handsets.
 */
export function successionPairs(profiles: readonly SuccessionProfile[]): SuccessionPair[] {
  const pairs = new Set<number>();
  const n = profiles.length;
  const consider = (a: number, b: number): void => {
    const [one, two] = [profiles[a], profiles[b]];
    if (a === b || one === undefined || two === undefined) return;
    if (mayFollow(one, two)) pairs.add(a * n + b);
    else if (mayFollow(two, one)) pairs.add(b * n + a);
  };
  const index = new Map<string, number[]>();
  profiles.forEach((profile, i) => {
    for (const number of [...profile.contacts.keys(), ...[...profile.imsis.keys()].map((imsi) => `sim ${imsi}`)]) {
      const users = index.get(number);
      if (users === undefined) index.set(number, [i]);
      else users.push(i);
    }
  });
  for (const users of index.values()) {
    if (users.length < 2 || users.length > MOST_USERS) continue;
    for (let i = 0; i < users.length; i++) for (let j = 0; j < i; j++) consider(users[i] ?? 0, users[j] ?? 0);
  }
  const beginnings = new Map<string, number[]>();
  profiles.forEach(({ subject }, i) => {
    const prison = subject.stays[0]?.prison_id ?? '';
    const list = beginnings.get(prison);
    if (list === undefined) beginnings.set(prison, [i]);
    else list.push(i);
  });
  const begin = (i: number): number => profiles[i]?.subject.from_s ?? 0;
  for (const list of beginnings.values()) list.sort((a, b) => begin(a) - begin(b) || a - b);
  profiles.forEach(({ subject }, i) => {
    const list = beginnings.get(subject.stays.at(-1)?.prison_id ?? '') ?? [];
    let low = 0;
    let high = list.length;
    const after = subject.until_s - MOST_OVERLAP_S;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (begin(list[middle] ?? 0) <= after) low = middle + 1;
      else high = middle;
    }
    for (let k = low; k < Math.min(list.length, low + NEAREST_BEGINNINGS); k++) consider(i, list[k] ?? 0);
  });
  return [...pairs].sort((a, b) => a - b).map((pair) => ({ from: Math.floor(pair / n), to: pair % n }));
}
