import type { FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import type { EntryInput, LogEntry } from './entries.ts';
import { openLog } from './log.ts';
import type { CustodyLog, LogOptions } from './log.ts';
import { hashOpen, openOriginals } from './originals.ts';
import type { KeptFile, Originals } from './originals.ts';
import { ORIGINALS_FOLDER } from './read-log.ts';
import { openSourceStamps, type SourceStamps } from './source-stamps.ts';
import { noteReceipt, receiptsOf } from './verify-log.ts';

const STAMPS_FILE = 'source-stamps.json';

/** Why a file goes: its act ended or fell, or no act covers it any more. */
export interface Deletion {
  readonly path: string;
  readonly act: string | null;
  readonly reason: 'retention-end' | 'act-annulled' | 'no-act';
}

export interface FileRefusal {
  readonly path: string;
  /** Refusal code. */
  readonly code: string;
  readonly act: string | null;
}

/** Who touched what in one case: the log and the originals that it speaks of. */
export interface Custody {
  readonly log: CustodyLog;
  readonly originals: Originals;
  /**
   * Keeps the bytes of a file and logs its receipt, unless the last thing logged of the path is a receipt of the same bytes under
   * the same acts: a repeated run adds nothing. One call at a time for each path.
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
   * Logs that all receipts of these paths are deleted, in one step, then removes their bytes unless another path still needs them.
   *
   * @returns how many receipts were deleted
   */
  forgetFiles(files: readonly Deletion[], by: { readonly who: string; readonly why: string }): Promise<number>;
  /** Logs in one step that files were not read; nothing of one of whom the same was the last thing said. */
  refuseFiles(refusals: readonly FileRefusal[]): Promise<void>;
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
  const receipts = receiptsOf(log.recorded);
  const isNeeded = (sha256: string): boolean => [...(receipts.get(sha256)?.values() ?? [])].some((state) => state.kept);
  // A process lost between logging a deletion and doing it: do it now.
  for (const sha256 of receipts.keys()) if (!isNeeded(sha256)) await originals.remove(sha256);

  const last = new Map<string, KeptFile & { readonly acts: readonly string[] }>();
  const refused = new Map<string, FileRefusal>();
  const remember = (entry: LogEntry): void => {
    if (entry.type === 'file-received') {
      const { sha256, bytes, acts } = entry;
      last.set(entry.path, { sha256, bytes, acts });
      refused.delete(entry.path);
    } else if (entry.type === 'retention-deleted') last.delete(entry.path);
    else if (entry.type === 'file-refused') refused.set(entry.path, entry);
  };
  for (const entry of log.recorded) remember(entry);

  const appendMany = async (entries: readonly EntryInput[]): Promise<LogEntry[]> => {
    const made = await log.appendMany(entries);
    for (const entry of made) {
      remember(entry);
      noteReceipt(receipts, entry);
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
      const isSameLaw =
        !refused.has(path) && known?.acts.length === acts.length && acts.every((id) => known.acts.includes(id));
      const logReceipt = async ({ sha256, bytes }: KeptFile): Promise<KeptFile> => {
        if (known?.sha256 !== sha256 || !isSameLaw)
          await appendMany([{ type: 'file-received', path, sha256, bytes, acts: [...acts] }]);
        return { sha256, bytes };
      };
      if (known !== undefined && (await isUnchanged(path, known, source))) return logReceipt(known);
      const stats = await source.stat({ bigint: true });
      const kept = await originals.put(source);
      stamps.remember(path, kept.sha256, stats);
      return logReceipt(kept);
    },
    async forgetFiles(files, { who, why }) {
      const held = new Map<string, string[]>();
      for (const [sha256, paths] of receipts)
        for (const [path, state] of paths) if (state.kept) held.set(path, [...(held.get(path) ?? []), sha256]);
      const going = files.flatMap(({ path, act, reason }) =>
        (held.get(path) ?? []).map((sha256) => ({ path, sha256, act, reason, who, why })),
      );
      for (const { path } of files) stamps.forget(path);
      await appendMany(going.map((file) => ({ type: 'retention-deleted', ...file })));
      const gone = new Set(going.map(({ sha256 }) => sha256));
      for (const sha256 of gone) if (!isNeeded(sha256)) await originals.remove(sha256);
      return going.length;
    },
    async refuseFiles(refusals) {
      const isSaid = ({ path, code, act }: FileRefusal): boolean => {
        const said = refused.get(path);
        return said !== undefined && said.code === code && said.act === act;
      };
      await appendMany(
        refusals.flatMap((refusal) => (isSaid(refusal) ? [] : [{ type: 'file-refused', ...refusal } as const])),
      );
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
