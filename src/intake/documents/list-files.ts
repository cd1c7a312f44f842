import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { CellsweepError } from '../../model/errors.ts';

/** Who reads a file of a case folder. */
export type FileRole = 'manifest' | 'acts' | 'document' | 'operator' | 'unknown';

const DOCUMENTS: ReadonlySet<string> = new Set([
  'device-profiles.json',
  'protected-numbers.csv',
  'supply/ledger.csv',
  'prisons/prisons.geojson',
  'prisons/cells.csv',
  'prisons/walls.csv',
  'prisons/rolls.csv',
  'prisons/movements.csv',
  'prisons/contacts.csv',
  'prisons/visits.csv',
  'prisons/regime.csv',
  'prisons/declared.csv',
  'sensors/sensors.csv',
  'sensors/walktest.csv',
  'sensors/heartbeats.csv',
  'sensors/detections.csv',
  'searches/searches.csv',
  'searches/seizures.csv',
  'reference/handsets.csv',
]);
/** The name a path has in the format, `.gz` taken off. */
export const formatName = (path: string): string => path.replace(/\.gz$/, '');

export function roleOf(path: string): FileRole {
  if (path === 'case.json') return 'manifest';
  if (path === 'authorisations.json') return 'acts';
  const name = formatName(path);
  if (DOCUMENTS.has(name)) return 'document';
  return /^operators\/[^/]+\/./.test(path) ? 'operator' : 'unknown';
}

/** Of a folder: the file that belongs there is missing, and must be missed. */
const isNamedInFormat = (path: string): boolean => ['manifest', 'acts', 'document'].includes(roleOf(path));

/**
 * All that lies in a case folder as paths with `/`, in the order of their UTF-16 code units, the same on every system. What
 * is no regular file (a link, also to a folder; a FIFO, device or socket; a folder under the name of a document) is listed
 * and not entered: whoever reads refuses it (regular-file.ts). The case folder itself may be reached over a link. Throws CASE_NOT_FOUND.
 */
export async function listCaseFiles(caseDir: string): Promise<string[]> {
  const files: string[] = [];
  const listed = (folder: string) =>
    readdir(join(caseDir, folder), { withFileTypes: true }).catch((cause: unknown) => {
      const code = cause instanceof Error && 'code' in cause ? ` (${String(cause.code)})` : '';
      // The name stays out: it may be of the case.
      throw new CellsweepError(
        'CASE_NOT_FOUND',
        folder === ''
          ? `The case folder cannot be listed${code}.`
          : `A folder inside the case folder cannot be listed${code}, so nobody can say what is missing. May this user read every folder of the case?`,
        { cause },
      );
    });
  const walk = async (folder: string): Promise<void> => {
    for (const entry of await listed(folder)) {
      const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
      if (entry.isDirectory() && !isNamedInFormat(path)) await walk(path);
      else files.push(path);
    }
  };
  await walk('');
  return files.toSorted((a, b) => (a < b ? -1 : 1));
}
