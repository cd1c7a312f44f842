import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { applyBounds, combineBounds, llrBounds } from './bounds.ts';
import { nSourceBound } from './n-source-bound.ts';

const bounds = (lower_llr10: number, upper_llr10: number) => ({ lower_llr10, upper_llr10 });

describe('N-source bound', () => {
  it('is [1/N, N]', () => {
    expect(nSourceBound(100, 100)).toEqual(bounds(-2, 2));
    expect(nSourceBound(10, 1000)).toEqual(bounds(-1, 3));
    expect(nSourceBound(0, 0)).toEqual(bounds(0, 0));
  });
});

describe('combination', () => {
  const combined = combineBounds({ elub: bounds(-1, 3), iv: bounds(-2, 2), 'n-source': bounds(-1, 2.5) });
  it('takes the tightest on each side and names it', () => {
    expect(combined).toEqual({ lower_llr10: -1, upper_llr10: 2, lowerBy: 'elub', upperBy: 'iv' });
    expect(combineBounds({ elub: bounds(-3, 3), iv: bounds(-2, 2), 'n-source': bounds(-1, 1) })).toEqual({
      lower_llr10: -1,
      upper_llr10: 1,
      lowerBy: 'n-source',
      upperBy: 'n-source',
    });
  });
  it('cuts what lies outside and says by which bound', () => {
    expect(applyBounds(combined, 9)).toEqual({ llr10: 2, cutBy: 'iv', side: 'upper' });
    expect(applyBounds(combined, -Infinity)).toEqual({ llr10: -1, cutBy: 'elub', side: 'lower' });
    expect(applyBounds(combined, 2)).toEqual({ llr10: 2, cutBy: undefined, side: undefined });
    expect(applyBounds(combined, Number.NaN).llr10).toBeNaN();
  });
  it('gives no strength without references', () => {
    expect(applyBounds(llrBounds([], [1, 2]), 5).llr10).toBe(0);
    expect(applyBounds(llrBounds([1, 2], []), -5).llr10).toBe(0);
  });
  it('bounding twice changes nothing, keeps order and never turns the sign', () => {
    const llrs = fc.array(fc.double({ min: -9, max: 9, noNaN: true }), { minLength: 1, maxLength: 20 });
    const llr = fc.double({ min: -20, max: 20, noNaN: true });
    fc.assert(
      fc.property(llrs, llrs, llr, llr, (hp, hd, x, y) => {
        const b = llrBounds(hp, hd);
        const once = applyBounds(b, x).llr10;
        expect(applyBounds(b, once).llr10).toBe(once);
        expect(once * x).toBeGreaterThanOrEqual(0);
        expect((applyBounds(b, y).llr10 - once) * (y - x)).toBeGreaterThanOrEqual(0);
      }),
      { numRuns: 50 },
    );
  });
});
