import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cllr, hdCost_bit } from './cllr.ts';

const log10s = (lrs: number[]): number[] => lrs.map((lr) => Math.log10(lr));
const repeat = (n: number, lr: number): number[] => Array.from({ length: n }, () => lr);

describe('Cllr', () => {
  // Hand table of lir's tests: LRs under Hd, LRs under Hp.
  it.each([
    [[3, 3], [1 / 3, 1 / 3], 2],
    [[1 / 3, 1 / 3], [3, 3], 0.4150374992788437],
    [[1 / 3, 1 / 3], [1], 0.7075187496394219],
    [repeat(100, 0.01), [1], 0.507177646488535],
    [[...repeat(100, 0.01), 100], [1], 0.5400680236656377],
    [[2], [2, 2], 1.0849625007211563],
    [[8], repeat(8, 8), 1.6699250014423126],
  ])('Hd %j, Hp %j', (hd, hp, expected) => {
    expect(Math.abs(cllr(log10s(hp), log10s(hd)).cllr - expected)).toBeLessThan(1e-12);
  });

  it('says nothing at LR 1: one bit per class', () => {
    expect(cllr([0], [0, 0])).toEqual({ cllr: 1, hpCost: 1, hdCost: 1 });
  });

  it('splits by class', () => {
    const { hpCost, hdCost } = cllr(log10s([1 / 3]), log10s([1 / 3]));
    expect(hpCost).toBeCloseTo(2, 12);
    expect(hdCost).toBeCloseTo(Math.log2(4 / 3), 12);
  });

  it('is exact for strong errors: 400 decades are 400·log2(10) bits', () => {
    expect(hdCost_bit(400)).toBeCloseTo(400 * Math.log2(10), 9);
    expect(hdCost_bit(-400)).toBe(0);
  });

  it('breaks on an infinite error and has no value without a class', () => {
    expect(cllr([-Infinity, 9], [-9]).cllr).toBe(Infinity);
    expect(cllr([9], [Infinity]).cllr).toBe(Infinity);
    expect(cllr([Infinity], [-Infinity]).cllr).toBe(0);
    expect(cllr([], [0]).cllr).toBeNaN();
    expect(cllr([0], []).cllr).toBeNaN();
  });

  it('is unchanged when the propositions are swapped and the LRs inverted', () => {
    const llrs = fc.array(fc.double({ min: -30, max: 30, noNaN: true }), { minLength: 1, maxLength: 30 });
    fc.assert(
      fc.property(llrs, llrs, (hp, hd) => {
        const swapped = cllr(
          hd.map((v) => -v),
          hp.map((v) => -v),
        );
        expect(swapped.cllr).toBeCloseTo(cllr(hp, hd).cllr, 10);
      }),
    );
  });
});
