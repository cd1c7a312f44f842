import { DISTANCE_CLASSES, delayClass, distanceClass } from './classes.ts';
import { countSeen } from './background.ts';
import { type About, countAt, crowd_ln, type People } from './crowd.ts';
import { aboutClock, AT_ANY_TIME } from './habits.ts';
import type { Handset } from './handset.ts';
import { type Positions, squared_km2 } from './positions.ts';
import { SLOTS } from './whereabouts.ts';

/**
 * How often something was so on other days, in one direction: of the other handset's background, `seen` of `looked`
 * registrations lay in the same distance class from here.
 */
export const FIELDS = 11;
/** Fields of one comparison in a {@link Comparisons} table. */
export const FIELD = {
  distance: 0,
  delay: 1,
  clockSeenB: 2,
  clockLookedB: 3,
  everSeenB: 4,
  everLookedB: 5,
  clockSeenA: 6,
  clockLookedA: 7,
  everSeenA: 8,
  everLookedA: 9,
  crowd: 10,
} as const;

/** Comparisons of one day of two handsets: rows of FIELDS numbers, reused from pair to pair. */
export interface Comparisons {
  rows: Float64Array;
  count: number;
}

export interface DayMeasure {
  readonly switches: Comparisons;
  readonly slots: Comparisons;
}

export const emptyMeasure = (): DayMeasure => ({
  switches: { rows: new Float64Array(64 * FIELDS), count: 0 },
  slots: { rows: new Float64Array(SLOTS * FIELDS), count: 0 },
});

function nextRow(table: Comparisons): number {
  const start = table.count * FIELDS;
  if (start + FIELDS > table.rows.length) {
    const grown = new Float64Array(table.rows.length * 2);
    grown.set(table.rows);
    table.rows = grown;
  }
  table.count++;
  return start;
}

/**
 * All that is compared of day number `dayA` of handset a and `dayB` of handset b (indices into their days; the same day).
 *
 * A switch is a registration of one followed, in the order of time, by one of the other. A slot is compared where both
 * have whereabouts.
 */
export function measureDay(a: Handset, dayA: number, b: Handset, dayB: number, out: DayMeasure): void {
  measureSwitches(a, dayA, b, dayB, out.switches);
  measureSlots(a, dayA, b, dayB, out.slots);
}

function measureSwitches(a: Handset, dayA: number, b: Handset, dayB: number, out: Comparisons): void {
  out.count = 0;
  const ta = a.track.at_s;
  const tb = b.track.at_s;
  let i = a.track.dayStart[dayA]!;
  let j = b.track.dayStart[dayB]!;
  const endA = a.track.dayStart[dayA + 1]!;
  const endB = b.track.dayStart[dayB + 1]!;
  const begin = i + j;
  const day = a.track.days[dayA]!;
  const dayStart_s = ta[i]! - a.clock_s[i]!;
  const inCrowd = a.own.all + b.own.all > 0;
  // 1: the last one taken was a's, 2: b's.
  let last = 0;
  while (i < endA || j < endB) {
    // Below 0: a's registration comes first.
    const apart = j >= endB ? -1 : i >= endA ? 1 : ta[i]! - tb[j]!;
    if (apart === 0 && last === 0) last = beforeFirst(a, i, endA, b, j, endB);
    const takeA = apart === 0 ? tieToA(a.at, i, b.at, j, last) : apart < 0;
    if (i + j > begin && last === (takeA ? 2 : 1)) {
      const p = takeA ? i : i - 1;
      const q = takeA ? j - 1 : j;
      const squared = squared_km2(a.at, p, b.at, q);
      const row = nextRow(out);
      const k = distanceClass(squared);
      out.rows[row] = k;
      out.rows[row + FIELD.crowd] = inCrowd
        ? 0.5 * (withoutOwn_ln(a.others, a.at, p, k, b.own) + withoutOwn_ln(b.others, b.at, q, k, a.own))
        : 0.5 * (a.others.ln[p * DISTANCE_CLASSES + k]! + b.others.ln[q * DISTANCE_CLASSES + k]!);
      out.rows[row + 1] = delayClass(Math.abs(ta[p]! - tb[q]!));
      countHabit(b, a, p, tb[q]! - dayStart_s, day, k, out.rows, row + FIELD.clockSeenB);
      countHabit(a, b, q, ta[p]! - dayStart_s, day, k, out.rows, row + FIELD.clockSeenA);
    }
    last = takeA ? 1 : 2;
    if (takeA) i++;
    else j++;
  }
}

/** Where the two are in the crowd themselves: ln P(distance class k about position i) of somebody who uses neither. */
function withoutOwn_ln(about: About, at: Positions, i: number, k: number, own: People): number {
  return crowd_ln(about.n[i * DISTANCE_CLASSES + k]! - countAt(own, at, i, k), about.all - own.all);
}

/**
 * Of two registrations at the same instant the one whose coordinates are smaller comes first, so that the switches are the
 * same whichever handset is called a; on one cell, that of the handset heard before.
 */
function tieToA(a: Positions, i: number, b: Positions, j: number, last: number): boolean {
  const apart = placeOrder(a, i, b, j);
  return apart === 0 ? last !== 2 : apart < 0;
}

const placeOrder = (a: Positions, i: number, b: Positions, j: number): number =>
  a[3 * i]! - b[3 * j]! || a[3 * i + 1]! - b[3 * j + 1]! || a[3 * i + 2]! - b[3 * j + 2]!;

/**
 * Which of the two is taken for the one heard before (1: a, 2: b) where a day begins with both at once on one cell: so that the one
 * that is heard next comes last of them, which makes the fewest switches whichever is called a.
 */
function beforeFirst(a: Handset, i: number, endA: number, b: Handset, j: number, endB: number): number {
  const [ta, tb] = [a.track.at_s, b.track.at_s];
  let both = 0;
  while (i + both < endA && j + both < endB) {
    if (ta[i + both] !== tb[j + both] || placeOrder(a.at, i + both, b.at, j + both) !== 0) break;
    both++;
  }
  const nextA = i + both < endA ? ta[i + both]! : Infinity;
  const nextB = j + both < endB ? tb[j + both]! : Infinity;
  const isA = nextA === nextB ? nextA < Infinity && placeOrder(a.at, i + both, b.at, j + both) < 0 : nextA < nextB;
  // Each further pair at once turns the order round.
  return isA === (both % 2 === 1) ? 2 : 1;
}

/**
 * Of the registrations of `other` on other days, how many lie in distance class k from where `here` was at its
 * registration: within two hours of the same clock time, and at any time. Writes seen, looked, seen, looked.
 */
function countHabit(
  other: Handset,
  here: Handset,
  at: number,
  clock_s: number,
  day: number,
  k: number,
  out: Float64Array,
  to: number,
): void {
  countSeen(other.habits, aboutClock(clock_s), here.at, at, day, k, out, to);
  countSeen(other.habits, AT_ANY_TIME, here.at, at, day, k, out, to + 2);
}

/** How well known the whereabouts of both are, by their weight: a registration at the middle of the slot weighs 1. */
const knownClass = (weight: number): number => (weight < 0.8 ? 0 : weight < 1.8 ? 1 : 2);
export const KNOWN_CLASSES = 3;

function measureSlots(a: Handset, dayA: number, b: Handset, dayB: number, out: Comparisons): void {
  out.count = 0;
  const inCrowd = a.own.all + b.own.all > 0;
  for (let s = 0; s < SLOTS; s++) {
    const p = dayA * SLOTS + s;
    const q = dayB * SLOTS + s;
    const weight = Math.min(a.slots.weight[p]!, b.slots.weight[q]!);
    if (weight === 0) continue;
    const k = distanceClass(squared_km2(a.slots.at, p, b.slots.at, q));
    const row = nextRow(out);
    out.rows[row] = k;
    out.rows[row + 1] = knownClass(weight);
    out.rows[row + FIELD.crowd] = inCrowd
      ? 0.5 *
        (withoutOwn_ln(a.slotOthers, a.slots.at, p, k, b.own) + withoutOwn_ln(b.slotOthers, b.slots.at, q, k, a.own))
      : 0.5 * (a.slotOthers.ln[p * DISTANCE_CLASSES + k]! + b.slotOthers.ln[q * DISTANCE_CLASSES + k]!);
    countSeen(b.slots.background, s, a.slots.at, p, dayB, k, out.rows, row + FIELD.clockSeenB);
    countSeen(a.slots.background, s, b.slots.at, q, dayA, k, out.rows, row + FIELD.clockSeenA);
    // Whereabouts have no habits but those of the slot.
    out.rows.fill(0, row + FIELD.everSeenB, row + FIELD.everLookedB + 1);
    out.rows.fill(0, row + FIELD.everSeenA, row + FIELD.everLookedA + 1);
  }
}
