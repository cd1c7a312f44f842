import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fitted, widthOf } from './columns.ts';

describe('a text in a column', () => {
  it('keeps both ends and shows where it was cut, when it is too long', () => {
    expect(fitted('operators/orvane/cells.csv', 26)).toBe('operators/orvane/cells.csv');
    expect(fitted('operators/orvane/cells.csv', 15)).toBe('operato…lls.csv');
  });

  it('is never longer than its column, and never cut without a sign', () => {
    fc.assert(
      fc.property(fc.string(), fc.integer({ min: 3, max: 30 }), (text, width) => {
        const shown = fitted(text, width);
        expect([...shown].length).toBeLessThanOrEqual(width);
        expect(shown === text || (shown.includes('…') && shown[0] === text[0] && shown.at(-1) === text.at(-1))).toBe(
          true,
        );
      }),
    );
  });

  it('stands in a column as wide as the longest, within bounds', () => {
    expect(widthOf(['abc', 'ab'], 2, 9)).toBe(3);
    expect(widthOf(['abc'], 5, 9)).toBe(5);
    expect(widthOf(['abcdefghijk', ''], 5, 9)).toBe(9);
    expect(widthOf([], 5, 9)).toBe(5);
  });
});
