import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { erf, erfc, lbeta, lgamma, lgammaRise, logSumExp, normalCdf, sigmoid, softplus } from './special.ts';

/** Absolute below magnitude 1, relative above. */
const error = (actual: number, expected: number): number =>
  Math.abs(actual - expected) / Math.max(1, Math.abs(expected));
const positive = (max: number) => fc.double({ min: 1e-6, max, noNaN: true });

describe('lgamma', () => {
  it.each([
    [0.5, Math.log(Math.PI) / 2],
    [1.5, -0.1207822376352452],
    [3, Math.LN2],
    [0.1, 2.252712651734206],
    [1e-10, 23.025850929882736],
    [10, Math.log(362880)],
    [100, 359.1342053695754],
    [1e6, 12815504.569147611],
  ])('lnΓ(%d)', (x, expected) => expect(error(lgamma(x), expected)).toBeLessThan(1e-12));

  it('is the logarithm of the factorial', () => {
    let sum = 0;
    for (let n = 1; n <= 170; n++) {
      sum += Math.log(n);
      expect(error(lgamma(n + 1), sum)).toBeLessThan(1e-12);
    }
  });

  it('meets Euler’s reflection on (0, 1)', () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-6, max: 1 - 1e-6, noNaN: true }), (x) => {
        expect(
          error(lgamma(x) + lgamma(1 - x), Math.log(Math.PI / Math.sin(Math.PI * Math.min(x, 1 - x)))),
        ).toBeLessThan(1e-12);
      }),
    );
  });

  it('meets Legendre’s duplication', () => {
    fc.assert(
      fc.property(positive(1e4), (x) => {
        expect(
          error(lgamma(x) + lgamma(x + 0.5), (1 - 2 * x) * Math.LN2 + Math.log(Math.PI) / 2 + lgamma(2 * x)),
        ).toBeLessThan(1e-12);
      }),
    );
  });

  it('has no value below 0', () => {
    expect(lgamma(-0.5)).toBeNaN();
    expect(lgamma(0)).toBe(Infinity);
  });
});

describe('lgammaRise', () => {
  it('is the logarithm of the rising factorial', () => {
    expect(lgammaRise(0.5, 3)).toBeCloseTo(Math.log(0.5 * 1.5 * 2.5), 14);
    expect(lgammaRise(7, 0)).toBe(0);
  });

  it('equals the difference of lnΓ, few factors or many, whole or not', () => {
    const k = fc.oneof(fc.integer({ min: 0, max: 40 }), fc.double({ min: 0, max: 40, noNaN: true }));
    fc.assert(
      fc.property(fc.double({ min: 1e-3, max: 1e4, noNaN: true }), k, (x, n) => {
        expect(error(lgammaRise(x, n), lgamma(x + n) - lgamma(x))).toBeLessThan(1e-10);
      }),
    );
  });

  it('adds up: one more factor is one more logarithm', () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-3, max: 1e6, noNaN: true }), fc.integer({ min: 0, max: 30 }), (x, k) => {
        expect(error(lgammaRise(x, k + 1) - lgammaRise(x, k), Math.log(x + k))).toBeLessThan(1e-9);
      }),
    );
  });
});

describe('lbeta', () => {
  it('agrees with lnΓ where nothing cancels and is symmetric', () => {
    fc.assert(
      fc.property(positive(40), positive(40), (a, b) => {
        expect(error(lbeta(a, b), lgamma(a) + lgamma(b) - lgamma(a + b))).toBeLessThan(2e-12);
        expect(lbeta(a, b)).toBe(lbeta(b, a));
      }),
    );
  });

  it('keeps its digits where lnΓ would cancel: B(1, b) = 1/b, B(2, b) = 1/(b(b+1))', () => {
    for (const b of [15, 1e3, 1e7, 1e10]) {
      expect(error(lbeta(1, b), -Math.log(b))).toBeLessThan(1e-12);
      expect(error(lbeta(b, 2), -Math.log(b) - Math.log(b + 1))).toBeLessThan(1e-12);
    }
  });
});

describe('logSumExp, softplus, sigmoid', () => {
  it('neither overflow nor lose small parts', () => {
    expect(error(logSumExp([1000, 1000]), 1000 + Math.LN2)).toBeLessThan(1e-12);
    expect(logSumExp([])).toBe(-Infinity);
    expect(logSumExp([-Infinity, 3])).toBe(3);
    expect(softplus(800)).toBe(800);
    expect(softplus(-800)).toBe(0);
    expect(softplus(-40)).toBeCloseTo(Math.exp(-40), 30);
    expect(softplus(Infinity)).toBe(Infinity);
    expect(softplus(-Infinity)).toBe(0);
    expect(sigmoid(-800)).toBe(0);
    expect(sigmoid(0)).toBe(0.5);
  });

  it('softplus differs from its mirror by z', () => {
    fc.assert(
      fc.property(fc.double({ min: -700, max: 700, noNaN: true }), (z) => {
        expect(error(softplus(z) - softplus(-z), z)).toBeLessThan(1e-12);
      }),
    );
  });
});

describe('erf and the normal distribution', () => {
  it.each([
    [0.1, 0.1124629160182849],
    [0.5, 0.5204998778130465],
    [1, 0.8427007929497149],
    [2, 0.9953222650189527],
    [3, 0.9999779095030014],
  ])('erf(%d)', (x, expected) => {
    expect(error(erf(x), expected)).toBeLessThan(1e-12);
    expect(error(erf(-x), -expected)).toBeLessThan(1e-12);
  });

  it('erfc keeps relative accuracy in the tail', () => {
    for (const [x, expected] of [
      [2, 0.004677734981047266],
      [3, 2.209049699858544e-5],
      [5, 1.5374597944280347e-12],
      [10, 2.088487583762545e-45],
    ] as const) {
      expect(Math.abs(erfc(x) / expected - 1)).toBeLessThan(1e-12);
    }
  });

  it('series and continued fraction meet at 2', () => expect(error(erf(2 - 1e-14), erf(2))).toBeLessThan(1e-14));

  it('normal quantiles', () => {
    expect(error(normalCdf(0), 0.5)).toBeLessThan(1e-12);
    expect(error(normalCdf(1.959963984540054), 0.975)).toBeLessThan(1e-12);
    expect(error(normalCdf(-1.6448536269514722), 0.05)).toBeLessThan(1e-12);
  });
});
