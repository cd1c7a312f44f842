import { describe, expect, it } from 'vitest';
import { counted, ratioInWords, referencesInWords, signed, statedInWords, strengthInWords } from './words.ts';

describe('words', () => {
  it('name the classes of references in one order, however the model holds them', () => {
    const said = '4 inside, 2 homebody, 5 neighbour, 3 staff, 1 fixed, 7 other';
    expect(referencesInWords({ fixed: 1, other: 7, homebody: 2, staff: 3, inside: 4, neighbour: 5 })).toBe(said);
    expect(referencesInWords({ staff: 3, neighbour: 5, inside: 4, homebody: 2, other: 7, fixed: 1 })).toBe(said);
  });

  it('follow the scale of the ENFSI guideline on both sides', () => {
    expect(strengthInWords(0)).toContain('no support');
    expect(strengthInWords(0.5)).toContain('weak');
    expect(strengthInWords(1)).toContain('moderate support');
    expect(strengthInWords(2.2)).toContain('moderately strong');
    expect(strengthInWords(3)).toMatch(/^strong/);
    expect(strengthInWords(-4.1)).toMatch(/very strong .* does not live inside/);
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

  it('give log ratios a sign, and none of nothing below zero', () => {
    expect([signed(2.184), signed(-0.5), signed(0), signed(-0.001)]).toEqual(['+2.18', '-0.50', '+0.00', '+0.00']);
  });

  it('count one thing as one', () => {
    expect([counted(1, 'session'), counted(0, 'session'), counted(2, 'person', 'people')]).toEqual([
      '1 session',
      '0 sessions',
      '2 people',
    ]);
  });

  it('say "or more" of a ratio that the reference data stopped', () => {
    const stated = { llr10: 2, llr10_low: 1, llr10_high: 2, cutAt: undefined };
    expect(statedInWords(stated)).toBe('LR 100 (90 %: 10 to 100)');
    expect(statedInWords({ ...stated, cutAt: 'upper' })).toBe('LR 100 or more (90 %: from 10)');
    expect(statedInWords({ ...stated, llr10_low: 2, cutAt: 'upper' })).toBe('LR 100 or more');
    expect(statedInWords({ llr10: -1, llr10_low: -1, llr10_high: 0, cutAt: 'lower' })).toBe(
      'LR 1/10 or less (90 %: up to 1)',
    );
  });
});
