import { DISTANCE_CLASSES } from './classes.ts';
import type { Density } from './densities.ts';
import { FIELD, FIELDS } from './measure.ts';

export interface Densities {
  readonly switches: Density;
  readonly slots: Density;
}

/** Of each series of scores of a day: sum, mean, greatest, least, sum/√n. */
const SUMMARIES = 5;
const SERIES = 4;
/** Four series (switches and slots, against people about this place and against the other handset's own habits) and two √n. */
export const FEATURES = SERIES * SUMMARIES + 2;

/** Weight, in registrations, of what people about a place do when the habits of one handset are stated ... */
const EVER_PRIOR = 2;
/** ... and of its habits at any time when those at this time of the day are stated. */
const CLOCK_PRIOR = 3;

/** P(class) by habit: of people about this place, sharpened by the handset at any time, then at this time of the day. */
function habit(general: number, rows: Float64Array, at: number): number {
  const ever = (rows[at + 2]! + EVER_PRIOR * general) / (rows[at + 3]! + EVER_PRIOR);
  return (rows[at]! + CLOCK_PRIOR * ever) / (rows[at + 1]! + CLOCK_PRIOR);
}

/**
 * Features of one day from its comparisons (rows from `first` to `end`), written to `out` from `to`. All are symmetric in
 * the two handsets.
 */
function summarise(
  density: Density,
  rows: Float64Array,
  first: number,
  end: number,
  out: Float64Array,
  to: number,
): void {
  const n = end - first;
  let [sum, most, least] = [0, -Infinity, Infinity];
  let [ownSum, ownMost, ownLeast] = [0, -Infinity, Infinity];
  for (let r = first; r < end; r++) {
    const row = r * FIELDS;
    const at = rows[row + FIELD.delay]! * DISTANCE_CLASSES + rows[row + FIELD.distance]!;
    const same = density[at]!;
    const crowd = rows[row + FIELD.crowd]!;
    const general = Math.exp(crowd);
    const score = same - crowd;
    // Geometric mean of both directions: b by its habits given a, and a by its habits given b.
    const own =
      same -
      0.5 * Math.log(habit(general, rows, row + FIELD.clockSeenB) * habit(general, rows, row + FIELD.clockSeenA));
    sum += score;
    ownSum += own;
    if (score > most) most = score;
    if (score < least) least = score;
    if (own > ownMost) ownMost = own;
    if (own < ownLeast) ownLeast = own;
  }
  const known = n > 0;
  const root = Math.sqrt(n);
  out[to] = sum;
  out[to + 1] = known ? sum / n : 0;
  out[to + 2] = known ? most : 0;
  out[to + 3] = known ? least : 0;
  out[to + 4] = known ? sum / root : 0;
  out[to + 5] = ownSum;
  out[to + 6] = known ? ownSum / n : 0;
  out[to + 7] = known ? ownMost : 0;
  out[to + 8] = known ? ownLeast : 0;
  out[to + 9] = known ? ownSum / root : 0;
}

export interface RowSpan {
  readonly rows: Float64Array;
  readonly first: number;
  readonly end: number;
}

/** Writes FEATURES numbers to `out` from `to`. */
export function dayFeatures(
  densities: Densities,
  switches: RowSpan,
  slots: RowSpan,
  out: Float64Array,
  to: number,
): void {
  summarise(densities.switches, switches.rows, switches.first, switches.end, out, to);
  summarise(densities.slots, slots.rows, slots.first, slots.end, out, to + 2 * SUMMARIES);
  out[to + SERIES * SUMMARIES] = Math.sqrt(switches.end - switches.first);
  out[to + SERIES * SUMMARIES + 1] = Math.sqrt(slots.end - slots.first);
}
