import { usualPlaceOf } from './alternative.ts';
import { type About, companyOf, countAbout, type Crowd, type People, peopleIn } from './crowd.ts';
import type { Positions } from './positions.ts';
import { positionsOf } from './positions.ts';
import { dayBegins_s, type Track } from './tracks.ts';

/** Slots of a day (of two hours each, the first from 05:00) in which the whereabouts of a handset are averaged. */
export const SLOTS = 12;
const SLOT_S = 7200;
const FADE_S = 3600;
const REACH_S = 3 * FADE_S;
/** Registrations, faded by their distance in time, below which a slot has no whereabouts. */
export const LEAST_WEIGHT = 0.25;
/** Registrations and days looked at as a background; more say nothing new and cost time. */
const MOST_BACKGROUND = 1024;
const MOST_BACKGROUND_DAYS = 24;

/** Quarters of an hour by which habits are looked up. */
export const QUARTER_S = 900;
export const QUARTERS = 96;

/** A track made ready to be compared: everything that does not depend on the other handset. */
export interface Handset {
  readonly track: Track;
  readonly at: Positions;
  /** Seconds from 05:00 of each registration. */
  readonly clock_s: Float64Array;
  /** Its habits: registrations sorted by clock time from 05:00. */
  readonly habit: {
    /** Three coordinates of each, side by side. */
    readonly xyz_km: Float64Array;
    readonly day: Int32Array;
    /** Where each quarter of an hour begins; one more entry marks the end. */
    readonly startOfQuarter: Int32Array;
  };
  /** Averaged whereabouts, one row of SLOTS for each of `track.days`; weight 0 where unknown. */
  readonly slots: Positions & { readonly weight: Float64Array };
  /** Other people about each registration, and about each slot. */
  readonly others: About;
  readonly slotOthers: About;
  /** Its own registrations in the crowd: they are taken out where it is the other handset of a pair. */
  readonly own: People;
  /** Share of other people's registrations that lie about its own. */
  readonly company: number;
  /** km, three axes */
  readonly usualPlace: () => Float64Array;
  /** Rows of `slots` that serve as background. */
  readonly slotRows: Int32Array;
}

/** From clock times in ascending order. */
function startOfQuarter(clock_s: readonly number[]): Int32Array {
  const start = new Int32Array(QUARTERS + 1).fill(clock_s.length);
  for (let i = clock_s.length - 1, q = QUARTERS; q >= 0; q--) {
    while (i >= 0 && clock_s[i]! >= q * QUARTER_S) i--;
    start[q] = i + 1;
  }
  return start;
}

/** Every so many of n, so that at most `most` are taken, evenly. */
const evenly = (n: number, most: number): number[] =>
  n <= most
    ? Array.from({ length: n }, (_, i) => i)
    : Array.from({ length: most }, (_, i) => Math.floor((i * n) / most));

/**
 * @param isLeftOut whom the crowd about the handset is without from the beginning: of training handsets everybody who is held out
 * together with their user, so that no partner has to be taken out any more
 */
export function prepareHandset(
  track: Track,
  reach_km: number,
  utcOffset_s: number,
  crowd: Crowd,
  isLeftOut?: (owner: string) => boolean,
): Handset {
  const at = positionsOf(track, reach_km);
  const n = track.at_s.length;
  const clock = Float64Array.from({ length: n }, (_, i) => track.at_s[i]! - dayBegins_s(track.day[i]!, utcOffset_s));
  const order = evenly(n, MOST_BACKGROUND).sort((i, j) => clock[i]! - clock[j]! || i - j);
  const slots = slotsOf(track, at, clock);
  const people = peopleIn(crowd, (one) => (isLeftOut === undefined ? one !== track : !isLeftOut(one.owner)));
  const others = countAbout(people, at);
  let usualPlace: Float64Array | undefined;
  const xyz_km = new Float64Array(3 * order.length);
  for (const [k, i] of order.entries()) xyz_km.set([at.x_km[i]!, at.y_km[i]!, at.z_km[i]!], 3 * k);
  return {
    track,
    at,
    clock_s: clock,
    habit: {
      xyz_km,
      day: Int32Array.from(order, (i) => track.day[i]!),
      startOfQuarter: startOfQuarter(order.map((i) => clock[i]!)),
    },
    slots,
    others,
    slotOthers: countAbout(people, slots),
    own: peopleIn(crowd, (one) => isLeftOut === undefined && one === track),
    company: companyOf(others),
    // Most questions are not about areas. A function, not a getter: that would give each handset a shape of its own.
    usualPlace: () => (usualPlace ??= usualPlaceOf(at)),
    slotRows: Int32Array.from(evenly(track.days.length, MOST_BACKGROUND_DAYS)),
  };
}

/**
 * Whereabouts around the middle of each slot, averaged over the registrations of that day with weights that fade with
 * time. Several cells serve a place, so one registration misses it by kilometres; the mean of some misses it by less.
 */
function slotsOf(track: Track, at: Positions, clock: Float64Array): Handset['slots'] {
  const size = track.days.length * SLOTS;
  const [x_km, y_km, z_km, weight] = [
    new Float64Array(size),
    new Float64Array(size),
    new Float64Array(size),
    new Float64Array(size),
  ];
  for (let d = 0; d < track.days.length; d++) {
    for (let s = 0; s < SLOTS; s++) {
      const middle = (s + 0.5) * SLOT_S;
      let [sum, x, y, z] = [0, 0, 0, 0];
      for (let i = track.dayStart[d]!; i < track.dayStart[d + 1]!; i++) {
        const apart = Math.abs(clock[i]! - middle);
        if (apart > REACH_S) continue;
        const w = Math.exp(-apart / FADE_S);
        sum += w;
        x += w * at.x_km[i]!;
        y += w * at.y_km[i]!;
        z += w * at.z_km[i]!;
      }
      if (sum < LEAST_WEIGHT) continue;
      const k = d * SLOTS + s;
      weight[k] = sum;
      x_km[k] = x / sum;
      y_km[k] = y / sum;
      z_km[k] = z / sum;
    }
  }
  return { x_km, y_km, z_km, weight };
}
