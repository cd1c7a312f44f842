import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { minimumPathCover } from './path-cover.ts';

/** Least number of paths by trying every choice of predecessors. */
function bruteForce(n: number, reaches: (i: number, j: number) => boolean, j = 0, used = new Set<number>()): number {
  if (j === n) return 0;
  let best = 1 + bruteForce(n, reaches, j + 1, used);
  for (let i = 0; i < j; i++) {
    if (used.has(i) || !reaches(i, j)) continue;
    used.add(i);
    best = Math.min(best, bruteForce(n, reaches, j + 1, used));
    used.delete(i);
  }
  return best;
}

describe('minimumPathCover', () => {
  it('is as small as an exhaustive search finds, and every path is feasible', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 7 }),
        fc.array(fc.boolean(), { minLength: 49, maxLength: 49 }),
        (n, edges) => {
          const reaches = (i: number, j: number): boolean => edges[i * 7 + j] === true;
          const path = minimumPathCover(n, reaches);
          expect(new Set(path).size).toBe(bruteForce(n, reaches));
          const last = new Map<number, number>();
          path.forEach((p, j) => {
            const before = last.get(p);
            expect(before === undefined || reaches(before, j)).toBe(true);
            last.set(p, j);
          });
        },
      ),
      { numRuns: 300 },
    );
  });
});
