import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { getCountryCallingCode, isSupportedCountry, parsePhoneNumberFromString } from 'libphonenumber-js/max';
import { z } from 'zod';
import { actsFor } from '../../authority/index.ts';
import type { Act, CaseDocuments } from '../../model/case.ts';
import { CellsweepError } from '../../model/errors.ts';
import { globCovers } from '../../authority/index.ts';
import type { Position } from '../../model/record.ts';
import type { Refusal } from '../../model/refusal.ts';
import { defineQuery } from '../../store/query.ts';
import type { RecordStore } from '../../store/records.ts';
import { DAMAGED_GZIP, gunzipped, isDamagedGzip, isGzip } from '../gzip.ts';
import { antennaLines, readAntennas, storeAntennas } from './antennas.ts';
import { loadKey, type Load, type Loads } from './loads.ts';
import { delimitedParameters, parseRows, xmlParameters, type DeliveryContext } from './parse-rows.ts';
import type { Profile } from './profile.ts';
import { HEAD_BYTES, headOf, recognise } from './recognise.ts';
import { profilesFor, type DraftedOperator } from './scaffold-deliveries.ts';
import { writeXmlRows } from './xml-rows.ts';

/** Raised when what a load holds would differ for the same input: then everything is loaded anew. */
const READER_VERSION = 5;

const hasQuotes = defineQuery(
  import.meta.url,
  'has-quotes.sql',
  z.strictObject({ path: z.string(), compression: z.enum(['gzip', 'none']), first_line: z.int().positive() }),
  z.strictObject({ has_quotes: z.int(), has_other_bytes: z.int() }),
);

export interface DeliveryFile {
  /** In the case folder, forward slashes. */
  readonly path: string;
  /** Where its bytes can be read: the kept original. */
  readonly original: string;
  readonly sha256: string;
}

export interface IntakeContext {
  readonly records: RecordStore;
  readonly loads: Loads;
  readonly acts: readonly Act[];
  readonly documents: Pick<CaseDocuments, 'manifest' | 'protectedNumbers' | 'areas'>;
  readonly profiles: readonly Profile[];
  /** Folder for passing files; removed afterwards. */
  readonly spool: string;
  readonly progress: (done: { file: string; reused: boolean }) => void;
}

/** What one load's reader knows beyond its rows. */
const notesSchema = z.object({
  refusals: z.array(z.object({ place: z.string(), code: z.string(), expected: z.string(), found: z.string() })),
  swapped: z.int(),
  rows_in: z.int(),
});
export type LoadNotes = z.infer<typeof notesSchema>;
export const readNotes = (load: Load): LoadNotes =>
  notesSchema.parse(load.notes === '' ? { refusals: [], swapped: 0, rows_in: 0 } : JSON.parse(load.notes));

/** Operator of a path: `operators/NAME/...`. */
export const operatorOf = (file: string): string => file.split('/')[1] ?? '';

/** A number, and the same with the zero that people write into it: `+33 (0)6 ...`. Both are masked. */
function spellingsOf(number: string): string[] {
  const code = parsePhoneNumberFromString(`+${number}`)?.countryCallingCode;
  return code === undefined || !number.startsWith(code) ? [number] : [number, `${code}0${number.slice(code.length)}`];
}

function anchorsOf(areas: CaseDocuments['areas']): Position[] {
  return areas.flatMap((area) => {
    const corner = area.polygons[0]?.[0]?.[0];
    return corner === undefined ? [] : [{ longitude: corner[0], latitude: corner[1] }];
  });
}

const EMPTY = { place: '', code: 'FILE_UNREADABLE', expected: 'records or antennas', found: 'an empty file' } as const;

const REFUSED_WHOLE: LoadNotes = { refusals: [DAMAGED_GZIP], swapped: 0, rows_in: 0 };

/** Fills one load with the records of one file. */
export async function loadRecords(
  context: Pick<IntakeContext, 'records' | 'loads' | 'spool'>,
  file: DeliveryFile,
  profile: Profile,
  delivery: DeliveryContext,
): Promise<LoadNotes> {
  const { records } = context;
  const layout = profile.records;
  if (layout.kind === 'xml') {
    const spool = path.join(context.spool, `${file.sha256}.tsv`);
    const outcome = await writeXmlRows(file.original, spool, layout);
    if (outcome.broken && (await isDamagedGzip(file.original))) {
      await rm(spool);
      return REFUSED_WHOLE;
    }
    if (outcome.records + outcome.unread > 0)
      await records.withLines(spool, (at) => records.run(parseRows, xmlParameters(layout, at, delivery)));
    await rm(spool);
    const refusals = outcome.broken
      ? [
          {
            place: `record ${outcome.records + 1}`,
            code: 'XML_MALFORMED',
            expected: 'well-formed XML to the end of the document',
            found: 'a break after this many records',
          },
        ]
      : [];
    return { refusals, swapped: 0, rows_in: outcome.records + outcome.unread };
  }
  const read = async (source: string, gzip: boolean): Promise<void> =>
    records.withLines(source, async (at) => {
      const compression = gzip ? ('gzip' as const) : ('none' as const);
      const first_line = layout.title_lines + 2;
      const [found] = await records.rows(hasQuotes, { path: at, compression, first_line });
      const needs = { hasQuotes: found?.has_quotes === 1, hasOtherBytes: found?.has_other_bytes === 1 };
      await records.run(parseRows, delimitedParameters(layout, { path: at, gzip, ...needs }, delivery));
    });
  const gzip = await isGzip(file.original);
  try {
    await read(file.original, gzip);
    return { refusals: [], swapped: 0, rows_in: 0 };
  } catch (error) {
    if (!gzip || !(error instanceof CellsweepError)) throw error;
    await context.loads.empty(delivery.load_id);
    if (await isDamagedGzip(file.original)) return REFUSED_WHOLE;
    // Whole, but not as the engine will have it: padded with zeros, as tapes and some gateways do.
    const spool = path.join(context.spool, `${file.sha256}.txt`);
    await pipeline(gunzipped(createReadStream(file.original)), createWriteStream(spool));
    await read(spool, false);
    await rm(spool);
    return { refusals: [], swapped: 0, rows_in: 0 };
  }
}

/** The file's load: the one that is there, or a new one. Undefined where the file is not records or antennas. */
async function loadFile(
  context: IntakeContext,
  file: DeliveryFile,
  covering: readonly Act[],
  drafted?: DraftedOperator,
): Promise<Load | Refusal | undefined> {
  const recognised = recognise(file.path, await headOf(file.original), [
    ...context.profiles,
    ...(drafted?.profiles ?? []),
  ]);
  if (recognised.as === 'sheet') return undefined;
  if (recognised.as === 'unknown')
    return {
      file: file.path,
      place: '',
      code: 'LAYOUT_UNKNOWN',
      expected: 'a layout that a profile describes (cellsweep profile list; cellsweep profile scaffold writes a draft)',
      found: drafted?.found.get(file.path) ?? 'another line of column names',
    };
  const { manifest, protectedNumbers, areas } = context.documents;
  const { profile, as: kind } = recognised;
  const operator = operatorOf(file.path);
  const callingCode =
    profile.calling_code ?? (isSupportedCountry(manifest.country) ? getCountryCallingCode(manifest.country) : '');
  const numbers = protectedNumbers.flatMap(({ number }) => spellingsOf(number)).sort();
  const anchors = anchorsOf(areas);
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
  const known = context.loads.readable(key);
  if (known !== undefined) {
    context.progress({ file: file.path, reused: true });
    return known;
  }
  const load = await context.loads.load(
    { key, path: file.path, kind, operator, profile: profile.id },
    async (load_id) => {
      await mkdir(context.spool, { recursive: true });
      if (recognised.as === 'antennas') {
        const reading = await readAntennas(file.original, file.path, recognised.table, operator, anchors);
        const spool = path.join(context.spool, `${file.sha256}.antennas.tsv`);
        await writeFile(spool, antennaLines(reading.rows));
        if (reading.rows.length > 0)
          await context.records.withLines(spool, (at) =>
            context.records.run(storeAntennas, { load_id, path: at, compression: 'none' }),
          );
        await rm(spool);
        return JSON.stringify({
          refusals: reading.refusals.map(({ place, code, expected, found }) => ({ place, code, expected, found })),
          swapped: reading.rows.filter((row) => row.swapped).length,
          rows_in: reading.rows_in,
        } satisfies LoadNotes);
      }
      const globs = profile.records.selected_by_handset;
      const by_handset = globs.some((glob) => globCovers(glob, path.posix.basename(file.path)));
      return JSON.stringify(
        await loadRecords(context, file, profile, {
          load_id,
          operator,
          by_handset,
          acts: covering,
          protectedNumbers: numbers,
          callingCode,
          caseZone: manifest.timezone,
        }),
      );
    },
  );
  context.progress({ file: file.path, reused: false });
  return load;
}

export interface DeliveriesOutcome {
  /** The loads that the case now rests on, by path. */
  readonly loads: readonly Load[];
  readonly revoked: readonly Load[];
  readonly refusals: readonly Refusal[];
  readonly files: readonly { readonly path: string; readonly load?: Load }[];
  /** Layouts that no profile describes, read by drafts: their warnings belong at the top of every result. */
  readonly drafted: readonly DraftedOperator[];
}

/** What makes a file one of no layout at all; undefined where a profile might describe it. */
async function unusableFile(
  { original }: DeliveryFile,
  head: Buffer,
): Promise<typeof DAMAGED_GZIP | typeof EMPTY | undefined> {
  if (await isDamagedGzip(original)) return DAMAGED_GZIP;
  // Of a longer file, what comes after so many blanks nobody has seen.
  return head.length < HEAD_BYTES && head.toString('latin1').trim() === '' ? EMPTY : undefined;
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
  const wanted = new Map<string, Load>();
  const outcome: { path: string; load?: Load }[] = [];
  const load = async (file: DeliveryFile, drafted?: DraftedOperator): Promise<void> => {
    const result = await loadFile(context, file, actsFor(file.path, context.acts), drafted);
    if (result === undefined) outcome.push({ path: file.path });
    else if ('code' in result) {
      refusals.push(result);
      outcome.push({ path: file.path });
    } else {
      wanted.set(result.key, result);
      outcome.push({ path: file.path, load: result });
    }
  };
  const files: DeliveryFile[] = [];
  const unknown: DeliveryFile[] = [];
  for await (const file of arriving) {
    const head = await headOf(file.original);
    const { as } = recognise(file.path, head, context.profiles);
    const unusable = as === 'unknown' ? await unusableFile(file, head) : undefined;
    if (unusable !== undefined) {
      refusals.push({ file: file.path, ...unusable });
      outcome.push({ path: file.path });
      continue;
    }
    files.push(file);
    if (as === 'unknown') unknown.push(file);
    else await load(file);
  }
  // Last, because the records of the others check what is assumed of these.
  const drafted = await draftUnknown(
    context,
    files,
    unknown,
    [...wanted.values()].map(({ load_id }) => load_id),
  );
  for (const file of unknown) await load(file, drafted.get(operatorOf(file.path)));
  const revoked = await context.loads.revokeAllBut(new Set(wanted.keys()));
  await rm(context.spool, { recursive: true, force: true });
  return {
    loads: [...wanted.values()],
    revoked,
    refusals,
    files: outcome,
    drafted: [...drafted.values()].filter((d) => d.profiles.length > 0),
  };
}
