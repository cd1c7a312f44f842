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

  it('does not depend on the order of references', () => {
    const counts = [
      [3, 9],
      [1, 2],
      [7, 7],
    ];
    expect(fitDirichlet(counts.toReversed(), PRIOR)).toEqual(fitDirichlet(counts, PRIOR));
  });
});
