import fc from 'fast-check';

/** Digits in groups, as people and machines write them. */
const grouped = (digits: string, separator: string): string => (digits.match(/.{1,2}/g) ?? []).join(separator);

/** Ways to write one number: country code, then the digits that follow it. All of them are that number. */
export const WAYS: readonly ((code: string, national: string) => string)[] = [
  (c, n) => `+${c}${n}`,
  (c, n) => `00${c}${n}`,
  (c, n) => `${c}${n}`,
  (_, n) => `0${n}`,
  (_, n) => n,
  (c, n) => `+${c} (0)${grouped(n, ' ')}`,
  (c, n) => `+${c}(0)${n}`,
  (c, n) => `+${c} 0 ${n}`,
  (c, n) => `${c}0${n}`,
  (c, n) => `00${c}0${n}`,
  (c, n) => `+${c}0${n}`,
  (c, n) => `+00${c}${n}`,
  (c, n) => `0000${c}${n}`,
  (c, n) => `011${c}${n}`,
  (c, n) => `91${c}${n}`,
  (c, n) => `${c}${n}.0`,
  (c, n) => `tel:+${c}${n}`,
  (c, n) => `tel:0${n};phone-context=+${c}`,
  (c, n) => `sip:+${c}${n}@ims.mnc001.mcc208.3gppnetwork.org`,
  (_, n) => `*31#0${n}`,
  (c, n) => `#31#+${c}${n}`,
  (c, n) => `+${c}${n}#`,
  (c, n) => `${c}${n}F`,
  (_, n) => `'0${n}`,
];

/** Signs that may stand between two groups of digits. */
export const SEPARATORS = [' ', '.', '-', '/', '_', '\u00A0', '\u202F', '\u2009', '\u200B', '\u2011', '\u2013', ''];

/** One number in one notation, with one separator between its digits. */
export const notation = (
  code: string,
  national: fc.Arbitrary<string>,
): fc.Arbitrary<{ digits: string; text: string }> =>
  fc.tuple(national, fc.constantFrom(...WAYS), fc.constantFrom(...SEPARATORS)).map(([digits, way, separator]) => ({
    digits,
    // Where groups are separated by dots, the last group must not look like the decimals of a table program.
    text:
      separator === '' ? way(code, digits) : way(code, digits).replace(/\d{6,}(?![.\d])/, (d) => grouped(d, separator)),
  }));
