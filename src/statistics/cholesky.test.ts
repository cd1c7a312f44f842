import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { solvePositiveDefinite } from './cholesky.ts';

describe('solvePositiveDefinite', () => {
  it('solves G Gᵀ + I for any G', () => {
    const entry = fc.double({ min: -5, max: 5, noNaN: true });
    fc.assert(
      fc.property(
        fc.array(entry, { minLength: 16, maxLength: 16 }),
        fc.array(entry, { minLength: 4, maxLength: 4 }),
        (g, x) => {
          const a = new Float64Array(16);
          for (let i = 0; i < 4; i++) {
            for (let j = 0; j < 4; j++) {
              a[i * 4 + j] = Number(i === j);
              for (let k = 0; k < 4; k++) a[i * 4 + j]! += g[i * 4 + k]! * g[j * 4 + k]!;
            }
          }
          const b = Float64Array.from([0, 1, 2, 3], (i) => x.reduce((sum, v, j) => sum + a[i * 4 + j]! * v, 0));
          const solved = solvePositiveDefinite(a, b)!;
          expect(Math.max(...solved.map((v, i) => Math.abs(v - x[i]!)))).toBeLessThan(1e-9);
        },
      ),
    );
  });
  it('refuses what is not positive definite', () => {
    expect(solvePositiveDefinite(Float64Array.of(1, 2, 2, 1), Float64Array.of(1, 1))).toBeUndefined();
    expect(solvePositiveDefinite(Float64Array.of(0), Float64Array.of(1))).toBeUndefined();
  });
});
