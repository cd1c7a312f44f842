import { constants, lstatSync, type Stats } from 'node:fs';
import { lstat, open } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { join } from 'node:path';
import { CellsweepError } from '../../model/errors.ts';

/** What stands where a file should, in words; undefined where it is a regular file. */
function inWords(found: Stats): string | undefined {
  if (found.isFile()) return undefined;
  if (found.isSymbolicLink()) return 'a symbolic link';
  if (found.isDirectory()) return 'a folder';
  if (found.isFIFO()) return 'a FIFO';
  if (found.isSocket()) return 'a socket';
  return 'a device';
}

/** Code of a NotRegularError. */
const NOT_REGULAR = 'NOT_REGULAR';

/** A link, FIFO, device, socket or folder stands where a file should. Nothing of it was opened. */
class NotRegularError extends Error {
  readonly code = NOT_REGULAR;
  /** `a symbolic link`, `a FIFO`, ... */
  readonly found: string;
  constructor(found: string) {
    super(`No regular file: ${found}.`);
    this.found = found;
  }
}

/** What an error of a file that is no regular one found instead. */
export const notRegularInWords = (error: unknown): string | undefined =>
  error instanceof NotRegularError ? `no regular file: ${error.found}` : undefined;

/** As `no regular file: a symbolic link`; undefined of a regular file. Throws what lstat throws, where nothing is there. */
export async function irregularity(file: string): Promise<string | undefined> {
  const found = inWords(await lstat(file));
  return found === undefined ? undefined : `no regular file: ${found}`;
}

/**
 * The bytes of a regular file. A link is not followed, and a FIFO, a device or a socket is not opened: what it leads to is
 * no part of the case folder, and reading it may never end. Throws NotRegularError, and what the system throws.
 */
export async function openRegularFile(file: string): Promise<Readable> {
  const found = inWords(await lstat(file));
  if (found !== undefined) throw new NotRegularError(found);
  // Should it be exchanged in between: neither followed nor waited for.
  const handle = await open(file, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0));
  const opened = inWords(await handle.stat());
  if (opened === undefined) return handle.createReadStream();
  await handle.close();
  throw new NotRegularError(opened);
}

/** case.json and authorisations.json as files of their own: what a link leads to may be anybody's. Throws CASE_NOT_FOUND. */
export function requireOwnFilesRegular(caseDir: string): void {
  for (const name of ['case.json', 'authorisations.json']) {
    const stats = lstatSync(join(caseDir, name), { throwIfNoEntry: false });
    const found = stats === undefined ? undefined : inWords(stats);
    if (found !== undefined)
      throw new CellsweepError(
        'CASE_NOT_FOUND',
        `${name} of the case folder is no regular file but ${found}: it was not opened. Put the file itself there.`,
      );
  }
}
