import { closeSync, openSync, readSync } from 'node:fs';
import path from 'node:path';

/** Tables that a run may leave empty although an earlier one filled them. */
const TABLES = ['users.csv', 'succession.csv', 'rooms.csv'] as const;

/** More than a header and the beginning of a row: a table may be more than memory holds. */
const HEAD_BYTES = 1024;

/** Those of them that hold rows beneath their header. */
export function filledTables(results: string): string[] {
  return TABLES.filter((name) => {
    try {
      const file = openSync(path.join(results, name), 'r');
      try {
        const head = Buffer.alloc(HEAD_BYTES);
        return head.toString('utf8', 0, readSync(file, head)).trimEnd().includes('\n');
      } finally {
        closeSync(file);
      }
    } catch {
      return false;
    }
  });
}

/** A run replaces all results: whoever reads them must know what it took away. */
export function emptiedInWords(before: readonly string[], results: string, onlyDetect: boolean): string[] {
  const now = new Set(filledTables(results));
  const emptied = before.filter((name) => !now.has(name));
  if (emptied.length === 0) return [];
  const held = `${emptied.join(', ')} held rows of an earlier run and are empty now`;
  return [
    onlyDetect
      ? `--only-detect replaced all results: ${held}. Run again without --only-detect to have them back`
      : `all results were replaced: ${held}`,
  ];
}
