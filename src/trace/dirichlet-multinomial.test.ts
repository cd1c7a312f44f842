import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addLog10, dirichletMultinomialLog10 } from './dirichlet-multinomial.ts';

/** Same-source LR of Longjohn, Smyth and Stern (2022), from the marginal likelihoods. */
const sameSource = (r1: number[], r2: number[], alpha: number): number => {
  const a = r1.map(() => alpha);
  const both = r1.map((n, i) => n + (r2[i] ?? 0));
  return (
    10 ** (dirichletMultinomialLog10(both, a) - dirichletMultinomialLog10(r1, a) - dirichletMultinomialLog10(r2, a))
  );
};

describe('dirichletMultinomialLog10', () => {
  it('gives the published likelihood ratios', () => {
    expect(sameSource([3, 0], [0, 2], 1)).toBeCloseTo(0.2, 12);
    expect(sameSource([3, 1], [2, 2], 1)).toBeCloseTo(1.1904761904761907, 12);
    expect(sameSource([5, 5, 0], [4, 6, 1], 1)).toBeCloseTo(3.358190873603437, 12);
    expect(sameSource([10, 0, 0], [9, 1, 0], 0.5)).toBeCloseTo(5.24015009380863, 11);
  });

  it('is a probability: over all sequences of a length it sums to 1', () => {
    fc.assert(
      fc.property(
        fc.tuple(fc.double({ min: 0.01, max: 20, noNaN: true }), fc.double({ min: 0.01, max: 20, noNaN: true })),
        fc.integer({ min: 1, max: 7 }),
        (alpha, n) => {
          let sum = 0;
          for (let word = 0; word < 2 ** n; word++) {
            const ones = [...word.toString(2)].filter((bit) => bit === '1').length;
            sum += 10 ** dirichletMultinomialLog10([n - ones, ones], alpha);
          }
          expect(sum).toBeCloseTo(1, 9);
        },
      ),
    );
  });

  it('refuses lists of different length', () => {
    expect(() => dirichletMultinomialLog10([1], [1, 1])).toThrow(RangeError);
  });
});

describe('addLog10', () => {
  it('adds terms that vanish in plain numbers', () => {
    expect(addLog10([-400, -400])).toBeCloseTo(-400 + Math.log10(2), 12);
    expect(addLog10([-Infinity, -Infinity])).toBe(-Infinity);
  });
});
