import { join } from 'node:path';
import { continuesHead } from './continues-head.ts';
import type { LogEntry } from './entries.ts';
import { originalPath, verifyOriginals } from './originals.ts';
import type { OriginalsReport } from './originals.ts';
import { CHECKPOINT_FILE, ORIGINALS_FOLDER, readLog, VKEY_FILE } from './read-log.ts';
import type { LogReading, Problem } from './read-log.ts';
import { formatVerifierKey } from './signed-note.ts';

export interface CustodyReport {
  /** True when nothing at all is wrong. */
  readonly ok: boolean;
  /** Entries under the signed head; 0 where it could not be verified. */
  readonly size: number;
  /** Signed root, base64; undefined where it could not be verified. */
  readonly root: string | undefined;
  /** Sorted by file, index, code. Names of files, never what is in them. */
  readonly problems: readonly Problem[];
  /** Entries that the signed head covers. */
  readonly entries: readonly LogEntry[];
}

/**
 * What the verifier knows from elsewhere. Without it a holder of the private key could have rewritten everything, public
 * key included, and no file in the folder would tell.
 */
export interface Trusted {
  /** The public key, as it was handed over when the log began. */
  readonly vkey?: string;
  /** Checkpoints of this log that were handed over earlier: the log must continue each. */
  readonly checkpoints?: readonly string[];
}

/** Verifies the custody of a case from disk: head, entries, tiles and every kept original. Reads only. */
export async function verifyCustody(dir: string, trusted: Trusted = {}): Promise<CustodyReport> {
  const reading = await readLog(dir);
  const originals = await verifyOriginals(join(dir, ORIGINALS_FOLDER));
  const problems: Problem[] = [
    ...reading.problems,
    ...unsignedFiles(reading),
    ...judgeOriginals(reading, originals),
    ...judgeTrust(reading, trusted),
  ];
  problems.sort((a, b) => compare(a.file, b.file) || (a.index ?? -1) - (b.index ?? -1) || compare(a.code, b.code));
  const root = reading.checkpoint && Buffer.from(reading.checkpoint.root).toString('base64');
  return { ok: problems.length === 0, size: reading.checkpoint?.size ?? 0, root, problems, entries: reading.entries };
}

/** What the head does not cover. Without a verified head that would be everything, and says nothing. */
const unsignedFiles = ({ checkpoint, unsigned }: LogReading): Problem[] =>
  checkpoint === undefined ? [] : unsigned.map((file) => ({ code: 'FILE_UNSIGNED', file }));

const compare = (a: string, b: string): number => (a < b ? -1 : Number(a > b));

type Receipts = Map<string, Map<string, ReceiptState>>;

/** The state of every (path, SHA-256) that the log names: the index of its last receipt, or deleted. */
export function receiptsOf(entries: readonly LogEntry[]): Receipts {
  const receipts: Receipts = new Map();
  for (const entry of entries) noteReceipt(receipts, entry);
  return receipts;
}

/** Brings the states up to date with one more entry. */
export function noteReceipt(receipts: Receipts, entry: LogEntry): void {
  if (entry.type !== 'file-received' && entry.type !== 'retention-deleted') return;
  const paths = receipts.get(entry.sha256) ?? new Map<string, ReceiptState>();
  receipts.set(entry.sha256, paths);
  if (entry.type === 'file-received') paths.set(entry.path, { kept: true, index: entry.index, bytes: entry.bytes });
  else paths.set(entry.path, { kept: false, index: entry.index, bytes: 0 });
}

export interface ReceiptState {
  readonly kept: boolean;
  readonly index: number;
  readonly bytes: number;
}

function judgeOriginals(reading: LogReading, originals: OriginalsReport): Problem[] {
  const fileOf = (sha256: string): string => `${ORIGINALS_FOLDER}/${originalPath(sha256)}`;
  const problems: Problem[] = originals.altered.map((sha256) => ({ code: 'ORIGINAL_ALTERED', file: fileOf(sha256) }));
  for (const file of originals.strangers) {
    problems.push({ code: 'FILE_UNSIGNED', file: `${ORIGINALS_FOLDER}/${file}` });
  }
  const receipts = receiptsOf(reading.entries);
  const altered = new Set(originals.altered);
  for (const [sha256, paths] of receipts) {
    const kept = [...paths.values()].filter((state) => state.kept);
    const found = originals.sound.get(sha256);
    const index = kept[0]?.index;
    if (index === undefined) {
      if (found !== undefined) problems.push({ code: 'ORIGINAL_NOT_DELETED', file: fileOf(sha256) });
    } else if (found === undefined) {
      if (!altered.has(sha256)) problems.push({ code: 'ORIGINAL_MISSING', file: fileOf(sha256), index });
    } else if (kept.some((state) => state.bytes !== found.bytes)) {
      problems.push({ code: 'ORIGINAL_ALTERED', file: fileOf(sha256), index });
    }
  }
  // Without a verified head no entry was read, and that is the problem to report.
  if (reading.checkpoint === undefined) return problems;
  for (const sha256 of originals.sound.keys()) {
    if (!receipts.has(sha256)) problems.push({ code: 'ORIGINAL_NOT_LOGGED', file: fileOf(sha256) });
  }
  return problems;
}

function judgeTrust(reading: LogReading, trusted: Trusted): Problem[] {
  const { verifier, checkpoint } = reading;
  const problems: Problem[] = [];
  if (verifier === undefined || checkpoint === undefined) return problems;
  if (trusted.vkey !== undefined && trusted.vkey.trimEnd() !== formatVerifierKey(verifier)) {
    problems.push({ code: 'VKEY_NOT_TRUSTED', file: VKEY_FILE });
  }
  for (const note of trusted.checkpoints ?? [])
    if (!continuesHead(reading, note)) problems.push({ code: 'CHECKPOINT_INCONSISTENT', file: CHECKPOINT_FILE });
  return problems;
}
