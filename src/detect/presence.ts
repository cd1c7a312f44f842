/**
 * What a day of a handset says about an area, by its least compatible event: 0 = every event on cells that serve the
 * area, well or at its fringe; 1 = events on such cells and on cells that exclude the area; 2 = only cells that exclude
 * it. One factor per day, because the events of a day depend on each other.
 */

/**
 * `home` and `exit` days saw the handset here, `away` days did not. Inside, days away are errors of records;
 * before and after, the handset is elsewhere and seldom passes. How the days here divide is told by each class's shares.
 */
const INSIDE_DAY = [0.997, 0.997, 0.003].map(Math.log);
const ELSEWHERE_DAY = [0.15, 0.15, 0.85].map(Math.log);
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
  const before = new Float64Array(n);
  const within = new Float64Array(n);
  const after = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    const out = ELSEWHERE_DAY[kinds[i] ?? 0] ?? 0;
    const inside = INSIDE_DAY[kinds[i] ?? 0] ?? 0;
    if (i === 0) {
      before[0] = Math.log(1 - START_INSIDE) + out;
      within[0] = Math.log(START_INSIDE) + inside;
      after[0] = -Infinity;
      continue;
    }
    const { stayBefore, enter, stayInside, leave } = stepOf((days[i] ?? 0) - (days[i - 1] ?? 0));
    const [b, w, a] = [before[i - 1] ?? 0, within[i - 1] ?? 0, after[i - 1] ?? 0];
    before[i] = b + stayBefore + out;
    within[i] = lnAdd(b + enter, w + stayInside) + inside;
    after[i] = lnAdd(w + leave, a) + out;
  }
  const lnInside = lnAdd(lnAdd(before[n - 1] ?? 0, within[n - 1] ?? 0), after[n - 1] ?? 0);
  let first = -1;
  let last = -1;
  let [backBefore, backWithin, backAfter] = [0, 0, 0];
  for (let i = n - 1; i >= 0; i--) {
    if (Math.exp((within[i] ?? 0) + backWithin - lnInside) > 0.5) {
      first = i;
      if (last < 0) last = i;
    }
    if (i === 0) break;
    const out = ELSEWHERE_DAY[kinds[i] ?? 0] ?? 0;
    const inside = INSIDE_DAY[kinds[i] ?? 0] ?? 0;
    const { stayBefore, enter, stayInside, leave } = stepOf((days[i] ?? 0) - (days[i - 1] ?? 0));
    const here = inside + backWithin;
    const gone = out + backAfter;
    backBefore = lnAdd(stayBefore + out + backBefore, enter + here);
    backWithin = lnAdd(stayInside + here, leave + gone);
    backAfter = gone;
  }
  return { lnInside, stay: first < 0 ? undefined : { first, last } };
}

/** ln(e^a + e^b). */
function lnAdd(a: number, b: number): number {
  const most = Math.max(a, b);
  const less = Math.min(a, b) - most;
  // e^-50 adds less than 2e-22 to a logarithm, which no figure shows; -Infinity twice has no difference.
  return less > -50 ? most + Math.log1p(Math.exp(less)) : most;
}

interface Step {
  readonly stayBefore: number;
  readonly enter: number;
  readonly stayInside: number;
  readonly leave: number;
}
const steps: Step[] = [];

/**
 * ln of what may happen in some days between two days with events. Within one gap at most one change is followed; two in
 * one gap are too rare to matter.
 */
function stepOf(gap: number): Step {
  const known = steps[gap];
  if (known !== undefined) return known;
  const stayBefore = gap * Math.log1p(-ENTRY_PER_DAY);
  const stayInside = gap * Math.log1p(-END_PER_DAY);
  const step = {
    stayBefore,
    enter: Math.log(-Math.expm1(stayBefore)),
    stayInside,
    leave: Math.log(-Math.expm1(stayInside)),
  };
  if (gap > 0 && gap < 1000) steps[gap] = step;
  return step;
}
