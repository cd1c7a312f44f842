import type { HandsetHistory } from './record.ts';

/** Digits as a number with a leading 1 that keeps zeros alive: up to 15 digits (E.164, IMSI) it stays below 2^53. 0 = none. */
export const markedNumber = (digits: string): number => (/^\d{1,15}$/.test(digits) ? Number(`1${digits}`) : 0);

/** A contact, by its index in `contacts`, as `markedNumber` gives it. */
export function markedContact(history: Pick<HandsetHistory, 'contacts' | 'contactNumbers'>, contact: number): number {
  const { contactNumbers } = history;
  // Texts are made when they are asked for.
  return contactNumbers === undefined ? markedNumber(history.contacts[contact] ?? '') : (contactNumbers[contact] ?? 0);
}

/** Telephone numbers, to be looked up as texts or as `markedNumber` gives them. */
export interface NumberSet {
  readonly texts: ReadonlySet<string>;
  readonly marked: ReadonlySet<number>;
  /** By the lowest 16 bits: 0 = no number of the set ends so. Most numbers that are asked for are in no set. */
  readonly lowBits: Uint8Array;
}

const LOW = 65_536;
const lowOf = (marked: number): number => marked - Math.floor(marked / LOW) * LOW;

export function numberSet(texts: Iterable<string>): NumberSet {
  const held = new Set(texts);
  const marked = new Set([...held].map(markedNumber).filter((number) => number > 0));
  const lowBits = new Uint8Array(LOW);
  for (const number of marked) lowBits[lowOf(number)] = 1;
  return { texts: held, marked, lowBits };
}

/** Whether a contact, by its index in `contacts`, is one of the numbers. */
export function isAmong(
  history: Pick<HandsetHistory, 'contacts' | 'contactNumbers'>,
  contact: number,
  numbers: NumberSet,
): boolean {
  const { contactNumbers } = history;
  if (contactNumbers === undefined) return numbers.texts.has(history.contacts[contact] ?? '');
  const number = contactNumbers[contact] ?? 0;
  return numbers.lowBits[lowOf(number)] === 1 && numbers.marked.has(number);
}

/** Indices in `contacts` of those that are among the numbers. */
export function contactsAmong(
  history: Pick<HandsetHistory, 'contacts' | 'contactNumbers'>,
  numbers: NumberSet,
): number[] {
  const found: number[] = [];
  const n = history.contactNumbers?.length ?? history.contacts.length;
  for (let i = 0; i < n; i++) if (isAmong(history, i, numbers)) found.push(i);
  return found;
}
