import { logSumExp } from '../statistics/index.ts';

/**
 * What a day of a handset says about an area, by its least compatible event: 0 = every event on cells that serve the
 * area well; 1 = some event on a fringe cell; 2 = events on such cells and on cells that exclude the area; 3 = only
 * cells that exclude it. One factor per day, because the events of a day depend on each other.
 */

/**
 * `within`, `fringe` and `exit` days saw the handset here, `away` days did not. Inside, days away are errors of records;
 * before and after, the handset is elsewhere and seldom passes. How the days here divide is told by each class's shares.
 */
const INSIDE_DAY = [0.997, 0.997, 0.997, 0.003].map(Math.log);
const ELSEWHERE_DAY = [0.15, 0.15, 0.15, 0.85].map(Math.log);
/** Half come in during the window or before it; stays last weeks (seizures, transfers, sales). */
const START_INSIDE = 0.7;
const ENTRY_PER_DAY = 1 / 30;
const END_PER_DAY = 1 / 45;

export interface InsidePresence {
  /** ln p(kinds of the days | kept inside from one day to another of the window). */
  readonly lnInside: number;
  /** First and last day (index in the input) that more probably than not were inside; undefined = none. */
  readonly stay: { readonly first: number; readonly last: number } | undefined;
}

/**
 * Left-to-right hidden Markov model before -> inside -> after over calendar days; a day without events is neutral.
 * @param days calendar days with events, ascending
 * @param kinds kind of each
 */
export function insidePresence(days: ArrayLike<number>, kinds: ArrayLike<number>): InsidePresence {
  const n = days.length;
  if (n === 0) return { lnInside: 0, stay: undefined };
  const alpha: (readonly [number, number, number])[] = [];
  const step = (gap: number): readonly [number, number, number, number, number] => {
    const beforeStays = gap * Math.log1p(-ENTRY_PER_DAY);
    const insideStays = gap * Math.log1p(-END_PER_DAY);
    // Within one gap at most one change is followed; two in one gap are too rare to matter.
    return [beforeStays, Math.log(-Math.expm1(beforeStays)), insideStays, Math.log(-Math.expm1(insideStays)), 0];
  };
  const emit = (i: number): readonly [number, number] => {
    const k = kinds[i] ?? 0;
    return [ELSEWHERE_DAY[k] ?? 0, INSIDE_DAY[k] ?? 0];
  };
  for (let i = 0; i < n; i++) {
    const [out, inside] = emit(i);
    if (i === 0) {
      alpha.push([Math.log(1 - START_INSIDE) + out, Math.log(START_INSIDE) + inside, -Infinity]);
      continue;
    }
    const before = alpha[i - 1] ?? [0, 0, 0];
    const [bb, bi, ii, ia, aa] = step((days[i] ?? 0) - (days[i - 1] ?? 0));
    alpha.push([
      before[0] + bb + out,
      logSumExp([before[0] + bi, before[1] + ii]) + inside,
      logSumExp([before[1] + ia, before[2] + aa]) + out,
    ]);
  }
  const end = alpha[n - 1] ?? [0, 0, 0];
  const lnInside = logSumExp(end);
  let beta: readonly [number, number, number] = [0, 0, 0];
  let first = -1;
  let last = -1;
  for (let i = n - 1; i >= 0; i--) {
    const here = alpha[i] ?? [0, 0, 0];
    if (Math.exp(here[1] + beta[1] - lnInside) > 0.5) {
      first = i;
      if (last < 0) last = i;
    }
    if (i === 0) break;
    const [out, inside] = emit(i);
    const [bb, bi, ii, ia, aa] = step((days[i] ?? 0) - (days[i - 1] ?? 0));
    beta = [
      logSumExp([bb + out + beta[0], bi + inside + beta[1]]),
      logSumExp([ii + inside + beta[1], ia + out + beta[2]]),
      aa + out + beta[2],
    ];
  }
  return { lnInside, stay: first < 0 ? undefined : { first, last } };
}
