import { normalCdf } from '../statistics/index.ts';
import type { CellDistances } from './cell-moves.ts';

/** Stated assumptions on journeys between places that are too far apart to be one. */
export const JOURNEY = {
  /** Door to door by road or rail: log-normal, median and sigma of the natural logarithm. */
  medianSpeed_kmh: 70,
  speedSigma: 0.45,
  /** Share of journeys by air where the distance allows one; speed with the time on the ground. */
  byAir: 0.2,
  shortestFlight_m: 150_000,
  airSpeed_kmh: 350,
  /** Clocks of two records may differ by this much, seconds. */
  clockSlack_s: 120,
} as const;

/** Places of one history: groups of cells that a device may use without travelling. */
export interface Regions {
  readonly count: number;
  /** Region of a cell (index in the cell table); undefined where its place is not known. */
  readonly of: (cell: number) => number | undefined;
  /** Least distance that a journey from one region to another must cover, metres; by `from * count + to`. */
  readonly distance_m: Float64Array;
}

/** Cells whose ranges may overlap are one place, and so is what they connect. `cells` may repeat; negative ones are skipped. */
export function regionsOf(cells: Iterable<number>, distances: CellDistances): Regions {
  const used = [...new Set(cells)].filter((cell) => cell >= 0).sort((a, b) => a - b);
  const region = new Map<number, number>();
  const members: number[][] = [];
  for (const first of used) {
    if (region.has(first)) continue;
    const at = members.length;
    const reached = [first];
    region.set(first, at);
    for (let i = 0; i < reached.length; i++)
      for (const cell of used) {
        if (region.has(cell) || (distances.excess_m(reached[i] ?? -1, cell) ?? 0) > 0) continue;
        region.set(cell, at);
        reached.push(cell);
      }
    members.push(reached);
  }
  const count = members.length;
  const distance_m = new Float64Array(count * count);
  for (let a = 0; a < count; a++)
    for (let b = 0; b < a; b++) {
      let least = Infinity;
      for (const x of members[a] ?? [])
        for (const y of members[b] ?? []) least = Math.min(least, distances.journey_m(x, y) ?? 0);
      distance_m[a * count + b] = least;
      distance_m[b * count + a] = least;
    }
  return { count, of: (cell) => region.get(cell), distance_m };
}

/** Probability that a journey of `distance_m` takes no longer than `gap_s`. */
export function arrivesWithin(distance_m: number, gap_s: number): number {
  const hours = (Math.max(0, gap_s) + JOURNEY.clockSlack_s) / 3600;
  const needed_kmh = distance_m / 1000 / hours;
  const surface = 1 - normalCdf(Math.log(needed_kmh / JOURNEY.medianSpeed_kmh) / JOURNEY.speedSigma);
  if (distance_m < JOURNEY.shortestFlight_m) return surface;
  const air = 1 - normalCdf(Math.log(needed_kmh / JOURNEY.airSpeed_kmh) / JOURNEY.speedSigma);
  return (1 - JOURNEY.byAir) * surface + JOURNEY.byAir * air;
}
