/** What a fix assumes of errors; fitted on the walk-test. */
export interface ErrorModel {
  readonly frozen_db: number;
  readonly drift_db: number;
  readonly burst_db: number;
  /** What a body and furniture beside the phone add by direction, sd; 0 = errors of sensors are independent. */
  readonly pattern_db: number;
  /** ln p -> temper * ln p, in (0, 1]. */
  readonly temper: number;
}

/** Bursts beyond this no longer average out: interference and automatic gain repeat. */
const MOST_BURSTS = 10;

/** N (1 - r) / (1 + r), at least one and capped. */
export function effectiveBursts(bursts: number, repeat: number): number {
  return Math.min(MOST_BURSTS, Math.max(1, (bursts * (1 - repeat)) / (1 + repeat)));
}
