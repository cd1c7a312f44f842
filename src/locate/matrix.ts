/** Lower Cholesky factor of a symmetric positive definite matrix, row-major n x n; throws nothing, undefined if it is none. */
export function choleskyFactor(a: Float64Array, n: number): Float64Array | undefined {
  const l = new Float64Array(n * n);
  for (let j = 0; j < n; j++) {
    const rowJ = j * n;
    for (let i = j; i < n; i++) {
      const rowI = i * n;
      let sum = a[rowI + j]!;
      for (let k = 0; k < j; k++) sum -= l[rowI + k]! * l[rowJ + k]!;
      if (i === j) {
        if (!(sum > 1e-12 * Math.abs(a[rowI + j]!))) return undefined;
        l[rowI + j] = Math.sqrt(sum);
      } else l[rowI + j] = sum / l[rowJ + j]!;
    }
  }
  return l;
}

/** Inverse of a lower triangular matrix, itself lower triangular. */
export function lowerInverse(l: Float64Array, n: number): Float64Array {
  const inverse = new Float64Array(n * n);
  for (let j = 0; j < n; j++) {
    inverse[j * n + j] = 1 / l[j * n + j]!;
    for (let i = j + 1; i < n; i++) {
      let sum = 0;
      for (let k = j; k < i; k++) sum += l[i * n + k]! * inverse[k * n + j]!;
      inverse[i * n + j] = -sum / l[i * n + i]!;
    }
  }
  return inverse;
}

/** (L L')^-1 from L^-1: the inverse of the factored matrix, symmetric. */
export function inverseFromLower(inverseL: Float64Array, n: number): Float64Array {
  const out = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = 0;
      for (let k = i; k < n; k++) sum += inverseL[k * n + i]! * inverseL[k * n + j]!;
      out[i * n + j] = sum;
      out[j * n + i] = sum;
    }
  }
  return out;
}

/** Sum of ln of the diagonal, twice: ln det of L L'. */
export function logDeterminant(l: Float64Array, n: number): number {
  let sum = 0;
  for (let i = 0; i < n; i++) sum += Math.log(l[i * n + i]!);
  return 2 * sum;
}
