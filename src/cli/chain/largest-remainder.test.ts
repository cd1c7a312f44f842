import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sharesInWords } from './largest-remainder.ts';

const unitsOf = (text: string): number => Number(text.replace('.', ''));

describe('printed shares', () => {
  it('add up to exactly 1, and none is further off than one unit of its last place', () => {
    fc.assert(
      fc.property(
        fc.array(fc.oneof(fc.double({ min: 0, max: 1, noNaN: true }), fc.constantFrom(0, 1 / 3, 5e-4, 1)), {
          minLength: 1,
          maxLength: 60,
        }),
        fc.constantFrom(2, 5),
        (parts, decimals) => {
          const sum = parts.reduce((total, part) => total + part, 0);
          fc.pre(sum > 1e-6);
          const texts = sharesInWords(parts, decimals);
          expect(texts.reduce((total, text) => total + unitsOf(text), 0)).toBe(10 ** decimals);
          for (const [i, text] of texts.entries()) {
            expect(text).toMatch(new RegExp(`^[01]\\.\\d{${decimals}}$`));
            expect(Math.abs(Number(text) - (parts[i] ?? 0) / sum)).toBeLessThan(10 ** -decimals * (1 + 1e-6));
          }
        },
      ),
    );
  });

  it('give what is missing to whoever lost most, of equals to the first', () => {
    expect(sharesInWords([1, 1, 1], 5)).toEqual(['0.33334', '0.33333', '0.33333']);
    expect(sharesInWords([0.123456, 0.876544], 5)).toEqual(['0.12346', '0.87654']);
    expect(sharesInWords([0.29, 0.71], 2)).toEqual(['0.29', '0.71']);
    expect(sharesInWords([1, 0], 5)).toEqual(['1.00000', '0.00000']);
  });
});
