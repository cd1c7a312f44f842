import { readFileSync } from 'node:fs';
import type { Readable } from 'node:stream';
import { join } from 'node:path';
import { NotRegularError, openRegular, withRegularSync } from '../../custody/index.ts';
import { CellsweepError } from '../../model/errors.ts';

/** What an error of a file that is no regular one found instead, as `no regular file: a symbolic link`. */
export const notRegularInWords = (error: unknown): string | undefined =>
  error instanceof NotRegularError ? `no regular file: ${error.found}` : undefined;

/**
 * The bytes of a regular file. A link is not followed, and a FIFO, a device or a socket is not opened: what it leads to is
 * no part of the case folder, and reading it may never end. Throws NotRegularError, and what the system throws.
 */
export async function openRegularFile(file: string): Promise<Readable> {
  return (await openRegular(file)).createReadStream();
}

type OwnFile = 'case.json' | 'authorisations.json';

/**
 * The text of a file that needs no act, read as a file of its own: what a link leads to may be anybody's. Throws
 * CASE_NOT_FOUND where it is no regular file, and what the system throws.
 */
export function readOwnText(caseDir: string, name: OwnFile): string {
  return withOwn(caseDir, name, (descriptor) => readFileSync(descriptor, 'utf8'));
}

/** case.json and authorisations.json, where they are there, are regular files. Throws CASE_NOT_FOUND. */
export function requireOwnFilesRegular(caseDir: string): void {
  for (const name of ['case.json', 'authorisations.json'] as const) {
    try {
      withOwn(caseDir, name, () => undefined);
    } catch (error) {
      // One that is not there or may not be read is told by whoever reads it.
      if (error instanceof CellsweepError) throw error;
    }
  }
}

function withOwn<T>(caseDir: string, name: OwnFile, work: (descriptor: number) => T): T {
  try {
    return withRegularSync(join(caseDir, name), work);
  } catch (error) {
    if (!(error instanceof NotRegularError)) throw error;
    throw new CellsweepError(
      'CASE_NOT_FOUND',
      `${name} of the case folder is no regular file but ${error.found}: it was not opened. Put the file itself there.`,
    );
  }
}
