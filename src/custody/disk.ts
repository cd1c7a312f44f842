import { mkdir, open, rename, rmdir, unlink } from 'node:fs/promises';
import { dirname } from 'node:path';

/**
 * The few steps by which custody changes a disk, each durable when it returns. A test puts a disk in its place that
 * stops at any one of them, as a lost process does.
 */
export interface Disk {
  /** Creates one directory whose parent exists; an existing one is left as it is. */
  makeDirectory(path: string): Promise<void>;
  /** Writes a whole file and flushes it. */
  write(path: string, bytes: Uint8Array, mode: number): Promise<void>;
  /** Puts a file in place of another, in one step. */
  rename(from: string, to: string): Promise<void>;
  /** Removes a file, or an empty directory. */
  remove(path: string): Promise<void>;
  /** Flushes the names in a directory. */
  syncDirectory(path: string): Promise<void>;
}

const hasCode = (error: unknown, ...codes: readonly string[]): boolean =>
  error instanceof Error && 'code' in error && codes.includes(String(error.code));

export const isMissing = (error: unknown): boolean => hasCode(error, 'ENOENT', 'ENOTDIR');
export const isPresent = (error: unknown): boolean => hasCode(error, 'EEXIST');

export const realDisk: Disk = {
  async makeDirectory(path) {
    await mkdir(path, { mode: 0o700 }).catch((error: unknown) => {
      if (!isPresent(error)) throw error;
    });
  },
  async write(path, bytes, mode) {
    const file = await open(path, 'w', mode);
    try {
      await file.writeFile(bytes);
      await file.sync();
    } finally {
      await file.close();
    }
  },
  rename,
  async remove(path) {
    await unlink(path).catch(async (error: unknown) => {
      if (isMissing(error)) return;
      if (!hasCode(error, 'EISDIR', 'EPERM')) throw error;
      await rmdir(path);
    });
  },
  async syncDirectory(path) {
    const directory = await open(path, 'r');
    try {
      await directory.sync();
    } finally {
      await directory.close();
    }
  },
};

/** Creates `path` and the parents it lacks, each name flushed. */
export async function makeDirectories(disk: Disk, path: string): Promise<void> {
  try {
    await disk.makeDirectory(path);
  } catch (error) {
    if (!isMissing(error) || dirname(path) === path) throw error;
    await makeDirectories(disk, dirname(path));
    await disk.makeDirectory(path);
  }
  await disk.syncDirectory(dirname(path));
}

export const TEMPORARY_SUFFIX = '.tmp';

/** Puts whole files in place: nobody ever sees a part of one. All are in place and durable when this returns. */
export async function putFiles(
  disk: Disk,
  files: readonly { readonly path: string; readonly bytes: Uint8Array }[],
  mode = 0o600,
): Promise<void> {
  const directories = [...new Set(files.map((file) => dirname(file.path)))];
  for (const directory of directories) await makeDirectories(disk, directory);
  for (const { path, bytes } of files) await disk.write(path + TEMPORARY_SUFFIX, bytes, mode);
  for (const { path } of files) await disk.rename(path + TEMPORARY_SUFFIX, path);
  for (const directory of directories) await disk.syncDirectory(directory);
}
