import { describe, expect, it } from 'vitest';
import { successionInWords } from './succession.ts';
import { SUMMARY } from '../tables/made-results.testing.ts';

const pair = (side: 'from' | 'to', llr10: string, gap_h: string) => ({
  side,
  row: {
    imei14_from: '35000000000001',
    component_from: '1',
    imei14_to: '35000000000002',
    component_to: '2',
    llr10,
    gap_h,
  },
});
const say = (pairs: Parameters<typeof successionInWords>[0], clone = '', isInside = true): string =>
  successionInWords(pairs, (imei14) => imei14 === clone, SUMMARY, isInside).join('\n');

describe('succession in words', () => {
  it('is a ratio for a view, with the gap in words', () => {
    expect(say([pair('to', '1.460', '216.6')])).toContain(
      'log10 LR +1.46 (the highest that may be stated) for the view that its user came from 35000000000001; 216.6 h (9 days) between the last use of the one and the first of the other.',
    );
    expect(say([pair('from', '1.200', '3.5')])).toContain(
      'log10 LR +1.20 for the view that its user went on with 35000000000002; 3.5 h between',
    );
    expect(say([pair('from', '1.200', '-34.3')])).toContain('both were in use side by side for 34.3 h.');
    expect(say([pair('from', '1.200', '3')])).not.toMatch(/Its user (came|went)/);
  });

  it('supposes of one that is not called inside that it lives there', () => {
    expect(say([pair('from', '1.200', '3')], '', false)).toContain('before or after, if it lives inside at all (');
    expect(say([pair('from', '1.200', '3')])).toContain('before or after (');
  });

  it('names the device of a cloned identity', () => {
    expect(say([pair('from', '1.200', '3')], '35000000000002')).toContain('went on with 35000000000002, device 2;');
  });

  it('counts the weak pairs and does not state them', () => {
    const text = say([pair('to', '-0.699', '5'), pair('from', '1.000', '5')]);
    expect(text).toContain('None above LR 10; 2 weaker pairs stand in succession.csv.');
    expect(text).not.toContain('for the view');
    expect(say([pair('to', '1.2', '5'), pair('from', '1.000', '5')])).toContain(
      'No other above LR 10; 1 weaker pair stands in succession.csv.',
    );
  });

  it('states the error rate', () => {
    expect(say([pair('to', '1.2', '5')])).toContain(
      'rest on 5 known successions (a SIM handed on); held-out Cllr 0.03 (0 = perfect, 1 = says nothing); none beyond LR 29 or below 1/5 is stated.',
    );
    expect(say([])).toBe('');
  });
});
