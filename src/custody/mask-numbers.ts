/** Eight digits in a row or more, at most one blank between two of them. */
const DIGIT_RUN = /\d(?: ?\d){7,}/;
/** Nine digits or more, however they are grouped. */
const GROUPED = /\d(?:[\s./()_\p{Pd}\u200B]{0,3}\d){8,}/u;
const NUMBER = new RegExp(`${GROUPED.source}|${DIGIT_RUN.source}`, 'gu');

const YEAR = '(?:19|20)\\d\\d';
const MONTH = '(?:0[1-9]|1[0-2])';
const DAY = '(?:0[1-9]|[12]\\d|3[01])';
/** A day as ISO 8601 writes it, and as most of Europe does. */
const DATE = new RegExp(`(?<!\\d)(?:${YEAR}-${MONTH}-${DAY}|${DAY}([./-])${MONTH}\\1${YEAR})(?!\\d)`, 'g');

/** A decision is dated, some to the hour, some from one day to another. */
const isOfDates = (text: string): boolean => {
  const rest = text.replaceAll(DATE, '');
  return rest !== text && (!/\d/.test(rest) || /^(?:[ T]| ?\()\d\d$/.test(rest));
};

export const hasDigitRun = (text: string): boolean => DIGIT_RUN.test(text);

/** People write numbers into reasons, and what is signed stays: what looks like a number is masked, dates are left. */
export const maskNumbers = (text: string): string =>
  text.replaceAll(NUMBER, (number) => (!hasDigitRun(number) && isOfDates(number) ? number : '[masked]'));
