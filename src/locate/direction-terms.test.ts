import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bearingsOf, DirectionTerms } from './direction-terms.ts';
import { choleskyFactor, inverseFromLower, logDeterminant, lowerInverse } from './matrix.ts';

const finite = (min: number, max: number) => fc.double({ min, max, noNaN: true });
const sensor = fc.record({ x_m: finite(-9, 9), y_m: finite(1, 9), variance: finite(4, 60), residual: finite(-20, 20) });

/** The same by the whole covariance matrix: diagonal plus what waves once and twice round have in common. */
function byMatrix(
  sensors: readonly { x_m: number; y_m: number; variance: number; residual: number }[],
  pattern_db: number,
) {
  const n = sensors.length;
  const matrix = new Float64Array(n * n);
  const angle = sensors.map(({ x_m, y_m }) => Math.atan2(y_m, x_m));
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) {
      const apart = angle[i]! - angle[j]!;
      matrix[i * n + j] = pattern_db ** 2 * ((2 / 3) * Math.cos(apart) + (1 / 3) * Math.cos(2 * apart));
    }
    matrix[i * n + i]! += sensors[i]!.variance;
  }
  const factor = choleskyFactor(matrix, n)!;
  const inverse = inverseFromLower(lowerInverse(factor, n), n);
  let [a, b, w] = [0, 0, 0];
  sensors.forEach((left, i) => {
    sensors.forEach((right, j) => {
      const value = inverse[i * n + j]!;
      a += left.residual * value * right.residual;
      b += left.residual * value;
      w += value;
    });
  });
  return { a, b, w, log: logDeterminant(factor, n) };
}

describe('what directions have in common', () => {
  it('is taken off as by the whole covariance matrix', () => {
    fc.assert(
      fc.property(fc.array(sensor, { minLength: 3, maxLength: 12 }), finite(0.5, 6), (sensors, pattern_db) => {
        const bearings = bearingsOf({ x_m: Float64Array.of(0), y_m: Float64Array.of(0) }, sensors);
        const terms = new DirectionTerms(1, bearings, pattern_db);
        const sums = {
          A: new Float64Array(1),
          B: new Float64Array(1),
          W: new Float64Array(1),
          logVariance: new Float64Array(1),
        };
        sensors.forEach(({ variance, residual }, s) => {
          terms.add(s, 0, 1 / variance, residual);
          sums.A[0]! += residual ** 2 / variance;
          sums.B[0]! += residual / variance;
          sums.W[0]! += 1 / variance;
          sums.logVariance[0]! += Math.log(variance);
        });
        terms.takeOff(sums);
        const whole = byMatrix(sensors, pattern_db);
        expect(sums.A[0]).toBeCloseTo(whole.a, 2);
        expect(sums.B[0]).toBeCloseTo(whole.b, 3);
        expect(sums.W[0]).toBeCloseTo(whole.w, 4);
        expect(sums.logVariance[0]).toBeCloseTo(whole.log, 4);
      }),
    );
  });
});
