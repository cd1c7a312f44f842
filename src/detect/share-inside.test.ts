import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRandom } from '../statistics/index.ts';
import { expectedElsewhere, shareInside } from './share-inside.ts';

/** Scores N(±d/2, 1) have ln LR = d · score: calibrated by construction. */
function population(n: number, share: number, d: number, seed: number) {
  const random = createRandom(seed);
  const normal = (): number =>
    Math.sqrt(-2 * Math.log(1 - random.uniform())) * Math.cos(2 * Math.PI * random.uniform());
  return Array.from({ length: n }, () => {
    const inside = random.uniform() < share;
    return { inside, llr10: (d * (normal() + (inside ? d / 2 : -d / 2))) / Math.LN10 };
  });
}

describe('the share that lives inside, from ratios alone', () => {
  it('finds the share of a made population, and how many of those called inside do not live there', () => {
    for (const [share, seed] of [
      [0.04, 1],
      [0.1, 2],
      [0.4, 3],
    ] as const) {
      const people = population(20_000, share, 3, seed);
      const found = shareInside(people.map((p) => p.llr10));
      expect(Math.abs(found - share)).toBeLessThan(0.01);
      const called = people.filter((p) => p.llr10 >= 1.3);
      const wrong = called.filter((p) => !p.inside).length;
      const expected = expectedElsewhere(
        called.map((p) => p.llr10),
        found,
      );
      expect(Math.abs(expected - wrong)).toBeLessThan(4 * Math.sqrt(wrong + 1) + 0.1 * wrong);
    }
  });

  it('climbs no higher by EM', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: -3, max: 3, noNaN: true }), { minLength: 1, maxLength: 60 }), (llr10) => {
        const lnLikelihood = (share: number): number =>
          llr10.reduce((sum, x) => sum + Math.log(share * 10 ** x + 1 - share), 0);
        const found = shareInside(llr10);
        const step = llr10.reduce((sum, x) => sum + (found * 10 ** x) / (found * 10 ** x + 1 - found), 0);
        expect(step / llr10.length).toBeCloseTo(found, 6);
        for (const other of [0.01, 0.1, 0.5, 0.9, 0.99])
          expect(lnLikelihood(found)).toBeGreaterThanOrEqual(lnLikelihood(other) - 1e-9);
      }),
    );
  });

  it('leaves out what is withheld, and says nothing of nobody', () => {
    expect(shareInside([NaN, 2, -1, NaN])).toBe(shareInside([2, -1]));
    expect(shareInside([NaN])).toBeNaN();
    expect(shareInside([-1, -2])).toBe(0);
    expect(shareInside([1, 2])).toBe(1);
    expect(expectedElsewhere([0], 0.25)).toBeCloseTo(0.75, 12);
    expect(expectedElsewhere([1, 1], 0.5)).toBeCloseTo(2 / 11, 12);
  });
});
