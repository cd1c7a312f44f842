import { lbeta, lgamma, lgammaRise } from './special.ts';

/**
 * Natural-log probabilities of counts. A count outside the support has −∞; parameters outside their range give NaN.
 * Counts are non-negative integers; parameters are positive reals unless said otherwise.
 */

const isCount = (k: number): boolean => Number.isInteger(k) && k >= 0;

/** ln C(n, k). */
export function logBinomialCoefficient(n: number, k: number): number {
  if (!isCount(k) || k > n) return -Infinity;
  if (k === 0 || k === n) return 0;
  return -Math.log(n + 1) - lbeta(n - k + 1, k + 1);
}

/** ln P(K = k) for K ~ Poisson(mean), mean >= 0. */
export function poissonLogPmf(k: number, mean: number): number {
  if (!(mean >= 0)) return Number.NaN;
  if (!isCount(k)) return -Infinity;
  if (mean === 0) return k === 0 ? 0 : -Infinity;
  return k * Math.log(mean) - mean - lgamma(k + 1);
}

/**
 * ln P(K = k) of the negative binomial with this mean and size r (variance mean + mean²/r): the Poisson whose rate is
 * Gamma(shape r, mean `mean`). r -> ∞ gives the Poisson.
 */
export function negativeBinomialLogPmf(k: number, mean: number, size: number): number {
  if (!(mean >= 0) || !(size > 0)) return Number.NaN;
  if (!isCount(k)) return -Infinity;
  if (mean === 0) return k === 0 ? 0 : -Infinity;
  if (size === Infinity) return poissonLogPmf(k, mean);
  // Γ(k+r)/(Γ(r) k!) = 1/(k B(r, k)): the beta form does not cancel when r is large.
  const coefficient = k === 0 ? 0 : -Math.log(k) - lbeta(size, k);
  return coefficient - size * Math.log1p(mean / size) + k * (Math.log(mean) - Math.log(size + mean));
}

/** ln P(K = k) for K of n trials whose common success probability is Beta(a, b). */
export function betaBinomialLogPmf(k: number, n: number, a: number, b: number): number {
  if (!(a > 0) || !(b > 0)) return Number.NaN;
  if (!isCount(k) || k > n) return -Infinity;
  return logBinomialCoefficient(n, k) + lbeta(k + a, n - k + b) - lbeta(a, b);
}

/**
 * ln of the probability of one particular *sequence* with these counts under a categorical whose shares are
 * Dirichlet(alpha): no multinomial coefficient, so that Bayes factors between ways to group counts are plain differences.
 *
 * @param counts length K
 * @param alpha length K, all > 0
 */
export function dirichletMultinomialLogEvidence(counts: ArrayLike<number>, alpha: ArrayLike<number>): number {
  if (counts.length !== alpha.length) return Number.NaN;
  let sum = 0;
  let n = 0;
  let total = 0;
  for (let i = 0; i < counts.length; i++) {
    const a = alpha[i]!;
    const k = counts[i]!;
    if (!(a > 0)) return Number.NaN;
    if (!(k >= 0)) return -Infinity;
    total += a;
    n += k;
    if (k > 0) sum += lgammaRise(a, k);
  }
  return n === 0 ? 0 : sum - lgammaRise(total, n);
}
