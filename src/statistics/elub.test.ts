import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { elub } from './elub.ts';

const log10s = (lrs: number[]): number[] => lrs.map((lr) => Math.log10(lr));
const repeat = (n: number, lr: number): number[] => Array.from({ length: n }, () => lr);

describe('ELUB', () => {
  // Published in lir's tests: LRs under Hp, LRs under Hd, bounds as LR.
  it.each([
    ['one perfect pair', [Infinity], [0], 1, 1],
    ['three perfect pairs', repeat(3, Infinity), repeat(3, 0), 0.3388442, 2.9512092],
    ['good, 3 Hp 2 Hd', [1, 10, 100], [0.01, 0.1], 0.3801894, 1.4791084],
    ['good, 2 Hp 3 Hd', [10, 100], [0.01, 0.1, 1], 0.676083, 2.630268],
    ['inverted', [0.01, 0.1, 1], [10, 100], 1, 1],
    ['neutral', [1], [1], 1, 1],
    ['ten LR 10 and Hd at LR 1', repeat(10, 10), [1], 1, 1.7782794],
    ['nine LR 10 and Hd at LR 10', repeat(9, 10), [10], 1, 1],
    ['ten LR 1000 and Hd at LR 1.1', repeat(10, 1000), [1.1], 1, 1],
    [
      'breath analyser',
      [...repeat(90, 1000), ...repeat(10, 0.101)],
      [...repeat(990, 0.101), ...repeat(10, 1000)],
      0.1122018,
      79.4328235,
    ],
  ])('%s', (_name, hp, hd, lower, upper) => {
    const bounds = elub(log10s(hp), log10s(hd));
    expect(10 ** bounds.lower_llr10).toBeCloseTo(lower, 6);
    expect(10 ** bounds.upper_llr10).toBeCloseTo(upper, 6);
  });

  it('never crosses 0, never passes the number of sources', () => {
    const llrs = fc.array(fc.double({ min: -12, max: 12, noNaN: true }), { minLength: 1, maxLength: 30 });
    fc.assert(
      fc.property(llrs, llrs, (hp, hd) => {
        const { lower_llr10, upper_llr10 } = elub(hp, hd);
        expect(lower_llr10).toBeLessThanOrEqual(0);
        expect(upper_llr10).toBeGreaterThanOrEqual(0);
        expect(lower_llr10).toBeGreaterThan(-Math.log10(hp.length + 1) - 0.0101);
        expect(upper_llr10).toBeLessThan(Math.log10(hd.length + 1) + 0.0101);
      }),
    );
  });

  it('allows nothing without both classes', () => {
    expect(elub([], [0])).toEqual({ lower_llr10: 0, upper_llr10: 0 });
  });
});
