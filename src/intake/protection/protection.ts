import type { ProtectedNumber } from '../../model/case.ts';
import { numberKey } from './number-key.ts';
import { readingsOf } from './readings.ts';

/** Fewer digits are a house number, a postcode, an hour. */
const LEAST_DIGITS_IN_TEXT = 8;
/** A number of 15 digits has at most so many groups. */
const MOST_GROUPS = 15;

/** Who is kept out of sight, as the documents of a case write numbers. */
export interface Protection {
  /** Whether a text is a protected number, in any notation. */
  readonly covers: (text: string) => boolean;
  /** A text without the protected numbers in it, and how many there were. */
  readonly takenOut: (text: string) => { readonly text: string; readonly numbers: number };
}

/**
 * The readings of all protected numbers: what numberKey gives for one is among them.
 *
 * @param callingCode of the country whose national forms are written; empty = any
 */
export const readingsOfAll = (
  protectedNumbers: readonly Pick<ProtectedNumber, 'number'>[],
  callingCode: string,
): ReadonlySet<string> => new Set(protectedNumbers.flatMap(({ number }) => readingsOf(number, callingCode)));

export function openProtection(
  protectedNumbers: readonly Pick<ProtectedNumber, 'number'>[],
  callingCode: string,
): Protection {
  const readings = readingsOfAll(protectedNumbers, callingCode);
  const covers = (text: string): boolean => readings.size > 0 && readings.has(numberKey(text));
  return {
    covers,
    takenOut(text) {
      if (readings.size === 0 || text.replace(/\D/g, '').length < LEAST_DIGITS_IN_TEXT) return { text, numbers: 0 };
      let left = '';
      let numbers = 0;
      let from = 0;
      const groups = [...text.matchAll(/[+*#]*\d+#?/g)];
      for (let first = 0; first < groups.length; first++) {
        const start = groups[first]?.index ?? 0;
        if (start < from) continue;
        const end = longestNumber(text, groups.slice(first, first + MOST_GROUPS), start, covers);
        if (end === undefined) continue;
        left += text.slice(from, start);
        from = end;
        numbers++;
      }
      return numbers === 0 ? { text, numbers } : { text: `${left}${text.slice(from)}`.trim(), numbers };
    },
  };
}

/** Where the longest protected number ends that begins with the first of these groups of digits. */
function longestNumber(
  text: string,
  groups: readonly RegExpMatchArray[],
  start: number,
  covers: (text: string) => boolean,
): number | undefined {
  for (const last of groups.toReversed()) {
    const end = (last.index ?? 0) + last[0].length;
    const found = text.slice(start, end);
    // What a table program adds to a number belongs to it; letters between digits do not.
    if (/\p{L}/u.test(found) || found.replace(/\D/g, '').length < LEAST_DIGITS_IN_TEXT) continue;
    if (covers(found)) return end;
  }
  return undefined;
}
