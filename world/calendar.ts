import { fromLocal, localDay, offset_s } from './clock.ts';
import { WINDOW_START } from './options.ts';
import type { WorldOptions } from './options.ts';

/** The days of a world. Traffic runs a day before and after the window, so that rows outside the period exist. */
export interface Calendar {
  /** Window of the case, seconds UTC, half-open. */
  readonly from: number;
  readonly until: number;
  readonly days: number;
  /** Local day number of the first day of the window. */
  readonly firstDay: number;
}

export function makeCalendar(options: WorldOptions): Calendar {
  const firstDay = localDay(WINDOW_START);
  return { from: WINDOW_START, until: fromLocal((firstDay + options.days) * 86_400), days: options.days, firstDay };
}

/** Seconds UTC of a local hour (may be a fraction) of day `k` of the window; k may be negative. */
export function at(calendar: Calendar, k: number, hour: number): number {
  return fromLocal((calendar.firstDay + k) * 86_400 + Math.round(hour * 3600));
}

/** Day of the window in which `t` lies, by the wall clock. */
export function dayOf(calendar: Calendar, t: number): number {
  return Math.floor((t + offset_s(t)) / 86_400) - calendar.firstDay;
}
