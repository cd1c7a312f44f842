import type { ProtectedNumber } from '../../model/case.ts';
import { CellsweepError } from '../../model/errors.ts';
import { formatName, roleOf } from './list-files.ts';
import type { Table } from './read-table.ts';

/** protected-numbers.csv. Read under any act that covers the file: it exists to keep numbers out, not to look at them. */
export const PROTECTED_NUMBERS: Table<ProtectedNumber> = {
  required: ['number', 'holder_kind'],
  row: (fields) => ({ number: fields.number('number'), holder_kind: fields.note('holder_kind') }),
};

export const isProtectedList = (path: string): boolean => formatName(path) === 'protected-numbers.csv';

/**
 * Whether a list of protected numbers lies in the case that may not be read, beside operators' files that may: whom it
 * protects would stand in their records unmasked (docs/adr/013-a-list-that-may-not-be-read-stops-the-run.md).
 */
export const isProtectionUncovered = (paths: readonly string[], mayRead: (path: string) => boolean): boolean =>
  paths.some((path) => isProtectedList(path) && !mayRead(path)) &&
  paths.some((path) => roleOf(path) === 'operator' && mayRead(path));

/** The one document that keeps numbers out: where it is there, it is read, or nothing is. */
export function requireProtection(paths: readonly string[], mayRead: (path: string) => boolean): void {
  if (isProtectionUncovered(paths, mayRead))
    throw new CellsweepError(
      'PROTECTION_UNCOVERED',
      'protected-numbers.csv lies in the case folder and no act in force lets it be read: without it lawyers would stand in the results unmasked. Next: an act that covers it, or, if nobody may hold it, take it out of the case folder.',
    );
  if (paths.filter(isProtectedList).length > 1)
    throw new CellsweepError('PROTECTION_UNREADABLE', 'protected-numbers.csv lies there twice, plain and compressed.');
}
