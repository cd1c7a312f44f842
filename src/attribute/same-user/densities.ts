import { DELAY_CLASSES, DISTANCE_CLASSES } from './classes.ts';
import { FIELDS, KNOWN_CLASSES } from './measure.ts';

/** ln P(distance class | kind of comparison) of two handsets that one person carries, row by row of kinds. */
export type Density = Float64Array;

/** Rows of comparisons laid end to end: day k owns rows start[k] to start[k + 1]. */
export interface StoredComparisons {
  readonly rows: Float64Array;
  readonly start: Int32Array;
}

/** Comparisons of a kind that count as known beforehand: shared by the kinds, so that a rare kind follows the others. */
const SHARED_COUNT = 8;
/** ... and of no class in particular. */
const EVEN_COUNT = 0.5;

export const switchDensity = (stored: StoredComparisons, days: readonly number[]): Density =>
  densityOf(stored, days, DELAY_CLASSES);
export const slotDensity = (stored: StoredComparisons, days: readonly number[]): Density =>
  densityOf(stored, days, KNOWN_CLASSES);

/** Smoothed histogram of the given days, on which one person used both handsets. */
function densityOf(stored: StoredComparisons, days: readonly number[], kinds: number): Density {
  const counts = new Float64Array(kinds * DISTANCE_CLASSES);
  for (const day of days) {
    for (let r = stored.start[day]!; r < stored.start[day + 1]!; r++) {
      const at = stored.rows[r * FIELDS + 1]! * DISTANCE_CLASSES + stored.rows[r * FIELDS]!;
      counts[at] = counts[at]! + 1;
    }
  }
  return smoothed(counts, kinds);
}

function smoothed(counts: Float64Array, kinds: number): Density {
  const shared = new Float64Array(DISTANCE_CLASSES).fill(EVEN_COUNT);
  for (let at = 0; at < counts.length; at++) {
    const d = at % DISTANCE_CLASSES;
    shared[d] = shared[d]! + counts[at]!;
  }
  const all = shared.reduce((sum, c) => sum + c, 0);
  const out = new Float64Array(counts.length);
  for (let kind = 0; kind < kinds; kind++) {
    const from = kind * DISTANCE_CLASSES;
    let total = SHARED_COUNT + EVEN_COUNT * DISTANCE_CLASSES;
    for (let d = 0; d < DISTANCE_CLASSES; d++) total += counts[from + d]!;
    for (let d = 0; d < DISTANCE_CLASSES; d++)
      out[from + d] = Math.log((counts[from + d]! + EVEN_COUNT + (SHARED_COUNT * shared[d]!) / all) / total);
  }
  return out;
}
