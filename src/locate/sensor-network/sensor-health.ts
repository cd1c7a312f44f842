import { chiSquare99 } from '../sessions.ts';
import {
  BASELINE_DAYS,
  LEAST_BASELINE_NOTES,
  roomDays,
  shiftsOf,
  type HealthNote,
  type Shift,
} from './residual-shifts.ts';

export type HealthVerdict = 'steady' | 'drifted' | 'displaced' | 'changed' | 'hears less' | 'too little heard';

export interface SensorHealth {
  readonly sensor: number;
  readonly verdict: HealthVerdict;
  /** Day on which the change began, by the chart; undefined where there is none. */
  readonly since_day: number | undefined;
  /** Day on which the chart crossed its limit. */
  readonly alarm_day: number | undefined;
  /** Mean shift since then over rooms, and its standard error. */
  readonly shift_db: number;
  readonly shiftSe_db: number;
  /** Chi-square of the rooms' shifts about their mean over its 99 % point; above 1 = the shift depends on the place. */
  readonly unlike: number;
  /** Mean over rooms of the squared shift in standard errors: which of several receivers changed most. */
  readonly strength: number;
  readonly notes: number;
  readonly days: number;
}

export interface HealthOptions {
  /** Days at the beginning that say what is usual; default 10. */
  readonly baselineDays?: number;
  /** Limit of the chart, nats; default 7. */
  readonly limit?: number;
  /** How far a room's residual moves in days although no receiver changed (placeScatter), dB; default 0. */
  readonly place_db?: number;
}

const LIMIT = 7;
/** The shift that the chart looks for, dB: what ruins a map (localisation practice: re-survey from 3 dB). */
const SHIFT_DB = 3;
/** What a receiver that hangs elsewhere reads otherwise, room by room, dB. */
const MOVED_DB = 6;
const LEAST_ROOMS = 3;

/**
 * Has a receiver changed? Its residuals are compared with its own in the same rooms in the first days, so that what the
 * map gets wrong there cancels; a two-sided CUSUM of log-likelihood ratios for a shift of 3 dB (Page 1954) finds the day.
 * A shift alike in all rooms is a drift of gain (cable, amplifier, setting), one that depends on the room a displacement.
 */
export function sensorHealth(notes: readonly HealthNote[], sensor: number, options: HealthOptions = {}): SensorHealth {
  const { baselineDays = BASELINE_DAYS, limit = LIMIT, place_db = 0 } = options;
  const own = roomDays(notes.filter((note) => note.sensor === sensor));
  const days = new Set(own.map(({ day }) => day)).size;
  const count = notes.reduce((sum, note) => sum + (note.sensor === sensor ? 1 : 0), 0);
  const first = Math.min(...own.map(({ day }) => day));
  const early = own.filter(({ day }) => day < first + baselineDays);
  const late = own.filter(({ day }) => day >= first + baselineDays);
  const none = {
    since_day: undefined,
    alarm_day: undefined,
    shift_db: 0,
    shiftSe_db: Infinity,
    unlike: 0,
    strength: 0,
  };
  if (early.length < LEAST_BASELINE_NOTES || late.length === 0)
    return { sensor, verdict: 'too little heard', ...none, notes: count, days };
  const shifts = shiftsOf(early, late, place_db);
  const chart = chartOf(shifts, limit);
  const since = chart === undefined ? [] : shifts.filter(({ day }) => day >= chart.since_day);
  const told = meanShift(since.length > 0 ? since : shifts);
  if (chart === undefined)
    return {
      sensor,
      verdict: 'steady',
      ...none,
      shift_db: told.shift_db,
      shiftSe_db: told.se_db,
      notes: count,
      days,
    };
  const unlike = told.rooms < LEAST_ROOMS ? 0 : told.chiSquare / chiSquare99(told.rooms - 1);
  const verdict = told.rooms < LEAST_ROOMS ? 'changed' : unlike > 1 ? 'displaced' : 'drifted';
  return {
    sensor,
    verdict,
    ...chart,
    shift_db: told.shift_db,
    shiftSe_db: told.se_db,
    unlike,
    strength: told.strength,
    notes: count,
    days,
  };
}

/** Days that a change must have lasted: a visit of another phone is shorter, or moves on. */
const LEAST_DAYS = 4;

/**
 * Since when, if at all, and until now: the greatest over all beginnings of the log-likelihood ratio of "shifted by +-3 dB
 * since then", or "in each room by its own amount, of sd 6 dB", to "as usual" (Page's CUSUM in its maximum form, looked at
 * on the last day). What is usual in a room was learnt once and errs the same way on all later days, so that a room tells
 * no more than 1 / (usual + own / n), however many days it is heard on.
 */
function chartOf(shifts: readonly Shift[], limit: number) {
  const days = [...new Set(shifts.map(({ day }) => day))].toSorted((a, b) => a - b);
  const byDay = days.map((day) => shifts.filter((shift) => shift.day === day));
  let alarm: { readonly since_day: number; readonly alarm_day: number } | undefined;
  let greatest = limit;
  for (let from = 0; from + LEAST_DAYS <= days.length; from++) {
    const rooms = new Map<number, { sum: number; weight: number; usual_db2: number }>();
    let crossed: number | undefined;
    let told = 0;
    for (let to = from; to < days.length; to++) {
      for (const { room, shift_db, own_db2, usual_db2 } of byDay[to]!) {
        const own = rooms.get(room) ?? { sum: 0, weight: 0, usual_db2 };
        // A residual beyond 3 sd counts as 3 sd: one phone on a radiator is not a moved receiver.
        const most = 3 * Math.sqrt(own_db2 + usual_db2);
        own.sum += Math.max(-most, Math.min(most, shift_db)) / own_db2;
        own.weight += 1 / own_db2;
        rooms.set(room, own);
      }
      if (to - from + 1 < LEAST_DAYS) continue;
      told = changeOf(rooms.values());
      if (told > limit) crossed ??= days[to]!;
    }
    if (told > greatest && crossed !== undefined) {
      greatest = told;
      alarm = { since_day: days[from]!, alarm_day: crossed };
    }
  }
  return alarm;
}

/** ln of the likelihood ratio of a change to none, the better of its two kinds. */
function changeOf(
  rooms: Iterable<{ readonly sum: number; readonly weight: number; readonly usual_db2: number }>,
): number {
  let [up, down, apart] = [0, 0, 0];
  for (const { sum, weight, usual_db2 } of rooms) {
    const precision = 1 / (usual_db2 + 1 / weight);
    const mean = sum / weight;
    up += SHIFT_DB * precision * (mean - SHIFT_DB / 2);
    down += SHIFT_DB * precision * (-mean - SHIFT_DB / 2);
    const scaled = MOVED_DB ** 2 * precision;
    apart += 0.5 * ((precision * mean ** 2 * scaled) / (1 + scaled) - Math.log(1 + scaled));
  }
  return Math.max(up, down, apart);
}

/** Shift over rooms, each room by its own mean, and how far the rooms disagree. */
function meanShift(shifts: readonly Shift[]) {
  const rooms = new Map<number, { sum: number; weight: number; usual_db2: number }>();
  for (const { room, shift_db, own_db2, usual_db2 } of shifts) {
    const own = rooms.get(room) ?? { sum: 0, weight: 0, usual_db2 };
    own.sum += shift_db / own_db2;
    own.weight += 1 / own_db2;
    rooms.set(room, own);
  }
  const each = [...rooms.values()].map(({ sum, weight, usual_db2 }) => ({
    shift: sum / weight,
    precision: 1 / (1 / weight + usual_db2),
  }));
  const precision = each.reduce((sum, one) => sum + one.precision, 0);
  const shift_db = each.reduce((sum, one) => sum + one.shift * one.precision, 0) / precision;
  const chiSquare = each.reduce((sum, one) => sum + one.precision * (one.shift - shift_db) ** 2, 0);
  const strength = each.reduce((sum, one) => sum + one.precision * one.shift ** 2, 0) / Math.max(1, each.length);
  return { shift_db, se_db: 1 / Math.sqrt(precision), chiSquare, strength, rooms: each.length };
}
