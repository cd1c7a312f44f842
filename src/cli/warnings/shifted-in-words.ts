import type { ShiftedDelivery } from '../../intake/index.ts';
import { counted } from '../print/words.ts';

function timeInWords(shift_s: number): string {
  if (shift_s % 3600 === 0) return counted(shift_s / 3600, 'hour');
  if (shift_s % 60 === 0) return counted(shift_s / 60, 'minute');
  return counted(shift_s, 'second');
}

const filesOf = ({ file, later }: ShiftedDelivery): readonly [string, string] => [file, later];

/** The file that stands in the most pairs; of several the one that is later in them, then the last by name. */
function mostSuspect(pairs: readonly ShiftedDelivery[]): string | undefined {
  const counts = new Map<string, { pairs: number; later: number }>();
  for (const pair of pairs)
    for (const name of filesOf(pair)) {
      const of = counts.get(name) ?? { pairs: 0, later: 0 };
      counts.set(name, { pairs: of.pairs + 1, later: of.later + (name === pair.later ? 1 : 0) });
    }
  return [...counts].sort(([a, x], [b, y]) => y.pairs - x.pairs || y.later - x.later || (a < b ? 1 : -1))[0]?.[0];
}

/** How far a suspect file is from another one; positive where the suspect is later. */
const shiftOf = (suspect: string, pair: ShiftedDelivery): number =>
  pair.later === suspect ? pair.shift_s : -pair.shift_s;

/** The most frequent shift; of several the smallest. */
function usualShift(shifts_s: readonly number[]): number {
  const counts = new Map<number, number>();
  for (const shift_s of shifts_s) counts.set(shift_s, (counts.get(shift_s) ?? 0) + 1);
  return [...counts].sort(([a, n], [b, m]) => m - n || Math.abs(a) - Math.abs(b) || b - a)[0]?.[0] ?? 0;
}

/** One suspect file, with the pairs in which it stands with a file that no line has called suspect before. */
interface Suspicion {
  readonly suspect: string;
  readonly pairs: readonly ShiftedDelivery[];
  readonly shift_s: number;
  /** The pair that shows it best, at the usual shift. */
  readonly shown: ShiftedDelivery;
  /** Whether all pairs are the same time apart. */
  readonly even: boolean;
}

function suspicionOf(suspect: string, pairs: readonly ShiftedDelivery[]): Suspicion | undefined {
  const shift_s = usualShift(pairs.map((pair) => shiftOf(suspect, pair)));
  const usual = pairs.filter((pair) => shiftOf(suspect, pair) === shift_s);
  const [shown] = usual.toSorted((a, b) => b.rows - a.rows || (a.file + a.later < b.file + b.later ? -1 : 1));
  return shown === undefined ? undefined : { suspect, pairs, shift_s, shown, even: usual.length === pairs.length };
}

const otherIn = ({ suspect, shown }: Suspicion): string => (shown.file === suspect ? shown.later : shown.file);

function suspicionInWords(suspicion: Suspicion): string {
  const { suspect, pairs, shift_s, shown, even } = suspicion;
  const time = `${timeInWords(Math.abs(shift_s))} ${shift_s > 0 ? 'later' : 'earlier'}`.toUpperCase();
  const further = pairs.length - 1;
  const others =
    further === 0 ? '' : ` and ${counted(further, 'further file')}${even ? '' : ', of some at another distance'}`;
  return `${suspect}: THE SAME COMMUNICATIONS AS ${otherIn(suspicion)}${others}, ${time} (${shown.rows} of ${shown.both} of a sample that both hold). They are counted twice, and one of the two clocks is wrong. Ask the operator which; until then take ${further === 0 ? 'one of the two files' : 'this file'} out of the case folder`;
}

/**
 * A question to the operator: nothing is dropped or moved by it. Each suspect file is named once, until no pair is left that holds
 * none of them: a file with another clock agrees with many originals, and an original with the few that were sent again.
 */
export function shiftedInWords(pairs: readonly ShiftedDelivery[]): string[] {
  const suspicions: Suspicion[] = [];
  let left = pairs;
  for (let name = mostSuspect(left); name !== undefined; name = mostSuspect(left)) {
    const suspect = name;
    const isOf = (pair: ShiftedDelivery): boolean => filesOf(pair).includes(suspect);
    const suspicion = suspicionOf(suspect, left.filter(isOf));
    if (suspicion !== undefined) suspicions.push(suspicion);
    left = left.filter((pair) => !isOf(pair));
  }
  const told = suspicions.map(suspicionInWords);
  const named = new Set(suspicions.flatMap((suspicion) => [suspicion.suspect, otherIn(suspicion)]));
  const unnamed = [...new Set(pairs.flatMap(filesOf))].filter((name) => !named.has(name)).sort();
  if (unnamed.length > 0)
    told.push(`the further files that share communications with those at another time: ${unnamed.join(', ')}`);
  return told;
}
