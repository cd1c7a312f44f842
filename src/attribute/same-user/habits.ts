import { type Background, evenly } from './background.ts';
import type { Positions } from './positions.ts';
import type { Track } from './tracks.ts';

/** Registrations looked at as a background; more say nothing new and cost time. */
const MOST_BACKGROUND = 1024;
/** Quarters of an hour by which habits are looked up. */
const QUARTER_S = 900;
const QUARTERS = 96;
/** Two hours on either side, in whole quarters of an hour. */
const WINDOW_QUARTERS = 8;
/** Registrations of a background that are looked at for one figure: an even sample is as good and bounds the cost. */
const MOST_LOOKED = 24;
const MOST_LOOKED_EVER = 12;

/** Which sample holds the registrations within two hours of a clock time in seconds from 05:00 ... */
export const aboutClock = (clock_s: number): number => (clock_s / QUARTER_S) | 0;
/** ... and which those of any time. */
export const AT_ANY_TIME = QUARTERS;

/**
 * Registrations of a handset: a sample about each quarter of an hour of the clock, and one of any time.
 *
 * @param clock_s seconds from 05:00 of each registration
 */
export function habitsOf(track: Track, at: Positions, clock_s: Float64Array): Background {
  const order = evenly(clock_s.length, MOST_BACKGROUND).sort((i, j) => clock_s[i]! - clock_s[j]! || i - j);
  const n = order.length;
  const there = new Float64Array(3 * n);
  for (let k = 0; k < 3 * n; k++) there[k] = at[3 * order[Math.floor(k / 3)]! + (k % 3)]!;
  const start = startOfQuarter(order.map((i) => clock_s[i]!));
  const sample = new Int32Array(QUARTERS * MOST_LOOKED + MOST_LOOKED_EVER);
  const starts = new Int32Array(QUARTERS + 2);
  let end = 0;
  const take = (from: number, until: number, most: number): void => {
    const step = Math.max(1, Math.ceil((until - from) / most));
    for (let s = from; s < until; s += step) sample[end++] = s < 0 ? s + n : s >= n ? s - n : s;
  };
  for (let quarter = 0; quarter < QUARTERS; quarter++) {
    const first = quarter - WINDOW_QUARTERS;
    const last = quarter + WINDOW_QUARTERS + 1;
    starts[quarter] = end;
    // The window goes round the midnight of this clock, which is 05:00.
    take(
      first < 0 ? start[first + QUARTERS]! - n : start[first]!,
      last > QUARTERS ? start[last - QUARTERS]! + n : start[last]!,
      MOST_LOOKED,
    );
  }
  starts[AT_ANY_TIME] = end;
  take(0, n, MOST_LOOKED_EVER);
  starts[AT_ANY_TIME + 1] = end;
  return { at: there, day: Int32Array.from(order, (i) => track.day[i]!), sample: sample.slice(0, end), start: starts };
}

/** Where each quarter of an hour begins, and the end, among clock times in ascending order. */
function startOfQuarter(clock_s: readonly number[]): Int32Array {
  const start = new Int32Array(QUARTERS + 1).fill(clock_s.length);
  for (let i = clock_s.length - 1, q = QUARTERS; q >= 0; q--) {
    while (i >= 0 && clock_s[i]! >= q * QUARTER_S) i--;
    start[q] = i + 1;
  }
  return start;
}
