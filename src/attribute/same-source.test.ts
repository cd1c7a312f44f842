import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dirichletMultinomialLogEvidence } from '../statistics/index.ts';
import { damped, sameSource_ln, total } from './same-source.ts';

const log10 = (ln: number) => ln / Math.LN10;
const uniform = (one: number[], two: number[], alpha: number) => {
  const counts = (list: number[]) => new Map(list.map((n, i) => [i, n] as const).filter(([, n]) => n > 0));
  return Math.exp(sameSource_ln(counts(one), counts(two), () => 1 / one.length, alpha * one.length));
};

describe('one source of two counts', () => {
  it('gives the published values of the count model', () => {
    expect(uniform([3, 0], [0, 2], 1)).toBeCloseTo(0.2, 12);
    expect(uniform([3, 1], [2, 2], 1)).toBeCloseTo(1.1904761904761907, 12);
    expect(uniform([5, 5, 0], [4, 6, 1], 1)).toBeCloseTo(3.358190873603437, 11);
    expect(uniform([10, 0, 0], [9, 1, 0], 0.5)).toBeCloseTo(5.24015009380863, 10);
  });

  it('gives the worked sparse values: a rare contact, a lawyer, a top-up line, nothing shared', () => {
    const pair = (q: number, n1: number, rest1: number, n2: number, rest2: number) =>
      log10(
        sameSource_ln(
          new Map([
            ['c', n1],
            ['a', rest1],
          ]),
          new Map([
            ['c', n2],
            ['b', rest2],
          ]),
          () => q,
          10,
        ),
      );
    expect(pair(1e-5, 10, 5, 6, 4)).toBeCloseTo(5.3254, 3);
    expect(log10(sameSource_ln(new Map([['a', 15]]), new Map([['b', 10]]), () => 1e-5, 10))).toBeCloseTo(-3.1521, 3);
  });

  it('equals the whole Bayes factor over all keys', () => {
    const count = fc.integer({ min: 0, max: 12 });
    fc.assert(
      fc.property(
        fc.array(fc.tuple(count, count, fc.double({ min: 0.05, max: 3, noNaN: true })), { minLength: 1, maxLength: 6 }),
        (keys) => {
          const alpha = keys.map(([, , a]) => a);
          const A = alpha.reduce((s, a) => s + a, 0);
          const side = (k: 0 | 1) => new Map(keys.map((key, i) => [i, key[k]] as const).filter(([, n]) => n > 0));
          const whole =
            dirichletMultinomialLogEvidence(
              keys.map(([a, b]) => a + b),
              alpha,
            ) -
            dirichletMultinomialLogEvidence(
              keys.map(([a]) => a),
              alpha,
            ) -
            dirichletMultinomialLogEvidence(
              keys.map(([, b]) => b),
              alpha,
            );
          expect(sameSource_ln(side(0), side(1), (i) => (alpha[i] ?? 0) / A, A)).toBeCloseTo(whole, 8);
        },
      ),
    );
  });

  it('is damped by keeping the shares', () => {
    const counts = damped(
      new Map([
        ['a', 30],
        ['b', 10],
      ]),
      8,
    );
    expect(total(counts)).toBeCloseTo(8, 12);
    expect((counts.get('a') ?? 0) / (counts.get('b') ?? 1)).toBeCloseTo(3, 12);
  });
});
