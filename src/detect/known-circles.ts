import { markedContact } from '../model/number-set.ts';
import type { HandsetHistory } from '../model/record.ts';

/** Who of the handsets of known truth has talked to a number: imei14s. */
interface Callers {
  readonly inside: ReadonlySet<string>;
  readonly outside: ReadonlySet<string>;
}

/** Correspondents of the handsets of an area that are known to be inside: of all prisons together for a placebo area. */
export interface KnownCircle {
  /** imei14s of those handsets. */
  readonly handsets: ReadonlySet<string>;
  /** By `markedNumber`. */
  readonly callers: ReadonlyMap<number, Callers>;
}

/** The same while handsets are added, by prison. */
export interface KnownCircles {
  readonly byPrison: Map<string, { readonly handsets: Set<string>; readonly numbers: Map<number, Set<string>> }>;
  readonly outside: Map<number, Set<string>>;
}

/** A number that more handsets known to be inside talk to is a service, as one on more inmates' lists is. */
const MOST_CALLERS = 5;

export const noCircles = (): KnownCircles => ({ byPrison: new Map(), outside: new Map() });

/** @param prison_id undefined = of all prisons together */
export function circleOf({ byPrison, outside }: KnownCircles, prison_id: string | undefined): KnownCircle {
  const chosen = [...byPrison].flatMap(([id, prison]) => (prison_id === undefined || id === prison_id ? [prison] : []));
  const callers = new Map<number, Callers>();
  for (const { numbers } of chosen)
    for (const [number, inside] of numbers) {
      const before = callers.get(number)?.inside ?? [];
      callers.set(number, { inside: new Set([...before, ...inside]), outside: outside.get(number) ?? new Set() });
    }
  return { handsets: new Set(chosen.flatMap(({ handsets }) => [...handsets])), callers };
}

/**
 * How many of the correspondents seen are those of another handset known to be inside, but not of more than five, and of no other one known
 * to be outside: those are services. A handset never speaks for itself, under none of its IMEIs.
 *
 * @param seen 1 at the indices in `contacts` that count
 * @returns -1 where no other handset is known to be inside: then nothing follows
 */
export function sharedContacts(
  circle: KnownCircle | undefined,
  history: Pick<HandsetHistory, 'imei14s' | 'contacts' | 'contactNumbers'>,
  seen: Uint8Array,
): number {
  const others = (of: ReadonlySet<string>): number => {
    let n = 0;
    for (const imei14 of of) if (!(history.imei14s as readonly string[]).includes(imei14)) n++;
    return n;
  };
  if (circle === undefined || others(circle.handsets) === 0) return -1;
  let shared = 0;
  seen.forEach((is, contact) => {
    const callers = is === 1 ? circle.callers.get(markedContact(history, contact)) : undefined;
    if (callers === undefined || others(callers.outside) > 0) return;
    const inside = others(callers.inside);
    if (inside > 0 && inside <= MOST_CALLERS) shared++;
  });
  return shared;
}
