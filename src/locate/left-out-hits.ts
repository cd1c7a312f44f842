import type { Calibration, JudgedLook } from './calibrate.ts';
import { fitPool, pooled, type OpinionPool } from './opinion-pool.ts';
import { whence } from './whence.ts';

/** How often left-out looks of a walk-test were located rightly. */
export interface LeftOutHits {
  /** From rooms. 0 = no walk-test, or too little of one: nothing was measured. */
  readonly looks: number;
  /** In so many rooms. */
  readonly rooms: number;
  /** The most probable answer was the room. */
  readonly rightFirst: number;
  /** The room was in the smallest set of answers that holds nine tenths of the probability. */
  readonly inSet90: number;
  /** Taken to come from a room of the building, whichever. */
  readonly inside: number;
  /** From landings, by which nothing was fitted. */
  readonly landingLooks: number;
  /** Of these taken to come from a room: wrongly. */
  readonly landingsInside: number;
}

const SET = 0.9;

/**
 * Each look was located by maps that never saw its place; the pool of the maps' opinions on a look from a room is fitted on the other half
 * of such looks as well.
 *
 * @param listed how many of the places of `roomPrior` are rooms
 */
export function leftOutHits(
  { looks, landingLooks, errors }: Pick<Calibration, 'looks' | 'landingLooks' | 'errors'>,
  roomPrior: Float64Array,
  listed: number,
): LeftOutHits {
  let rightFirst = 0;
  let inSet90 = 0;
  let inside = 0;
  const poolOf = (some: readonly JudgedLook[]): OpinionPool =>
    fitPool(
      errors.map((_, m) => some.map(({ ratios }) => ratios[m]!)),
      some.map(({ room }) => room),
      roomPrior,
    );
  const isInside = (p: Float64Array): boolean => whence(p, roomPrior, listed) === 'inside';
  for (const half of [0, 1]) {
    const { weights, blunder } = poolOf(looks.filter((_, i) => i % 2 !== half));
    for (const { room, ratios } of looks.filter((_, i) => i % 2 === half)) {
      const p = pooled(ratios, roomPrior, weights, blunder);
      if (isInside(p)) inside++;
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
  const all = poolOf(looks);
  const landingsInside = landingLooks.filter(({ ratios }) =>
    isInside(pooled(ratios, roomPrior, all.weights, all.blunder)),
  ).length;
  const rooms = new Set(looks.map(({ room }) => room)).size;
  return { looks: looks.length, rooms, rightFirst, inSet90, inside, landingLooks: landingLooks.length, landingsInside };
}
