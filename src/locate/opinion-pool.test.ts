import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fitPool, pooled } from './opinion-pool.ts';

const prior = Float64Array.of(0.45, 0.45, 0.05, 0.05);
/** An opinion that favours room `k` by `nats`. */
const favours = (k: number, nats: number) => Float64Array.from(prior, (_, i) => (i === k ? 0 : -nats));
/** Looks at rooms 0 and 1 in turn, of which every `wrongEvery`th is misread. */
const looks = (n: number, wrongEvery: number, nats: number) =>
  Array.from({ length: n }, (_, i) => favours(i % wrongEvery === 0 ? 1 - (i % 2) : i % 2, nats));
const truth = (n: number) => Array.from({ length: n }, (_, i) => i % 2);

describe('a pool of opinions', () => {
  it('adds up to 1, and is the prior where nothing counts', () => {
    const nats = fc.double({ min: 0, max: 20, noNaN: true });
    fc.assert(
      fc.property(nats, nats, fc.double({ min: 0, max: 0.5, noNaN: true }), (a, b, blunder) => {
        const p = pooled([favours(0, a), favours(1, b)], prior, [1, 0.5], blunder);
        expect(p.reduce((sum, value) => sum + value, 0)).toBeCloseTo(1, 12);
      }),
    );
    expect([...pooled([favours(0, 9)], prior, [0], 0)]).toEqual([...prior].map((value) => expect.closeTo(value, 12)));
  });

  it('tempers what is too sure: said with 8 nats, right in nine of ten', () => {
    const { weights, blunder } = fitPool([looks(200, 10, 8)], truth(200), prior);
    const p = pooled([favours(0, 8)], prior, weights, blunder);
    expect(p[0]).toBeGreaterThan(0.86);
    expect(p[0]).toBeLessThan(0.94);
  });

  it('sharpens what is too careful', () => {
    expect(fitPool([looks(200, 400, 1.5)], truth(200), prior).weights[0]).toBeGreaterThan(1.5);
  });

  it('rules no room out: what an opinion denies keeps 2 in 1,000 of its prior, 1 in 100 unlearnt, at most 3 in 100', () => {
    const kept = (wrongEvery: number, n: number): number => {
      const { weights, blunder } = fitPool([looks(n, wrongEvery, 20)], truth(n), prior);
      const p = pooled([favours(0, 40)], prior, weights, blunder);
      return (p[1] ?? 0) / (prior[1] ?? 0);
    };
    // Unlike `looks`, of which the first is misread, all of these are right.
    const right = Array.from({ length: 200 }, (_, i) => favours(i % 2, 20));
    const never = fitPool([right], truth(200), prior);
    const p = pooled([favours(0, 40)], prior, never.weights, never.blunder);
    expect((p[1] ?? 0) / (prior[1] ?? 0)).toBeCloseTo(0.002, 6);
    expect(kept(1, 0)).toBeCloseTo(0.01, 6);
    expect(kept(20, 200)).toBeCloseTo(0.03, 6);
  });

  it('does not ask an opinion that knows nothing', () => {
    const noise = Array.from({ length: 200 }, (_, i) => favours((i >> 1) % 2, 6));
    const { weights } = fitPool([looks(200, 10, 6), noise], truth(200), prior);
    expect(weights[0]).toBeGreaterThan(0.2);
    expect(weights[1]).toBe(0);
  });
});
