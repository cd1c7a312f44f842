import type { ProtectedNumber } from '../../model/case.ts';
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
 * protects would stand in their records unmasked (docs/adr/012-a-list-that-may-not-be-read-stops-the-run.md).
 */
export const isProtectionUncovered = (paths: readonly string[], mayRead: (path: string) => boolean): boolean =>
  paths.some((path) => isProtectedList(path) && !mayRead(path)) &&
  paths.some((path) => roleOf(path) === 'operator' && mayRead(path));
