import { lstat, type FileHandle } from 'node:fs/promises';
import path from 'node:path';
import { hashOnly, openRegular, type Custody } from '../../custody/index.ts';
import { notRegularInWords, roleOf, type DeliveryFile } from '../../intake/index.ts';
import { CellsweepError } from '../../model/errors.ts';
import type { Refusal } from '../../model/refusal.ts';
import { codeOf } from '../system-error.ts';
import type { CoveredFile } from './cover-files.ts';

const RECEIVED_AT_ONCE = 8;
/** So many deliveries are being kept while one is loaded; of small files more, since each waits for the disk more than it reads. */
const KEPT_AHEAD = 3;
const SMALL_KEPT_AHEAD = 32;
const BYTES_KEPT_AHEAD = 16 << 20;

/** The file, opened and begun, or why that cannot be; what happens to it later is the reader's. */
async function openToKeep(file: string): Promise<FileHandle | string> {
  let handle: FileHandle | undefined;
  try {
    handle = await openRegular(file);
    await handle.read(Buffer.alloc(1), 0, 1, 0);
    return handle;
  } catch (error) {
    await handle?.close();
    const irregular = notRegularInWords(error);
    if (irregular !== undefined) return irregular;
    const code = codeOf(error);
    if (code === '') throw error;
    return `cannot be opened: ${code}`;
  }
}

/** Keeps the original of a file. Undefined, and told, where the file cannot be opened. */
export type Keep = (file: CoveredFile) => Promise<DeliveryFile | undefined>;

/**
 * @param held paths whose bytes are kept from earlier runs
 * @param refuse told of operators' files that cannot be opened; documents are refused by their reader, who opens his own
 */
export function keeper(
  custody: Custody,
  caseDir: string,
  held: ReadonlySet<string>,
  refuse: (refusal: Refusal) => void,
): Keep {
  return async ({ file, ids }) => {
    const source = await openToKeep(path.join(caseDir, file));
    if (typeof source === 'string') {
      await custody.refuseFiles([{ path: file, code: 'FILE_UNREADABLE', act: ids[0] ?? null }]);
      if (roleOf(file) === 'operator')
        refuse({
          file,
          place: '',
          code: 'FILE_UNREADABLE',
          expected: 'a file that can be read to its end',
          found: source,
        });
      return undefined;
    }
    const kept = await custody.receiveFile(file, source, { acts: [...ids] }).finally(() => source.close());
    const original = custody.originals.path(kept.sha256);
    // What was kept on an earlier day is read again: it must still be what was kept.
    const isOld = held.has(file) && roleOf(file) !== 'operator';
    if (isOld && (await hashOnly(original)).sha256 !== kept.sha256)
      throw new CellsweepError(
        'LOG_CORRUPT',
        'A kept original is no longer what was received. Next: cellsweep log verify.',
      );
    return { path: file, original, sha256: kept.sha256 };
  };
}

/** Keeps all; receipts that are made at the same time share their flushes to disk. */
export async function keepAll(files: readonly CoveredFile[], keep: Keep): Promise<void> {
  const waiting = files.values();
  const keepNext = async (): Promise<void> => {
    for (const file of waiting) await keep(file);
  };
  await Promise.all(Array.from({ length: RECEIVED_AT_ONCE }, keepNext));
}

/** Files as they are kept: the next ones while one is used. */
export async function* keptAhead(
  files: readonly CoveredFile[],
  caseDir: string,
  keep: Keep,
): AsyncGenerator<DeliveryFile> {
  const ahead: { kept: Promise<DeliveryFile | undefined>; bytes: number }[] = [];
  const waiting = files.values();
  const askForMore = async (): Promise<void> => {
    const bytes = (): number => ahead.reduce((sum, next) => sum + next.bytes, 0);
    while (ahead.length < KEPT_AHEAD || (ahead.length < SMALL_KEPT_AHEAD && bytes() < BYTES_KEPT_AHEAD)) {
      const { value: next } = waiting.next();
      if (next === undefined) return;
      const kept = keep(next);
      // Told where it is awaited.
      kept.catch(() => undefined);
      // One that is gone is told of by whoever keeps it.
      const size = await lstat(path.join(caseDir, next.file)).catch(() => undefined);
      ahead.push({ kept, bytes: size?.size ?? 0 });
    }
  };
  await askForMore();
  for (let next = ahead.shift(); next !== undefined; next = ahead.shift()) {
    const file = await next.kept;
    await askForMore();
    if (file !== undefined) yield file;
  }
}
