import { parsePhoneNumberFromString } from 'libphonenumber-js/max';
import { plainIdentifier } from '../authority/index.ts';
import type { Act } from '../model/case.ts';
import { numberKey } from './protection/index.ts';

/** Fewer digits without a blank between them may be an inmate's number. */
const LEAST_DIGITS = 9;
/** From here on it may be a handset or a SIM, unless a plus stands before it. */
const MOST_DIGITS = 13;

const digitsOf = (text: string): string => text.replace(/\D/g, '');
const isDevice = (text: string): boolean => digitsOf(text).length > MOST_DIGITS && !text.trim().startsWith('+');

/**
 * The international form of a telephone number that an act writes as its country does: `06 39 98 00 00`, `0033 6 ..`, `+33 (0)6 ..`. One
 * number has one such form: unlike a protected number's, the readings of an act's never hold another that may be in use. So bare digits are
 * a national number only where the country writes them just so (Spain's have no zero before them) and they are no international number.
 *
 * @param callingCode of the case's country; empty = national forms are not understood
 */
function internationalForm(text: string, callingCode: string): string | undefined {
  if (/[^\d\s+./()[\]-]/.test(text) || isDevice(text)) return undefined;
  const key = numberKey(text);
  if (key.startsWith('+')) {
    const number = parsePhoneNumberFromString(key);
    if (number?.isPossible() === true) return number.number.slice(1);
    // Zeros before anything else than a number are its own: 0012345 is not 12345.
    return text.trim().startsWith('+') && key.length > LEAST_DIGITS ? key.slice(1) : undefined;
  }
  if (callingCode === '' || (key.length < LEAST_DIGITS && !/^[\d\s]*\d\s+\d[\d\s]*$/.test(text))) return undefined;
  const number = parsePhoneNumberFromString(key, { defaultCallingCode: callingCode });
  if (number?.isPossible() !== true) return undefined;
  const international = number.number.slice(1);
  if (key.startsWith('0')) return international;
  const isWrittenSo = number.isValid() && digitsOf(number.formatNational()) === key;
  return isWrittenSo && parsePhoneNumberFromString(`+${key}`)?.isValid() !== true ? international : undefined;
}

/** Acts with the telephone numbers that they list also in the form in which records and documents hold them. */
export function withNumbersAsRead(acts: readonly Act[], callingCode: string): Act[] {
  return acts.map((act) => {
    if (act.identifiers === null) return act;
    const forms = act.identifiers.flatMap((text) => {
      const form = internationalForm(text, callingCode);
      return form === undefined || form === plainIdentifier(text) || form.length > MOST_DIGITS ? [] : [form];
    });
    return forms.length === 0 ? act : { ...act, identifiers: [...new Set([...act.identifiers, ...forms])] };
  });
}
