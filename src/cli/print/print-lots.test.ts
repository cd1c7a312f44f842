import { describe, expect, it } from 'vitest';
import type { SoldLot } from '../../trace/index.ts';
import { lotsInWords } from './print-lots.ts';

const lot = (rest: Partial<SoldLot> = {}): SoldLot => ({
  tac: '99000001',
  first: 1000,
  last: 1042,
  seen: 21,
  units: 46.2,
  units_low: 43,
  units_high: 49,
  model: 'Mini',
  twoSims: false,
  ordered: 14,
  recorded: 12,
  ...rest,
});
/** Columns, one blank between words. */
const rowsOf = (lots: readonly SoldLot[]): string[] =>
  lotsInWords(lots).map((line) => line.trim().replaceAll(/ +/g, ' '));

describe('lots in words', () => {
  it('says how many are known, how large the lot was with its interval, and what is not known of it', () => {
    expect(rowsOf([lot()])[2]).toBe('Mini 21 14 12 46 (43 to 49) 29 to 35 31 to 37');
    expect(lotsInWords([])).toEqual([]);
  });

  it('never shows a figure without its level and what it assumes', () => {
    const text = lotsInWords([lot()]).join('\n');
    expect(text).toContain('90 % interval');
    expect(text).toMatch(/Assumed: a lot is one unbroken run of serials[^]*where it begins is not known/);
    expect(text).not.toContain('990000');
  });

  it('gives an upper end only where a handset may take two serials', () => {
    const [, , row, ...notes] = rowsOf([lot({ twoSims: true })]);
    expect(row).toBe('Mini* 21 14 12 46 (43 to 49) up to 35 up to 37');
    expect(notes.at(-1)).toMatch(/^\* Two SIMs/);
  });

  it('numbers the lots of one model and tells how many more there are', () => {
    const lots = Array.from({ length: 14 }, () => lot());
    expect(rowsOf(lots)[3]).toMatch(/^Mini, lot 2 /);
    expect(rowsOf(lots)).toContain('and 2 lots more in summary.json');
  });

  it('claims nothing unknown of a lot that is known whole', () => {
    const whole = lot({ seen: 5, ordered: 5, recorded: 0, units: 5, units_low: 5, units_high: 5 });
    expect(rowsOf([whole])[2]).toBe('Mini 5 5 0 5 (5) 0 5');
  });
});
