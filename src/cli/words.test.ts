import { describe, expect, it } from 'vitest';
import { ratioInWords, strengthInWords } from './words.ts';

describe('words', () => {
  it('follow the scale of the ENFSI guideline on both sides', () => {
    expect(strengthInWords(0)).toContain('no support');
    expect(strengthInWords(0.5)).toContain('weak');
    expect(strengthInWords(1)).toContain('moderate support');
    expect(strengthInWords(2.2)).toContain('moderately strong');
    expect(strengthInWords(3)).toMatch(/^strong/);
    expect(strengthInWords(-4.1)).toMatch(/very strong .* somebody else/);
    expect(strengthInWords(Number.NaN)).toBe('withheld');
  });
  it('say ratios below 1 as fractions', () => {
    expect([ratioInWords(2), ratioInWords(-1), ratioInWords(0.3), ratioInWords(Number.NaN)]).toEqual([
      '100',
      '1/10',
      '2',
      '-',
    ]);
  });
});
