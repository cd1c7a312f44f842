import { CellsweepError } from '../model/errors.ts';
import { solvePositiveDefinite } from './cholesky.ts';
import { LN10 } from './special.ts';

/** Reference sources with their features (log10 LRs of components, indicators, ...). All features finite. */
export interface LabelledFeatures {
  /** Row-major, labels.length × columns. */
  readonly features: Float64Array;
  readonly columns: number;
  /** 1 where Hp is true, 0 where Hd is true. */
  readonly labels: ArrayLike<number>;
}

export interface LogisticOptions {
  /** L2 penalty of each coefficient (½ λ_j β_j²); default 1. The intercept is never penalised. Keep λ_j > 0 unless the
   * classes overlap in feature j. */
  readonly penalties?: ArrayLike<number>;
  /** Coefficients that may not be negative; default none. */
  readonly nonNegative?: readonly boolean[];
  /** Weight of each source, >= 0; default 1. Weight 2 is the same as listing the source twice, 0 as leaving it out. */
  readonly weights?: ArrayLike<number>;
  /** Where to begin: a previous fit of similar data saves iterations and does not change the optimum. */
  readonly start?: { readonly intercept: number; readonly coefficients: ArrayLike<number> };
}

/** ln posterior odds at even class weight = intercept + Σ coefficients[j]·x_j. */
export interface LogisticFit {
  readonly intercept: number;
  readonly coefficients: Float64Array;
  readonly iterations: number;
  /** False when the optimality conditions are not met to 1e-10 of the total weight. */
  readonly converged: boolean;
}

const TOLERANCE = 1e-10;
const MAX_ITERATIONS = 200;

/** State of the objective at one point θ = (intercept, coefficients). */
interface Slope {
  readonly theta: Float64Array;
  readonly value: number;
  readonly gradient: Float64Array;
  readonly hessian: Float64Array;
}

/**
 * Class-balanced L2 logistic regression, solved to its optimum: minimises ½Σ λ_j β_j² + Σ w_i·logloss_i, where the
 * weights of each class are scaled to half of the total, so that odds read as likelihood ratios. The problem is convex;
 * bounds β_j >= 0 are kept by projected Newton steps (Bertsekas, SIAM J. Control Optim. 20 (1982) 221).
 *
 * Throws INTERNAL when a class has no weight or the arrays do not fit together: callers decide beforehand what too few
 * references mean.
 */
export function fitLogisticRegression(data: LabelledFeatures, options: LogisticOptions = {}): LogisticFit {
  const size = data.columns + 1;
  const weights = balancedWeights(data, options.weights);
  const penalties = Float64Array.from({ length: data.columns }, (_, j) => options.penalties?.[j] ?? 1);
  const bounded = (k: number): boolean => k > 0 && (options.nonNegative?.[k - 1] ?? false);
  const project = (k: number, v: number): number => (bounded(k) ? Math.max(0, v) : v);

  const start = Float64Array.from({ length: size }, (_, k) =>
    project(k, (k === 0 ? options.start?.intercept : options.start?.coefficients[k - 1]) ?? 0),
  );
  let total = 0;
  for (const weight of weights) total += weight;
  const tolerance = TOLERANCE * Math.max(1, total);

  let slope = slopeAt(data, weights, penalties, start);
  let iterations = 0;
  let converged = false;
  for (; iterations < MAX_ITERATIONS; iterations++) {
    const { theta, gradient } = slope;
    // How far a plain gradient step would move: 0 exactly where the Karush-Kuhn-Tucker conditions hold.
    let residual = 0;
    for (let k = 0; k < size; k++)
      residual = Math.max(residual, Math.abs(theta[k]! - project(k, theta[k]! - gradient[k]!)));
    converged = residual <= tolerance;
    if (converged) break;
    // A coefficient almost at its bound that wants to go lower takes no part in the Newton step: cut short by the bound,
    // it would spoil the step of the others. The margin shrinks with the residual, so that the optimum is not moved.
    const margin = Math.min(1e-3, residual);
    const free: number[] = [];
    for (let k = 0; k < size; k++) if (!(bounded(k) && theta[k]! <= margin && gradient[k]! > 0)) free.push(k);
    const next = stepFrom(slope, newtonDirection(slope, free, size), project, (theta) =>
      slopeAt(data, weights, penalties, theta),
    );
    if (next === undefined) break;
    slope = next;
  }
  if (!converged && options.start !== undefined) {
    // From a far start every source may be so surely right or wrong that the curvature is lost: begin at 0 instead.
    const { start: _, ...cold } = options;
    return fitLogisticRegression(data, cold);
  }
  return { intercept: slope.theta[0]!, coefficients: slope.theta.slice(1), iterations, converged };
}

/** log10 LR of one row of features. */
export function logisticLlr10(fit: LogisticFit, row: ArrayLike<number>): number {
  let sum = fit.intercept;
  for (let j = 0; j < fit.coefficients.length; j++) sum += fit.coefficients[j]! * row[j]!;
  return sum / LN10;
}

/** log10 LR of each row of a row-major matrix. */
export function applyLogistic(fit: LogisticFit, features: Float64Array): Float64Array {
  const d = fit.coefficients.length;
  return Float64Array.from({ length: features.length / d }, (_, i) =>
    logisticLlr10(fit, features.subarray(i * d, (i + 1) * d)),
  );
}

/** Scales the given weights so that each class has half of their sum. */
function balancedWeights({ features, columns, labels }: LabelledFeatures, given?: ArrayLike<number>): Float64Array {
  const n = labels.length;
  if (features.length !== n * columns || (given !== undefined && given.length !== n)) {
    throw new CellsweepError('INTERNAL', 'Features, labels and weights of a regression differ in length.');
  }
  // Plain loops: this runs once per bootstrap resample.
  const w = new Float64Array(n);
  let hp = 0;
  let hd = 0;
  for (let i = 0; i < n; i++) {
    const weight = given === undefined ? 1 : given[i]!;
    w[i] = weight;
    if (labels[i] === 1) hp += weight;
    else hd += weight;
  }
  if (!(hp > 0 && hd > 0)) throw new CellsweepError('INTERNAL', 'A regression needs references of both classes.');
  const hpScale = (hp + hd) / (2 * hp);
  const hdScale = (hp + hd) / (2 * hd);
  for (let i = 0; i < n; i++) w[i]! *= labels[i] === 1 ? hpScale : hdScale;
  return w;
}

function logit({ features, columns }: LabelledFeatures, theta: Float64Array, i: number): number {
  let z = theta[0]!;
  for (let j = 0, at = i * columns; j < columns; j++, at++) z += theta[j + 1]! * features[at]!;
  return z;
}

function slopeAt(data: LabelledFeatures, w: Float64Array, penalties: Float64Array, theta: Float64Array): Slope {
  const d = data.columns;
  const size = d + 1;
  const gradient = new Float64Array(size);
  const hessian = new Float64Array(size * size);
  let value = 0;
  for (let i = 0; i < w.length; i++) {
    const weight = w[i]!;
    if (weight === 0) continue;
    const z = logit(data, theta, i);
    const isHp = data.labels[i] === 1;
    // One exponential serves the loss ln(1 + e^±z), its slope and its curvature, without overflow.
    const e = Math.exp(-Math.abs(z));
    const miss = isHp === z < 0 ? 1 / (1 + e) : e / (1 + e);
    value += weight * (Math.log1p(e) + (isHp === z < 0 ? Math.abs(z) : 0));
    const g = isHp ? -weight * miss : weight * miss;
    const h = (weight * e) / (1 + e) ** 2;
    gradient[0]! += g;
    hessian[0]! += h;
    for (let j = 0, at = i * d; j < d; j++) {
      const x = data.features[at + j]!;
      gradient[j + 1]! += g * x;
      hessian[(j + 1) * size]! += h * x;
      for (let k = 0; k <= j; k++) hessian[(j + 1) * size + k + 1]! += h * x * data.features[at + k]!;
    }
  }
  for (let j = 1; j < size; j++) {
    value += 0.5 * penalties[j - 1]! * theta[j]! ** 2;
    gradient[j]! += penalties[j - 1]! * theta[j]!;
    hessian[j * size + j]! += penalties[j - 1]!;
    for (let k = 0; k < j; k++) hessian[k * size + j] = hessian[j * size + k]!;
  }
  return { theta, value, gradient, hessian };
}

/**
 * −H⁻¹g over the free coordinates and a gradient step scaled by curvature for the others, which ends at their bound. A
 * growing ridge stands in where H is singular to double precision.
 */
function newtonDirection({ gradient, hessian }: Slope, free: readonly number[], size: number): Float64Array {
  const n = free.length;
  const direction = gradient.map((g, k) => -g / Math.max(hessian[k * size + k]!, Number.MIN_VALUE));
  const b = Float64Array.from(free, (k) => -gradient[k]!);
  let scale = 0;
  for (const k of free) scale = Math.max(scale, hessian[k * size + k]!);
  for (let ridge = 0; ; ridge = ridge === 0 ? 1e-12 * Math.max(scale, 1e-12) : ridge * 100) {
    const a = new Float64Array(n * n);
    for (let r = 0; r < n; r++) {
      for (let c = 0; c < n; c++) a[r * n + c] = hessian[free[r]! * size + free[c]!]! + (r === c ? ridge : 0);
    }
    const x = solvePositiveDefinite(a, b);
    if (x === undefined) continue;
    for (let r = 0; r < n; r++) direction[free[r]!] = x[r]!;
    return direction;
  }
}

/** Halves the step along the projected path until the objective falls enough (Armijo); undefined when it never does. */
function stepFrom(
  from: Slope,
  direction: Float64Array,
  project: (k: number, v: number) => number,
  slopeOf: (theta: Float64Array) => Slope,
): Slope | undefined {
  for (let t = 1; t > 1e-10; t /= 2) {
    const to = slopeOf(from.theta.map((v, k) => project(k, v + t * direction[k]!)));
    let promised = 0;
    for (let k = 0; k < direction.length; k++) promised += from.gradient[k]! * (to.theta[k]! - from.theta[k]!);
    // The last term allows for rounding when the step is already as fine as the sum.
    if (to.value <= from.value + 1e-4 * promised + 1e-14 * Math.abs(from.value)) return to;
  }
  return undefined;
}
