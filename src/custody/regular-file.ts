import { closeSync, constants, fstatSync, lstatSync, openSync, type Stats } from 'node:fs';
import { lstat, open, type FileHandle } from 'node:fs/promises';

/** What stands where a file should, in words; undefined where it is a regular file. */
function inWords(found: Stats): string | undefined {
  if (found.isFile()) return undefined;
  if (found.isSymbolicLink()) return 'a symbolic link';
  if (found.isDirectory()) return 'a folder';
  if (found.isFIFO()) return 'a FIFO';
  if (found.isSocket()) return 'a socket';
  return 'a device';
}

/** A link, FIFO, device, socket or folder stands where a file should. Nothing of it was read. */
export class NotRegularError extends Error {
  readonly code = 'NOT_REGULAR';
  /** `a symbolic link`, `a FIFO`, ... */
  readonly found: string;
  constructor(found: string) {
    super(`No regular file: ${found}.`);
    this.found = found;
  }
}

/** A link is not followed, a FIFO not waited for, whatever was exchanged since the name was looked at. */
const FLAGS = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);

function requireRegular(stats: Stats): void {
  const found = inWords(stats);
  if (found !== undefined) throw new NotRegularError(found);
}

/** With O_NOFOLLOW this is how a link that was put there a moment ago shows itself. */
const asLink = (error: unknown): unknown =>
  error instanceof Error && 'code' in error && error.code === 'ELOOP' ? new NotRegularError('a symbolic link') : error;

/**
 * Opens a regular file for reading: what is checked is the open file itself, so what is read afterwards is what was checked,
 * whatever its name leads to by then. Only the last name of the path is guarded: a folder above it may be a link. Where the
 * platform has no O_NOFOLLOW, a link that is put there between the two looks is followed.
 *
 * @throws NotRegularError, and what the system throws
 */
export async function openRegular(file: string): Promise<FileHandle> {
  // First by its name: opening a device may already do something.
  requireRegular(await lstat(file));
  const handle = await open(file, FLAGS).catch((error: unknown) => {
    throw asLink(error);
  });
  try {
    requireRegular(await handle.stat());
    return handle;
  } catch (error) {
    await handle.close();
    throw error;
  }
}

/** The same for a moment: the descriptor is closed when `work` has ended. */
export function withRegularSync<T>(file: string, work: (descriptor: number) => T): T {
  requireRegular(lstatSync(file));
  let descriptor: number;
  try {
    descriptor = openSync(file, FLAGS);
  } catch (error) {
    throw asLink(error);
  }
  try {
    requireRegular(fstatSync(descriptor));
    return work(descriptor);
  } finally {
    closeSync(descriptor);
  }
}
