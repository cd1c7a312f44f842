import { describe, expect, it } from 'vitest';
import { createRandom } from '../../statistics/index.ts';
import { effectiveNumber } from './effective-number.ts';

const random = createRandom(9);
const GROUPS = 40;
const SIZE = 25;
const groups = Array.from({ length: GROUPS * SIZE }, (_, i) => Math.floor(i / SIZE));
const values = (shared: number): number[] => {
  const own = Array.from({ length: GROUPS }, () => random.normal());
  return groups.map((g) => Math.sqrt(shared) * own[g]! + Math.sqrt(1 - shared) * random.normal());
};

describe('effectiveNumber', () => {
  it('is that of the groups when all of a group say the same, and near that of the days when they do not', () => {
    expect(effectiveNumber(values(1), groups)).toBeCloseTo(GROUPS, 6);
    expect(effectiveNumber(values(0), groups)).toBeGreaterThan(0.6 * groups.length);
  });
  it("agrees with Kish's design effect in between", () => {
    const expected = groups.length / (1 + (SIZE - 1) * 0.3);
    const found = Array.from({ length: 20 }, () => effectiveNumber(values(0.3), groups));
    expect(found.reduce((sum, v) => sum + v, 0) / found.length / expected).toBeCloseTo(1, 0.7);
  });
  it('never leaves its range, for one group or equal values either', () => {
    expect(effectiveNumber([1, 2, 3], [0, 0, 0])).toBe(1);
    expect(effectiveNumber([1, 1, 1, 1], [0, 0, 1, 1])).toBe(2);
  });
});
