import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dirichletMultinomialLogEvidence } from '../statistics/index.ts';
import { type Counts, damped, type Source, Tallies } from './same-source.ts';

const sameSource_ln = (one: Counts, two: Counts, source: Source) => new Tallies([one, two]).sameSource_ln(0, 1, source);
const log10 = (ln: number) => ln / Math.LN10;
const uniform = (one: number[], two: number[], alpha: number) => {
  const counts = (list: number[]) => list.map((n, i) => [i, n] as const);
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
          [
            [3, n1],
            [1, rest1],
          ],
          [
            [3, n2],
            [2, rest2],
          ],
          { base: () => q, concentration: 10 },
        ),
      );
    expect(pair(1e-5, 10, 5, 6, 4)).toBeCloseTo(5.3254, 3);
    expect(log10(sameSource_ln([[1, 15]], [[2, 10]], { base: () => 1e-5, concentration: 10 }))).toBeCloseTo(-3.1521, 3);
  });

  it('equals the whole Bayes factor over all keys', () => {
    const count = fc.integer({ min: 0, max: 12 });
    fc.assert(
      fc.property(
        fc.array(fc.tuple(count, count, fc.double({ min: 0.05, max: 3, noNaN: true })), { minLength: 1, maxLength: 6 }),
        (keys) => {
          const alpha = keys.map(([, , a]) => a);
          const A = alpha.reduce((s, a) => s + a, 0);
          const side = (k: 0 | 1) => keys.map((key, i) => [i, key[k]] as const);
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
    const tallies = new Tallies([[[1, 4]], [[1, 3]]]);
    const rare = { base: () => 1e-4, concentration: 10 };
    const common = { base: () => 0.5, concentration: 2 };
    const fresh = sameSource_ln([[1, 4]], [[1, 3]], common);
    expect(tallies.sameSource_ln(0, 1, rare)).toBeGreaterThan(fresh + 1);
    expect(tallies.sameSource_ln(0, 1, common)).toBe(fresh);
    expect(tallies.sameSource_ln(1, 0, common)).toBe(fresh);
  });

  it('keeps keys in order and nothing that was not counted', () => {
    const tallies = new Tallies([
      [[7, 1]],
      new Map([
        [9, 2],
        [3, 0],
        [-1, 5],
      ]),
      [],
    ]);
    expect([0, 1, 2].map((t) => [...tallies.keysOf(t)])).toEqual([[7], [-1, 9], []]);
    expect([...tallies.total]).toEqual([1, 7, 0]);
  });

  it('is damped by keeping the shares', () => {
    const counts = new Map([
      [1, 30],
      [2, 10],
    ]);
    const [[, one], [, two]] = [...damped(counts, 8)] as [[number, number], [number, number]];
    expect(one + two).toBeCloseTo(8, 12);
    expect(one / two).toBeCloseTo(3, 12);
    expect([...damped(counts, 40)]).toEqual([...counts]);
  });
});
