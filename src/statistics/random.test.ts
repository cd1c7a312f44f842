import { describe, expect, it } from 'vitest';
import { poissonLogPmf } from './count-distributions.ts';
import { createRandom, xoshiro128starstar } from './random.ts';

const N = 200_000;

/** Largest deviation of mean and variance of N draws from theory, in standard errors. */
function momentError(draw: () => number, mean: number, variance: number, kurtosis = 3): number {
  let s = 0;
  let s2 = 0;
  for (let i = 0; i < N; i++) {
    const d = draw() - mean;
    s += d;
    s2 += d * d;
  }
  const ofMean = Math.abs(s / N) / Math.sqrt(variance / N);
  const ofVariance = Math.abs(s2 / N - variance) / (variance * Math.sqrt((kurtosis - 1) / N));
  return Math.max(ofMean, ofVariance);
}

describe('xoshiro128**', () => {
  it('gives the reference outputs from state 1, 2, 3, 4', () => {
    const next = xoshiro128starstar(Uint32Array.of(1, 2, 3, 4));
    expect(Array.from({ length: 10 }, next)).toEqual([
      11520, 0, 5927040, 70819200, 2031721883, 1637235492, 1287239034, 3734860849, 3729100597, 4258142804,
    ]);
  });
});

describe('reproducibility', () => {
  const take = (...key: [number | string, ...(number | string)[]]): number[] => {
    const r = createRandom(...key);
    return Array.from({ length: 20 }, () => r.uint32());
  };
  it('the same seed and stream give the same numbers', () => {
    expect(take(7, 'prison', 3)).toEqual(take(7, 'prison', 3));
  });
  it('another seed, stream or kind of key gives others', () => {
    const all = [
      take(7),
      take(8),
      take(7, 0),
      take(7, '0'),
      take('7'),
      take(7, 1, 2),
      take(7, 12),
      take(-7),
      take(7.5),
    ];
    expect(new Set(all.map((x) => x.join())).size).toBe(all.length);
  });
  it('is pinned: a change of the generator must be deliberate', () => {
    expect(take(42).slice(0, 3)).toEqual([1850197235, 2255678684, 33158329]);
  });
});

describe('distributions', () => {
  const r = createRandom('moments');
  it('uniform', () => {
    expect(momentError(() => r.uniform(), 1 / 2, 1 / 12, 1.8)).toBeLessThan(5);
    for (let i = 0; i < 1000; i++) expect(r.uniform()).toBeLessThan(1);
  });
  it('int', () => {
    expect(momentError(() => r.int(6), 2.5, 35 / 12, 1.75)).toBeLessThan(5);
    const counts = [0, 0, 0];
    for (let i = 0; i < 30_000; i++) counts[r.int(3)]! += 1;
    for (const c of counts) expect(Math.abs(c - 10_000)).toBeLessThan(5 * Math.sqrt(30_000 * (2 / 9)));
    expect(r.int(1)).toBe(0);
  });
  it('normal', () => expect(momentError(() => r.normal(), 0, 1, 3)).toBeLessThan(5));
  it('exponential', () => expect(momentError(() => r.exponential(), 1, 1, 9)).toBeLessThan(5));
  it.each([0.3, 1, 2.5, 40])('gamma(%d)', (k) =>
    expect(momentError(() => r.gamma(k), k, k, 3 + 6 / k)).toBeLessThan(5),
  );
  it.each([
    [0.5, 2],
    [4, 2],
  ])('beta(%d, %d)', (a, b) => {
    expect(momentError(() => r.beta(a, b), a / (a + b), (a * b) / ((a + b) ** 2 * (a + b + 1)), 5)).toBeLessThan(5);
  });
  it.each([0.2, 4, 9.9, 10, 55, 2000])('poisson(%d)', (m) =>
    expect(momentError(() => r.poisson(m), m, m, 3 + 1 / m)).toBeLessThan(5),
  );
  it('int favours no remainder', () => {
    const n = 3 * 2 ** 30;
    expect(momentError(() => Number(r.int(n) < 2 ** 30), 1 / 3, 2 / 9, 1.5)).toBeLessThan(5);
  });
  it.each([5, 10, 12, 60])('poisson(%d) has the right shape, not only the right moments', (mean) => {
    const draws = 1_000_000;
    const seen = new Map<number, number>();
    for (let i = 0; i < draws; i++) {
      const k = r.poisson(mean);
      seen.set(k, (seen.get(k) ?? 0) + 1);
    }
    let chi2 = 0;
    let cells = 0;
    for (let k = 0; k < 200; k++) {
      const expected = draws * Math.exp(poissonLogPmf(k, mean));
      if (expected < 20) continue;
      chi2 += ((seen.get(k) ?? 0) - expected) ** 2 / expected;
      cells++;
    }
    expect((chi2 - cells) / Math.sqrt(2 * cells)).toBeLessThan(5);
  });
  it('weighted never takes weight 0', () => {
    expect(momentError(() => r.weighted([0, 1, 3, 0]), 1.75, 0.1875, 7 / 3)).toBeLessThan(5);
    expect(r.weighted([0, 0, 5])).toBe(2);
  });
  it('chance', () => expect(momentError(() => Number(r.chance(0.1)), 0.1, 0.09, 9)).toBeLessThan(5));
  it('shuffle keeps the items and puts each anywhere', () => {
    expect(r.shuffle([3, 1, 2]).sort((a, b) => a - b)).toEqual([1, 2, 3]);
    const places = new Set<number>();
    for (let i = 0; i < 200; i++) places.add(r.shuffle([0, 1, 2, 3, 4]).indexOf(0));
    expect(places.size).toBe(5);
  });
});
