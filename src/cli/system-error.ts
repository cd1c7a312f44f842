import { CellsweepError } from '../model/errors.ts';

/** An error of the operating system: a file or folder that cannot be made, read or written. */
export const isSystemError = (error: unknown): error is NodeJS.ErrnoException =>
  error instanceof Error && 'syscall' in error && 'code' in error && typeof error.code === 'string';

export const codeOf = (error: unknown): string => (isSystemError(error) ? (error.code ?? '') : '');

/** Codes by which the environment, not this program, is at fault. Names of files stay out: they may be of a case. */
const OF_FILES: Readonly<Record<string, string>> = {
  EACCES: 'it may not be read or written',
  EPERM: 'it may not be changed',
  EROFS: 'it lies on a read-only disk',
  ENOENT: 'it is not there',
  EEXIST: 'something else is there already',
  ENOTDIR: 'a file stands where a folder is needed',
  EISDIR: 'a folder stands where a file is needed',
  ENOSPC: 'the disk is full',
  EFBIG: 'it would be larger than this user or this disk allows',
  EDQUOT: 'the quota of the disk is used up',
  EMFILE: 'too many files are open',
  ENFILE: 'too many files are open',
  EIO: 'the disk failed',
  ENAMETOOLONG: 'its name is too long',
  ELOOP: 'its symbolic links lead in a circle',
};

/** What the system refused, as an error with its exit code; undefined where it is none of the environment. */
export function refusedBySystem(error: unknown): CellsweepError | undefined {
  const why = OF_FILES[codeOf(error)];
  return why === undefined
    ? undefined
    : new CellsweepError('STORE_OPEN', `A file or folder cannot be used: ${why} (${codeOf(error)}).`, { cause: error });
}

/** The same for a workspace: who may not write it is told why even reading needs that. */
export function refusedWorkspace(error: unknown): CellsweepError | undefined {
  const refused = refusedBySystem(error);
  return (
    refused &&
    new CellsweepError(
      'STORE_OPEN',
      `The results folder cannot be written (${codeOf(error)}). Every reading of results is logged there, so whoever reads them must be able to write the folder.`,
      { cause: error },
    )
  );
}
