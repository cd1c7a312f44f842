/**
 * Branded identifiers. They are text, never numbers (a TAC may begin with 0, an IMEISV has 16 digits), and come only
 * from the parsers here. Spellings follow ETSI TS 103 280 and 3GPP TS 23.003.
 */
declare const brand: unique symbol;
type Branded<Name extends string> = string & { readonly [brand]: Name };

/** 14 digits: TAC (8) and serial number (6). The key on which ledgers and records meet (TS 23.003 clause 6.2). */
export type Imei14 = Branded<'Imei14'>;
/** 6 to 15 digits. */
export type Imsi = Branded<'Imsi'>;
/** E.164 digits without the plus sign (TS 103 280 InternationalE164). */
export type Msisdn = Branded<'Msisdn'>;
/** An operator's name for one radio cell, unique within that operator, as normalised by its import profile. */
export type CellKey = Branded<'CellKey'>;

export type ImeiRemark = 'check-digit-wrong' | 'spare-zero' | 'imeisv' | 'filler';

/** Luhn check digit over 14 digits (TS 23.003 Annex B). */
export function luhnCheckDigit(digits14: string): number {
  let sum = 0;
  for (let i = 0; i < 14; i++) {
    const digit = digits14.charCodeAt(i) - 48;
    // Every second digit, counted from the right of the 15-digit number, is doubled.
    const doubled = i % 2 === 1 ? digit * 2 : digit;
    sum += doubled > 9 ? doubled - 9 : doubled;
  }
  return (10 - (sum % 10)) % 10;
}

/**
 * Filler identifiers that firmware or networks write in place of a real one: constant digits, counting digits, a type
 * allocation code of zeros, or the number that chips carry before they are given one. They are counted and never become a handset.
 * parse-rows.sql has the same list: the two are tested against each other.
 */
export function isFillerImei(digits14: string): boolean {
  return (
    /^(\d)\1{13}$/.test(digits14) ||
    digits14.startsWith('00000000') ||
    digits14.startsWith('1234567890') ||
    digits14.startsWith('0123456789') ||
    digits14 === '00499901064000'
  );
}

/** Reads 14, 15 or 16 digits; undefined when the text is no IMEI. The remarks say what is unusual, never refuse. */
export function parseImei(text: string): { imei14: Imei14; remarks: ImeiRemark[] } | undefined {
  if (!/^\d{14,16}$/.test(text)) return undefined;
  const imei14 = text.slice(0, 14);
  const remarks: ImeiRemark[] = [];
  if (isFillerImei(imei14)) remarks.push('filler');
  if (text.length === 16) remarks.push('imeisv');
  if (text.length === 15) {
    const last = text.charCodeAt(14) - 48;
    if (last !== luhnCheckDigit(imei14)) remarks.push(last === 0 ? 'spare-zero' : 'check-digit-wrong');
  }
  return { imei14: imei14 as Imei14, remarks };
}

export function parseImsi(text: string): Imsi | undefined {
  return /^\d{6,15}$/.test(text) ? (text as Imsi) : undefined;
}

/** Type allocation code: the first eight digits. */
export const tacOf = (imei14: Imei14 | string): string => imei14.slice(0, 8);

/** Shows enough to find the row again and too little to know the person: the first three characters and the length. */
export function mask(text: string): string {
  if (text === '') return '(empty)';
  const kind = /^[+\d]+$/.test(text) ? 'digits' : 'characters';
  return `${text.length <= 6 ? '' : text.slice(0, 2)}… (${text.length} ${kind})`;
}
