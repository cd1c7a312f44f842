import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { distance_m, EARTH_RADIUS_M, eastward_deg } from './great-circle.ts';

const position = fc.record({
  latitude: fc.double({ min: -90, max: 90, noNaN: true }),
  longitude: fc.double({ min: -180, max: 180, noNaN: true }),
});

describe('the way from one longitude to another', () => {
  it('is the shorter one, and ends there', () => {
    fc.assert(
      fc.property(position, position, ({ longitude: from }, { longitude: to }) => {
        const east = eastward_deg(from, to);
        expect(Math.abs(east)).toBeLessThanOrEqual(180);
        expect(Math.cos(((from + east - to) * Math.PI) / 180)).toBeCloseTo(1, 12);
      }),
    );
    expect(eastward_deg(179.9, -179.9)).toBeCloseTo(0.2, 9);
    expect(eastward_deg(-179.9, 179.9)).toBeCloseTo(-0.2, 9);
  });
});

describe('great-circle distance', () => {
  it('agrees with the Brussels-Paris value of bandicoot (R = 6371 km)', () => {
    const metres = distance_m({ latitude: 50.8503, longitude: 4.3517 }, { latitude: 48.8566, longitude: 2.3522 });
    expect(metres / 1000).toBeCloseTo(263.9754164080347, 9);
  });

  it('is the same both ways, nothing to the place itself, and half the circumference to the antipodes', () => {
    fc.assert(
      fc.property(position, position, (a, b) => {
        expect(distance_m(a, b)).toBeCloseTo(distance_m(b, a), 6);
        expect(distance_m(a, a)).toBe(0);
        const antipodes = { latitude: -a.latitude, longitude: a.longitude + 180 };
        // Near the antipodes the haversine keeps half the digits: some decimetres.
        expect(Math.abs(distance_m(a, antipodes) - Math.PI * EARTH_RADIUS_M)).toBeLessThan(1);
      }),
    );
  });

  it('keeps to the metre over a street and across the 180th meridian', () => {
    const degree_m = (Math.PI * EARTH_RADIUS_M) / 180;
    const north = distance_m({ latitude: 48, longitude: 2 }, { latitude: 48.00001, longitude: 2 });
    expect(north).toBeCloseTo(degree_m / 1e5, 6);
    expect(distance_m({ latitude: 0, longitude: 179.9 }, { latitude: 0, longitude: -179.9 })).toBeCloseTo(
      degree_m / 5,
      3,
    );
  });
});
