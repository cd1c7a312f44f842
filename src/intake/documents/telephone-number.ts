import { parsePhoneNumberFromString } from 'libphonenumber-js/max';
import type { CountryCode } from 'libphonenumber-js/max';
import type { Msisdn } from '../../model/identifiers.ts';

/** The national prefix in brackets after the country code: `+33 (0)6`, `0033(0) 6`, `+44 [0] 20`. */
const BRACKETED_ZERO = /^(\s*(?:\+|00)[\s.-]*\d{1,3}[\s.-]*)[([]\s*0\s*[)\]]/;

/**
 * Reads a telephone number as people write it: international (`+33 6 ..`, `0033 6 ..`, bare E.164 digits) or national to
 * `country` (ISO 3166-1 alpha-2), with spaces, dots or brackets. An extension is dropped. Undefined when the length
 * is impossible. `+33 (0)6 ..` names the national prefix in brackets, which is not dialled from abroad; where the zero
 * belongs to the number (Italy) it stays.
 *
 * A number need not be allocated: numbering plans change after the library's tables were made. Numbers of 3 to 6 digits
 * (help lines, voice mail) have no E.164 form and stay as they are, which is also how call records spell them.
 */
export function parseTelephoneNumber(text: string, country: string): Msisdn | undefined {
  if (/^\d{3,6}$/.test(text)) return text as Msisdn;
  if (!/^[+\d(]/.test(text) || text.length > 40) return undefined;
  const written = text.replace(BRACKETED_ZERO, '$1');
  const readings = (
    written === text ? [text] : [written, text.replace(BRACKETED_ZERO, (_, before: string) => `${before}0`)]
  ).flatMap((reading) => parsePhoneNumberFromString(reading, country as CountryCode) ?? []);
  const national = readings.find((reading) => reading.isValid()) ?? readings.find((reading) => reading.isPossible());
  if (national?.isPossible()) return national.number.slice(1) as Msisdn;
  // E.164 digits of another country, the plus sign lost on the way.
  const foreign = /^[1-9]\d{7,14}$/.test(text) ? parsePhoneNumberFromString(`+${text}`) : undefined;
  return foreign?.isPossible() ? (foreign.number.slice(1) as Msisdn) : undefined;
}
