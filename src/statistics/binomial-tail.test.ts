import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { binomialUpperTail } from './binomial-tail.ts';
import { logBinomialCoefficient } from './count-distributions.ts';

const term = (i: number, n: number, p: number): number =>
  Math.exp(logBinomialCoefficient(n, i) + i * Math.log(p) + (n - i) * Math.log1p(-p));

describe('the upper tail of the binomial', () => {
  it('is what its terms add up to', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 60 }),
        fc.nat(60),
        fc.double({ min: 0.001, max: 0.999, noNaN: true }),
        (n, k, p) => {
          let sum = 0;
          for (let i = k; i <= n; i++) sum += term(i, n, p);
          expect(binomialUpperTail(k, n, p)).toBeCloseTo(Math.min(1, sum), 10);
        },
      ),
    );
  });

  it('agrees with closed forms', () => {
    expect(binomialUpperTail(1, 81, 0.01)).toBeCloseTo(1 - 0.99 ** 81, 12);
    expect(binomialUpperTail(9, 10, 0.5)).toBeCloseTo(11 / 1024, 12);
    expect(binomialUpperTail(3, 3, 0.1)).toBeCloseTo(0.001, 12);
  });

  it('stays exact where every term is far out, and for large files', () => {
    expect(Math.log10(binomialUpperTail(100, 100, 0.001))).toBeCloseTo(-300, 6);
    expect(binomialUpperTail(10_000, 1_000_000, 0.01)).toBeCloseTo(0.5, 2);
    expect(binomialUpperTail(0, 1_000_000, 0.01)).toBe(1);
  });

  it('knows its edges', () => {
    expect(binomialUpperTail(0, 0, 0.5)).toBe(1);
    expect(binomialUpperTail(1, 0, 0.5)).toBe(0);
    expect(binomialUpperTail(2, 3, 0)).toBe(0);
    expect(binomialUpperTail(2, 3, 1)).toBe(1);
    for (const bad of [binomialUpperTail(1.5, 3, 0.1), binomialUpperTail(1, -1, 0.1), binomialUpperTail(1, 3, 1.1)])
      expect(bad).toBeNaN();
  });
});
