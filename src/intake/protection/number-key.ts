/** What a table program makes of a whole number. */
const DECIMAL_ZERO = /^([^.]+)\.0$/;
/** Dialled before a number: `*31#` (TS 22.030), and North America's `*67`. */
const SERVICE_CODE = /^(?:[*#][^#]*#|\*.{0,2})/;

/**
 * What the spellings of one telephone number have in common, to be looked up among the readings of the protected ones:
 * digits, behind a plus where the number was stated internationally (`+` or `00`, however often). What is no part of a
 * number (`tel:`, `sip:`, `@host`, `;phone-context=...`), punctuation of any alphabet, a service code and the `.0` of a
 * spreadsheet are left out. Empty where no digit stands. parse-rows.sql does the same to the numbers of records: the two
 * are tested against each other.
 */
export function numberKey(text: string): string {
  const dialled = text
    .replace(/@[^]*$/, '')
    .replace(/[^0-9+*#.;]/g, '')
    .replace(/^;+/, '')
    .replace(/;.*$/, '')
    .replace(DECIMAL_ZERO, '$1')
    .replace(SERVICE_CODE, '');
  const digits = dialled.replace(/[^0-9]/g, '');
  return dialled.startsWith('+') || dialled.startsWith('00') ? `+${digits.replace(/^0+/, '')}` : digits;
}
