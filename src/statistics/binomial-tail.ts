import { logBinomialCoefficient } from './count-distributions.ts';

/**
 * P(K >= k) for K of n independent trials that each succeed with probability p: the exact one-sided binomial test (Clopper and
 * Pearson, Biometrika 26 (1934) 404). NaN where n or k is no count or p lies outside 0 to 1. Time: n − k steps at the most.
 */
export function binomialUpperTail(k: number, n: number, p: number): number {
  if (!Number.isInteger(n) || n < 0 || !Number.isInteger(k) || !(p >= 0 && p <= 1)) return Number.NaN;
  if (k <= 0) return 1;
  if (k > n || p === 0) return 0;
  if (p === 1) return 1;
  const odds = p / (1 - p);
  let sum = 0;
  // From the likeliest count on outwards, in units of its probability: the terms cannot all underflow.
  const mode = Math.max(k, Math.min(n, Math.floor((n + 1) * p)));
  for (let i = mode, term = 1; i <= n && term > 0; i++) {
    sum += term;
    term *= ((n - i) / (i + 1)) * odds;
  }
  for (let i = mode - 1, term = mode / (n - mode + 1) / odds; i >= k && term > 0; i--) {
    sum += term;
    term *= i / (n - i + 1) / odds;
  }
  return Math.min(
    1,
    sum * Math.exp(logBinomialCoefficient(n, mode) + mode * Math.log(p) + (n - mode) * Math.log1p(-p)),
  );
}
