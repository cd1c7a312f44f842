import {
  LEAST_SERVING_EVENTS,
  REGULAR_EVENTS,
  type ReferencePerformance,
  type ResidencyEvidence,
} from '../../detect/index.ts';

/**
 * Handsets called inside and, of these, living elsewhere, against the truth of seven simulated cases: the table "Handsets with
 * little traffic" of docs/methods/residency.md, added up.
 */
export const CALLED_INSIDE = {
  few: { called: 50, elsewhere: 2 },
  enough: { called: 415, elsewhere: 2 },
} as const;

/** Which handsets these are. */
export const FEW_EVENTS = `${LEAST_SERVING_EVENTS} to ${REGULAR_EVENTS - 1} events`;

/** Judged by the calibration of handsets with little traffic. */
export const hasFewEvents = ({ servingEvents }: Pick<ResidencyEvidence, 'servingEvents'>): boolean =>
  servingEvents < REGULAR_EVENTS;

/** How often "inside" was wrong on so few events, where the truth was known; no test of the rule, since it was chosen by these counts. */
export function wrongOnFewInWords(): string {
  const { few, enough } = CALLED_INSIDE;
  return `in seven simulated cases ${few.elsewhere} of ${few.called} called inside on so few lived elsewhere (the rule was chosen after counting these same cases); with ${REGULAR_EVENTS} or more ${enough.elsewhere} of ${enough.called}`;
}

/** What the calibration itself can say of figures from few events. */
export function measuredOnFewInWords({ inside, outside, cllr }: ReferencePerformance): string {
  const of = `${inside} inside, ${outside} outside`;
  return cllr === null
    ? `references with so few cannot measure how often that is wrong (${of})`
    : `on references with so few Cllr ${cllr.toFixed(3)} (${of}; 0 = perfect, 1 = says nothing)`;
}
