import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chaoLowerBound, chaoWithoutPassersBy, chapman, chiuChaoSingletons, zelterman } from './capture-recapture.ts';
import { createRandom } from './random.ts';

describe('Chao’s lower bound', () => {
  it('hare (Rcapture): 68 animals, 6 occasions', () => {
    const { estimate, se } = chaoLowerBound([25, 22, 13, 5, 1, 2], 6);
    expect(estimate).toBeCloseTo(79.83712121, 8);
    // Rcapture finds it by iteration; the closed form differs in the seventh digit.
    expect(Math.abs(se - 6.373764989)).toBeLessThan(1e-6);
  });

  it('people apprehended once to six times (Rcapture, counts)', () => {
    const f = [1645, 183, 37, 13, 1, 1];
    const { estimate, se, lower, upper } = chaoLowerBound(f);
    expect(estimate).toBeCloseTo(9273.510929, 6);
    expect(se).toBeCloseTo(662.589997, 5);
    expect(lower).toBeCloseTo(8084.67, 1);
    expect(upper).toBeCloseTo(10690.13, 1);
    expect(zelterman(f)).toBeCloseTo(9424.5552, 4);
  });

  it('scikit-bio: with and without doubletons', () => {
    const withDoubles = chaoLowerBound([3, 3, 0, 2, 1]);
    expect(withDoubles.estimate).toBe(10.5);
    expect(withDoubles.lower).toBeCloseTo(9.17, 2);
    // Published with z = 1.96 and two decimals.
    expect(Math.abs(withDoubles.upper - 21.89)).toBeLessThan(0.01);
    const without = chaoLowerBound([2, 0, 0, 1, 1]);
    expect(without.estimate).toBe(5);
    expect(without.lower).toBeCloseTo(4.08, 2);
    expect(without.upper).toBeCloseTo(17.27, 2);
  });

  it('never goes below the number seen', () => {
    const f = fc.array(fc.nat(50), { maxLength: 8 });
    fc.assert(
      fc.property(f, fc.option(fc.integer({ min: 2, max: 60 }), { nil: undefined }), (counts, occasions) => {
        const seen = counts.reduce((a, b) => a + b, 0);
        const { estimate, lower, upper, se } = chaoLowerBound(counts, occasions);
        expect(lower).toBeGreaterThanOrEqual(seen);
        expect(estimate).toBeGreaterThanOrEqual(lower);
        expect(upper).toBeGreaterThanOrEqual(estimate);
        expect(se).toBeGreaterThanOrEqual(0);
      }),
    );
  });

  it('nothing seen once means nothing unseen', () => {
    expect(chaoLowerBound([0, 4, 2])).toEqual({ estimate: 6, se: 0, lower: 6, upper: 6 });
    expect(zelterman([0, 4])).toBeNaN();
  });
});

describe('passers-by', () => {
  it('Chiu & Chao estimate of the singletons', () => {
    expect(chiuChaoSingletons([999, 30, 20, 10])).toBeCloseTo((4 * 900) / 60 - (30 * 20) / 20, 12);
    expect(chiuChaoSingletons([999, 6, 0, 0])).toBeCloseTo((4 * 36) / 3 - 6 / 2, 12);
    expect(chiuChaoSingletons([5])).toBe(0);
  });

  it('400 residents and 300 who pass once: the correction brings the bound back', () => {
    const random = createRandom('passers-by');
    const f = Array.from({ length: 15 }, () => 0);
    for (let i = 0; i < 400; i++) {
      const k = random.poisson(2);
      if (k > 0) f[k - 1]! += 1;
    }
    f[0]! += 300;
    expect(chaoLowerBound(f).estimate).toBeGreaterThan(800);
    const corrected = chaoWithoutPassersBy(f).estimate;
    expect(Math.abs(corrected - 400)).toBeLessThan(60);
  });
});

describe('two lists', () => {
  it('HIV lists (Rcapture): 466, 630, 37 in both', () => {
    expect(chapman(466, 630, 37).estimate).toBeCloseTo(7753.6579, 4);
  });
  it('variance by hand: 9, 11, 4', () => {
    expect(chapman(9, 11, 4).estimate).toBe(23);
    expect(chapman(9, 11, 4).se ** 2).toBeCloseTo((10 * 12 * 5 * 7) / (25 * 6), 12);
  });
  it('equal lists hold everybody; impossible overlap has no answer', () => {
    expect(chapman(50, 50, 50)).toEqual({ estimate: 50, se: 0, lower: 50, upper: 50 });
    expect(chapman(5, 9, 6).estimate).toBeNaN();
  });
});
