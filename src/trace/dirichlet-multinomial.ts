/**
 * log10 of the Dirichlet-multinomial probability of one ordered sequence with these category counts:
 * Gamma(A)/Gamma(A+N) * prod Gamma(a_i+n_i)/Gamma(a_i), by products (counts are whole numbers, so no Gamma is needed).
 */
export function dirichletMultinomialLog10(counts: readonly number[], alpha: readonly number[]): number {
  if (counts.length !== alpha.length) throw new RangeError('counts and alpha must have equal length');
  let sum = 0;
  let total = 0;
  let alphaTotal = 0;
  for (let i = 0; i < counts.length; i++) {
    const n = counts[i] ?? 0;
    const a = alpha[i] ?? 0;
    for (let j = 0; j < n; j++) sum += Math.log10(a + j);
    total += n;
    alphaTotal += a;
  }
  for (let j = 0; j < total; j++) sum -= Math.log10(alphaTotal + j);
  return sum;
}

/** log10(sum of 10^x), safe for very small terms. */
export function addLog10(terms: readonly number[]): number {
  const top = Math.max(...terms);
  if (top === -Infinity) return -Infinity;
  let sum = 0;
  for (const term of terms) sum += 10 ** (term - top);
  return top + Math.log10(sum);
}
