import { mkdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { actsFor, globCovers } from '../../authority/index.ts';
import type { Act, CaseDocuments } from '../../model/case.ts';
import type { Position } from '../../model/record.ts';
import type { Refusal } from '../../model/refusal.ts';
import { callingCodeOf } from '../calling-code.ts';
import { readingsOfAll } from '../protection/index.ts';
import { antennaLines, readAntennas, storeAntennas } from './antennas.ts';
import type { LoadNotes } from './load-notes.ts';
import { loadRecords, type DeliveryFile, type Reading } from './load-records.ts';
import { openBatches } from './load-together.ts';
import { loadKey, type Load } from './loads.ts';
import type { Profile } from './profile.ts';
import { headOf, recognise, type Recognised } from './recognise.ts';
import { profilesFor, type DraftedOperator } from '../scaffold/deliveries.ts';
import { readSmallFile } from './small-files.ts';
import { unusableFile } from './unusable-file.ts';
import { withUtf8 } from './utf16.ts';

/** Raised when what a load holds would differ for the same input: then everything is loaded anew. */
const READER_VERSION = 7;

export interface IntakeContext extends Reading {
  /** Files of at most so many bytes, unpacked, are loaded together. SMALL_BYTES by default; none at -1. */
  readonly smallBytes?: number;
  readonly acts: readonly Act[];
  readonly documents: Pick<CaseDocuments, 'manifest' | 'protectedNumbers' | 'areas'>;
  readonly profiles: readonly Profile[];
  readonly progress: (done: { file: string; reused: boolean }) => void;
}

/** What is found of a file of no known layout that no draft was tried on: only of these the warnings of DraftedOperator do not speak. */
export const UNDRAFTED = 'another line of column names';

/** Operator of a path: `operators/NAME/...`. */
export const operatorOf = (file: string): string => file.split('/')[1] ?? '';

function anchorsOf(areas: CaseDocuments['areas']): Position[] {
  return areas.flatMap((area) => {
    const corner = area.polygons[0]?.[0]?.[0];
    return corner === undefined ? [] : [{ longitude: corner[0], latitude: corner[1] }];
  });
}

/** What is the same for every file of a run. */
interface Common {
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
async function loadFile(
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

export interface DeliveriesOutcome {
  /** The loads that the case now rests on, by path. */
  readonly loads: readonly Load[];
  readonly revoked: readonly Load[];
  readonly refusals: readonly Refusal[];
  readonly files: readonly { readonly path: string; readonly load?: Load }[];
  /** Layouts that no profile describes, read by drafts or not at all: their warnings belong at the top of every result. */
  readonly drafted: readonly DraftedOperator[];
}

/** Operators with files that no profile describes, with what can be made of them once all others are loaded. */
async function draftUnknown(
  context: IntakeContext,
  files: readonly DeliveryFile[],
  unknown: readonly DeliveryFile[],
  against: readonly number[],
): Promise<Map<string, DraftedOperator>> {
  const { manifest, areas } = context.documents;
  const drafted = new Map<string, DraftedOperator>();
  for (const operator of new Set(unknown.map((file) => operatorOf(file.path)))) {
    const own = (file: DeliveryFile): boolean => operatorOf(file.path) === operator;
    const about = {
      timezone: manifest.timezone,
      country: manifest.country,
      from_s: manifest.from_s,
      until_s: manifest.until_s,
      anchors: anchorsOf(areas),
    };
    drafted.set(
      operator,
      await profilesFor(
        { records: context.records, against },
        operator,
        files.filter(own),
        unknown.filter(own),
        context.profiles,
        about,
      ),
    );
  }
  return drafted;
}

/**
 * Loads every delivery and antenna table that is new; revokes what no longer belongs to the case.
 *
 * @param arriving the files, as they are received: one is loaded while the next is kept
 */
export async function loadDeliveries(
  context: IntakeContext,
  arriving: AsyncIterable<DeliveryFile> | Iterable<DeliveryFile>,
): Promise<DeliveriesOutcome> {
  const refusals: Refusal[] = [];
  const outcome: { path: string; load?: Load }[] = [];
  const numbers = new Map<string, readonly string[]>();
  const common: Common = {
    numbersFor: (callingCode) => {
      const known =
        numbers.get(callingCode) ?? [...readingsOfAll(context.documents.protectedNumbers, callingCode)].sort();
      numbers.set(callingCode, known);
      return known;
    },
    anchors: anchorsOf(context.documents.areas),
  };
  const batches = openBatches(context);
  const load = async (file: DeliveryFile, recognised: Recognised, drafted?: DraftedOperator): Promise<void> => {
    const place: { path: string; load?: Load } = { path: file.path };
    outcome.push(place);
    if (recognised.as === 'sheet') return;
    if (recognised.as === 'unknown')
      refusals.push({
        file: file.path,
        place: '',
        code: 'LAYOUT_UNKNOWN',
        expected:
          'a layout that a profile describes (cellsweep profile list; cellsweep profile scaffold writes a draft)',
        found: drafted?.found.get(file.path) ?? UNDRAFTED,
      });
    else await loadFile(context, common, batches, file, recognised, (made) => (place.load = made));
  };
  const files: DeliveryFile[] = [];
  const unknown: DeliveryFile[] = [];
  for await (const file of arriving) {
    const head = await headOf(file.original);
    const recognised = recognise(file.path, head, context.profiles);
    const unusable = recognised.as === 'unknown' ? await unusableFile(file, head) : undefined;
    if (unusable !== undefined) {
      refusals.push({ file: file.path, ...unusable });
      outcome.push({ path: file.path });
      continue;
    }
    files.push(file);
    if (recognised.as === 'unknown') unknown.push(file);
    else await load(file, recognised);
  }
  await batches.finish();
  const loadsNow = (): Load[] => outcome.flatMap((place) => place.load ?? []);
  // Last, because the records of the others check what is assumed of these.
  const drafted = await draftUnknown(
    context,
    files,
    unknown,
    loadsNow().map(({ load_id }) => load_id),
  );
  for (const file of unknown) {
    const draft = drafted.get(operatorOf(file.path));
    const profiles = [...context.profiles, ...(draft?.profiles ?? [])];
    await load(file, recognise(file.path, await headOf(file.original), profiles), draft);
  }
  await batches.finish();
  const revoked = await context.loads.revokeAllBut(new Set(loadsNow().map(({ key }) => key)));
  await rm(context.spool, { recursive: true, force: true });
  return {
    loads: loadsNow(),
    revoked,
    refusals,
    files: outcome,
    drafted: [...drafted.values()].filter((d) => d.warnings.length > 0),
  };
}
