import type { LockupPeriod } from '../model/case.ts';

/** Night: locked up or not, people sleep. Evening: locked up, awake. Midday: locked up by day. Open: out of cell. */
export const HOUR_BINS = ['night', 'evening', 'midday', 'open'] as const;
export const WEEK_MIN = 7 * 1440;

const NIGHT_FROM_MIN = 23 * 60;
const NIGHT_UNTIL_MIN = 6 * 60;
const NOON_MIN = 9 * 60;
const AFTERNOON_END_MIN = 16 * 60;
/** Where a prison states no regime: locked up from 18:00 to 07:30, the commonest hours (CPT country reports). */
const USUAL_REGIME: readonly [number, number] = [18 * 60, 7 * 60 + 30];

const QUARTER_MIN = 15;
const FLAT = new Float64Array(WEEK_MIN / QUARTER_MIN).fill(1);

/**
 * Share of everybody's hours of use that falls into each bin: where lock-up is long, more of them do.
 * @param bins bin of every local minute of the week
 * @param hoursOfUse weight of each quarter of an hour of the local week; left out or all 0: every hour as busy
 */
export function shareByBin(bins: Uint8Array, hoursOfUse: ArrayLike<number> = FLAT): number[] {
  const sum = (of: ArrayLike<number>): number => Array.from(of).reduce((a, b) => a + b, 0);
  const weight = sum(hoursOfUse) > 0 ? hoursOfUse : FLAT;
  const shares = HOUR_BINS.map(() => 0);
  bins.forEach((bin, minute) => (shares[bin]! += weight[Math.floor(minute / QUARTER_MIN)]!));
  const total = sum(shares);
  return shares.map((share) => share / total);
}

/**
 * Bin of every local minute of the week for a prison: locked up = at least half of its wings are. A placebo area is read
 * with the regimes of all prisons, so that its residents' hours mean the same.
 */
export function hourBins(regime: readonly LockupPeriod[], prison_id: string | undefined): Uint8Array {
  const own = regime.filter((p) => prison_id === undefined || p.prison_id === prison_id);
  const locked = new Int32Array(WEEK_MIN);
  const wings = new Set(own.map((p) => `${p.prison_id} ${p.wing}`)).size;
  const mark = (weekday: number, from_min: number, until_min: number): void => {
    const length = until_min > from_min ? until_min - from_min : until_min + 1440 - from_min;
    const start = (weekday - 1) * 1440 + from_min;
    for (let m = start; m < start + length; m++) {
      const k = m % WEEK_MIN;
      locked[k] = (locked[k] ?? 0) + 1;
    }
  };
  for (const p of own) mark(p.weekday, p.lockup_from_min, p.lockup_until_min);
  if (wings === 0) for (let d = 1; d <= 7; d++) mark(d, ...USUAL_REGIME);
  return Uint8Array.from(locked, (n, minute) => {
    const clock = minute % 1440;
    if (clock >= NIGHT_FROM_MIN || clock < NIGHT_UNTIL_MIN) return 0;
    if (2 * n < Math.max(1, wings)) return 3;
    return clock >= NOON_MIN && clock < AFTERNOON_END_MIN ? 2 : 1;
  });
}
