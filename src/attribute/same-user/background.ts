import { DISTANCE_ENDS_KM2 } from './classes.ts';
import type { Positions } from './positions.ts';

/**
 * Where a handset was on all its days, for figures of what it does on other days. Samples are drawn beforehand: one day of a pair
 * looks at fifty of them.
 */
export interface Background {
  readonly at: Positions;
  /** Day of each place. */
  readonly day: Int32Array;
  /** Numbers of places, sample by sample ... */
  readonly sample: Int32Array;
  /** ... where each sample begins, and the end. */
  readonly start: Int32Array;
}

/** Every so many of n, so that at most `most` are taken, evenly. */
export const evenly = (n: number, most: number): number[] =>
  n <= most
    ? Array.from({ length: n }, (_, i) => i)
    : Array.from({ length: most }, (_, i) => Math.floor((i * n) / most));

/**
 * Of sample number `which`, how many places of other days than `day` lie in distance class k from place i of `here`. Writes to
 * `out`, from `to`: seen, looked at.
 */
export function countSeen(
  { at, day: days, sample, start }: Background,
  which: number,
  here: Positions,
  i: number,
  day: number,
  k: number,
  out: Float64Array,
  to: number,
): void {
  const x = here[3 * i]!;
  const y = here[3 * i + 1]!;
  const z = here[3 * i + 2]!;
  const least = DISTANCE_ENDS_KM2[k]!;
  const below = DISTANCE_ENDS_KM2[k + 1]!;
  const end = start[which + 1]!;
  let seen = 0;
  let looked = 0;
  for (let s = start[which]!; s < end; s++) {
    const j = sample[s]!;
    // No branches: whether a place lies in the class is what nobody can foretell, and each wrong guess costs ten distances.
    const other = +(days[j] !== day);
    looked += other;
    const dx = at[3 * j]! - x;
    const dy = at[3 * j + 1]! - y;
    const dz = at[3 * j + 2]! - z;
    const squared = dx * dx + dy * dy + dz * dz;
    seen += other & +(squared >= least) & +(squared < below);
  }
  out[to] = seen;
  out[to + 1] = looked;
}
