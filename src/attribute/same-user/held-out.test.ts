import { describe, expect, it } from 'vitest';
import { heldOutDays } from './held-out.ts';

const bounds = { lower_llr10: -1, upper_llr10: 2, lowerBy: 'elub', upperBy: 'elub' } as const;
const of = (same: readonly number[], different: readonly number[]) =>
  heldOutDays({
    bounds,
    heldOut: { same_llr10: Float64Array.from(same), different_llr10: Float64Array.from(different), pairsOfPeople: 3 },
  });

describe('held-out days of training people', () => {
  it('counts ratios that spoke for the wrong side, on each side apart', () => {
    const { sameBelow1, differentAbove1 } = of([2, 1, -0.5, 3], [-2, 0.5, 0.1]);
    expect(sameBelow1).toMatchObject({ count: 1, sources: 4 });
    expect(differentAbove1).toMatchObject({ count: 2, sources: 3 });
  });

  it('judges ratios as they are stated, within the bounds', () => {
    expect(of([50], [-50]).cllr).toBe(of([2], [-1]).cllr);
    // log2(1 + 1/100) and log2(1 + 1/10), halved and added.
    expect(of([50], [-50]).cllr).toBeCloseTo((Math.log2(1.01) + Math.log2(1.1)) / 2, 12);
  });
});
