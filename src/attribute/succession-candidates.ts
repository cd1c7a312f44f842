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
  for (const users of [...usersOf(profiles, ({ contacts }) => contacts.keys), ...usersOf(profiles, simsOf)]) {
    if (users.length > MOST_USERS) continue;
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
  return [...Float64Array.from(pairs).sort()].map((pair) => ({ from: Math.floor(pair / n), to: pair % n }));
}

const simsOf = ({ imsis }: SuccessionProfile): Iterable<string> => imsis.keys();

/** Positions of the handsets that have each key. */
function usersOf<Key>(
  profiles: readonly SuccessionProfile[],
  keysOf: (profile: SuccessionProfile) => Iterable<Key>,
): Iterable<readonly number[]> {
  const index = new Map<Key, number[]>();
  profiles.forEach((profile, i) => {
    for (const key of keysOf(profile)) {
      const users = index.get(key);
      if (users === undefined) index.set(key, [i]);
      else users.push(i);
    }
  });
  return index.values();
}
