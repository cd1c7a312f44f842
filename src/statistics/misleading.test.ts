import { describe, expect, it } from 'vitest';
import { rateAbove, rateBelow, rateOf } from './misleading.ts';

describe('rates of misleading evidence', () => {
  it('are strict: an LLR of exactly the threshold misleads nobody', () => {
    expect(rateAbove([0, 0, 1], 0)).toMatchObject({ count: 1, sources: 3 });
    expect(rateBelow([0, 0, -1, -2], 0)).toMatchObject({ count: 2, sources: 4, rate: 0.5 });
  });

  it('carry Wilson’s interval: 0 of 10 may still be 28 %, 81 of 263 is 25.5 to 36.6 % (Newcombe 1998)', () => {
    expect(rateOf(0, 10)).toMatchObject({ rate: 0, lower: 0 });
    expect(rateOf(0, 10).upper).toBeCloseTo(0.2775, 4);
    expect(rateOf(81, 263).lower).toBeCloseTo(0.2553, 4);
    expect(rateOf(81, 263).upper).toBeCloseTo(0.3662, 4);
    expect(rateOf(10, 10).upper).toBe(1);
    expect(rateOf(0, 0)).toEqual({ count: 0, sources: 0, rate: Number.NaN, lower: 0, upper: 1 });
  });
});
