import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { insideRings } from './polygon.ts';

const square = (from: number, to: number): [number, number][] => [
  [from, from],
  [to, from],
  [to, to],
  [from, to],
];

/** Never on an edge. */
const coordinate = fc.integer({ min: -20, max: 120 }).map((n) => n / 10 + 0.05);

describe('a polygon', () => {
  it('holds the points between its outer ring and its hole, whichever way round they are given', () => {
    fc.assert(
      fc.property(coordinate, coordinate, fc.boolean(), (x, y, turned) => {
        const within = (from: number, to: number): boolean => x > from && x < to && y > from && y < to;
        const hole = turned ? square(4, 6).toReversed() : square(4, 6);
        expect(insideRings(x, y, [square(0, 10), hole])).toBe(within(0, 10) && !within(4, 6));
        // The same across the 180th meridian.
        const moved = (longitude: number): number => (longitude + 175 > 180 ? longitude - 185 : longitude + 175);
        const rings = [square(0, 10), hole].map((ring) => ring.map(([a, b]) => [moved(a), b] as const));
        expect(insideRings(moved(x), y, rings)).toBe(within(0, 10) && !within(4, 6));
      }),
    );
  });
});
