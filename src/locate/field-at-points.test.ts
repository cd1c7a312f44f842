import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fieldAtPoints, kernelsOf } from './field-at-points.ts';
import { fieldKernel, residualField, type FieldPlace, type FieldScale } from './residual-field.ts';

const scale: FieldScale = { length_m: 2, smooth_db: 4, room_db: 2, frozen_db: 2, burst_db: 3 };
const place = fc.record({
  x_m: fc.double({ min: 0, max: 8, noNaN: true }),
  y_m: fc.double({ min: 0, max: 8, noNaN: true }),
  level: fc.integer({ min: 0, max: 1 }),
  room: fc.integer({ min: -1, max: 2 }),
});
/** (K + R) x = b by elimination: a second way to the same numbers. */
function solved(a: readonly (readonly number[])[], b: readonly number[]): number[] {
  const rows = a.map((row, i) => row.concat(b[i]!));
  const n = b.length;
  for (let k = 0; k < n; k++) {
    const top = rows[k]!;
    rows.forEach((row, i) => {
      if (i === k) return;
      const factor = row[k]! / top[k]!;
      for (let j = k; j <= n; j++) row[j]! -= factor * top[j]!;
    });
  }
  return rows.map((row, i) => row[n]! / row[i]!);
}

describe('a field at many points', () => {
  it('is what a Gaussian process says of each of them, whatever their number', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(place, fc.double({ min: -9, max: 9, noNaN: true })), { minLength: 1, maxLength: 6 }),
        fc.array(place, { minLength: 1, maxLength: 9 }),
        (read, points) => {
          const places: FieldPlace[] = read.map(([at]) => at);
          const readings = read.map(([, residual_db], i) => ({
            place: i,
            residual_db,
            bursts: 3,
            carriers: 1,
            extra_db2: 0,
          }));
          const field = residualField(places, readings, scale)!;
          const own = fieldAtPoints(field, points, places.length, kernelsOf(points, places, scale), scale);
          const noise = scale.frozen_db ** 2 + scale.burst_db ** 2 / 3;
          const matrix = places.map((a, i) =>
            places.map((b, j) =>
              i === j ? scale.smooth_db ** 2 + scale.room_db ** 2 + noise : fieldKernel(a, b, scale),
            ),
          );
          points.forEach((at, g) => {
            const k = places.map((other) => fieldKernel(other, at, scale));
            const shares = solved(matrix, k);
            const prior = scale.smooth_db ** 2 + (at.room >= 0 ? scale.room_db ** 2 : 0);
            const sum = (values: readonly number[]) =>
              shares.reduce((total, share, i) => total + share * values[i]!, 0);
            expect(own.mean_db[g]).toBeCloseTo(sum(readings.map(({ residual_db }) => residual_db)), 6);
            expect(own.variance_db2[g]).toBeCloseTo(Math.max(0, prior - sum(k)), 6);
            shares.forEach((share, i) => expect(own.shares[g * places.length + i]).toBeCloseTo(share, 5));
          });
        },
      ),
    );
  });
});
