/** Bearing of each sensor from each point, as cosine and sine. Sensor-major, like the maps. */
export interface Bearings {
  readonly cos: Float32Array;
  readonly sin: Float32Array;
}

/** Sums that the terms of a point are made of; changed in place. */
interface Sums {
  readonly A: Float64Array;
  readonly B: Float64Array;
  readonly W: Float64Array;
  readonly logVariance: Float64Array;
}

/** Shares of the pattern's variance: once round (a body on one side), twice round (furniture on two). */
const SHARES = [2 / 3, 2 / 3, 1 / 3, 1 / 3] as const;

export function bearingsOf(
  grid: { readonly x_m: Float64Array; readonly y_m: Float64Array },
  sensors: readonly { readonly x_m: number; readonly y_m: number }[],
): Bearings {
  const points = grid.x_m.length;
  const cos = new Float32Array(sensors.length * points);
  const sin = new Float32Array(sensors.length * points);
  sensors.forEach((sensor, s) => {
    for (let g = 0; g < points; g++) {
      const [dx, dy] = [sensor.x_m - grid.x_m[g]!, sensor.y_m - grid.y_m[g]!];
      const away = Math.hypot(dx, dy) || 1;
      cos[s * points + g] = dx / away;
      sin[s * points + g] = dy / away;
    }
  });
  return { cos, sin };
}

/**
 * What a body or furniture beside the transmitter adds by direction is common to whole groups of sensors: errors that are not
 * independent. As a sum of waves once and twice round, with normal coefficients of unknown size, it is integrated out in closed
 * form, as the power is: the covariance V + H D H' enters A, B, W and ln det by the matrix inversion lemma. The more sensors
 * stand round a place, the more this counts.
 */
export class DirectionTerms {
  private readonly points: number;
  /** Sums of w cos k phi and w sin k phi, k = 1..4; of w r times the first four waves. */
  private readonly waves: Float64Array;
  private readonly pattern_db: number;
  private readonly bearings: Bearings;

  /** `pattern_db`: sd over directions. */
  constructor(points: number, bearings: Bearings, pattern_db: number) {
    this.points = points;
    this.bearings = bearings;
    this.pattern_db = pattern_db;
    this.waves = new Float64Array(12 * points);
  }

  /** One sensor at one point, with its weight (1 / variance) and residual. */
  add(from: number, g: number, weight: number, residual: number): void {
    const { waves } = this;
    const c = this.bearings.cos[from + g]!;
    const s = this.bearings.sin[from + g]!;
    const c2 = 2 * c * c - 1;
    const s2 = 2 * c * s;
    const wr = weight * residual;
    const at = 12 * g;
    waves[at]! += weight * c;
    waves[at + 1]! += weight * s;
    waves[at + 2]! += weight * c2;
    waves[at + 3]! += weight * s2;
    waves[at + 4]! += weight * (c2 * c - s2 * s);
    waves[at + 5]! += weight * (s2 * c + c2 * s);
    waves[at + 6]! += weight * (2 * c2 * c2 - 1);
    waves[at + 7]! += weight * 2 * c2 * s2;
    waves[at + 8]! += wr * c;
    waves[at + 9]! += wr * s;
    waves[at + 10]! += wr * c2;
    waves[at + 11]! += wr * s2;
  }

  /** Takes the directions' share off the sums of every point. */
  takeOff({ A, B, W, logVariance }: Sums): void {
    const { waves, pattern_db } = this;
    const m = new Float64Array(16);
    const u = new Float64Array(4);
    const v = new Float64Array(4);
    const prior = SHARES.map((share) => 1 / (share * pattern_db ** 2));
    const logPrior = SHARES.reduce((sum, share) => sum + Math.log(share * pattern_db ** 2), 0);
    for (let g = 0; g < this.points; g++) {
      const at = 12 * g;
      const w = W[g]!;
      const [c1, s1, c2, s2] = [waves[at]!, waves[at + 1]!, waves[at + 2]!, waves[at + 3]!];
      const [c3, s3, c4, s4] = [waves[at + 4]!, waves[at + 5]!, waves[at + 6]!, waves[at + 7]!];
      // Products of waves are waves of sums and differences; the lower triangle is enough.
      m[0] = prior[0]! + (w + c2) / 2;
      m[4] = s2 / 2;
      m[5] = prior[1]! + (w - c2) / 2;
      m[8] = (c1 + c3) / 2;
      m[9] = (s3 - s1) / 2;
      m[10] = prior[2]! + (w + c4) / 2;
      m[12] = (s1 + s3) / 2;
      m[13] = (c1 - c3) / 2;
      m[14] = s4 / 2;
      m[15] = prior[3]! + (w - c4) / 2;
      u[0] = waves[at + 8]!;
      u[1] = waves[at + 9]!;
      u[2] = waves[at + 10]!;
      u[3] = waves[at + 11]!;
      v[0] = c1;
      v[1] = s1;
      v[2] = c2;
      v[3] = s2;
      let determinant = 1;
      let [a, b, ww] = [0, 0, 0];
      for (let i = 0; i < 4; i++) {
        for (let j = 0; j < i; j++) {
          let sum = m[4 * i + j]!;
          for (let k = 0; k < j; k++) sum -= m[4 * i + k]! * m[4 * j + k]!;
          m[4 * i + j] = sum / m[5 * j]!;
        }
        let own = m[5 * i]!;
        for (let k = 0; k < i; k++) own -= m[4 * i + k]! ** 2;
        determinant *= own;
        const root = Math.sqrt(own);
        m[5 * i] = root;
        let [left, right] = [u[i]!, v[i]!];
        for (let k = 0; k < i; k++) {
          left -= m[4 * i + k]! * u[k]!;
          right -= m[4 * i + k]! * v[k]!;
        }
        u[i] = left / root;
        v[i] = right / root;
        a += u[i]! ** 2;
        b += u[i]! * v[i]!;
        ww += v[i]! ** 2;
      }
      A[g]! -= a;
      B[g]! -= b;
      W[g]! -= ww;
      logVariance[g]! += Math.log(determinant) + logPrior;
    }
  }
}
