import { z } from 'zod';
import { defineQuery } from '../../store/query.ts';
import type { RecordStore } from '../../store/records.ts';

const QUARTERS = 96;
const eventsByQuarter = defineQuery(
  import.meta.url,
  'events-by-quarter.sql',
  z.strictObject({ case_zone: z.string() }),
  z.strictObject({
    operator: z.string(),
    quarter: z
      .number()
      .int()
      .min(0)
      .max(QUARTERS - 1),
    legs: z.coerce.number().int(),
  }),
);

/** An operator whose users wake and sleep at other hours than those of all others: its clock or time zone is in doubt. */
export interface DoubtfulClock {
  readonly operator: string;
  /** By how much its records are late against the others', hours; negative: early. Steps of a quarter. */
  readonly late_h: number;
}

/** Legs below which a rhythm is chance. */
const LEAST_LEGS = 20_000;
/** A rhythm is told from another by three quarters of an hour: the least error of a time zone is half an hour, the commonest one hour. */
const LEAST_LATE = 3;
/** Gain of the correlation by the shift: 0.007 at most was seen among operators whose clocks are right (docs/methods/operator-clocks.md). */
const LEAST_GAIN = 0.02;
/** Quarters on either side over which a rhythm is smoothed: a moving mean of two hours and a quarter. */
const SMOOTH = 4;

/** A day's rhythm about its mean, of unit length; undefined where it has none. */
function rhythmOf(legs: ArrayLike<number>): Float64Array | undefined {
  const smooth = Float64Array.from({ length: QUARTERS }, (_, i) => {
    let sum = 0;
    for (let k = -SMOOTH; k <= SMOOTH; k++) sum += legs[(i + k + QUARTERS) % QUARTERS] ?? 0;
    return sum;
  });
  const mean = smooth.reduce((sum, v) => sum + v, 0) / QUARTERS;
  const length = Math.sqrt(smooth.reduce((sum, v) => sum + (v - mean) ** 2, 0));
  return length === 0 ? undefined : smooth.map((v) => (v - mean) / length);
}

/** The shift, in quarters, by which `own` follows `others` best, and what it gains in correlation. */
function shiftOf(own: Float64Array, others: Float64Array): { readonly quarters: number; readonly gain: number } {
  const correlation = Float64Array.from({ length: QUARTERS }, (_, shift) => {
    let sum = 0;
    for (let i = 0; i < QUARTERS; i++) sum += (own[(i + shift) % QUARTERS] ?? 0) * (others[i] ?? 0);
    return sum;
  });
  let best = 0;
  for (let shift = 1; shift < QUARTERS; shift++) if (correlation[shift]! > correlation[best]!) best = shift;
  return {
    quarters: best > QUARTERS / 2 ? best - QUARTERS : best,
    gain: correlation[best]! - correlation[0]!,
  };
}

/** How the hours of one operator lie against those of all others. */
export interface ClockShift {
  readonly operator: string;
  /** By how many quarters of an hour its rhythm follows the others' best; negative: it comes before theirs. */
  readonly quarters: number;
  /** What the correlation gains by that shift. */
  readonly gain: number;
}

const totalOf = (legs: ArrayLike<number>): number => Array.from(legs).reduce((sum, n) => sum + n, 0);

/**
 * Each operator against all others: circular cross-correlation of the hours of the day.
 *
 * @param byOperator legs by quarter of an hour of the local day, 96 for each operator
 */
export function clockShifts(byOperator: ReadonlyMap<string, ArrayLike<number>>): ClockShift[] {
  return [...byOperator].flatMap(([operator, legs]) => {
    const others = new Float64Array(QUARTERS);
    for (const [other, theirs] of byOperator) {
      if (other === operator) continue;
      // Each operator counts the same: a large one with a wrong clock would outvote the rest.
      const total = totalOf(theirs);
      for (let i = 0; i < QUARTERS; i++) others[i] = others[i]! + (theirs[i] ?? 0) / total;
    }
    const [own, rest] = [rhythmOf(legs), rhythmOf(others)];
    if (own === undefined || rest === undefined) return [];
    return [{ operator, ...shiftOf(own, rest) }];
  });
}

/**
 * Compares when people use their telephones at each operator with when they do at all others. The one that gains most by a shift is taken out and the rest judged anew, so that it does not accuse the
 * others. With two operators nobody can say which is wrong: both are named, in opposite directions.
 *
 * @param byOperator legs by quarter of an hour of the local day, 96 for each operator
 */
export function doubtfulClocks(byOperator: ReadonlyMap<string, ArrayLike<number>>): DoubtfulClock[] {
  const left = new Map([...byOperator].filter(([, legs]) => totalOf(legs) >= LEAST_LEGS));
  const found: DoubtfulClock[] = [];
  while (left.size >= 2) {
    const isDoubtful = ({ quarters, gain }: ClockShift): boolean =>
      Math.abs(quarters) >= LEAST_LATE && gain >= LEAST_GAIN;
    const doubtful = clockShifts(left)
      .filter(isDoubtful)
      .sort((a, b) => b.gain - a.gain || (a.operator < b.operator ? -1 : 1));
    const named = left.size === 2 ? doubtful : doubtful.slice(0, 1);
    if (named.length === 0) break;
    for (const { operator, quarters } of named) {
      found.push({ operator, late_h: quarters / 4 });
      left.delete(operator);
    }
  }
  return found.sort((a, b) => (a.operator < b.operator ? -1 : 1));
}

/** Legs of each operator by quarter of an hour of the local day; reads what acts in force let be read. */
export async function readHours(records: RecordStore, timezone: string): Promise<Map<string, Float64Array>> {
  const byOperator = new Map<string, Float64Array>();
  for (const { operator, quarter, legs } of await records.rows(eventsByQuarter, { case_zone: timezone })) {
    let own = byOperator.get(operator);
    if (own === undefined) byOperator.set(operator, (own = new Float64Array(QUARTERS)));
    own[quarter] = legs;
  }
  return byOperator;
}

/** Operators whose clocks do not agree with the others'. */
export const readDoubtfulClocks = async (records: RecordStore, timezone: string): Promise<DoubtfulClock[]> =>
  doubtfulClocks(await readHours(records, timezone));
