import { describe, expect, it } from 'vitest';
import { tippettCurve } from './tippett.ts';

describe('Tippett curve', () => {
  it('gives the share that reaches each distinct LLR', () => {
    const curve = tippettCurve([2, -1, 2, 0.5]);
    expect([...curve.llr10]).toEqual([-1, 0.5, 2]);
    expect([...curve.share]).toEqual([1, 0.75, 0.5]);
  });
  it('takes infinite LLRs and no LLRs', () => {
    expect([...tippettCurve([Infinity, -Infinity]).share]).toEqual([1, 0.5]);
    expect(tippettCurve([]).llr10).toHaveLength(0);
  });
});
