import type { HandsetDigest } from './handset-digest.ts';

/** How many handsets use each number: the base measure of every comparison by correspondents. */
export interface ContactPopularity {
  readonly handsets: number;
  /** Handsets that use the number; 0 where none does. */
  users(number: string): number;
}

export function contactPopularity(digests: Iterable<HandsetDigest>): ContactPopularity {
  const count = new Map<string, number>();
  let handsets = 0;
  for (const digest of digests) {
    handsets++;
    for (const contact of digest.contacts) count.set(contact, (count.get(contact) ?? 0) + 1);
  }
  return { handsets, users: (number) => count.get(number) ?? 0 };
}
