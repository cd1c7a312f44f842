import { applyBounds, quantileOfSorted } from '../statistics/index.ts';
import { LEAST_SERVING_EVENTS } from './calibrate.ts';
import type { ResidencyEvidence } from './evidence.ts';
import { oneOfThem, otherPrisons, takenByOthers_llr10 } from './other-prisons.ts';
import { calibrationFor, rawRatio, stratum } from './raw-ratio.ts';
import { reasonsOf } from './reasons.ts';
import type { ResidencyModel } from './residency-model.ts';
import {
  INSIDE_FROM_LLR10,
  INSIDE_LOW_FROM_LLR10,
  NAMED_FROM_LLR10,
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
  /** By the same days it lives in one of these prisons, in which is another question; left out where that is not so. */
  readonly oneOf?: readonly string[];
  /** In words, strongest first; no identifiers. */
  readonly reasons: readonly string[];
}

export const withheld = (reason: string): Judgement => ({
  llr10: NaN,
  llr10_low: NaN,
  llr10_high: NaN,
  cutAt: undefined,
  verdict: 'withheld',
  reasons: [reason],
});

/**
 * One handset component and one prison.
 * @param all evidence of the same handset component for each prison: inmates of the others are among those it may belong to
 */
export function judge(e: ResidencyEvidence, model: ResidencyModel, all: readonly ResidencyEvidence[] = []): Judgement {
  if (e.servingEvents < LEAST_SERVING_EVENTS)
    return withheld(`fewer than ${LEAST_SERVING_EVENTS} events on cells that serve the area`);
  const own = rawRatio(e, model);
  const others = otherPrisons(e, all, model);
  const { bounds } = calibrationFor(e, model);
  const held = (v: number): number => Math.min(own.most_llr10, v);
  const bounded = (v: number): number => applyBounds(bounds, held(v)).llr10;
  const taken_llr10 = takenByOthers_llr10(others);
  const raw = own.llr10 - taken_llr10;
  const stated = applyBounds(bounds, held(raw));
  const { llr10, side: cutAt } = stated;
  // The same references are drawn for all prisons at once.
  const spread = new Float64Array(own.resampled_llr10);
  if (others.length > 0)
    own.resampled_llr10.forEach((v, i) => {
      spread[i] = v - takenByOthers_llr10(others, (ratio) => ratio.resampled_llr10[i] ?? ratio.llr10);
    });
  spread.sort();
  const low = Math.min(llr10, bounded(spread.length > 0 ? quantileOfSorted(spread, 0.05) : raw));
  const high = Math.max(llr10, bounded(spread.length > 0 ? quantileOfSorted(spread, 0.95) : raw));
  const verdict: Verdict =
    raw >= INSIDE_FROM_LLR10[stratum(e)] &&
    llr10 >= INSIDE_FROM_LLR10.regular &&
    low >= INSIDE_LOW_FROM_LLR10 &&
    own.most_llr10 > 0
      ? 'inside'
      : llr10 <= OUTSIDE_UNTIL_LLR10 && high <= OUTSIDE_HIGH_UNTIL_LLR10
        ? 'outside'
        : 'undecided';
  // Not where the other prison is as good as excluded, nor where the references support no such ratio.
  const isOpen =
    taken_llr10 >= NAMED_FROM_LLR10 && own.most_llr10 > 0 && bounds.upper_llr10 >= INSIDE_FROM_LLR10.regular;
  const oneOf = isOpen ? oneOfThem(e, own, others) : undefined;
  const reasons = reasonsOf(e, model, own, others, stated);
  return { llr10, llr10_low: low, llr10_high: high, cutAt, verdict, ...(oneOf && { oneOf }), reasons };
}

/** Every handset component and prison, in the order given: what is known of the same component in other prisons counts. */
export function judgeAll(evidence: readonly ResidencyEvidence[], model: ResidencyModel): Judgement[] {
  const all = new Map<string, ResidencyEvidence[]>();
  const keyOf = (e: ResidencyEvidence): string => `${e.imei14}/${e.component}`;
  for (const e of evidence) {
    const key = keyOf(e);
    const before = all.get(key);
    if (before === undefined) all.set(key, [e]);
    else before.push(e);
  }
  return evidence.map((e) => judge(e, model, all.get(keyOf(e))));
}
