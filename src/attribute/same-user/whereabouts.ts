import { type Background, evenly } from './background.ts';
import type { Positions } from './positions.ts';
import type { Track } from './tracks.ts';

/** Slots of a day (of two hours each, the first from 05:00) in which the whereabouts of a handset are averaged. */
export const SLOTS = 12;
const SLOT_S = 7200;
const FADE_S = 3600;
const REACH_S = 3 * FADE_S;
/** Registrations, faded by their distance in time, below which a slot has no whereabouts. */
const LEAST_WEIGHT = 0.25;
/** Days looked at as a background; more say nothing new and cost time. */
const MOST_BACKGROUND_DAYS = 24;

/** Averaged whereabouts, one row of SLOTS for each of `track.days`. */
export interface Whereabouts {
  readonly at: Positions;
  /** 0 where unknown. */
  readonly weight: Float64Array;
  /** The rows that are known, a sample for each slot. */
  readonly background: Background;
}

/**
 * Whereabouts around the middle of each slot, averaged over the registrations of that day with weights that fade with
 * time. Several cells serve a place, so one registration misses it by kilometres; the mean of some misses it by less.
 *
 * @param clock_s seconds from 05:00 of each registration
 */
export function whereaboutsOf(track: Track, at: Positions, clock_s: Float64Array): Whereabouts {
  const size = track.days.length * SLOTS;
  const there = new Float64Array(3 * size);
  const weight = new Float64Array(size);
  for (let d = 0; d < track.days.length; d++) {
    for (let s = 0; s < SLOTS; s++) {
      const middle = (s + 0.5) * SLOT_S;
      let [sum, x, y, z] = [0, 0, 0, 0];
      for (let i = track.dayStart[d]!; i < track.dayStart[d + 1]!; i++) {
        const apart = Math.abs(clock_s[i]! - middle);
        if (apart > REACH_S) continue;
        const w = Math.exp(-apart / FADE_S);
        sum += w;
        x += w * at[3 * i]!;
        y += w * at[3 * i + 1]!;
        z += w * at[3 * i + 2]!;
      }
      if (sum < LEAST_WEIGHT) continue;
      const k = d * SLOTS + s;
      weight[k] = sum;
      there[3 * k] = x / sum;
      there[3 * k + 1] = y / sum;
      there[3 * k + 2] = z / sum;
    }
  }
  return { at: there, weight, background: backgroundOf(there, weight, track.days.length) };
}

function backgroundOf(at: Positions, weight: Float64Array, days: number): Background {
  const looked = evenly(days, MOST_BACKGROUND_DAYS);
  const sample: number[] = [];
  const start = new Int32Array(SLOTS + 1);
  for (let s = 0; s < SLOTS; s++) {
    for (const d of looked) if (weight[d * SLOTS + s] !== 0) sample.push(d * SLOTS + s);
    start[s + 1] = sample.length;
  }
  const day = Int32Array.from({ length: weight.length }, (_, row) => Math.floor(row / SLOTS));
  return { at, day, sample: Int32Array.from(sample), start };
}
