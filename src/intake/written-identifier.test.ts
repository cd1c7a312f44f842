import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { plainImei, plainImsi } from './written-identifier.ts';

const digits = (n: number) =>
  fc.array(fc.integer({ min: 0, max: 9 }), { minLength: n, maxLength: n }).map((d) => d.join(''));
const separator = fc.constantFrom(' ', '-', '.', '/', ' - ');
/** Cuts a text at the given lengths and puts it together with separators. */
const grouped = (text: string, lengths: readonly number[], by: readonly string[]): string => {
  let at = 0;
  return lengths.map((length, i) => `${i === 0 ? '' : by[i % by.length]}${text.slice(at, (at += length))}`).join('');
};

describe('an IMEI in groups', () => {
  it.each([
    ['97-450072-755344-9', '974500727553449'],
    ['97450072 755344 9', '974500727553449'],
    ['35.209900.176148.1', '352099001761481'],
    ['352099/00/176148/1', '352099001761481'],
    ['35209900-1761481', '352099001761481'],
    [' 352099001761481 ', '352099001761481'],
    ['352099001761481', '352099001761481'],
    // A spreadsheet's numbers, and what is none of an identifier.
    ['352099001761481.0', '352099001761481.0'],
    ['3520990017614.81', '3520990017614.81'],
    ['3.52099001761481', '3.52099001761481'],
    ['3.52E+14', '3.52E+14'],
    ['3,52E+14', '3,52E+14'],
    ['352,099,001,761,481', '352,099,001,761,481'],
    ['-352099001761481', '-352099001761481'],
    ['+352099001761481', '+352099001761481'],
    ['35-2099A0-176148-1', '35-2099A0-176148-1'],
    ['', ''],
    ['-', '-'],
  ])('%s is read as %s', (written, read) => {
    expect(plainImei(written)).toBe(read);
  });

  it('is the same number whatever stands between the groups', () => {
    fc.assert(
      fc.property(
        digits(15),
        fc.constantFrom([2, 6, 6, 1], [8, 6, 1], [8, 7], [6, 2, 6, 1], [3, 3, 3, 3, 3]),
        fc.array(separator, { minLength: 1, maxLength: 3 }),
        (imei, lengths, by) => {
          expect(plainImei(grouped(imei, lengths, by))).toBe(imei);
        },
      ),
    );
  });

  it('never is a number with one point in it', () => {
    fc.assert(
      fc.property(fc.double({ min: 1e13, max: 1e16, noNaN: true }), fc.nat(3), (number, places) => {
        for (const text of [number.toFixed(places + 1), number.toExponential(places), String(number)])
          expect(plainImei(text)).toBe(text);
      }),
    );
  });
});

it('an IMSI has groups of its own', () => {
  expect(plainImsi('208 71 2469778212')).toBe('208712469778212');
  expect(plainImsi('208-71-2469778212')).toBe('208712469778212');
  expect(plainImsi('208712469778212.0')).toBe('208712469778212.0');
  expect(plainImsi('2.08712E+14')).toBe('2.08712E+14');
});
