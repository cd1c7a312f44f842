import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CellDistances } from './cell-moves.ts';
import { cellsAt, HOUR_S } from './history.testing.ts';
import { arrivesWithin, JOURNEY, regionsOf } from './journeys.ts';

describe('regions', () => {
  it('are what overlapping cells connect; cells without a place are in none', () => {
    // 2G: 10 km of range each, so masts up to 20 km apart may be one place, and a row of them is one as well.
    const regions = regionsOf([-2, 3, 0, 1, 2, 0], new CellDistances(cellsAt([0, 18, 36, 100])));
    expect(regions.count).toBe(2);
    expect([0, 1, 2].map(regions.of)).toEqual([0, 0, 0]);
    expect(regions.of(3)).toBe(1);
    expect(regions.of(-2)).toBeUndefined();
    // From the nearest mast of the row, half a range less at both ends.
    expect((regions.distance_m[1] ?? 0) / 1000).toBeCloseTo(64 - 10, 0);
    expect(regions.distance_m[1]).toBe(regions.distance_m[2]);
  });
});

describe('arrivesWithin', () => {
  it('is one half at the usual speed, and next to nothing far above it', () => {
    const hour = HOUR_S - JOURNEY.clockSlack_s;
    expect(arrivesWithin(JOURNEY.medianSpeed_kmh * 1000, hour)).toBeCloseTo(0.5, 6);
    expect(arrivesWithin(250_000 / 4, hour / 4)).toBeLessThan(0.01);
    expect(arrivesWithin(1000, 24 * HOUR_S)).toBeCloseTo(1, 6);
  });

  it('knows aeroplanes', () => {
    expect(arrivesWithin(700_000, 3 * HOUR_S)).toBeGreaterThan(0.1);
    expect(arrivesWithin(140_000, 0.6 * HOUR_S)).toBeLessThan(0.01);
  });

  it('never falls with more time nor rises with more distance', () => {
    fc.assert(
      fc.property(fc.nat(900_000), fc.nat(900_000), fc.nat(100_000), fc.nat(100_000), (d1, d2, t1, t2) => {
        const [near, far] = [Math.min(d1, d2), Math.max(d1, d2)];
        const [soon, late] = [Math.min(t1, t2), Math.max(t1, t2)];
        expect(arrivesWithin(far, late)).toBeGreaterThanOrEqual(arrivesWithin(far, soon) - 1e-12);
        // Where a flight becomes possible, farther may be sooner.
        const flies = (d: number): boolean => d >= JOURNEY.shortestFlight_m;
        const farther = flies(near) === flies(far) ? far : near;
        expect(arrivesWithin(near, soon)).toBeGreaterThanOrEqual(arrivesWithin(farther, soon) - 1e-12);
      }),
    );
  });
});
