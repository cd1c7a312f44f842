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
 * How many of the correspondents seen are those of another handset known to be inside, and of no other one known to be outside: those are
 * services. A handset never speaks for itself, under none of its IMEIs.
 *
 * @param seen 1 at the indices in `contacts` that count
 * @returns -1 where no other handset is known to be inside: then nothing follows
 */
export function sharedContacts(
  circle: KnownCircle | undefined,
  history: Pick<HandsetHistory, 'imei14s' | 'contacts' | 'contactNumbers'>,
  seen: Uint8Array,
): number {
  const another = (of: ReadonlySet<string>): boolean => {
    for (const imei14 of of) if (!(history.imei14s as readonly string[]).includes(imei14)) return true;
    return false;
  };
  if (circle === undefined || !another(circle.handsets)) return -1;
  let shared = 0;
  seen.forEach((is, contact) => {
    const callers = is === 1 ? circle.callers.get(markedContact(history, contact)) : undefined;
    if (callers !== undefined && another(callers.inside) && !another(callers.outside)) shared++;
  });
  return shared;
}
