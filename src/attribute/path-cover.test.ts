import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { pathCover, type WeightedStep } from './path-cover.ts';

const weightOf = (steps: readonly WeightedStep[]) => steps.reduce((s, step) => s + step.weight, 0);

/** Every subset, for small graphs. */
function best(steps: readonly WeightedStep[]): number {
  let most = 0;
  for (let mask = 0; mask < 1 << steps.length; mask++) {
    const chosen = steps.filter((_, i) => (mask >> i) & 1);
    if (new Set(chosen.map((s) => s.from)).size < chosen.length) continue;
    if (new Set(chosen.map((s) => s.to)).size < chosen.length) continue;
    most = Math.max(most, weightOf(chosen));
  }
  return most;
}

describe('chains', () => {
  it('gives up the best single step where two others together weigh more', () => {
    const steps = [
      { from: 0, to: 2, weight: 3 },
      { from: 0, to: 3, weight: 2.5 },
      { from: 1, to: 2, weight: 2.5 },
    ];
    expect(pathCover(steps)).toEqual([steps[1], steps[2]]);
  });

  it('takes the middle: A to B to C, not A to C', () => {
    const steps = [
      { from: 0, to: 1, weight: 2 },
      { from: 0, to: 2, weight: 3 },
      { from: 1, to: 2, weight: 2 },
    ];
    expect(weightOf(pathCover(steps))).toBe(4);
  });

  it('is as heavy as the heaviest of all covers, one successor and one predecessor each', () => {
    const step = fc
      .tuple(
        fc.integer({ min: 0, max: 4 }),
        fc.integer({ min: 0, max: 4 }),
        fc.double({ min: -1, max: 5, noNaN: true }),
      )
      .map(([a, b, weight]) => ({ from: Math.min(a, b), to: Math.max(a, b) + 1, weight }));
    fc.assert(
      fc.property(fc.uniqueArray(step, { maxLength: 10, selector: (s) => `${s.from} ${s.to}` }), (steps) => {
        const cover = pathCover(steps);
        expect(new Set(cover.map((s) => s.from)).size).toBe(cover.length);
        expect(new Set(cover.map((s) => s.to)).size).toBe(cover.length);
        expect(cover.every((s) => s.weight > 0)).toBe(true);
        expect(weightOf(cover)).toBeCloseTo(best(steps), 8);
      }),
      { numRuns: 300 },
    );
  });
});
