import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { EvenSample } from './even-sample.ts';

const sampleOf = (offered: number, most: number): readonly number[] => {
  const sample = new EvenSample<number>(most);
  for (let i = 0; i < offered; i++) sample.offer(() => i);
  return sample.kept;
};

describe('an even sample', () => {
  it('keeps all while there is room', () => {
    expect(sampleOf(8, 8)).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
  });

  it('is spaced evenly from the first to the last, and never more or less than it says', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 3000 }), fc.integer({ min: 1, max: 32 }), (offered, half) => {
        const kept = sampleOf(offered, 2 * half);
        const gaps = new Set(kept.slice(1).map((value, i) => value - (kept[i] ?? NaN)));
        expect(kept[0]).toBe(0);
        expect(gaps.size).toBeLessThanOrEqual(1);
        const stride = [...gaps][0] ?? 1;
        expect(offered - (kept.at(-1) ?? NaN)).toBeLessThanOrEqual(stride);
        expect(kept.length).toBeLessThanOrEqual(2 * half);
        expect(kept.length).toBeGreaterThanOrEqual(Math.min(offered, half));
      }),
    );
  });

  it('makes only what it keeps', () => {
    let made = 0;
    const sample = new EvenSample<number>(4);
    for (let i = 0; i < 1000; i++) sample.offer(() => made++);
    expect(made).toBeLessThan(30);
  });
});
