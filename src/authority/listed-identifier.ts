/**
 * An identifier in the one form in which acts and rows are compared: people write a number in groups, with a plus sign; records hold its digits.
 * Leading zeros stay: handsets and cards begin with them. Empty where no letter or digit is left: that names nobody, and nothing equals it.
 */
export const plainIdentifier = (text: string): string => (namesSomebody(text) ? text.replace(PUNCTUATION, '') : '');

const PUNCTUATION = /^\s*\+|[\s./()-]/g;

/** Whether a text can be an identifier at all. */
export const namesSomebody = (text: string): boolean => /[\p{L}\p{Nd}]/u.test(text);

/**
 * An IMEI is the same handset with or without check digit or software version (TS 23.003 clause 6.2): the first 14 digits
 * of what may be one.
 *
 * @param plain by plainIdentifier
 */
export const handsetListed = (plain: string): string | undefined =>
  /^\d{14,16}$/.test(plain) ? plain.slice(0, 14) : undefined;
