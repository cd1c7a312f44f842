import { applyBounds, LN10, quantileOfSorted, type BoundedLlr } from '../statistics/index.ts';
import { LEAST_SERVING_EVENTS, REGULAR_EVENTS } from './calibrate.ts';
import { COMPONENTS, componentLlrs, type Component, type ComponentLlrs } from './components.ts';
import type { ResidencyEvidence } from './evidence.ts';
import { fuse } from './fusion.ts';
import type { Calibration, Calibrator, ResidencyModel } from './residency-model.ts';
import {
  INSIDE_FROM_LLR10,
  INSIDE_LOW_FROM_LLR10,
  OUTSIDE_HIGH_UNTIL_LLR10,
  OUTSIDE_UNTIL_LLR10,
} from './thresholds.ts';

export type Verdict = 'inside' | 'outside' | 'undecided' | 'withheld';

export interface Judgement {
  /** NaN when withheld. */
  readonly llr10: number;
  readonly llr10_low: number;
  readonly llr10_high: number;
  /** The bound of the reference data that stopped it: it is "at least" or "at most" what is stated. */
  readonly cutAt: 'upper' | 'lower' | undefined;
  readonly verdict: Verdict;
  /** In words, strongest first; no identifiers. */
  readonly reasons: readonly string[];
}

/** Days of one handset's bursts depend on each other, and a handset may be carried past: no more than LR 100. */
const MOST_HEARD_LLR10 = 2;
/** Serving events after which a handset inside has been heard with half of the final probability. */
const HALF_HEARD_EVENTS = 15;
/** Found inside by a search. */
const SEIZED_LLR10 = 2;
/** On the register of handsets that may be there: one contraband phone in a hundred would carry a declared identity. */
const DECLARED_LLR10 = -2;

export interface Explanation {
  /** What each kind of evidence says alone, and what it adds after fusion and calibration (log10). */
  readonly components: Readonly<Record<Component, { readonly alone_llr10: number; readonly added_llr10: number }>>;
  readonly direct_llr10: number;
  readonly unbounded_llr10: number;
}

function heard_llr10(e: ResidencyEvidence, model: ResidencyModel): number {
  if (!e.sensorsListen) return 0;
  const { inside, outside } = model.profiles.heard;
  if (e.heardDays > 0) return Math.min(MOST_HEARD_LLR10, Math.log10(inside / outside));
  const p = (inside * e.servingEvents) / (e.servingEvents + HALF_HEARD_EVENTS);
  return Math.log10((1 - p) / (1 - outside));
}

function direct(e: ResidencyEvidence, model: ResidencyModel): number {
  return heard_llr10(e, model) + (e.seizedHere ? SEIZED_LLR10 : 0) + (e.declared ? DECLARED_LLR10 : 0);
}

const calibrate = (c: Calibrator, score: number): number => (c.intercept + c.slope * score) / LN10;

const stratum = (e: ResidencyEvidence): 'regular' | 'sparse' =>
  e.servingEvents >= REGULAR_EVENTS ? 'regular' : 'sparse';
const calibrationFor = (e: ResidencyEvidence, model: ResidencyModel): Calibration => model[stratum(e)];

export function explain(
  e: ResidencyEvidence,
  model: ResidencyModel,
  row: ComponentLlrs = componentLlrs(e, model.profiles),
): Explanation {
  const { calibrator } = calibrationFor(e, model);
  const scale = calibrator.slope / LN10;
  const components = {} as Record<Component, { alone_llr10: number; added_llr10: number }>;
  COMPONENTS.forEach((name, j) => {
    const alone_llr10 = row[j] ?? 0;
    components[name] = { alone_llr10, added_llr10: alone_llr10 * (model.fusion.weights[j] ?? 0) * scale };
  });
  const unbounded_llr10 = calibrate(calibrator, fuse(model.fusion, row)) + direct(e, model);
  return { components, direct_llr10: direct(e, model), unbounded_llr10 };
}

export const withheld = (reason: string): Judgement => ({
  llr10: NaN,
  llr10_low: NaN,
  llr10_high: NaN,
  cutAt: undefined,
  verdict: 'withheld',
  reasons: [reason],
});

export function judge(e: ResidencyEvidence, model: ResidencyModel): Judgement {
  if (e.servingEvents < LEAST_SERVING_EVENTS)
    return withheld(`fewer than ${LEAST_SERVING_EVENTS} events on cells that serve the area`);
  const row = componentLlrs(e, model.profiles);
  const observed = direct(e, model);
  // A module is a terminal until somebody has found or heard it inside; a declared handset may be there.
  const excused = (e.deviceClass === 'module' && observed <= 0) || (e.declared && !e.seizedHere);
  const mostly = excused ? 0 : Infinity;
  const { calibrator, bounds } = calibrationFor(e, model);
  const bounded = (v: number): number => applyBounds(bounds, Math.min(mostly, v)).llr10;
  const raw = calibrate(calibrator, fuse(model.fusion, row)) + observed;
  const stated = applyBounds(bounds, Math.min(mostly, raw));
  const { llr10, side: cutAt } = stated;
  const spread = Float64Array.from(
    model.resamples,
    (r) => calibrate(r[stratum(e)], fuse(r.fusion, row)) + observed,
  ).sort();
  const low = Math.min(llr10, bounded(spread.length > 0 ? quantileOfSorted(spread, 0.05) : raw));
  const high = Math.max(llr10, bounded(spread.length > 0 ? quantileOfSorted(spread, 0.95) : raw));
  const verdict: Verdict =
    raw >= INSIDE_FROM_LLR10[stratum(e)] &&
    llr10 >= INSIDE_FROM_LLR10.regular &&
    low >= INSIDE_LOW_FROM_LLR10 &&
    mostly > 0
      ? 'inside'
      : llr10 <= OUTSIDE_UNTIL_LLR10 && high <= OUTSIDE_HIGH_UNTIL_LLR10
        ? 'outside'
        : 'undecided';
  return { llr10, llr10_low: low, llr10_high: high, cutAt, verdict, reasons: reasonsOf(e, model, row, stated) };
}

/** Days with an exit and elsewhere, and how much of the rest was on cells that reach the area at their fringe only. */
function presenceInWords({ dayKinds, fringeHours, activeDays }: ResidencyEvidence): string {
  const [, exit = 0, away = 0] = dayKinds;
  const [well = 0, fringe = 0] = fringeHours;
  const days = `${counted(exit, 'day')} with an exit and ${away} elsewhere of ${counted(activeDays, 'active day')}`;
  return fringe === 0 ? days : `${days}, ${fringe} of ${counted(well + fringe, 'other hour')} at the fringe`;
}

const counted = (n: number, one: string): string => `${n} ${one}${n === 1 ? '' : 's'}`;

function reasonsOf(e: ResidencyEvidence, model: ResidencyModel, row: ComponentLlrs, stated: BoundedLlr): string[] {
  const say: Record<Component, string> = {
    presence: presenceInWords(e),
    hours: `hours of use against the lock-up regime`,
    calling: `${e.directions[0] ?? 0} of ${(e.directions[0] ?? 0) + (e.directions[1] ?? 0)} communications originated, lengths of calls`,
    cells: 'mix of serving cells',
    contacts: `${Math.max(0, e.listedContacts)} of ${e.contacts} correspondents tied to inmates`,
    circle: `${Math.max(0, e.sharedContacts)} of ${e.contacts} correspondents shared with other handsets known to be inside`,
    sims: counted(e.imsis, 'SIM'),
    device: `device class ${e.deviceClass}`,
  };
  const { components } = explain(e, model, row);
  const reasons = COMPONENTS.map((name) => ({ name, added: components[name].added_llr10 }))
    .filter(({ added }) => Math.abs(added) >= 0.1)
    .sort((a, b) => Math.abs(b.added) - Math.abs(a.added))
    .map(({ name, added }) => `${say[name]} (${added > 0 ? '+' : ''}${added.toFixed(1)})`);
  if (e.heardDays > 0) reasons.unshift(`heard by sensors inside on ${counted(e.heardDays, 'day')}`);
  if (e.seizedHere) reasons.unshift('seized inside');
  if (e.declared) reasons.unshift('declared by the prison');
  if (e.servingEvents < REGULAR_EVENTS) reasons.push(`only ${counted(e.servingEvents, 'event')}`);
  if (!e.exitsKnown) reasons.push('traffic elsewhere not delivered');
  if (stated.side !== undefined) reasons.push(`cut at the ${stated.side} bound (${stated.cutBy})`);
  return reasons;
}
