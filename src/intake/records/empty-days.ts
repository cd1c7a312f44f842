import { logBinomialCoefficient, negativeBinomialLogPmf } from '../../statistics/index.ts';

export interface EmptyDays {
  /** Days between the first and the last with a row that have none. */
  readonly days: number;
  /** The longest run of them. */
  readonly longest: number;
  /** How probable a run as long or longer is if nothing is missing, 0 to 1, from above; 1 where no day is empty. */
  readonly chance: number;
}

/** So many empty days are to be expected by chance: then their count says how rare one is, better than the rows do (docs/methods/lost-rows.md). */
const NOT_RARE = 0.1;

/**
 * Whether the days without a row in a file are silence or a gap, from its rows on each day: docs/methods/lost-rows.md.
 *
 * @param rows one count of usable rows for each day, in their order; empty days before the first and after the last say nothing
 */
export function emptyDays(rows: readonly number[]): EmptyDays {
  const first = rows.findIndex((n) => n > 0);
  const span = first < 0 ? [] : rows.slice(first, rows.findLastIndex((n) => n > 0) + 1);
  const days = span.filter((n) => n === 0).length;
  let longest = 0;
  let run = 0;
  for (const n of span) {
    run = n === 0 ? run + 1 : 0;
    longest = Math.max(longest, run);
  }
  if (longest === 0) return { days, longest, chance: 1 };
  // One day of the run is left in: a file whose only empty day it is has not shown that none can be empty.
  const kept = span.length - longest + 1;
  const mean = span.reduce((sum, n) => sum + n, 0) / kept;
  const square = span.reduce((sum, n) => sum + n * n, 0);
  const variance = (square - kept * mean * mean) / (kept - 1);
  const size = variance > mean ? (mean * mean) / (variance - mean) : Infinity;
  const silence = Math.exp(negativeBinomialLogPmf(0, mean, size));
  // As many places as there are for the run between the first and the last day (Boole's inequality).
  const places = span.length - 1 - longest;
  const byPace = places * silence ** longest;
  const byPlace = silence * kept > NOT_RARE ? chanceOfPlaces(span.length - 2, days, longest) : 0;
  return { days, longest, chance: Math.min(1, Math.max(byPace, byPlace)) };
}

/** That so many of the days lie together, if any `empty` of the `inner` days are as likely: from above (Boole's inequality). */
const chanceOfPlaces = (inner: number, empty: number, longest: number): number =>
  (inner - longest + 1) *
  Math.exp(logBinomialCoefficient(inner - longest, empty - longest) - logBinomialCoefficient(inner, empty));
