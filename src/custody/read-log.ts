import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { openCheckpoint } from './checkpoint.ts';
import type { Checkpoint } from './checkpoint.ts';
import { isMissing } from './disk.ts';
import { decodeEntry } from './entries.ts';
import type { LogEntry } from './entries.ts';
import { leafHash, merkleTreeHash, sameHash } from './merkle.ts';
import { formatSignerKey, formatVerifierKey, parseSignerKey, parseVerifierKey } from './signed-note.ts';
import type { Verifier } from './signed-note.ts';
import { decodeBundle, decodeTile, EMPTY_EDGE, growLog, TILE_WIDTH, tilePath, tilesOfLog } from './tiles.ts';
import type { LogEdge, TileId } from './tiles.ts';

/** Re-derives a whole log from its entries and compares every byte on disk. Reads only. */

export const CHECKPOINT_FILE = 'checkpoint';
export const VKEY_FILE = 'vkey';
export const KEY_FILE = 'key';
export const ORIGINALS_FOLDER = 'originals';

export const PROBLEM_CODES = {
  VKEY_MISSING: 'The public key of the log is not there.',
  VKEY_UNUSABLE: 'The public key of the log is not the one line that was written.',
  VKEY_NOT_TRUSTED: 'The public key is not the one that the verifier was given.',
  KEY_MISMATCH: 'The private key beside the log does not belong to its public key.',
  CHECKPOINT_MISSING: 'The signed head of the log is not there.',
  CHECKPOINT_UNVERIFIED: 'The head of the log is not what the key signed.',
  CHECKPOINT_ORIGIN: 'The head names another log than its key.',
  CHECKPOINT_INCONSISTENT: 'The log does not continue a head that was signed earlier.',
  ROOT_MISMATCH: 'Entries and tiles give another root than the signed one.',
  BUNDLE_MISSING: 'Entries under the signed head are not there.',
  BUNDLE_ALTERED: 'Entries are not those that were signed.',
  TILE_MISSING: 'Hashes under the signed head are not there.',
  TILE_ALTERED: 'Hashes are not those of the entries.',
  ENTRY_INVALID: 'A signed entry is not canonical JSON of a known type.',
  ENTRY_ORDER: 'A signed entry stands at another index than it says.',
  FILE_UNSIGNED: 'A file is there that the signed head does not cover (a lost process, or a stranger).',
  ORIGINAL_MISSING: 'A received file is not kept.',
  ORIGINAL_ALTERED: 'A kept original is not what was received.',
  ORIGINAL_NOT_LOGGED: 'An original is kept that the log does not name.',
  ORIGINAL_NOT_DELETED: 'An original is kept although the log says that it was deleted.',
} as const;

export type ProblemCode = keyof typeof PROBLEM_CODES;

export interface Problem {
  readonly code: ProblemCode;
  /** Relative to the custody folder, forward slashes. */
  readonly file: string;
  /** Index of the entry, where one entry is meant. */
  readonly index?: number;
}

export interface LogReading {
  readonly verifier: Verifier | undefined;
  readonly checkpoint: Checkpoint | undefined;
  readonly entries: readonly LogEntry[];
  /** By index; only where entries and signed root agree can an appender go on from here. */
  readonly leaves: readonly Uint8Array[];
  readonly edge: LogEdge;
  readonly problems: readonly Problem[];
  /** Files under tile/ and temporary files that the head does not cover. */
  readonly unsigned: readonly string[];
}

async function readMaybe(path: string): Promise<Buffer | undefined> {
  try {
    return await readFile(path);
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}

/** The head and the key, or what is wrong with them. */
async function readHead(dir: string, problems: Problem[]): Promise<Pick<LogReading, 'verifier' | 'checkpoint'>> {
  const vkey = await readMaybe(join(dir, VKEY_FILE));
  const note = await readMaybe(join(dir, CHECKPOINT_FILE));
  const verifier = vkey && verifierOf(vkey);
  if (vkey === undefined) problems.push({ code: 'VKEY_MISSING', file: VKEY_FILE });
  else if (verifier === undefined) problems.push({ code: 'VKEY_UNUSABLE', file: VKEY_FILE });

  const skey = await readMaybe(join(dir, KEY_FILE));
  if (skey !== undefined && verifier !== undefined && !belongsTo(skey, verifier)) {
    problems.push({ code: 'KEY_MISMATCH', file: KEY_FILE });
  }
  if (note === undefined) problems.push({ code: 'CHECKPOINT_MISSING', file: CHECKPOINT_FILE });
  if (note === undefined || verifier === undefined) return { verifier, checkpoint: undefined };
  const checkpoint = openCheckpoint(note, verifier);
  if (checkpoint === undefined) problems.push({ code: 'CHECKPOINT_UNVERIFIED', file: CHECKPOINT_FILE });
  else if (checkpoint.origin !== verifier.name && !checkpoint.origin.startsWith(`${verifier.name}/`)) {
    problems.push({ code: 'CHECKPOINT_ORIGIN', file: CHECKPOINT_FILE });
  }
  return { verifier, checkpoint };
}

function verifierOf(vkey: Buffer): Verifier | undefined {
  try {
    const verifier = parseVerifierKey(vkey.toString('utf8').slice(0, -1));
    return Buffer.from(`${formatVerifierKey(verifier)}\n`).equals(vkey) ? verifier : undefined;
  } catch {
    return undefined;
  }
}

function belongsTo(skey: Buffer, verifier: Verifier): boolean {
  try {
    const signer = parseSignerKey(skey.toString('utf8').slice(0, -1));
    const isAsWritten = Buffer.from(`${formatSignerKey(signer)}\n`).equals(skey);
    return isAsWritten && formatVerifierKey(signer) === formatVerifierKey(verifier);
  } catch {
    return false;
  }
}

/** Every file under tile/, and temporary files beside the head. */
async function listLogFiles(dir: string): Promise<string[]> {
  const names: string[] = [];
  try {
    for (const entry of await readdir(join(dir, 'tile'), { recursive: true, withFileTypes: true })) {
      if (!entry.isDirectory()) names.push(join(entry.parentPath, entry.name).slice(join(dir, '/').length));
    }
  } catch (error) {
    if (!isMissing(error)) throw error;
  }
  for (const name of [CHECKPOINT_FILE, VKEY_FILE, KEY_FILE]) {
    if ((await readMaybe(join(dir, `${name}.tmp`))) !== undefined) names.push(`${name}.tmp`);
  }
  return names.sort();
}

interface Bundle {
  readonly id: TileId;
  readonly entries: readonly Buffer[] | undefined;
}

/** Reads the log in `dir`. What is found wrong is a value: this does not throw for wrong data. */
export async function readLog(dir: string): Promise<LogReading> {
  const problems: Problem[] = [];
  const { verifier, checkpoint } = await readHead(dir, problems);
  const present = await listLogFiles(dir);
  const nothing = { verifier, checkpoint, entries: [], leaves: [], edge: EMPTY_EDGE, problems, unsigned: present };
  // Without a head that the key signed nothing below it can be judged, and a false size must not steer the reading.
  if (checkpoint === undefined) return nothing;

  const expected = tilesOfLogWithin(checkpoint.size, present.length);
  if (expected === undefined) {
    problems.push({ code: 'BUNDLE_MISSING', file: 'tile' });
    return nothing;
  }
  const files = new Map<string, Buffer>();
  for (const id of expected) {
    const file = tilePath(id);
    const bytes = await readMaybe(join(dir, file));
    if (bytes !== undefined) files.set(file, bytes);
    else problems.push({ code: id.level === 'entries' ? 'BUNDLE_MISSING' : 'TILE_MISSING', file });
  }

  const bundles: Bundle[] = expected
    .filter((id) => id.level === 'entries')
    .map((id) => ({ id, entries: decodeBundle(files.get(tilePath(id)) ?? Buffer.alloc(0), id.width) }));
  const storedLeaves = expected
    .filter((id) => id.level === 0)
    .flatMap((id) => decodeTile(files.get(tilePath(id)) ?? Buffer.alloc(0), id.width) ?? []);
  const raw = bundles.flatMap((bundle) => bundle.entries ?? []);
  const leaves = raw.map((entry) => leafHash(entry));
  const isSigned = (hashes: readonly Uint8Array[]): boolean =>
    hashes.length === checkpoint.size && sameHash(merkleTreeHash(hashes), checkpoint.root);

  const grown = growLog(EMPTY_EDGE, raw);
  if (isSigned(leaves)) {
    const derived = new Map(grown.files.map((file) => [tilePath(file.id), file.bytes]));
    for (const [file, bytes] of files) {
      if (!derived.get(file)?.equals(bytes)) problems.push({ code: 'TILE_ALTERED', file });
    }
  } else {
    const trusted = isSigned(storedLeaves) ? storedLeaves : undefined;
    if (trusted === undefined) problems.push({ code: 'ROOT_MISMATCH', file: CHECKPOINT_FILE });
    for (const bundle of bundles) problems.push(...alteredEntries(bundle, files, trusted));
  }
  const entries = readEntries(bundles, problems);
  const covered = new Set(expected.map((id) => tilePath(id)));
  return {
    verifier,
    checkpoint,
    entries,
    leaves,
    edge: grown.edge,
    problems,
    unsigned: present.filter((file) => !covered.has(file)),
  };
}

/** A signed size can only be as large as the files that are there could hold. */
function tilesOfLogWithin(size: number, files: number): TileId[] | undefined {
  return size > (files + 3) * TILE_WIDTH ? undefined : tilesOfLog(size);
}

/** Where a bundle differs from the leaf hashes; `trusted` are those of the signed root, if they are still known. */
function alteredEntries(
  bundle: Bundle,
  files: ReadonlyMap<string, Buffer>,
  trusted: readonly Uint8Array[] | undefined,
): Problem[] {
  const { id, entries } = bundle;
  const file = tilePath(id);
  if (!files.has(file)) return [];
  if (entries === undefined) return [{ code: 'BUNDLE_ALTERED', file }];
  const first = id.n * TILE_WIDTH;
  const tileFile = tilePath({ ...id, level: 0 });
  const tile = decodeTile(files.get(tileFile) ?? Buffer.alloc(0), id.width);
  const problems: Problem[] = [];
  let tileDiffers = false;
  for (const [i, entry] of entries.entries()) {
    const wanted = trusted?.[first + i] ?? tile?.[i];
    if (wanted !== undefined && sameHash(wanted, leafHash(entry))) continue;
    problems.push({ code: 'BUNDLE_ALTERED', file, index: first + i });
    tileDiffers ||= trusted === undefined;
  }
  // With both at odds and no root to decide, either may be the altered one.
  if (tileDiffers && tile !== undefined) problems.push({ code: 'TILE_ALTERED', file: tileFile });
  return problems;
}

function readEntries(bundles: readonly Bundle[], problems: Problem[]): LogEntry[] {
  const read: LogEntry[] = [];
  for (const { id, entries } of bundles) {
    for (const [i, bytes] of (entries ?? []).entries()) {
      const index = id.n * TILE_WIDTH + i;
      const entry = decodeEntry(bytes);
      if (entry === undefined) problems.push({ code: 'ENTRY_INVALID', file: tilePath(id), index });
      else if (entry.index !== index) problems.push({ code: 'ENTRY_ORDER', file: tilePath(id), index });
      if (entry !== undefined) read.push(entry);
    }
  }
  return read;
}
