import { parsePhoneNumberFromString } from 'libphonenumber-js/max';

/** What is dialled before a national number, in one country or another; `0` is taken for usual everywhere. */
const NATIONAL_PREFIXES = ['06', '8', '1'];
/**
 * What stands before a number that leaves the country, where it is not `00`, which numberKey reads as a plus: North America
 * (011), Australia (0011), Japan (010), Russia (8~10); and the octet 91 that says so in signalling (TS 24.008 clause 10.5.4.7).
 */
const WAYS_OUT = ['011', '11', '+11', '010', '10', '810', '91'];
/** As telephone-number.ts reads them: no country code stands in them. */
const SHORT = /^\d{1,6}$/;

/**
 * All that numberKey may make of one number: with and without its country code, with a zero that does not belong there,
 * without one that does. A usual form is always among them; an unusual one only where it is no other number in use: rather
 * one number too many is masked than a lawyer's stands there.
 *
 * @param number E.164 digits, or a short number
 * @param callingCode of the country whose national forms are written; empty = any
 */
export function readingsOf(number: string, callingCode: string): string[] {
  if (SHORT.test(number)) return [number, `+${number}`];
  const code = parsePhoneNumberFromString(`+${number}`)?.countryCallingCode;
  if (code === undefined || !number.startsWith(code)) return [number, `+${number}`];
  const significant = number.slice(code.length);
  const withoutZero = significant.replace(/^0+/, '');
  const isHome = callingCode === '' || callingCode === code;
  const read = (text: string) => parsePhoneNumberFromString(text, { defaultCallingCode: callingCode || code });
  const isSame = (text: string): boolean => read(text)?.number === `+${number}`;
  const isFree = (text: string): boolean => isSame(text) || read(text)?.isValid() !== true;
  const home = isHome ? [significant, withoutZero, `0${withoutZero}`] : [];
  const unusual = [
    ...[`0${withoutZero}`, withoutZero].flatMap((rest) => [`${code}${rest}`, `+${code}${rest}`]),
    `0${number}`,
    ...WAYS_OUT.map((way) => `${way}${number}`),
    ...(isHome ? [`+${withoutZero}`] : []),
  ];
  // Bare digits may also be a whole number that lost its plus.
  const isFreeBare = (text: string): boolean => !/^[1-9]/.test(text) || isFree(`+${text}`);
  return [
    ...new Set([
      number,
      `+${number}`,
      ...home,
      ...unusual.filter((text) => isFree(text) && isFreeBare(text)),
      ...(isHome ? NATIONAL_PREFIXES.map((prefix) => `${prefix}${significant}`).filter(isSame) : []),
    ]),
  ];
}

const DIGITS = Array.from({ length: 10 }, (_, digit) => String(digit));
const drops = new Map<string, boolean>();

/**
 * Whether numbers of a country lose the zero that is dialled before them at home: no number in use has one behind the
 * country code (`+33 (0)6`), as those of Italy do. Found by asking the library for numbers of all lengths.
 */
export function dropsTrunkZero(callingCode: string): boolean {
  const known = drops.get(callingCode);
  if (known !== undefined) return known;
  const keeps = (national: string): boolean => {
    const number = parsePhoneNumberFromString(`+${callingCode}${national}`);
    return number?.isValid() === true && number.number === `+${callingCode}${national}`;
  };
  const tails = DIGITS.flatMap((digit) => [5, 6, 7, 8, 9, 10].map((length) => digit.repeat(length)));
  const found = callingCode !== '' && !tails.some((tail) => DIGITS.some((digit) => keeps(`0${digit}${tail}`)));
  drops.set(callingCode, found);
  return found;
}
