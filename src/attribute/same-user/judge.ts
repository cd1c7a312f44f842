import { applyBounds, calibratedLlr10 } from '../../statistics/index.ts';
import type { Handset } from './handset.ts';
import { forSharedDays } from './labelled-days.ts';
import { emptyMeasure, measureDay } from './measure.ts';
import type { SameUserModel } from './model.ts';
import { scoreMeasure } from './scorer.ts';

const measure = emptyMeasure();

/**
 * Calls back with the bounded log10 LR of each day on which handsets a and b were both heard, and so have a switch;
 * undefined without a model. Nothing is computed for days on which only one of them was heard.
 */
export function judgePair(
  model: SameUserModel | undefined,
  a: Handset,
  b: Handset,
  judged: (day: number, llr10: number | undefined) => void,
): void {
  forSharedDays(a, b, (dayA, dayB) => {
    const day = a.track.days[dayA]!;
    if (model === undefined) {
      judged(day, undefined);
      return;
    }
    measureDay(a, dayA, b, dayB, measure);
    const raw = calibratedLlr10(model.calibrator, scoreMeasure(model.scorer, measure));
    judged(day, applyBounds(model.bounds, raw).llr10);
  });
}
