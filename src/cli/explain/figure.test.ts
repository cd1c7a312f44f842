import { describe, expect, it } from 'vitest';
import { figureInWords, statedFigure } from './figure.ts';

const say = (llr10: string, low: string, high: string, reasons = ''): string =>
  figureInWords(statedFigure({ llr10, llr10_low: low, llr10_high: high, reasons })).join('\n');

describe('figure in words', () => {
  it('gives the 90 % interval', () => {
    const text = say('-0.482', '-1.292', '0.000');
    expect(text).toContain('LR 1/3 (90 %: 1/20 to 1): weak support for the view that it does not live inside');
    expect(text).toContain('log10 LR -0.48, 90 % interval -1.29 to +0.00.');
  });

  it('says "or more" and "or less" at the end that was cut', () => {
    const upper = say('2.180', '1.000', '2.180', 'seized inside; cut at the upper bound (elub)');
    expect(upper).toContain('LR 150 or more (90 %: from 10)');
    expect(upper).toContain('log10 LR +2.18 or more, 90 % interval +1.00 to +2.18 or more.');
    const lower = say('-1.390', '-1.390', '-1.000', 'cut at the lower bound (elub)');
    expect(lower).toContain('LR 1/25 or less (90 %: up to 1/10)');
    expect(lower).toContain('log10 LR -1.39 or less, 90 % interval -1.39 or less to -1.00.');
    expect(say('2.180', '2.180', '2.180', 'cut at the upper bound (elub)')).toContain(
      'log10 LR +2.18 or more, and so is all of its 90 % interval.',
    );
  });

  it('says the reason of a withheld figure itself', () => {
    expect(say('', '', '', 'fewer than 5 events on cells that serve the area')).toBe(
      '  No calibrated ratio. It is withheld: fewer than 5 events on cells that serve the area.',
    );
  });

  it('claims no interval where the table of the results is lost', () => {
    expect(say('1.5', '', '')).toMatch(/log10 LR \+1\.50: .* does not hold its interval/);
  });
});
