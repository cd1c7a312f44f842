import { describe, expect, it } from 'vitest';
import { createRandom } from '../statistics/index.ts';
import { fitDirichlet } from './dirichlet.ts';

const PRIOR = { mean: [0.5, 0.5], strength: 4, concentration: 8 };

describe('Dirichlet of a class', () => {
  it('is the prior without references', () => {
    expect(fitDirichlet([], PRIOR)).toEqual([4, 4]);
  });

  it('moves to the share of many references and sees how much they differ', () => {
    const random = createRandom(7);
    const alike = Array.from({ length: 200 }, () => {
      let k = 0;
      for (let i = 0; i < 100; i++) if (random.uniform() < 0.2) k++;
      return [k, 100 - k];
    });
    const [a = 0, b = 0] = fitDirichlet(alike, PRIOR);
    expect(a / (a + b)).toBeCloseTo(0.2, 1);
    expect(a + b).toBeCloseTo(64, 9);
    const unlike = Array.from({ length: 200 }, (_, i) => (i % 5 === 0 ? [100, 0] : [0, 100]));
    const [c = 0, d = 0] = fitDirichlet(unlike, PRIOR);
    expect(c + d).toBeCloseTo(0.5, 9);
  });

  it('weighs a handset of n events as n/(n+5) handsets of the mean share, beside the prior’s four', () => {
    const share = (counts: number[][]): number => {
      const [a = 0, b = 0] = fitDirichlet(counts, PRIOR);
      return a / (a + b);
    };
    expect(share([[15, 0]])).toBeCloseTo((2 + 15 / 20) / (4 + 15 / 20), 12);
    expect(
      share([
        [5, 0],
        [0, 20],
        [0, 0],
      ]),
    ).toBeCloseTo((2 + 5 / 10) / (4 + 5 / 10 + 20 / 25), 12);
  });

  it('takes the concentration that Bayes’ rule makes most probable on the grid, up to the cap', () => {
    const counts = [
      [9, 1],
      [2, 8],
    ];
    // By hand: sequences of ten with a Beta(a, b) share, times a normal belief in ln concentration around ln 8.
    const rising = (from: number, n: number): number =>
      Array.from({ length: n }, (_, i) => Math.log(from + i)).reduce((sum, x) => sum + x, 0);
    const share = (2 + (2 / 3) * 1.1) / (4 + 4 / 3);
    const value = (c: number): number =>
      counts
        .map(([k = 0, l = 0]) => rising(share * c, k) + rising((1 - share) * c, l) - rising(c, k + l))
        .reduce((sum, x) => sum + x, -0.5 * Math.log(c / 8) ** 2);
    const grid = [0.5, 1, 2, 4, 8, 16, 32, 64];
    const best = grid.toSorted((x, y) => value(y) - value(x))[0];
    const sum = (prior: Parameters<typeof fitDirichlet>[1]): number =>
      fitDirichlet(counts, prior).reduce((total, a) => total + a, 0);
    expect(sum(PRIOR)).toBeCloseTo(best ?? NaN, 9);
    expect(sum({ ...PRIOR, mostConcentration: 1 })).toBeCloseTo(1, 9);
  });

  it('does not depend on the order of references', () => {
    const counts = [
      [3, 9],
      [1, 2],
      [7, 7],
    ];
    expect(fitDirichlet(counts.toReversed(), PRIOR)).toEqual(fitDirichlet(counts, PRIOR));
  });
});
