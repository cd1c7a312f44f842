import { applyBounds, cllr, rateAbove, rateBelow, type Rate } from '../../statistics/index.ts';
import type { SameUserModel } from './model.ts';

/** How good ratios are on days of training people whom the judging model had not seen; as they would be stated, within the bounds. */
export interface HeldOutDays {
  /** The calibrator's two numbers were fitted to these scores: a little too good. */
  readonly cllr: number;
  /** Days of one person with LR below 1. */
  readonly sameBelow1: Rate;
  /** Days of two people with LR above 1. */
  readonly differentAbove1: Rate;
  /** Pairs of two people that these days are of. */
  readonly pairsOfPeople: number;
}

export function heldOutDays({ bounds, heldOut }: Pick<SameUserModel, 'bounds' | 'heldOut'>): HeldOutDays {
  const stated = (llr10s: Float64Array): Float64Array => llr10s.map((llr10) => applyBounds(bounds, llr10).llr10);
  const same = stated(heldOut.same_llr10);
  const different = stated(heldOut.different_llr10);
  return {
    cllr: cllr(same, different).cllr,
    sameBelow1: rateBelow(same, 0),
    differentAbove1: rateAbove(different, 0),
    pairsOfPeople: heldOut.pairsOfPeople,
  };
}
