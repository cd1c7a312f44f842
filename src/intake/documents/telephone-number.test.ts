import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseTelephoneNumber } from './telephone-number.ts';

describe('parseTelephoneNumber', () => {
  it.each([
    ['07 00 06 48 06', 'FR', '33700064806'],
    ['0700064806', 'FR', '33700064806'],
    ['06.39.98.04.78', 'FR', '33639980478'],
    ['+33199002096', 'FR', '33199002096'],
    ['0033 1 99 00 20 96', 'FR', '33199002096'],
    ['33700064806', 'FR', '33700064806'],
    ['447400123456', 'FR', '447400123456'],
    ['+44 7400 123456', 'FR', '447400123456'],
    ['(020) 7946 0000', 'GB', '442079460000'],
    ['+33 (0)6 39 98 04 78', 'FR', '33639980478'],
    ['+33(0)639980478', 'DE', '33639980478'],
    ['0033 (0) 6 39 98 04 78', 'FR', '33639980478'],
    ['+33 [0]1 99 00 20 96', 'FR', '33199002096'],
    ['+44 (0)20 7946 0000', 'FR', '442079460000'],
    ['+39 (0)6 6982 1234', 'FR', '390669821234'],
    ['3919', 'FR', '3919'],
    ['12', 'FR', undefined],
    ['', 'FR', undefined],
    ['n/a', 'FR', undefined],
    ['0700', 'DE', '0700'],
    ['07000', 'FR', '07000'],
    ['07 00 06 48 06 99 12 34', 'FR', undefined],
    ['3.37E+10', 'FR', undefined],
    ['+', 'FR', undefined],
  ])('%s in %s is %s', (text, country, expected) => {
    expect(parseTelephoneNumber(text, country)).toBe(expected);
  });

  it('reads the national and the international form of a French mobile number alike', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[67]\d{8}$/), (digits) => {
        expect(parseTelephoneNumber(`0${digits}`, 'FR')).toBe(`33${digits}`);
        expect(parseTelephoneNumber(`+33${digits}`, 'FR')).toBe(`33${digits}`);
        expect(parseTelephoneNumber(`+33 (0)${digits}`, 'DE')).toBe(`33${digits}`);
      }),
    );
  });

  it('never throws and only ever gives digits', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(parseTelephoneNumber(text, 'FR') ?? '0').toMatch(/^\d+$/);
      }),
    );
  });
});
