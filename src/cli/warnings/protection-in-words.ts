import { isProtectedList } from '../../intake/index.ts';
import type { RunOutcome } from '../chain/run-outcome.ts';
import { counted } from '../print/words.ts';

/** What it costs that nobody is masked. */
export const UNMASKED = 'lawyers and oversight bodies stand in the records like everybody else';

/** What must be known of the mask before anything else is read; nothing where every number of a list was masked. */
export function protectionWarnings({ quality, total }: Pick<RunOutcome, 'quality' | 'total'>): string[] {
  // Without a usable row of an operator there is nobody to mask.
  if (total.rows === 0 || total.rows === total.refused_rows) return [];
  const list = quality.find(({ file }) => isProtectedList(file));
  if (list === undefined)
    return [`NOTHING WAS MASKED: the case holds no list of protected numbers (protected-numbers.csv); ${UNMASKED}`];
  if (list.rows_used === 0) return [`NOTHING WAS MASKED: ${list.file} names no number that can be read; ${UNMASKED}`];
  const unread = list.rows_in - list.rows_used;
  if (unread === 0) return [];
  return [`${list.file}: ${unread} of ${list.rows_in} rows cannot be read: WHOEVER THEY NAME IS NOT MASKED`];
}

/** How many legs were masked, as a line of the result. */
export function maskedInWords({ quality, total }: Pick<RunOutcome, 'quality' | 'total'>): string {
  return quality.some(({ file, rows_used }) => isProtectedList(file) && rows_used > 0)
    ? `${counted(total.protected_legs, 'leg')} with a protected correspondent (lawyers, oversight): counted, masked.`
    : 'no correspondent was masked: no list of protected numbers was read.';
}
