import { type Alternative, isAsked } from './alternative.ts';
import type { Handset } from './handset.ts';
import { type Comparisons, emptyMeasure, FIELDS, measureDay } from './measure.ts';
import type { LabelledDays } from './scorer.ts';

/** Labelled days with the people they are of. */
export interface TrainingDays extends LabelledDays {
  /** Indices of the two owners (equal where the label is 1), for folds by people. */
  readonly ownerA: Int32Array;
  readonly ownerB: Int32Array;
}

/** Days of pairs of different people that are measured; those of one person are all taken. */
const MOST_DIFFERENT_DAYS = 8000;

/** Calls back for each day on which both have registrations, with the index of that day in each. */
export function forSharedDays(a: Handset, b: Handset, day: (dayA: number, dayB: number) => void): void {
  const [x, y] = [a.track.days, b.track.days];
  let i = 0;
  let j = 0;
  while (i < x.length && j < y.length) {
    const ahead = x[i]! - y[j]!;
    if (ahead === 0) day(i++, j++);
    else if (ahead < 0) i++;
    else j++;
  }
}

/**
 * Days of all pairs of handsets of known owners, of different people those whom the alternative is about. Of these, evenly spread
 * days so that the total is bounded.
 */
export function trainingDays(
  handsets: readonly Handset[],
  owners: readonly string[],
  alternative: Alternative,
): TrainingDays {
  const ownerOf = handsets.map((h) => owners.indexOf(h.track.owner));
  let different = 0;
  forPairs(handsets.length, (i, j) => {
    if (ownerOf[i] !== ownerOf[j] && isAsked(alternative, handsets[i]!, handsets[j]!))
      forSharedDays(handsets[i]!, handsets[j]!, () => void different++);
  });
  const step = Math.max(1, different / MOST_DIFFERENT_DAYS);
  const measure = emptyMeasure();
  const switches = new Growing();
  const slots = new Growing();
  const labels: number[] = [];
  const ownerA: number[] = [];
  const ownerB: number[] = [];
  let passed = 0;
  let next = 0;
  forPairs(handsets.length, (i, j) => {
    const same = ownerOf[i] === ownerOf[j];
    if (!same && !isAsked(alternative, handsets[i]!, handsets[j]!)) return;
    forSharedDays(handsets[i]!, handsets[j]!, (dayA, dayB) => {
      if (!same && passed++ < next) return;
      if (!same) next += step;
      measureDay(handsets[i]!, dayA, handsets[j]!, dayB, measure);
      switches.add(measure.switches);
      slots.add(measure.slots);
      labels.push(same ? 1 : 0);
      ownerA.push(ownerOf[i]!);
      ownerB.push(ownerOf[j]!);
    });
  });
  return {
    switches: switches.stored(),
    slots: slots.stored(),
    labels: Uint8Array.from(labels),
    ownerA: Int32Array.from(ownerA),
    ownerB: Int32Array.from(ownerB),
  };
}

function forPairs(n: number, pair: (i: number, j: number) => void): void {
  for (let i = 0; i < n; i++) for (let j = i + 1; j < n; j++) pair(i, j);
}

/** Comparisons of many days, end to end. */
class Growing {
  private rows = new Float64Array(1 << 16);
  private count = 0;
  private readonly start: number[] = [0];

  add(table: Comparisons): void {
    const from = this.count * FIELDS;
    const size = table.count * FIELDS;
    while (from + size > this.rows.length) {
      const grown = new Float64Array(this.rows.length * 2);
      grown.set(this.rows);
      this.rows = grown;
    }
    this.rows.set(table.rows.subarray(0, size), from);
    this.count += table.count;
    this.start.push(this.count);
  }

  stored(): { rows: Float64Array; start: Int32Array } {
    return { rows: this.rows.subarray(0, this.count * FIELDS), start: Int32Array.from(this.start) };
  }
}
