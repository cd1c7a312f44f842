import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Antenna } from '../model/record.ts';
import type { CellKey } from '../model/identifiers.ts';
import { coverageGeometry, coverageScore, PRIOR_COVERAGE } from './coverage.ts';
import { areaGeometry, areaLnTheta, layerOf } from './serving-cells.ts';

const antenna = (over: Partial<Antenna> = {}): Antenna => ({
  operator: 'A',
  cell: 'c' as CellKey,
  longitude: 2,
  latitude: 46,
  azimuth_deg: 0,
  beamwidth_deg: 65,
  technology: '2G',
  from_s: -Infinity,
  until_s: Infinity,
  ...over,
});
const north_km = (km: number): { longitude: number; latitude: number } => ({
  longitude: 2,
  latitude: 46 + km / 111.195,
});

describe('coverage pattern', () => {
  it('loses 3 dB at half of the beamwidth (3GPP TR 36.942, 12(Δ/θ)²)', () => {
    const off = coverageGeometry(antenna({ azimuth_deg: 32.5 }), north_km(1));
    expect(off?.attenuation_db).toBeCloseTo(3, 6);
    expect(coverageGeometry(antenna({ azimuth_deg: 180 }), north_km(1))?.attenuation_db).toBe(22);
  });

  it('reads azimuths around the circle alike', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 360, noNaN: true }), (azimuth_deg) => {
        const a = coverageGeometry(antenna({ azimuth_deg }), north_km(1))?.attenuation_db ?? NaN;
        const b = coverageGeometry(antenna({ azimuth_deg: 360 - azimuth_deg }), north_km(1))?.attenuation_db ?? NaN;
        expect(a).toBeCloseTo(b, 6);
      }),
    );
  });

  it('falls with distance and ends at the range', () => {
    const score = (km: number): number => {
      const g = coverageGeometry(antenna(), north_km(km));
      return g === undefined ? -Infinity : coverageScore(g, PRIOR_COVERAGE);
    };
    expect(score(1) - score(10)).toBeCloseTo(PRIOR_COVERAGE.distanceSlope * Math.LN10, 6);
    expect(score(36)).toBe(-Infinity);
  });

  it('adds up to 1 over the cells of a layer that are in service throughout', () => {
    const cells = [antenna(), antenna({ azimuth_deg: 120 }), antenna({ latitude: 46.05 }), antenna({ operator: 'B' })];
    const points = [north_km(1), north_km(1.2)];
    const lnTheta = areaLnTheta(
      { cells },
      areaGeometry({ cells }, points, { from_s: 0, until_s: 1 }),
      () => PRIOR_COVERAGE,
    );
    const total = new Map<string, number>();
    cells.forEach((c, i) => total.set(layerOf(c), (total.get(layerOf(c)) ?? 0) + Math.exp(lnTheta[i] ?? 0)));
    for (const t of total.values()) expect(t).toBeCloseTo(1, 9);
  });

  it('counts a layer where some of the area is out of its range', () => {
    const cells = [antenna(), antenna({ azimuth_deg: 120 })];
    const thetaOf = (points: readonly { longitude: number; latitude: number }[]): Float64Array =>
      areaLnTheta({ cells }, areaGeometry({ cells }, points, { from_s: 0, until_s: 1 }), () => PRIOR_COVERAGE);
    const near = thetaOf([north_km(34)]);
    // Nothing of it from the far half: every share is half as large.
    thetaOf([north_km(34), north_km(36)]).forEach((ln, i) => expect(ln).toBeCloseTo((near[i] ?? NaN) - Math.LN2, 9));
  });

  it('does not let a renumbered antenna take its successor’s share', () => {
    const other = antenna({ latitude: 46.03 });
    const whole = { cells: [antenna(), other] };
    const split = { cells: [antenna({ until_s: 0.5 }), antenna({ from_s: 0.5 }), other] };
    const theta = (table: { cells: Antenna[] }): Float64Array =>
      areaLnTheta(table, areaGeometry(table, [north_km(1)], { from_s: 0, until_s: 1 }), () => PRIOR_COVERAGE);
    expect(theta(split)[0]).toBeCloseTo(theta(whole)[0] ?? NaN, 9);
    expect(theta(split)[2]).toBeCloseTo(theta(whole)[1] ?? NaN, 9);
  });
});
