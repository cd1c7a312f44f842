import { distance_m } from '../model/great-circle.ts';
import type { Antenna, CellTable } from '../model/record.ts';

/**
 * How far from its mast a cell plausibly serves, metres. Generous on purpose: it only decides how much of a distance
 * must have been travelled, so too large a range can hide a conflict but never invent one.
 */
export function plausibleRange_m(antenna: Antenna): number {
  switch (antenna.technology) {
    case '5G':
      return 3_000;
    case '4G':
      return 6_000;
    default:
      return 10_000;
  }
}

/** Distance that must have been travelled between two cells whatever the place inside each, metres (0 = may overlap). */
export function excessDistance_m(a: Antenna, b: Antenna): number {
  return Math.max(0, distance_m(a, b) - plausibleRange_m(a) - plausibleRange_m(b));
}

export interface MoveLimits {
  /** Clocks of two records may differ by this much. Forensic practice: 30 to 120 s. */
  readonly clockSlack_s: number;
  /** Faster than any surface vehicle: trains run at 200 to 320 km/h. */
  readonly surfaceSpeed_kmh: number;
  /** Faster than airliners. */
  readonly hardSpeed_kmh: number;
  /** Below this distance even a fast surface vehicle needs no aeroplane; a flight between airports is longer. */
  readonly shortestFlight_m: number;
}

export const MOVE_LIMITS: MoveLimits = {
  clockSlack_s: 120,
  surfaceSpeed_kmh: 330,
  hardSpeed_kmh: 1000,
  shortestFlight_m: 150_000,
};

/** ITU-T Q.5052 clause 7.4 (time and distance): what one move between consecutive legs demands of one device. */
export const MOVES = { near: 0, far: 1, impossible: 2 } as const;
export type Move = (typeof MOVES)[keyof typeof MOVES];

/** Classifies a move of `excess_m` metres in `gap_s` seconds (negative gaps count as none). */
export function classifyMove(excess_m: number, gap_s: number, limits: MoveLimits = MOVE_LIMITS): Move {
  if (excess_m <= 0) return MOVES.near;
  const hours = (Math.max(0, gap_s) + limits.clockSlack_s) / 3600;
  const speed_kmh = excess_m / 1000 / hours;
  const limit_kmh = excess_m >= limits.shortestFlight_m ? limits.hardSpeed_kmh : limits.surfaceSpeed_kmh;
  return speed_kmh > limit_kmh ? MOVES.impossible : MOVES.far;
}

/** Slots for remembered pairs; a power of two. */
const REMEMBERED = 1 << 17;

/** Excess distances of cell pairs, remembered: the same few pairs come back all the time. A later pair takes the slot of an older one. */
export class CellDistances {
  readonly #table: CellTable;
  readonly #low = new Int32Array(REMEMBERED).fill(-1);
  readonly #high = new Int32Array(REMEMBERED);
  readonly #excess_m = new Float64Array(REMEMBERED);
  constructor(table: CellTable) {
    this.#table = table;
  }

  /** Metres; undefined when a cell's place is not known (index below 0). */
  excess_m(a: number, b: number): number | undefined {
    if (a < 0 || b < 0) return undefined;
    if (a === b) return 0;
    const low = a < b ? a : b;
    const high = a < b ? b : a;
    const mixed = Math.imul(low, 0x9e3779b1) ^ Math.imul(high, 0x85ebca6b);
    const slot = (mixed ^ (mixed >>> 15)) & (REMEMBERED - 1);
    if (this.#low[slot] === low && this.#high[slot] === high) return this.#excess_m[slot];
    const first = this.#table.cells[a];
    const second = this.#table.cells[b];
    if (first === undefined || second === undefined) return undefined;
    const excess = excessDistance_m(first, second);
    this.#low[slot] = low;
    this.#high[slot] = high;
    this.#excess_m[slot] = excess;
    return excess;
  }

  /**
   * Distance of a journey between two cells, metres: from half the plausible range of the one to half that of the other.
   * Nearer to what is usual than `excess_m`, which nothing can be nearer than.
   */
  journey_m(a: number, b: number): number | undefined {
    const first = this.#table.cells[a];
    const second = this.#table.cells[b];
    if (first === undefined || second === undefined) return undefined;
    return Math.max(0, distance_m(first, second) - (plausibleRange_m(first) + plausibleRange_m(second)) / 2);
  }

  operator(cell: number): string {
    return this.#table.cells[cell]?.operator ?? '';
  }

  /** Name of the mast's place, so that the sectors of one site count once. */
  site(cell: number): string {
    const antenna = this.#table.cells[cell];
    return antenna === undefined ? '' : `${antenna.longitude.toFixed(4)},${antenna.latitude.toFixed(4)}`;
  }
}
