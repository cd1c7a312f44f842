import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  betaBinomialLogPmf,
  dirichletMultinomialLogEvidence,
  logBinomialCoefficient,
  negativeBinomialLogPmf,
  poissonLogPmf,
} from './count-distributions.ts';
import { lgamma } from './special.ts';

const sumOver = (n: number, logPmf: (k: number) => number): number => {
  let sum = 0;
  for (let k = 0; k <= n; k++) sum += Math.exp(logPmf(k));
  return sum;
};
const parameter = fc.double({ min: 0.05, max: 50, noNaN: true });

describe('probabilities add up to 1', () => {
  it('beta-binomial', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 80 }), parameter, parameter, (n, a, b) => {
        expect(sumOver(n, (k) => betaBinomialLogPmf(k, n, a, b))).toBeCloseTo(1, 10);
      }),
    );
  });
  it('Poisson and negative binomial', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0, max: 20, noNaN: true }),
        fc.double({ min: 0.5, max: 50, noNaN: true }),
        (m, r) => {
          expect(sumOver(200, (k) => poissonLogPmf(k, m))).toBeCloseTo(1, 10);
          expect(sumOver(3000, (k) => negativeBinomialLogPmf(k, m, r))).toBeCloseTo(1, 8);
        },
      ),
      { numRuns: 30 },
    );
  });
  it('Dirichlet-multinomial with two classes is the beta-binomial', () => {
    fc.assert(
      fc.property(fc.nat(40), fc.nat(40), parameter, parameter, (k, l, a, b) => {
        // The evidence is of one sequence; as many sequences have these counts as ways to choose the k.
        const anyOrder = dirichletMultinomialLogEvidence([k, l], [a, b]) + logBinomialCoefficient(k + l, k);
        expect(anyOrder).toBeCloseTo(betaBinomialLogPmf(k, k + l, a, b), 9);
      }),
    );
  });
});

describe('edges', () => {
  it('a count outside the support is impossible; a parameter outside its range has no answer', () => {
    expect(poissonLogPmf(-1, 2)).toBe(-Infinity);
    expect(poissonLogPmf(1.5, 2)).toBe(-Infinity);
    expect(poissonLogPmf(0, 0)).toBe(0);
    expect(poissonLogPmf(3, 0)).toBe(-Infinity);
    expect(poissonLogPmf(3, -1)).toBeNaN();
    expect(betaBinomialLogPmf(61, 60, 1, 1)).toBe(-Infinity);
    expect(betaBinomialLogPmf(1, 60, 0, 1)).toBeNaN();
    expect(betaBinomialLogPmf(1, 60, 1, 0)).toBeNaN();
    expect(negativeBinomialLogPmf(0, 0, 1)).toBe(0);
    expect(dirichletMultinomialLogEvidence([0, 0], [1, 1])).toBe(0);
    expect(dirichletMultinomialLogEvidence([1], [1, 1])).toBeNaN();
    expect(Math.exp(logBinomialCoefficient(60, 30)) / 118264581564861424).toBeCloseTo(1, 11);
  });
  it('the negative binomial tends to the Poisson', () => {
    expect(negativeBinomialLogPmf(7, 5, 1e9)).toBeCloseTo(poissonLogPmf(7, 5), 7);
  });
});

describe('exit days (60 active days, none away; inmates err on 1 day in 100)', () => {
  const inmate = 0.99 ** 60;
  const away = (a: number, b: number): number => Math.exp(betaBinomialLogPmf(0, 60, a, b));
  it('gives the published strengths', () => {
    expect(inmate).toBeCloseTo(0.547, 3);
    expect(away(4, 2)).toBeCloseTo(7.39e-6, 8);
    expect(inmate / away(4, 2)).toBeCloseTo(74_089, -1);
    expect(inmate / away(2, 2)).toBeCloseTo(356, 0);
    expect(inmate / away(0.5, 2)).toBeCloseTo(3.2, 1);
  });
  it('falls to 12 when 1 in 20 of the others stays at home (seen away on 0.15 % of days)', () => {
    expect(inmate / (0.95 * away(4, 2) + 0.05 * 0.9985 ** 60)).toBeCloseTo(12, 0);
  });
});

describe('same user by contacts (Dirichlet-multinomial Bayes factor)', () => {
  const ln = (r1: number[], r2: number[], alpha: number[]): number =>
    dirichletMultinomialLogEvidence(
      r1.map((n, i) => n + r2[i]!),
      alpha,
    ) -
    dirichletMultinomialLogEvidence(r1, alpha) -
    dirichletMultinomialLogEvidence(r2, alpha);

  it.each([
    [[3, 0], [0, 2], [1, 1], 0.2],
    [[3, 1], [2, 2], [1, 1], 1.1904761904761907],
    [[5, 5, 0], [4, 6, 1], [1, 1, 1], 3.358190873603437],
    [[10, 0, 0], [9, 1, 0], [0.5, 0.5, 0.5], 5.24015009380863],
  ])('%j and %j', (r1, r2, alpha, expected) => {
    expect(Math.abs(Math.exp(ln(r1, r2, alpha)) / expected - 1)).toBeLessThan(1e-12);
  });

  /** One shared contact of popularity q, everything else unshared; concentration A. */
  const sparse10 = (q: number, n1: number, n2: number, total1: number, total2: number, A = 10): number =>
    (lgamma(A * q + n1 + n2) +
      lgamma(A * q) -
      lgamma(A * q + n1) -
      lgamma(A * q + n2) +
      (lgamma(A + total1) + lgamma(A + total2) - lgamma(A) - lgamma(A + total1 + total2))) /
    Math.LN10;

  it('sparse form: rare contact, lawyer, no overlap', () => {
    expect(sparse10(1e-5, 10, 6, 15, 10)).toBeCloseTo(5.3254, 4);
    expect(sparse10(1e-3, 3, 2, 15, 10)).toBeCloseTo(-0.0747, 4);
    expect(sparse10(0.05, 3, 2, 15, 10)).toBeCloseTo(-1.8299, 4);
    expect(sparse10(1, 0, 0, 15, 10)).toBeCloseTo(-3.1521, 4);
  });

  it('sparse and full form agree', () => {
    const A = 10;
    const q = [1e-5, 0.3, 0.2, 0.49999];
    const full = ln(
      [10, 5, 0, 0],
      [6, 0, 4, 0],
      q.map((share) => A * share),
    );
    expect(full / Math.LN10).toBeCloseTo(sparse10(1e-5, 10, 6, 15, 10), 10);
  });
});
