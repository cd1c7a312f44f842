import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Msisdn } from '../../model/identifiers.ts';
import { notation, SEPARATORS, WAYS } from './notations.testing.ts';
import { openProtection } from './protection.ts';

const listOf = (...numbers: string[]) => numbers.map((number) => ({ number: number as Msisdn }));
const french = fc.stringMatching(/^[1-79]\d{8}$/);
/** The beginning of E.164 numbers, of a way out or of a prefix: what readings could confuse. */
const confusing = fc.stringMatching(/^(33|330|11|91|16|10|81)\d{6,7}$/).filter((digits) => digits.length === 9);

describe('a protected number', () => {
  it.each(WAYS.map((way) => [way('33', '639980000')]))('is masked as %s', (text) => {
    expect(openProtection(listOf('33639980000'), '33').covers(text)).toBe(true);
  });

  it.each(SEPARATORS.map((sign) => [JSON.stringify(sign), sign]))('is masked with %s between its groups', (_, sign) => {
    const { covers } = openProtection(listOf('33639980000'), '33');
    expect(covers(['+33', '6', '39', '98', '00', '00'].join(sign))).toBe(true);
    expect(covers(['06', '39', '98', '00', '00'].join(sign))).toBe(true);
  });

  it('is masked in every notation', () => {
    fc.assert(
      fc.property(notation('33', fc.oneof(french, confusing)), ({ digits, text }) => {
        expect(openProtection(listOf(`33${digits}`), '33').covers(text)).toBe(true);
      }),
      { numRuns: 1000 },
    );
  });

  it('takes no other number of its country with it, in any notation', () => {
    fc.assert(
      fc.property(fc.oneof(french, confusing), notation('33', fc.oneof(french, confusing)), (lawyer, other) => {
        expect(openProtection(listOf(`33${lawyer}`), '33').covers(other.text)).toBe(other.digits === lawyer);
      }),
      { numRuns: 3000 },
    );
  });

  it.each([
    // French 03 33 63 99 80 begins with the digits of the country code.
    ['0333639980', '33639980123', '33'],
    ['0333639980', '3363998000', '33'],
    // Dornum and Potsdam: 04933 123456 at home, +49 331 23456.
    ['04933123456', '4933123456', '49'],
    // In a case of another country a national number is one of that country.
    ['0301234567', '49301234567', '33'],
    ['639980000', '33639980000', '49'],
    ['+4915112345678', '15112345678', '1'],
    ['06.39.98.00.0', '33639980000', '33'],
    ['', '33639980000', '33'],
    ['SFR', '33639980000', '33'],
  ])('does not take %s with it, which is another (%s, at home in +%s)', (text, lawyer, home) => {
    expect(openProtection(listOf(lawyer), home).covers(text)).toBe(false);
  });

  it.each([
    ['06 6982 1234', '390669821234', '39'],
    ['+39 (0)6 6982 1234', '390669821234', '39'],
    ['+39 6 6982 1234', '390669821234', '39'],
    ['8 912 123-45-67', '79121234567', '7'],
    ['06 1 234 5678', '3612345678', '36'],
    ['1 (415) 555-0123', '14155550123', '1'],
    ['*674155550123', '14155550123', '1'],
    ['0331 23456', '4933123456', ''],
    ['+49 (0)331 23456', '4933123456', '33'],
    ['0011 33 6 39 98 00 00', '33639980000', '61'],
    ['3919', '3919', '33'],
  ])('is masked as other countries write it: %s (%s, at home in +%s)', (text, lawyer, home) => {
    expect(openProtection(listOf(lawyer), home).covers(text)).toBe(true);
  });

  it('is no number of nobody', () => {
    expect(openProtection([], '33').covers('')).toBe(false);
    expect(openProtection([], '33').takenOut('06 39 98 00 00')).toEqual({ text: '06 39 98 00 00', numbers: 0 });
  });
});

describe('a text', () => {
  const { takenOut } = openProtection(listOf('33639980000', '33199000029'), '33');
  it.each([
    ['call 06 39 98 00 00', 'call', 1],
    ['06 39 98 00 00 or 06 11 22 33 44', 'or 06 11 22 33 44', 1],
    ['2 06 39 98 00 00', '2', 1],
    ['+33 (0)6 39 98 00 00, then 0199000029', ', then', 2],
    ['jean0639980000@x.example', 'jean@x.example', 1],
    ['12 rue du Port, 98218', '12 rue du Port, 98218', 0],
    ['06 39 98 00 01', '06 39 98 00 01', 0],
    ['order 39980000', 'order 39980000', 0],
  ])('%s becomes %s', (text, left, numbers) => {
    expect(takenOut(text)).toEqual({ text: left, numbers });
  });

  it('loses every notation of a protected number', () => {
    fc.assert(
      fc.property(notation('33', fc.constant('639980000')), ({ text }) => {
        const { text: left, numbers } = takenOut(`a ${text} b`);
        expect([numbers, left]).toEqual([1, expect.stringMatching(/^a .* b$/)]);
        expect(left.replace(/\D/g, '')).not.toContain('639980000');
      }),
      { numRuns: 1000 },
    );
  });

  it('keeps every notation of another number', () => {
    fc.assert(
      fc.property(notation('33', fc.constant('611223344')), ({ text }) => {
        expect(takenOut(`a ${text} b`)).toEqual({ text: `a ${text} b`, numbers: 0 });
      }),
      { numRuns: 1000 },
    );
  });
});
