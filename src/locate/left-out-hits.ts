import type { Calibration } from './calibrate.ts';
import { fitPool, pooled } from './opinion-pool.ts';

/** How often left-out looks of a walk-test were located rightly. */
export interface LeftOutHits {
  /** 0 = no walk-test, or too little of one: nothing was measured. */
  readonly looks: number;
  /** In so many rooms. */
  readonly rooms: number;
  /** The most probable answer was the room. */
  readonly rightFirst: number;
  /** The room was in the smallest set of answers that holds nine tenths of the probability. */
  readonly inSet90: number;
}

const SET = 0.9;

/**
 * Each look was located by maps that never saw its place; here the pool of the maps' opinions is fitted on the other half
 * of the looks as well.
 */
export function leftOutHits(
  { looks, errors }: Pick<Calibration, 'looks' | 'errors'>,
  roomPrior: Float64Array,
): LeftOutHits {
  let rightFirst = 0;
  let inSet90 = 0;
  for (const half of [0, 1]) {
    const other = looks.filter((_, i) => i % 2 !== half);
    const { weights, blunder } = fitPool(
      errors.map((_, m) => other.map(({ ratios }) => ratios[m]!)),
      other.map(({ room }) => room),
      roomPrior,
    );
    for (const { room, ratios } of looks.filter((_, i) => i % 2 === half)) {
      const p = pooled(ratios, roomPrior, weights, blunder);
      const ranked = [...p.keys()].sort((a, b) => p[b]! - p[a]!);
      if (ranked[0] === room) rightFirst++;
      let held = 0;
      for (const answer of ranked) {
        if (answer === room) inSet90++;
        held += p[answer]!;
        if (answer === room || held >= SET) break;
      }
    }
  }
  return { looks: looks.length, rooms: new Set(looks.map(({ room }) => room)).size, rightFirst, inSet90 };
}
