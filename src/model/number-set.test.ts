import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Msisdn } from './identifiers.ts';
import { contactsAmong, markedNumber, numberSet } from './number-set.ts';

const number = fc.stringMatching(/^\d{1,15}$/);

describe('number sets', () => {
  it('keeps digits apart that differ in leading zeros only', () => {
    fc.assert(
      fc.property(number, number, (a, b) => {
        expect(markedNumber(a) === markedNumber(b)).toBe(a === b);
        expect(String(markedNumber(a)).slice(1)).toBe(a);
      }),
    );
    expect(['', 'ALERT', '+33', '1234567890123456'].map(markedNumber)).toEqual([0, 0, 0, 0]);
  });

  it('finds the same contacts by number as by text', () => {
    fc.assert(
      fc.property(fc.uniqueArray(number), fc.array(number), (contacts, others) => {
        const texts = contacts as Msisdn[];
        const wanted = numberSet([...contacts.filter((_, i) => i % 2 === 0), ...others]);
        const byText = contactsAmong({ contacts: texts }, wanted);
        const byNumber = contactsAmong(
          { contacts: texts, contactNumbers: Float64Array.from(contacts, markedNumber) },
          wanted,
        );
        expect(byNumber).toEqual(byText);
        expect(byText.map((i) => contacts[i])).toEqual(contacts.filter((c) => wanted.texts.has(c)));
      }),
    );
  });
});
