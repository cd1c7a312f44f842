import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ANY_ACT } from '../authority/made-act.testing.ts';
import { withNumbersAsRead } from './listed-numbers.ts';
import { notation } from './protection/notations.testing.ts';

/** What an act that lists this text lists as read, beside the text. */
const formsOf = (text: string, callingCode: string): readonly string[] =>
  withNumbersAsRead([{ ...ANY_ACT, identifiers: [text] }], callingCode)[0]?.identifiers?.slice(1) ?? [];

describe('a telephone number that an act lists', () => {
  it.each([
    ['06 39 98 00 00', '33', '33639980000'],
    ['0639980000', '33', '33639980000'],
    ['0033 6 39 98 00 00', '33', '33639980000'],
    ['+33 (0)6 39 98 00 00', '33', '33639980000'],
    ['+33 (0)6 39 98 00 00', '', '33639980000'],
    ['+44 (0)20 7946 0000', '33', '442079460000'],
    ['612 34 56 78', '34', '34612345678'],
    ['612345678', '34', '34612345678'],
    ['20 12 34 56', '45', '4520123456'],
    ['06 6982 1234', '39', '390669821234'],
    ['+39 06 6982 1234', '33', undefined],
    ['06 1 234 5678', '36', '3612345678'],
    ['8 (912) 123-45-67', '7', '79121234567'],
    ['(415) 555-2671', '1', '14155552671'],
  ])('%s in +%s is %s', (text, callingCode, form) => {
    expect(formsOf(text, callingCode)).toEqual(form === undefined ? [] : [form]);
  });

  it.each([
    ['+33 6 39 98 00 00', '33'],
    ['33639980000', '33'],
    ['06 39 98 00 00', ''],
    // A number that lost its zero; an inmate's number; handsets and SIMs; words.
    ['639980000', '33'],
    ['20123456', '45'],
    ['012345', '49'],
    ['01234567890123', '49'],
    ['00210311177713', '33'],
    ['00-499901-064000-0', '33'],
    ['35-209900-176148-1', '49'],
    ['208712469778212', '33'],
    // Numbers of registers and of inmates, the zeros of which are their own.
    ['2024/1234', '45'],
    ['2024-1234', '45'],
    ['20.24.12.34', '45'],
    ['0012345', '33'],
    ['00-123', '33'],
    ['+12345', '33'],
    ['A 06 39 98 00 00', '33'],
    ['', '33'],
  ])('%s in +%s has no other form', (text, callingCode) => {
    expect(formsOf(text, callingCode)).toEqual([]);
  });

  it('is no other number, however it is written', () => {
    const french = fc.stringMatching(/^[1-79]\d{8}$/);
    fc.assert(
      fc.property(notation('33', french), fc.constantFrom('33', ''), ({ digits, text }, callingCode) => {
        expect([[], [`33${digits}`]]).toContainEqual(formsOf(text, callingCode));
      }),
      { numRuns: 2000 },
    );
  });
});

it('acts without such numbers stay as they are', () => {
  const acts = [ANY_ACT, { ...ANY_ACT, identifiers: ['352099001761481'] }];
  expect(withNumbersAsRead(acts, '33')).toEqual(acts);
});
