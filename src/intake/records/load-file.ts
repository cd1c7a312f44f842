import { mkdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { actsFor, globCovers } from '../../authority/index.ts';
import type { Act, CaseDocuments } from '../../model/case.ts';
import type { Position } from '../../model/record.ts';
import { callingCodeOf } from '../calling-code.ts';
import { antennaLines, readAntennas, storeAntennas } from './antennas.ts';
import type { LoadNotes } from './load-notes.ts';
import { loadRecords, type DeliveryFile, type Reading } from './load-records.ts';
import type { openBatches } from './load-together.ts';
import { loadKey, type Load } from './loads.ts';
import type { Profile } from './profile.ts';
import type { Recognised } from './recognise.ts';
import { readerDigest } from './reader-digest.ts';
import { readSmallFile } from './small-files.ts';
import { withUtf8 } from './utf16.ts';

/** Raised when what a load holds would differ for the same input: then everything is loaded anew. Of statements their digest says it. */
const READER_VERSION = 10;

export interface IntakeContext extends Reading {
  /** Files of at most so many bytes, unpacked, are loaded together. SMALL_BYTES by default; none at -1. */
  readonly smallBytes?: number;
  readonly acts: readonly Act[];
  readonly documents: Pick<CaseDocuments, 'manifest' | 'protectedNumbers' | 'areas'>;
  readonly profiles: readonly Profile[];
  readonly progress: (done: { file: string; reused: boolean }) => void;
  /** Told of each file whose rows go because nothing asks for them any more: so many of so many. */
  readonly revoking?: (done: number, of: number) => void;
}

/** Operator of a path: `operators/NAME/...`. */
export const operatorOf = (file: string): string => file.split('/')[1] ?? '';

/** What is the same for every file of a run. */
export interface Common {
  /** All readings of the protected numbers, where national forms are those of a country code. */
  readonly numbersFor: (callingCode: string) => readonly string[];
  readonly anchors: readonly Position[];
}

type Known = Extract<Recognised, { profile: Profile }>;

/** All that decides what a load of the file holds. */
function keyOf(
  { documents }: IntakeContext,
  { numbersFor, anchors }: Common,
  file: DeliveryFile,
  covering: readonly Act[],
  { as: kind, profile }: Known,
) {
  const { manifest } = documents;
  const callingCode = profile.calling_code ?? callingCodeOf(manifest.country);
  const numbers = kind === 'records' ? numbersFor(callingCode) : [];
  const key = loadKey({
    reader: READER_VERSION,
    statements: readerDigest(),
    path: file.path,
    sha256: file.sha256,
    profile,
    acts: covering.map(({ id, from_s, until_s, identifiers }) => ({
      id,
      from_s: String(from_s),
      until_s: String(until_s),
      identifiers,
    })),
    ...(kind === 'records' ? { numbers, callingCode, zone: manifest.timezone } : { anchors }),
  });
  return {
    callingCode,
    numbers,
    what: { key, path: file.path, kind, operator: operatorOf(file.path), profile: profile.id },
  };
}

/** Fills one load with the rows of one antenna table. */
async function loadAntennas(
  context: IntakeContext,
  { anchors }: Common,
  file: DeliveryFile,
  { table }: Extract<Recognised, { as: 'antennas' }>,
  load_id: number,
): Promise<LoadNotes> {
  const reading = await readAntennas(file.original, file.path, table, operatorOf(file.path), anchors);
  const spool = path.join(context.spool, `${file.sha256}.antennas.tsv`);
  await writeFile(spool, antennaLines(reading.rows));
  if (reading.rows.length > 0)
    await context.records.withLines(spool, (at) =>
      context.records.run(storeAntennas, { load_id, path: at, compression: 'none' }),
    );
  await rm(spool);
  return {
    refusals: reading.refusals.map(({ place, code, expected, found }) => ({ place, code, expected, found })),
    swapped: reading.rows.filter((row) => row.swapped).length,
    rows_in: reading.rows_in,
  };
}

/**
 * Sees to it that a file is loaded, now or together with others.
 *
 * @param done is called with the file's load: the one that is there, or a new one
 */
export async function loadFile(
  context: IntakeContext,
  common: Common,
  batches: ReturnType<typeof openBatches>,
  file: DeliveryFile,
  recognised: Known,
  done: (load: Load) => void,
): Promise<void> {
  const covering = actsFor(file.path, context.acts);
  const { what } = keyOf(context, common, file, covering, recognised);
  const known = context.loads.readable(what.key);
  if (known !== undefined) {
    context.progress({ file: file.path, reused: true });
    done(known);
    return;
  }
  const loaded = (load: Load): void => {
    context.progress({ file: file.path, reused: false });
    done(load);
  };
  await mkdir(context.spool, { recursive: true });
  // Only what is loaded is written anew: of a file that is known, its head was enough.
  await withUtf8(file.original, context.spool, (original) =>
    loadUtf8(context, common, batches, { ...file, original }, recognised, loaded),
  );
}

/** Loads a file that is no load yet. */
async function loadUtf8(
  context: IntakeContext,
  common: Common,
  batches: ReturnType<typeof openBatches>,
  file: DeliveryFile,
  recognised: Known,
  loaded: (load: Load) => void,
): Promise<void> {
  const covering = actsFor(file.path, context.acts);
  const { profile } = recognised;
  const { callingCode, numbers, what } = keyOf(context, common, file, covering, recognised);
  if (recognised.as === 'antennas') {
    const fill = async (load_id: number): Promise<string> =>
      JSON.stringify(await loadAntennas(context, common, file, recognised, load_id));
    loaded(await context.loads.load(what, fill));
    return;
  }
  const globs = profile.records.selected_by_handset;
  const delivery = {
    operator: what.operator,
    by_handset: globs.some((glob) => globCovers(glob, path.posix.basename(file.path))),
    protectedNumbers: numbers,
    callingCode,
    caseZone: context.documents.manifest.timezone,
  };
  const small = await readSmallFile(file, profile, delivery, context.spool, context.smallBytes);
  if (small !== undefined) {
    await batches.add({ what, file: small, acts: covering, done: loaded });
    return;
  }
  const fill = async (load_id: number): Promise<string> =>
    JSON.stringify(await loadRecords(context, file, profile, { ...delivery, load_id, acts: covering }));
  loaded(await context.loads.load(what, fill));
}
