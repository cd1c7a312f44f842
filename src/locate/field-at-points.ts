import { fieldKernel, type FieldPlace, type FieldScale, type ResidualField } from './residual-field.ts';

/** What one sensor's field is at each of a list of points. */
export interface FieldAtPoints {
  readonly mean_db: Float64Array;
  readonly variance_db2: Float64Array;
  /** k'(K+R)^-1 of each point, which tells what each reading contributed; point-major. */
  readonly shares: Float32Array;
}

/** Points that go through the matrix together: it is read once for all of them. */
const TOGETHER = 4;

/** The kernel of every point with every place of the survey, which all sensors share; point-major. */
export function kernelsOf(
  points: readonly FieldPlace[],
  places: readonly FieldPlace[],
  scale: FieldScale,
): Float64Array {
  const n = places.length;
  const kernels = new Float64Array(points.length * n);
  points.forEach((point, g) => {
    for (let i = 0; i < n; i++) kernels[g * n + i] = fieldKernel(places[i]!, point, scale);
  });
  return kernels;
}

/** Mean and variance of a field at points whose kernels are given (Rasmussen & Williams 2006, 2.25 and 2.26). */
export function fieldAtPoints(
  { readings, inverse, weights }: ResidualField,
  points: readonly FieldPlace[],
  places: number,
  kernels: Float64Array,
  scale: FieldScale,
): FieldAtPoints {
  const n = readings.length;
  const mean_db = new Float64Array(points.length);
  const variance_db2 = new Float64Array(points.length);
  const shares = new Float32Array(points.length * n);
  const columns = Array.from({ length: TOGETHER }, () => new Float64Array(n));
  const [k0, k1, k2, k3] = columns as [Float64Array, Float64Array, Float64Array, Float64Array];
  for (let first = 0; first < points.length; first += TOGETHER) {
    const together = Math.min(TOGETHER, points.length - first);
    columns.forEach((k, b) => {
      const from = (first + Math.min(b, together - 1)) * places;
      for (let i = 0; i < n; i++) k[i] = kernels[from + readings[i]!.place]!;
    });
    for (let b = 0; b < together; b++) {
      const k = columns[b]!;
      for (let i = 0; i < n; i++) mean_db[first + b]! += k[i]! * weights[i]!;
    }
    const explained = [0, 0, 0, 0];
    for (let i = 0; i < n; i++) {
      const row = i * n;
      let [s0, s1, s2, s3] = [0, 0, 0, 0];
      for (let j = 0; j < n; j++) {
        const c = inverse[row + j]!;
        s0 += c * k0[j]!;
        s1 += c * k1[j]!;
        s2 += c * k2[j]!;
        s3 += c * k3[j]!;
      }
      const sums = [s0, s1, s2, s3];
      for (let b = 0; b < together; b++) {
        shares[(first + b) * n + i] = sums[b]!;
        explained[b]! += sums[b]! * columns[b]![i]!;
      }
    }
    for (let b = 0; b < together; b++) {
      const prior = scale.smooth_db ** 2 + (points[first + b]!.room >= 0 ? scale.room_db ** 2 : 0);
      variance_db2[first + b] = Math.max(0, prior - explained[b]!);
    }
  }
  return { mean_db, variance_db2, shares };
}
