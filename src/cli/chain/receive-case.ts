import { createReadStream } from 'node:fs';
import { lstat, type FileHandle } from 'node:fs/promises';
import path from 'node:path';
import { actsFor, isRetained, parseActs, parseIsoTime } from '../../authority/index.ts';
import { hashOnly, openRegular, type Custody } from '../../custody/index.ts';
import {
  isProtectionUncovered,
  listCaseFiles,
  notRegularInWords,
  openRegularFile,
  readBursts,
  readCaseDocuments,
  readOwnFile,
  requireProtection,
  roleOf,
  type Burst,
  type CaseReading,
  type DeliveryFile,
} from '../../intake/index.ts';
import type { Act } from '../../model/case.ts';
import { CellsweepError } from '../../model/errors.ts';
import type { Refusal } from '../../model/refusal.ts';
import type { RunOptions } from './run-outcome.ts';
import { codeOf } from '../system-error.ts';
import { renewFindings, withdrawResults } from '../tables/withdraw-results.ts';
import type { Workspace } from '../workspace.ts';

/**
 * Acts as the case folder gives them and as annulments and ends of retention in the custody log, up to its opening, changed them.
 * An act whose retention was prolonged after it had ended lets new files be read; those that were deleted stay away.
 */
export function actsOf({ custody }: Pick<Workspace, 'custody'>, text: string): Act[] {
  const annulled = new Set<string>();
  const ended_s = new Map<string, number>();
  for (const entry of custody.log.recorded) {
    if (entry.type === 'act-annulled') annulled.add(entry.act);
    if (entry.type === 'retention-ended')
      ended_s.set(entry.act, Math.max(ended_s.get(entry.act) ?? -Infinity, parseIsoTime(entry.as_of) ?? -Infinity));
  }
  const statusOf = (act: Act): Act['status'] => {
    if (annulled.has(act.id) || act.status === 'annulled') return 'annulled';
    return isRetained(act, ended_s.get(act.id) ?? -Infinity) ? 'in-force' : 'ended';
  };
  return parseActs(text).map((act) => ({ ...act, status: statusOf(act) }));
}

export interface Received {
  readonly acts: readonly Act[];
  readonly reading: CaseReading;
  /** Operators' files as they are received: the next ones are kept while one is loaded. */
  readonly deliveries: () => AsyncGenerator<DeliveryFile>;
  readonly deliveryCount: number;
  /** Bursts that sensors heard, from the kept original; undefined where no act lets them be read. */
  readonly bursts: (() => AsyncIterable<Burst>) | undefined;
  readonly refusals: readonly Refusal[];
  /** Files that an earlier run received and still holds, and that are gone from the case folder. */
  readonly removed: readonly string[];
}

const AT_AN_END = 'data deleted at the end of their retention';
const RECEIVED_AT_ONCE = 8;
/** So many deliveries are being kept while one is loaded; of small files more, since each waits for the disk more than it reads. */
const KEPT_AHEAD = 3;
const SMALL_KEPT_AHEAD = 32;
const BYTES_KEPT_AHEAD = 16 << 20;

/** Paths whose bytes are kept, as the log knew them when it was opened. */
export function heldFiles({ custody }: { custody: { log: Pick<Custody['log'], 'recorded'> } }): Set<string> {
  const held = new Set<string>();
  for (const entry of custody.log.recorded) {
    if (entry.type === 'file-received') held.add(entry.path);
    else if (entry.type === 'retention-deleted') held.delete(entry.path);
  }
  return held;
}

/** Paths whose data were deleted because their retention had ended: they may not come back from the case folder. */
export function endedFiles({ custody }: Pick<Workspace, 'custody'>): Set<string> {
  const ended = new Set<string>();
  for (const entry of custody.log.recorded)
    if (entry.type === 'retention-deleted' && entry.reason === 'retention-end') ended.add(entry.path);
  return ended;
}

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

/** A file that is compressed now is the same document. */
const withoutGzip = (file: string): string => file.replace(/\.gz$/, '');

/** Keeps the bytes of every file that an act covers and that can be opened, and reads the case's documents from the kept bytes. */
export async function receive(workspace: Workspace, options: RunOptions): Promise<Received> {
  const { custody } = workspace;
  const paths = await listCaseFiles(options.caseDir);
  const folder = { paths, open: (file: string) => openRegularFile(path.join(options.caseDir, file)) };
  const acts = actsOf(workspace, await readOwnFile(folder, 'authorisations.json'));
  const originals = new Map<string, string>();
  const refusals: Refusal[] = [];
  const covered: { file: string; ids: string[] }[] = [];
  const held = heldFiles(workspace);
  const ended = endedFiles(workspace);
  const mayRead = (file: string): boolean => !ended.has(file) && actsFor(file, acts).length > 0;
  // Before anything else goes: results that nobody may see masked must not be there to be seen either.
  if (isProtectionUncovered(paths, mayRead))
    await withdrawResults(
      workspace,
      { acts: acts.filter((act) => act.status === 'in-force').map((act) => act.id), holds: mayRead },
      'protection-uncovered',
    );
  const forget = async (file: string, former: Act | undefined): Promise<void> => {
    // Before the bytes go, so that a run that is cut off here does it again.
    if (held.has(file)) await renewFindings(workspace);
    const reason = former?.status === 'ended' ? 'retention-end' : 'act-annulled';
    await custody.forgetFile(file, { act: former?.id ?? null, reason });
  };
  for (const file of paths) {
    const role = roleOf(file);
    if (role === 'unknown') continue;
    const own = role === 'manifest' || role === 'acts';
    if (ended.has(file)) {
      refusals.push({
        file,
        place: '',
        code: 'AUTHORITY_MISSING',
        expected: 'an act whose retention has not ended',
        found: AT_AN_END,
      });
      continue;
    }
    const ids = own ? [] : actsFor(file, acts).map((act) => act.id);
    if (own || ids.length > 0) {
      covered.push({ file, ids });
      continue;
    }
    // What an act covered once and none covers now goes, with its bytes.
    const former = acts.find(
      (act) => act.status !== 'in-force' && actsFor(file, [{ ...act, status: 'in-force' }]).length > 0,
    );
    await forget(file, former);
    await custody.append({ type: 'file-refused', path: file, code: 'AUTHORITY_MISSING', act: former?.id ?? null });
    if (role === 'operator')
      refusals.push({
        file,
        place: '',
        code: 'AUTHORITY_MISSING',
        expected: 'an act in force that covers the file',
        found: former === undefined ? 'none' : former.status === 'ended' ? AT_AN_END : 'an annulled act',
      });
  }
  // A file that is gone from the folder, and that no act in force would cover, goes with its bytes as well.
  const present = new Set(paths);
  const named = new Set(paths.map(withoutGzip));
  const removed = [...held].filter((file) => !named.has(withoutGzip(file))).sort();
  for (const file of held) if (!present.has(file) && actsFor(file, acts).length === 0) await forget(file, undefined);
  // Not left to the reader of documents: of a list whose retention has ended it never hears.
  requireProtection(paths, mayRead);
  let done = 0;
  /** Undefined where the file cannot be opened. */
  const keep = async ({ file, ids }: { file: string; ids: string[] }): Promise<DeliveryFile | undefined> => {
    const source = await openToKeep(path.join(options.caseDir, file));
    if (typeof source === 'string') {
      await custody.append({ type: 'file-refused', path: file, code: 'FILE_UNREADABLE', act: ids[0] ?? null });
      // The reader of documents opens its own files, and refuses them itself.
      if (roleOf(file) === 'operator')
        refusals.push({
          file,
          place: '',
          code: 'FILE_UNREADABLE',
          expected: 'a file that can be read to its end',
          found: source,
        });
      return undefined;
    }
    const kept = await custody.receiveFile(file, source, { acts: ids }).finally(() => source.close());
    const original = custody.originals.path(kept.sha256);
    // What was kept on an earlier day is read again: it must still be what was kept.
    const isOld = held.has(file) && roleOf(file) !== 'operator';
    if (isOld && (await hashOnly(original)).sha256 !== kept.sha256)
      throw new CellsweepError(
        'LOG_CORRUPT',
        'A kept original is no longer what was received. Next: cellsweep log verify.',
      );
    originals.set(file, original);
    options.progress({ stage: 'receive', done: ++done, of: covered.length });
    return { path: file, original, sha256: kept.sha256 };
  };
  const operators = covered.filter(({ file }) => roleOf(file) === 'operator');
  const waiting = covered.filter(({ file }) => roleOf(file) !== 'operator').values();
  // Receipts that are made at the same time share their flushes to disk.
  const keepNext = async (): Promise<void> => {
    for (const file of waiting) await keep(file);
  };
  await Promise.all(Array.from({ length: RECEIVED_AT_ONCE }, keepNext));
  const reading = await readCaseDocuments(
    {
      paths: paths.filter((file) => !ended.has(file)),
      open: (file) => {
        const kept = originals.get(file);
        return kept === undefined ? openRegularFile(path.join(options.caseDir, file)) : createReadStream(kept);
      },
    },
    acts,
    // A run is a function of its input: retention is enforced by `cellsweep retention`, not by the day of the run.
    -Infinity,
  );
  const deliveries = async function* (): AsyncGenerator<DeliveryFile> {
    const ahead: { kept: Promise<DeliveryFile | undefined>; bytes: number }[] = [];
    const waiting = operators.values();
    const askForMore = async (): Promise<void> => {
      const bytes = (): number => ahead.reduce((sum, next) => sum + next.bytes, 0);
      while (ahead.length < KEPT_AHEAD || (ahead.length < SMALL_KEPT_AHEAD && bytes() < BYTES_KEPT_AHEAD)) {
        const { value: next } = waiting.next();
        if (next === undefined) return;
        const kept = keep(next);
        // Told where it is awaited.
        kept.catch(() => undefined);
        // One that is gone is told of by whoever keeps it.
        const size = await lstat(path.join(options.caseDir, next.file)).catch(() => undefined);
        ahead.push({ kept, bytes: size?.size ?? 0 });
      }
    };
    await askForMore();
    for (let next = ahead.shift(); next !== undefined; next = ahead.shift()) {
      const file = await next.kept;
      await askForMore();
      if (file !== undefined) yield file;
    }
  };
  const detections = covered.find(({ file }) => /^sensors\/detections\.csv(\.gz)?$/.test(file))?.file;
  const keptDetections = detections === undefined ? undefined : originals.get(detections);
  const bursts =
    detections === undefined || keptDetections === undefined
      ? undefined
      : () => readBursts(detections, () => createReadStream(keptDetections), actsFor(detections, acts));
  return { acts, reading, deliveries, deliveryCount: operators.length, bursts, refusals, removed };
}
