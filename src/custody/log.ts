import { randomBytes } from 'node:crypto';
import { readFile, readdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { continuesHead } from './continues-head.ts';
import { CellsweepError } from '../model/errors.ts';
import { signCheckpoint } from './checkpoint.ts';
import { isMissing, makeDirectories, putFiles, realDisk } from './disk.ts';
import type { Disk } from './disk.ts';
import { checkEntry, encodeEntry } from './entries.ts';
import type { EntryInput, LogEntry } from './entries.ts';
import { takeLock } from './lock.ts';
import { CHECKPOINT_FILE, KEY_FILE, ORIGINALS_FOLDER, readLog, VKEY_FILE } from './read-log.ts';
import type { LogReading } from './read-log.ts';
import { formatSignerKey, formatVerifierKey, generateSigner, parseSignerKey } from './signed-note.ts';
import type { Signer } from './signed-note.ts';
import { growLog, rootOfEdge, TILE_WIDTH, tilePath } from './tiles.ts';
import type { LogEdge, TileId } from './tiles.ts';

/** The append-only custody log of one case. */
export interface CustodyLog {
  /** What stood in the log when it was opened. */
  readonly recorded: readonly LogEntry[];
  /** The public key, as others need it to verify. */
  readonly vkey: string;
  /** Resolves when the entry is signed and durable. Calls made meanwhile share one flush. */
  append(entry: EntryInput): Promise<LogEntry>;
  appendMany(entries: readonly EntryInput[]): Promise<LogEntry[]>;
  /** The signed head over all that was appended so far: a C2SP checkpoint. */
  checkpoint(): string;
  close(): Promise<void>;
}

export interface LogOptions {
  readonly now: () => Date;
  /** A signer key kept elsewhere (it must exist). By default one is made at first use, beside the log. */
  readonly keyPath?: string;
  /** Signed heads of this log that were kept elsewhere: the log must go on from each. */
  readonly heads?: readonly string[];
  /** For tests: a disk that fails. */
  readonly disk?: Disk;
}

interface State {
  readonly edge: LogEdge;
  readonly checkpoint: string;
}

/**
 * Opens or creates the log in `dir`, and clears away what a lost process left unsigned there. Holds the lock until
 * closed.
 *
 * @throws CellsweepError RESULTS_BUSY, LOG_KEY, LOG_CORRUPT (what is signed is not what is there: nothing is changed)
 */
export async function openLog(dir: string, options: LogOptions): Promise<CustodyLog> {
  const disk = options.disk ?? realDisk;
  await makeDirectories(disk, dir);
  const release = await takeLock(join(dir, 'lock'));
  try {
    const reading = await readLog(dir);
    const isNew = await isFresh(dir, reading);
    if (isNew) refuseOtherHistory(reading, options.heads);
    const signer = await findSigner(dir, reading, isNew, options.keyPath, disk);
    refuseCorrupt(reading, isNew, signer);
    refuseOtherHistory(reading, options.heads);
    for (const file of reading.unsigned) await disk.remove(join(dir, file));
    const start = isNew ? await createHead(dir, signer, options.keyPath !== undefined, disk) : undefined;
    const origin = start?.origin ?? reading.checkpoint?.origin ?? signer.name;
    const checkpoint = start?.checkpoint ?? (await readFile(join(dir, CHECKPOINT_FILE), 'utf8'));
    return startAppending({ dir, disk, release, signer, origin, now: options.now }, reading, checkpoint);
  } catch (error) {
    await release();
    throw error;
  }
}

/** Nothing was ever signed here. A log whose head was taken away is not new: its tiles or originals are still there. */
async function isFresh(dir: string, reading: LogReading): Promise<boolean> {
  if (!reading.problems.some((problem) => problem.code === 'CHECKPOINT_MISSING')) return false;
  if (reading.unsigned.some((file) => file.startsWith('tile/'))) return false;
  const originals = await readdir(join(dir, ORIGINALS_FOLDER)).catch((error: unknown) => {
    if (isMissing(error)) return [];
    throw error;
  });
  return originals.every((name) => name.startsWith('.'));
}

async function findSigner(
  dir: string,
  reading: LogReading,
  isNew: boolean,
  keyPath: string | undefined,
  disk: Disk,
): Promise<Signer> {
  try {
    return parseSignerKey((await readFile(keyPath ?? join(dir, KEY_FILE), 'utf8')).trimEnd());
  } catch (cause) {
    if (!isMissing(cause)) throw cause;
    if (keyPath !== undefined || !isNew || reading.verifier !== undefined) {
      throw new CellsweepError('LOG_KEY', 'the signer key of the custody log is not there', { cause });
    }
  }
  const signer = generateSigner(`cellsweep/custody/${randomBytes(8).toString('hex')}`);
  await putFiles(disk, [{ path: join(dir, KEY_FILE), bytes: Buffer.from(`${formatSignerKey(signer)}\n`) }]);
  return signer;
}

function refuseOtherHistory(reading: LogReading, heads: readonly string[] = []): void {
  if (heads.every((head) => continuesHead(reading, head))) return;
  throw new CellsweepError(
    'LOG_CORRUPT',
    'the custody log does not go on from a head that was kept of it (CHECKPOINT_INCONSISTENT): it was taken away, or put back to an older copy, from which annulments may be missing. Nothing was read or changed.',
  );
}

function refuseCorrupt(reading: LogReading, isNew: boolean, signer: Signer): void {
  const bearable = new Set(isNew ? ['CHECKPOINT_MISSING', 'VKEY_MISSING'] : []);
  const problem = reading.problems.find(({ code }) => !bearable.has(code));
  if (problem !== undefined) {
    throw new CellsweepError('LOG_CORRUPT', `the custody log cannot be continued: ${problem.code} in ${problem.file}`);
  }
  if (reading.verifier !== undefined && formatVerifierKey(reading.verifier) !== formatVerifierKey(signer)) {
    throw new CellsweepError('LOG_KEY', 'the signer key does not belong to the public key of the custody log');
  }
}

/** Signs the empty log, so that from now on a missing head means that somebody took it away. */
async function createHead(
  dir: string,
  signer: Signer,
  isShared: boolean,
  disk: Disk,
): Promise<{ origin: string; checkpoint: string }> {
  // One key may sign the logs of many cases; each log needs a name of its own, or one could stand in for another.
  const origin = isShared ? `${signer.name}/${randomBytes(8).toString('hex')}` : signer.name;
  const edge: LogEdge = { size: 0, entries: [], levels: [] };
  const checkpoint = signCheckpoint({ origin, size: 0, root: rootOfEdge(edge) }, signer);
  await putFiles(disk, [{ path: join(dir, VKEY_FILE), bytes: Buffer.from(`${formatVerifierKey(signer)}\n`) }]);
  await putFiles(disk, [{ path: join(dir, CHECKPOINT_FILE), bytes: Buffer.from(checkpoint) }]);
  return { origin, checkpoint };
}

interface Place {
  readonly dir: string;
  readonly disk: Disk;
  readonly release: () => Promise<void>;
  readonly signer: Signer;
  readonly origin: string;
  readonly now: () => Date;
}

interface Waiting {
  readonly inputs: readonly ReturnType<typeof checkEntry>[];
  readonly resolve: (entries: LogEntry[]) => void;
  readonly reject: (error: unknown) => void;
}

function startAppending(place: Place, reading: LogReading, checkpoint: string): CustodyLog {
  let state: State = { edge: reading.edge, checkpoint };
  let queue: Waiting[] = [];
  let working: Promise<void> | undefined;
  let failure: { error: unknown } | undefined;

  const work = async (): Promise<void> => {
    while (queue.length > 0) {
      const batch = queue;
      queue = [];
      try {
        // After a failure what is on disk is known again only by opening the log anew.
        if (failure !== undefined) throw failure.error;
        const made = stampEntries(batch, state.edge.size, place.now());
        state = await commit(place, state.edge, made.flat());
        for (const [i, waiting] of batch.entries()) waiting.resolve(made[i] ?? []);
      } catch (error) {
        failure ??= { error };
        for (const waiting of batch) waiting.reject(error);
      }
    }
    working = undefined;
  };
  const appendMany = (entries: readonly EntryInput[]): Promise<LogEntry[]> =>
    new Promise((resolve, reject) => {
      if (entries.length === 0) return resolve([]);
      queue.push({ inputs: entries.map((entry) => checkEntry(entry)), resolve, reject });
      working ??= Promise.resolve().then(work);
    });
  return {
    recorded: reading.entries,
    vkey: formatVerifierKey(place.signer),
    appendMany,
    async append(entry) {
      const [made] = await appendMany([entry]);
      if (made === undefined) throw new CellsweepError('INTERNAL', 'an appended entry has no place');
      return made;
    },
    checkpoint: () => state.checkpoint,
    async close() {
      await working;
      failure ??= { error: new CellsweepError('INTERNAL', 'the custody log is closed') };
      await place.release();
    },
  };
}

function stampEntries(batch: readonly Waiting[], size: number, now: Date): LogEntry[][] {
  const at = now.toISOString();
  let index = size;
  return batch.map(({ inputs }) => inputs.map((input) => ({ ...input, index: index++, at })));
}

/**
 * Entries and tiles first, the signed head last: at whatever step a process is lost, the head on disk is over files that
 * are whole. No file under a signed head is ever written again, since a partial tile has its width in its name.
 */
async function commit(place: Place, before: LogEdge, entries: readonly LogEntry[]): Promise<State> {
  const { dir, disk, signer, origin } = place;
  const { edge, files } = growLog(
    before,
    entries.map((entry) => encodeEntry(entry)),
  );
  const checkpoint = signCheckpoint({ origin, size: edge.size, root: rootOfEdge(edge) }, signer);
  await putFiles(
    disk,
    files.map(({ id, bytes }) => ({ path: join(dir, tilePath(id)), bytes })),
  );
  await putFiles(disk, [{ path: join(dir, CHECKPOINT_FILE), bytes: Buffer.from(checkpoint) }]);

  const current = new Set(partialTiles(edge).map((id) => tilePath(id)));
  for (const id of partialTiles(before)) {
    if (current.has(tilePath(id))) continue;
    const path = join(dir, tilePath(id));
    await disk.remove(path);
    const isFull = Math.floor(edge.size / TILE_WIDTH ** (id.level === 'entries' ? 1 : id.level + 1)) > id.n;
    if (isFull) await disk.remove(dirname(path));
  }
  return { edge, checkpoint };
}

function partialTiles(edge: LogEdge): TileId[] {
  const rows = [{ level: 'entries' as TileId['level'], span: TILE_WIDTH, width: edge.entries.length }].concat(
    edge.levels.map((hashes, level) => ({ level, span: TILE_WIDTH ** (level + 1), width: hashes.length })),
  );
  return rows
    .filter(({ width }) => width > 0)
    .map(({ level, span, width }) => ({ level, n: Math.floor(edge.size / span), width }));
}
