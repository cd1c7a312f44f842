import { readFileSync } from 'node:fs';
import path from 'node:path';

/** Tables that a run may leave empty although an earlier one filled them. */
const TABLES = ['users.csv', 'succession.csv', 'rooms.csv'] as const;

/** Those of them that hold rows beneath their header. */
export function filledTables(results: string): string[] {
  return TABLES.filter((name) => {
    try {
      return readFileSync(path.join(results, name), 'utf8').trimEnd().includes('\n');
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
