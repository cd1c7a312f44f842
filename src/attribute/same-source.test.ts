import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dirichletMultinomialLogEvidence } from '../statistics/index.ts';
import { damped, sameSource_ln, Tally } from './same-source.ts';

const log10 = (ln: number) => ln / Math.LN10;
const uniform = (one: number[], two: number[], alpha: number) => {
  const counts = (list: number[]) => new Tally(list.map((n, i) => [i, n] as const));
  return Math.exp(
    sameSource_ln(counts(one), counts(two), { base: () => 1 / one.length, concentration: alpha * one.length }),
  );
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
          new Tally([
            [3, n1],
            [1, rest1],
          ]),
          new Tally([
            [3, n2],
            [2, rest2],
          ]),
          { base: () => q, concentration: 10 },
        ),
      );
    expect(pair(1e-5, 10, 5, 6, 4)).toBeCloseTo(5.3254, 3);
    expect(
      log10(sameSource_ln(new Tally([[1, 15]]), new Tally([[2, 10]]), { base: () => 1e-5, concentration: 10 })),
    ).toBeCloseTo(-3.1521, 3);
  });

  it('equals the whole Bayes factor over all keys', () => {
    const count = fc.integer({ min: 0, max: 12 });
    fc.assert(
      fc.property(
        fc.array(fc.tuple(count, count, fc.double({ min: 0.05, max: 3, noNaN: true })), { minLength: 1, maxLength: 6 }),
        (keys) => {
          const alpha = keys.map(([, , a]) => a);
          const A = alpha.reduce((s, a) => s + a, 0);
          const side = (k: 0 | 1) => new Tally(keys.map((key, i) => [i, key[k]] as const));
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
          expect(sameSource_ln(side(0), side(1), { base: (i) => (alpha[i] ?? 0) / A, concentration: A })).toBeCloseTo(
            whole,
            8,
          );
        },
      ),
    );
  });

  it('forgets what it worked out for another source', () => {
    const one = new Tally([[1, 4]]);
    const two = new Tally([[1, 3]]);
    const rare = { base: () => 1e-4, concentration: 10 };
    const common = { base: () => 0.5, concentration: 2 };
    const fresh = sameSource_ln(new Tally([[1, 4]]), new Tally([[1, 3]]), common);
    expect(sameSource_ln(one, two, rare)).toBeGreaterThan(fresh + 1);
    expect(sameSource_ln(one, two, common)).toBe(fresh);
  });

  it('keeps keys in order and nothing that was not counted', () => {
    const tally = new Tally(
      new Map([
        [9, 2],
        [3, 0],
        [-1, 5],
      ]),
    );
    expect([...tally.keys]).toEqual([-1, 9]);
    expect(tally.total).toBe(7);
  });

  it('is damped by keeping the shares', () => {
    const counts = damped(
      new Map([
        [1, 30],
        [2, 10],
      ]),
      8,
    );
    expect(counts.total).toBeCloseTo(8, 12);
    expect((counts.counts[0] ?? 0) / (counts.counts[1] ?? 1)).toBeCloseTo(3, 12);
  });
});
