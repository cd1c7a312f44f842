import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CellDistances, classifyMove, MOVES } from './cell-moves.ts';
import { cellsAt } from './history.testing.ts';

describe('CellDistances', () => {
  it('takes both plausible ranges off, never below zero, in both directions', () => {
    const distances = new CellDistances(cellsAt([0, 15, 60]));
    expect(distances.excess_m(0, 1)).toBe(0);
    expect(distances.excess_m(0, 2)).toBeCloseTo(40_000, -2);
    expect(distances.excess_m(2, 0)).toBe(distances.excess_m(0, 2));
    expect(distances.excess_m(-1, 2)).toBeUndefined();
  });
});

describe('classifyMove', () => {
  it('lets trains and flights pass and stops what no vehicle does', () => {
    expect(classifyMove(0, 0)).toBe(MOVES.near);
    expect(classifyMove(100_000, 1200)).toBe(MOVES.far); // 300 km/h
    expect(classifyMove(800_000, HOURS(1))).toBe(MOVES.far); // airliner
    expect(classifyMove(50_000, 60)).toBe(MOVES.impossible);
    expect(classifyMove(800_000, 600)).toBe(MOVES.impossible);
  });

  it('never gets worse with more time', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 2_000_000 }), fc.nat(200_000), fc.nat(200_000), (excess, gap, more) => {
        expect(classifyMove(excess, gap + more)).toBeLessThanOrEqual(classifyMove(excess, gap));
      }),
    );
  });

  it('forgives a clock that is off by a minute within the plausible range of neighbouring towns', () => {
    expect(classifyMove(5_000, -60)).toBe(MOVES.far);
  });
});

const HOURS = (n: number): number => n * 3600;
