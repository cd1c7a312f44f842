import { MOST_OVERLAP_S } from './succession-evidence.ts';
import type { SuccessionProfiles } from './succession-profile.ts';

/**
 * Pairs of handsets in the order in which one user may have had them, in columns: positions in the list of profiles, by
 * rising `from` and then `to`, each pair once. There are some 15 for each handset, so a pair is no object.
 */
export interface SuccessionPairs {
  readonly from: Int32Array;
  readonly to: Int32Array;
}

/** Numbers that more handsets than this use lead to no pair. */
const MOST_USERS = 50;
/** Beginnings in the same prison after an end, nearest first, that are compared whatever they share. */
const NEAREST_BEGINNINGS = 15;

/** One ends (but for a short overlap) before the other begins, and began before it. */
export function mayFollow({ begin_s, end_s }: SuccessionProfiles, from: number, to: number): boolean {
  return begin_s[to]! > begin_s[from]! && begin_s[to]! > end_s[from]! - MOST_OVERLAP_S;
}

/**
 * Pairs worth comparing: those that share a correspondent or a SIM that few others have, and the nearest beginnings
 * after each end in one prison. All pairs are never formed: the number grows linearly with that of handsets.
 */
export function successionPairs(profiles: SuccessionProfiles): SuccessionPairs {
  const { begin_s, end_s, contacts } = profiles;
  const n = profiles.subjects.length;
  const pairs = new DistinctNumbers();
  const consider = (a: number, b: number): void => {
    if (a === b) return;
    if (mayFollow(profiles, a, b)) pairs.add(a * n + b);
    else if (mayFollow(profiles, b, a)) pairs.add(b * n + a);
  };
  considerUsers(n, (i) => contacts.keysOf(profiles.place[i]!), consider);
  considerUsers(n, (i) => profiles.sims[i]!, consider);
  const beginnings = new Map<number, number[]>();
  profiles.firstPrison.forEach((prison, i) => {
    const list = beginnings.get(prison);
    if (list === undefined) beginnings.set(prison, [i]);
    else list.push(i);
  });
  for (const list of beginnings.values()) list.sort((a, b) => begin_s[a]! - begin_s[b]! || a - b);
  profiles.lastPrison.forEach((prison, i) => {
    const list = beginnings.get(prison) ?? [];
    let low = 0;
    let high = list.length;
    const after = end_s[i]! - MOST_OVERLAP_S;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (begin_s[list[middle]!]! <= after) low = middle + 1;
      else high = middle;
    }
    for (let k = low; k < Math.min(list.length, low + NEAREST_BEGINNINGS); k++) consider(i, list[k]!);
  });
  const sorted = pairs.rising();
  return { from: Int32Array.from(sorted, (pair) => Math.floor(pair / n)), to: Int32Array.from(sorted, (p) => p % n) };
}

/** Every two of n handsets that have a key in common which few have. Keys are numbered from 0. */
function considerUsers(
  n: number,
  keysOf: (i: number) => Iterable<number>,
  consider: (a: number, b: number) => void,
): void {
  let numbers = 0;
  for (let i = 0; i < n; i++) for (const key of keysOf(i)) numbers = Math.max(numbers, key + 1);
  const until = new Int32Array(numbers);
  for (let i = 0; i < n; i++) for (const key of keysOf(i)) until[key]! += 1;
  for (let key = 1; key < numbers; key++) until[key]! += until[key - 1]!;
  const users = new Int32Array(until.at(-1) ?? 0);
  const next = Int32Array.from(until, (_, key) => until[key - 1] ?? 0);
  for (let i = 0; i < n; i++) for (const key of keysOf(i)) users[next[key]!++] = i;
  for (let key = 0, from = 0; key < numbers; from = until[key++]!) {
    if (until[key]! - from > MOST_USERS) continue;
    for (let i = from; i < until[key]!; i++) for (let j = from; j < i; j++) consider(users[i]!, users[j]!);
  }
}

/** A set of numbers that are read once, in order. Those that come again are thrown out whenever the place runs short. */
class DistinctNumbers {
  #numbers = new Float64Array(1 << 16);
  #n = 0;

  add(number: number): void {
    if (this.#n === this.#numbers.length) {
      const kept = this.rising();
      if (2 * kept.length > this.#numbers.length) this.#numbers = new Float64Array(2 * this.#numbers.length);
      this.#numbers.set(kept);
      this.#n = kept.length;
    }
    this.#numbers[this.#n++] = number;
  }

  rising(): Float64Array {
    const sorted = this.#numbers.slice(0, this.#n).sort();
    let n = 0;
    for (const number of sorted) if (n === 0 || number !== sorted[n - 1]) sorted[n++] = number;
    return sorted.subarray(0, n);
  }
}
