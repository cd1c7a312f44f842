import type { HandsetHistory } from './record.ts';

/** Digits as a number with a leading 1 that keeps zeros alive: up to 15 digits (E.164, IMSI) it stays below 2^53. 0 = none. */
export const markedNumber = (digits: string): number => (/^\d{1,15}$/.test(digits) ? Number(`1${digits}`) : 0);

/** Telephone numbers, to be looked up as texts or as `markedNumber` gives them. */
export interface NumberSet {
  readonly texts: ReadonlySet<string>;
  readonly marked: ReadonlySet<number>;
}

export function numberSet(texts: Iterable<string>): NumberSet {
  const held = new Set(texts);
  return { texts: held, marked: new Set([...held].map(markedNumber).filter((number) => number > 0)) };
}

/** Whether a contact, by its index in `contacts`, is one of the numbers. */
export function isAmong(
  history: Pick<HandsetHistory, 'contacts' | 'contactNumbers'>,
  contact: number,
  numbers: NumberSet,
): boolean {
  const { contactNumbers } = history;
  return contactNumbers === undefined
    ? numbers.texts.has(history.contacts[contact] ?? '')
    : numbers.marked.has(contactNumbers[contact] ?? 0);
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
