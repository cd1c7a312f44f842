import { applyBounds, calibratedLlr10 } from '../../statistics/index.ts';
import type { Handset } from './handset.ts';
import { forSharedDays } from './labelled-days.ts';
import { emptyMeasure, measureDay } from './measure.ts';
import type { SameUserModel } from './model.ts';
import { scoreMeasure } from './scorer.ts';

const measure = emptyMeasure();

/**
 * Calls back with the bounded log10 LR of each day on which the handsets a and b have a switch. Nothing is computed for
 * days on which only one of them was heard.
 */
export function judgePair(
  model: SameUserModel,
  a: Handset,
  b: Handset,
  judged: (day: number, llr10: number) => void,
): void {
  forSharedDays(a, b, (dayA, dayB) => {
    measureDay(a, dayA, b, dayB, measure);
    if (measure.switches.count === 0) return;
    const raw = calibratedLlr10(model.calibrator, scoreMeasure(model.scorer, measure));
    judged(a.track.days[dayA]!, applyBounds(model.bounds, raw).llr10);
  });
}
