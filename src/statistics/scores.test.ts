import { describe, expect, it } from 'vitest';
import { countAbove, countAtLeast, quantileOfSorted, sortedAscending } from './scores.ts';

describe('counts and quantiles of a sorted sample', () => {
  const sorted = sortedAscending([3, 1, 2, 2, Infinity, -Infinity]);
  it('counts at and above', () => {
    expect([...sorted]).toEqual([-Infinity, 1, 2, 2, 3, Infinity]);
    expect([countAtLeast(sorted, 2), countAbove(sorted, 2)]).toEqual([4, 2]);
    expect([countAtLeast(sorted, -Infinity), countAbove(sorted, Infinity)]).toEqual([6, 0]);
  });
  it('interpolates between order statistics', () => {
    const s = Float64Array.of(0, 1, 2, 3, 10);
    expect([0, 0.5, 0.875, 1].map((q) => quantileOfSorted(s, q))).toEqual([0, 2, 6.5, 10]);
    expect(quantileOfSorted(new Float64Array(), 0.5)).toBeNaN();
    expect(quantileOfSorted(Float64Array.of(Infinity, Infinity), 0.5)).toBe(Infinity);
  });
});
