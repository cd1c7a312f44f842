import type { FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import type { EntryInput, LogEntry } from './entries.ts';
import { openLog } from './log.ts';
import type { CustodyLog, LogOptions } from './log.ts';
import { hashOpen, openOriginals } from './originals.ts';
import type { KeptFile, Originals } from './originals.ts';
import { ORIGINALS_FOLDER } from './read-log.ts';
import { openSourceStamps, type SourceStamps } from './source-stamps.ts';
import { receiptsOf } from './verify-log.ts';

const STAMPS_FILE = 'source-stamps.json';

/** Who touched what in one case: the log and the originals that it speaks of. */
export interface Custody {
  readonly log: CustodyLog;
  readonly originals: Originals;
  /**
   * Keeps the bytes of a file and logs its receipt, unless the last receipt logged for the path is of the same bytes: a
   * repeated run adds nothing. One call at a time for each path.
   *
   * @param relativePath in the case folder, forward slashes
   * @param source the open file (openRegular): its name is not looked at again, so another file under that name is not kept
   *   in its place. Closing it is the caller's.
   * @param options.acts the acts that cover the file
   */
  receiveFile(
    relativePath: string,
    source: FileHandle,
    options?: { readonly acts?: readonly string[] },
  ): Promise<KeptFile>;
  /**
   * Logs that all receipts of a path are deleted, then removes their bytes unless another path still needs them.
   *
   * @returns how many receipts were deleted
   */
  forgetFile(
    relativePath: string,
    grounds: { readonly act: string | null; readonly reason: 'retention-end' | 'act-annulled' },
  ): Promise<number>;
  append(entry: EntryInput): Promise<LogEntry>;
  appendMany(entries: readonly EntryInput[]): Promise<LogEntry[]>;
  checkpoint(): string;
  close(): Promise<void>;
}

/**
 * Opens or creates the custody of a case in `dir`, for one process at a time.
 *
 * @throws CellsweepError RESULTS_BUSY, LOG_KEY, LOG_CORRUPT
 */
export async function openCustody(dir: string, options: LogOptions): Promise<Custody> {
  const log = await openLog(dir, options);
  try {
    return await startCustody(
      log,
      await openOriginals(join(dir, ORIGINALS_FOLDER)),
      await openSourceStamps(join(dir, STAMPS_FILE), options.now),
    );
  } catch (error) {
    await log.close();
    throw error;
  }
}

async function startCustody(log: CustodyLog, originals: Originals, stamps: SourceStamps): Promise<Custody> {
  const history = log.recorded.filter((e) => e.type === 'file-received' || e.type === 'retention-deleted');
  const isNeeded = (sha256: string): boolean =>
    [...(receiptsOf(history).get(sha256)?.values() ?? [])].some((state) => state.kept);
  // A process lost between logging a deletion and doing it: do it now.
  for (const [sha256, paths] of receiptsOf(history)) {
    if ([...paths.values()].every((state) => !state.kept)) await originals.remove(sha256);
  }

  const last = new Map<string, KeptFile>();
  const remember = (entry: LogEntry): void => {
    if (entry.type === 'file-received') last.set(entry.path, { sha256: entry.sha256, bytes: entry.bytes });
    else if (entry.type === 'retention-deleted') last.delete(entry.path);
  };
  for (const entry of history) remember(entry);

  const appendMany = async (entries: readonly EntryInput[]): Promise<LogEntry[]> => {
    const made = await log.appendMany(entries);
    for (const entry of made) {
      remember(entry);
      if (entry.type === 'file-received' || entry.type === 'retention-deleted') history.push(entry);
    }
    return made;
  };
  const isUnchanged = async (path: string, known: KeptFile | undefined, source: FileHandle): Promise<boolean> => {
    if (known === undefined) return false;
    const stats = await source.stat({ bigint: true });
    // A file of another length needs no hashing, and neither does one that its file system calls untouched since the last.
    if (Number(stats.size) !== known.bytes || (await originals.bytesOf(known.sha256)) !== known.bytes) return false;
    if (stamps.isUnchanged(path, known.sha256, stats)) return true;
    // Hashing is cheaper than copying.
    if ((await hashOpen(source)).sha256 !== known.sha256) return false;
    stamps.remember(path, known.sha256, stats);
    return true;
  };

  return {
    log,
    originals,
    async receiveFile(path, source, { acts = [] } = {}) {
      const known = last.get(path);
      if (known !== undefined && (await isUnchanged(path, known, source))) return known;
      const stats = await source.stat({ bigint: true });
      const kept = await originals.put(source);
      stamps.remember(path, kept.sha256, stats);
      if (known?.sha256 !== kept.sha256) await appendMany([{ type: 'file-received', path, ...kept, acts: [...acts] }]);
      return kept;
    },
    async forgetFile(path, grounds) {
      stamps.forget(path);
      const held = [...receiptsOf(history)].filter(([, paths]) => paths.get(path)?.kept).map(([sha256]) => sha256);
      await appendMany(held.map((sha256) => ({ type: 'retention-deleted', path, sha256, ...grounds })));
      for (const sha256 of held) if (!isNeeded(sha256)) await originals.remove(sha256);
      return held.length;
    },
    async append(entry) {
      const [made] = await appendMany([entry]);
      // appendMany gives one entry for each that it was given.
      return made as LogEntry;
    },
    appendMany,
    checkpoint: () => log.checkpoint(),
    async close() {
      await stamps.save();
      await log.close();
    },
  };
}
