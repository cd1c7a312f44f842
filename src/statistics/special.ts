/**
 * Special functions in double precision. Absolute error below 1e-12 (relative, where the value exceeds 1) on the ranges
 * that the likelihoods use; the tests hold each against published values and identities.
 */

/** ln 10: natural logarithms divided by it are log10. */
export const LN10 = Math.LN10;

const HALF_LN_2PI = 0.9189385332046728;

/** Below this the argument is shifted up before the asymptotic series is used. */
const SERIES_FROM = 12;

/**
 * Stirling's correction lnΓ(x) − [(x−½)ln x − x + ½ln 2π] for x >= 12 (Abramowitz & Stegun 6.1.41, DLMF 5.11.1).
 * First neglected term at x = 12: 3e-17.
 */
function stirlingCorrection(x: number): number {
  const i = 1 / x;
  const s = i * i;
  return (
    i * (1 / 12 - s * (1 / 360 - s * (1 / 1260 - s * (1 / 1680 - s * (1 / 1188 - s * (691 / 360360 - s * (1 / 156)))))))
  );
}

/** lnΓ(x) for x > 0; +∞ at 0; NaN below 0, which no likelihood here asks for. */
export function lgamma(x: number): number {
  if (!(x >= 0)) return Number.NaN;
  if (x === 0 || x === Infinity) return Infinity;
  if (x === 1 || x === 2) return 0;
  let y = x;
  let product = 1;
  while (y < SERIES_FROM) product *= y++;
  const large = (y - 0.5) * Math.log(y) - y + HALF_LN_2PI + stirlingCorrection(y);
  return product === 1 ? large : large - Math.log(product);
}

/** So many factors below 10^15 stay far below the greatest double. */
const MOST_FACTORS = 16;

/**
 * lnΓ(x + k) − lnΓ(x) for x > 0, k >= 0: the logarithm of the rising factorial x (x + 1) ... (x + k − 1) (DLMF 5.2.5). Of few factors their
 * product, which loses no digits and costs one logarithm.
 */
export function lgammaRise(x: number, k: number): number {
  if (!(k <= MOST_FACTORS && x < 1e15) || !Number.isInteger(k)) return lgamma(x + k) - lgamma(x);
  let product = 1;
  for (let i = 0; i < k; i++) product *= x + i;
  return Math.log(product);
}

/**
 * ln B(a, b) for a, b > 0, without the cancellation of lnΓ(a) + lnΓ(b) − lnΓ(a+b) when an argument is large
 * (Didonato & Morris, ACM TOMS 18 (1992) 360, algorithm 708, as in R's lbeta).
 */
export function lbeta(a: number, b: number): number {
  const p = Math.min(a, b);
  const q = Math.max(a, b);
  if (!(p >= 0)) return Number.NaN;
  if (p === 0) return Infinity;
  if (p >= SERIES_FROM) {
    const correction = stirlingCorrection(p) + stirlingCorrection(q) - stirlingCorrection(p + q);
    const ratio = p / (p + q);
    return -0.5 * Math.log(q) + HALF_LN_2PI + correction + (p - 0.5) * Math.log(ratio) + q * Math.log1p(-ratio);
  }
  if (q >= SERIES_FROM) {
    const correction = stirlingCorrection(q) - stirlingCorrection(p + q);
    return lgamma(p) + correction + p - p * Math.log(p + q) + (q - 0.5) * Math.log1p(-p / (p + q));
  }
  return lgamma(p) + lgamma(q) - lgamma(p + q);
}

/** ln(1 + e^z), exact at both ends: no overflow for large z, no loss for very negative z. */
export function softplus(z: number): number {
  return Math.max(z, 0) + Math.log1p(Math.exp(-Math.abs(z)));
}

/** 1/(1 + e^−z) without overflow. */
export function sigmoid(z: number): number {
  if (z >= 0) return 1 / (1 + Math.exp(-z));
  const e = Math.exp(z);
  return e / (1 + e);
}

/** ln Σ e^x_i; −∞ for an empty list or when every x_i is −∞. */
export function logSumExp(xs: ArrayLike<number>): number {
  let max = -Infinity;
  for (let i = 0; i < xs.length; i++) max = Math.max(max, xs[i]!);
  if (!Number.isFinite(max)) return max;
  let sum = 0;
  for (let i = 0; i < xs.length; i++) sum += Math.exp(xs[i]! - max);
  return max + Math.log(sum);
}

/** e^(x²)·erfc(x) for x >= 2 by its continued fraction (Abramowitz & Stegun 7.1.14), evaluated from the tail. */
function scaledErfcTail(x: number): number {
  let tail = x;
  for (let k = 120; k >= 1; k--) tail = x + k / 2 / tail;
  return 1 / (Math.sqrt(Math.PI) * tail);
}

/** Error function: the all-positive series (Abramowitz & Stegun 7.1.6) below 2, the continued fraction from there. */
export function erf(x: number): number {
  const a = Math.abs(x);
  if (a >= 2) return Math.sign(x) * (1 - Math.exp(-a * a) * scaledErfcTail(a));
  let term = a;
  let sum = a;
  for (let n = 1; term > sum * 1e-17; n++) {
    term *= (2 * a * a) / (2 * n + 1);
    sum += term;
  }
  return (Math.sign(x) * 2 * Math.exp(-a * a) * sum) / Math.sqrt(Math.PI);
}

/** 1 − erf(x), with full relative accuracy in the right tail. */
export function erfc(x: number): number {
  return x >= 2 ? Math.exp(-x * x) * scaledErfcTail(x) : 1 - erf(x);
}

/** P(Z <= z) for a standard normal Z. */
export function normalCdf(z: number): number {
  return 0.5 * erfc(-z / Math.SQRT2);
}
