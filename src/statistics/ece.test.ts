import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cllr } from './cllr.ts';
import { ece_bit, eceCurve } from './ece.ts';

const llrs = fc.array(fc.double({ min: -40, max: 40, noNaN: true }), { minLength: 1, maxLength: 20 });

describe('ECE', () => {
  it('at even odds is Cllr', () => {
    fc.assert(
      fc.property(llrs, llrs, (hp, hd) => {
        expect(ece_bit(hp, hd, 0.5)).toBeCloseTo(cllr(hp, hd).cllr, 9);
      }),
    );
  });

  it('stays finite and right beyond LLR 16, where 1 − posterior is 0', () => {
    // One Hd source with LLR 20 at prior 1/2: log2(1 + 1e20) of its class.
    expect(ece_bit([20], [20], 0.5)).toBeCloseTo((20 * Math.log2(10)) / 2, 9);
    expect(ece_bit([20], [20], 0.9)).toBeCloseTo(0.1 * (20 * Math.log2(10) + Math.log2(9)), 9);
  });

  it('of LR 1 is the entropy of the prior', () => {
    const p = 0.2;
    expect(ece_bit([0], [0], p)).toBeCloseTo(-p * Math.log2(p) - (1 - p) * Math.log2(1 - p), 12);
  });

  it('has no value at certainty or without a class', () => {
    expect(ece_bit([0], [0], 0)).toBeNaN();
    expect(ece_bit([0], [0], 1)).toBeNaN();
    expect(ece_bit([], [0], 0.5)).toBeNaN();
  });

  it('is never below PAV’s, nor PAV’s above the entropy of the prior', () => {
    fc.assert(
      fc.property(llrs, llrs, (hp, hd) => {
        for (const p of eceCurve(hp, hd, [0.01, 0.3, 0.5, 0.9])) {
          expect(p.eceMin_bit).toBeLessThanOrEqual(p.ece_bit + 1e-12);
          expect(p.eceMin_bit).toBeLessThanOrEqual(p.eceNeutral_bit + 1e-12);
        }
      }),
    );
  });
});
