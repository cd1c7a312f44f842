import { createHash, randomBytes } from 'node:crypto';
import { open, readdir, rm, stat } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { CellsweepError } from '../model/errors.ts';
import { isMissing, makeDirectories, realDisk } from './disk.ts';

/** Received bytes, kept under their own SHA-256: `ab/cdef...` below the store's folder. */

export interface KeptFile {
  /** Hex, lower case. */
  readonly sha256: string;
  readonly bytes: number;
}

/** Two buffers of this size, or of a smaller file's own, are all the memory that a file of any size takes. */
const CHUNK_BYTES = 4 * 1024 * 1024;
const INCOMING = '.incoming';

/**
 * One pass over a file. The next chunk is read, and this one written, while this one is hashed: what is hashed is what
 * is kept, even if somebody changes the source meanwhile.
 */
async function hashWhileCopying(source: FileHandle, target: FileHandle | undefined): Promise<KeptFile> {
  const hash = createHash('sha256');
  // One byte more than the file has, so that its end is seen by reading it, not by what was said of its length.
  const length = Math.min(CHUNK_BYTES, (await source.stat()).size + 1);
  let [current, next] = [Buffer.allocUnsafe(length), Buffer.allocUnsafe(length)];
  let bytes = 0;
  let { bytesRead } = await source.read(current, 0, length, 0);
  while (bytesRead > 0) {
    const chunk = current.subarray(0, bytesRead);
    const writing = target === undefined ? Promise.resolve() : writeAll(target, chunk, bytes);
    bytes += bytesRead;
    const reading = source.read(next, 0, length, bytes);
    hash.update(chunk);
    const [read] = await Promise.all([reading, writing]);
    bytesRead = read.bytesRead;
    [current, next] = [next, current];
  }
  return { sha256: hash.digest('hex'), bytes };
}

async function writeAll(file: FileHandle, chunk: Buffer, position: number): Promise<void> {
  let done = 0;
  while (done < chunk.length) {
    done += (await file.write(chunk, done, chunk.length - done, position + done)).bytesWritten;
  }
}

/** SHA-256 and length of an open file from its beginning, in bounded memory. */
export const hashOpen = (source: FileHandle): Promise<KeptFile> => hashWhileCopying(source, undefined);

/** The same of a file that is ours: a kept original or a result. */
export async function hashOnly(path: string): Promise<KeptFile> {
  const source = await open(path, 'r');
  try {
    return await hashOpen(source);
  } finally {
    await source.close();
  }
}

/** Where the bytes of a SHA-256 are kept, relative to the store. */
export const originalPath = (sha256: string): string => `${sha256.slice(0, 2)}/${sha256.slice(2)}`;

export interface Originals {
  /**
   * Copies an open file into the store, from its beginning; closing it is the caller's. Once this returns the copy is
   * durable; until then nobody sees any of it.
   */
  put(source: FileHandle): Promise<KeptFile>;
  /** Absolute or relative as the store's folder is. */
  path(sha256: string): string;
  /** Length of a kept original, undefined where there is none. */
  bytesOf(sha256: string): Promise<number | undefined>;
  /** Removes an original; nothing happens where there is none. */
  remove(sha256: string): Promise<void>;
  /** SHA-256 of every kept original, by name only. */
  list(): Promise<string[]>;
  /** Re-hashes every kept original; see verifyOriginals. */
  verify(): Promise<OriginalsReport>;
}

/** Opens the store, removing what a lost process had begun to copy. Needs the single writer's lock. */
export async function openOriginals(folder: string): Promise<Originals> {
  await makeDirectories(realDisk, join(folder, INCOMING));
  for (const name of await readdir(join(folder, INCOMING))) await rm(join(folder, INCOMING, name), { force: true });

  // Folders whose own names are flushed already: once for each of the 256 is enough.
  const durable = new Set<string>();
  const makeFolder = async (path: string): Promise<void> => {
    if (durable.has(path)) return;
    await makeDirectories(realDisk, path);
    durable.add(path);
  };
  const pathOf = (sha256: string): string => join(folder, originalPath(sha256));
  const bytesOf = async (sha256: string): Promise<number | undefined> => {
    try {
      return (await stat(pathOf(sha256))).size;
    } catch (error) {
      if (isMissing(error)) return undefined;
      throw error;
    }
  };
  return {
    path: pathOf,
    bytesOf,
    async put(source) {
      const temporary = join(folder, INCOMING, randomBytes(8).toString('hex'));
      try {
        const kept = await copyDurably(source, temporary);
        const present = await bytesOf(kept.sha256);
        if (present === undefined) {
          const target = pathOf(kept.sha256);
          await makeFolder(join(target, '..'));
          await realDisk.rename(temporary, target);
          await realDisk.syncDirectory(join(target, '..'));
        } else if (present !== kept.bytes) {
          // Putting the good copy in its place would hide that somebody changed what was kept.
          throw new CellsweepError('LOG_CORRUPT', 'a kept original has another length than its content');
        }
        return kept;
      } finally {
        await rm(temporary, { force: true });
      }
    },
    async remove(sha256) {
      await realDisk.remove(pathOf(sha256));
      await realDisk.syncDirectory(join(pathOf(sha256), '..')).catch((error: unknown) => {
        if (!isMissing(error)) throw error;
      });
    },
    async list() {
      return (await listOriginals(folder)).kept;
    },
    verify: () => verifyOriginals(folder),
  };
}

async function copyDurably(source: FileHandle, temporary: string): Promise<KeptFile> {
  const target = await open(temporary, 'wx', 0o400);
  try {
    const kept = await hashWhileCopying(source, target);
    await target.sync();
    return kept;
  } finally {
    await target.close();
  }
}

async function listOriginals(folder: string): Promise<{ kept: string[]; strangers: string[] }> {
  let names: string[];
  try {
    const found = await readdir(folder, { recursive: true, withFileTypes: true });
    names = found
      .filter((f) => !f.isDirectory())
      .map((f) => join(f.parentPath, f.name).slice(join(folder, '/').length));
  } catch (error) {
    if (isMissing(error)) return { kept: [], strangers: [] };
    throw error;
  }
  const isKept = (name: string): boolean => /^[0-9a-f]{2}\/[0-9a-f]{62}$/.test(name);
  names.sort();
  return {
    kept: names.filter((name) => isKept(name)).map((name) => name.replace('/', '')),
    strangers: names.filter((name) => !isKept(name)),
  };
}

export interface OriginalsReport {
  /** Every original whose bytes are what its name says. */
  readonly sound: ReadonlyMap<string, KeptFile>;
  /** SHA-256 names whose bytes are something else. */
  readonly altered: readonly string[];
  /** Files that are no originals, relative to the store. */
  readonly strangers: readonly string[];
}

/** Re-hashes every kept original. Reads only; a store that is not there is empty. */
export async function verifyOriginals(folder: string): Promise<OriginalsReport> {
  const { kept, strangers } = await listOriginals(folder);
  const sound = new Map<string, KeptFile>();
  const altered: string[] = [];
  for (const sha256 of kept) {
    const found = await hashOnly(join(folder, originalPath(sha256)));
    if (found.sha256 === sha256) sound.set(sha256, found);
    else altered.push(sha256);
  }
  return { sound, altered, strangers };
}
