import { choleskyFactor, logDeterminant, lowerInverse } from './matrix.ts';

/** What a fix assumes of errors; fitted on the walk-test. */
export interface ErrorModel {
  readonly frozen_db: number;
  readonly drift_db: number;
  readonly burst_db: number;
  /** Correlation of the error between sensors, row-major; undefined = independent. */
  readonly correlation: Float64Array | undefined;
  /** ln p -> temper * ln p, in (0, 1]. */
  readonly temper: number;
}

/** Bursts beyond this no longer average out: interference and automatic gain repeat. */
const MOST_BURSTS = 10;

/** N (1 - r) / (1 + r), at least one and capped. */
export function effectiveBursts(bursts: number, repeat: number): number {
  return Math.min(MOST_BURSTS, Math.max(1, (bursts * (1 - repeat)) / (1 + repeat)));
}

/** Whitening of the errors of the sensors that heard. */
export function whiteningOf(correlation: Float64Array | undefined, heard: readonly number[], sensors: number) {
  const m = heard.length;
  if (correlation === undefined || m < 2) return { inverse: undefined, logDeterminant: 0 };
  const sub = new Float64Array(m * m);
  for (let i = 0; i < m; i++) {
    for (let k = 0; k < m; k++) sub[i * m + k] = correlation[heard[i]! * sensors + heard[k]!]!;
  }
  const factor = choleskyFactor(sub, m);
  if (!factor) return { inverse: undefined, logDeterminant: 0 };
  return { inverse: lowerInverse(factor, m), logDeterminant: logDeterminant(factor, m) };
}
