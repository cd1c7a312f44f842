import { Readable } from 'node:stream';
import { actsFor, retainedActs } from '../../authority/index.ts';
import type { Act, CaseDocuments, CaseManifest, Room } from '../../model/case.ts';
import { CellsweepError } from '../../model/errors.ts';
import { Unlogged } from '../../model/logged-reads.ts';
import type { UnixSeconds } from '../../model/record.ts';
import type { Refusal } from '../../model/refusal.ts';
import { callingCodeOf } from '../calling-code.ts';
import { gzipDamage } from '../gzip.ts';
import { withNumbersAsRead } from '../listed-numbers.ts';
import { openProtection, type Protection } from '../protection/index.ts';
import { readAreas } from './areas.ts';
import { parseCaseManifest } from './case-manifest.ts';
import { CONTACTS } from './contacts.ts';
import { DECLARED } from './declared.ts';
import { IdentifiedDetections } from './detections.ts';
import { readDeviceProfiles } from './device-profiles.ts';
import { LEDGER } from './ledger.ts';
import { formatName, roleOf } from './list-files.ts';
import { MOVEMENTS } from './movements.ts';
import { isProtectedList, PROTECTED_NUMBERS, requireProtection } from './protected-numbers.ts';
import type { FileQuality } from './quality.ts';
import { readText } from './read-json.ts';
import type { JsonResult } from './read-json.ts';
import { breakInWords, isStreamError, readTable } from './read-table.ts';
import type { OpenFile, Table, TableReading } from './read-table.ts';
import { REFERENCE_HANDSETS, settleReferences } from './reference-handsets.ts';
import { REGIME } from './regime.ts';
import { ROLLS, settleRolls } from './rolls.ts';
import { ROOMS, settleRepeatedRooms } from './rooms.ts';
import { SEARCHES } from './searches.ts';
import { SEIZURES } from './seizures.ts';
import { HEARTBEATS, SENSORS, WALK_TEST } from './sensors.ts';
import { VISITS } from './visits.ts';
import { WALLS } from './walls.ts';

/** Where the files of a case are: the folder itself, or the originals kept of it. */
export interface CaseSource {
  /** Paths in the case folder (listCaseFiles). */
  readonly paths: readonly string[];
  /** The bytes as received, `.gz` still compressed. Called only for files that may be read. */
  readonly open: (path: string) => Readable | Promise<Readable>;
}

export interface FileRead {
  readonly path: string;
  readonly act_ids: readonly string[];
  /** Rows that were used. */
  readonly rows: number;
}

export interface CaseReading {
  /** As in the documents: case.json needs no act, and tells of nobody. */
  readonly manifest: CaseManifest;
  /** Opened by the log of `filesRead`. */
  readonly documents: Unlogged<'documents', CaseDocuments>;
  readonly refusals: readonly Refusal[];
  readonly quality: readonly FileQuality[];
  readonly filesRead: readonly FileRead[];
  /** Whether the rows of sensors/detections.csv rise by time; else openBursts must sort them. */
  readonly burstsRise: boolean;
}

/** Reads case.json; CASE_NOT_FOUND when the folder has none. */
export async function readCaseManifest(source: CaseSource): Promise<CaseManifest> {
  return parseCaseManifest(await readOwnFile(source, 'case.json'));
}

/** The text of case.json or authorisations.json, which need no act. */
export async function readOwnFile(source: CaseSource, path: 'case.json' | 'authorisations.json'): Promise<string> {
  if (!source.paths.includes(path)) throw new CellsweepError('CASE_NOT_FOUND', `The case folder has no ${path}.`);
  try {
    return await readText(path, await source.open(path));
  } catch (error) {
    if (!isStreamError(error)) throw error;
    throw new CellsweepError('STORE_OPEN', `${path} of the case folder: ${breakInWords(error)}.`, { cause: error });
  }
}

/**
 * Reads everything of a case but the operators' folders. A file is opened only if an act in force, and within its
 * retention at `clock_s`, covers it; otherwise it is refused whole. Files that the format does not know are refused
 * whole as well, never passed over. A document that is absent gives an empty list. Throws PROTECTION_UNREADABLE where the
 * protected numbers are there and cannot be read to their end or stand twice, PROTECTION_UNCOVERED where they are there,
 * no act lets them be read, and one lets operators' files be read.
 */
export async function readCaseDocuments(
  source: CaseSource,
  acts: readonly Act[],
  clock_s: UnixSeconds,
): Promise<CaseReading> {
  const manifest = await readCaseManifest(source);
  const held = withNumbersAsRead(retainedActs(acts, clock_s), callingCodeOf(manifest.country));
  requireProtection(source.paths, (path) => actsFor(path, held).length > 0);
  const refusals: Refusal[] = [];
  const quality: FileQuality[] = [];
  const filesRead: FileRead[] = [];
  const readable = admit(source.paths, held, refusals);
  let protection: Protection | undefined;

  const read = async <Result>(
    name: string,
    reader: (file: OpenFile) => Promise<Result>,
  ): Promise<Result | undefined> => {
    const file = readable.get(name);
    if (!file) return undefined;
    return reader({ ...file, bytes: await open(source, file.path), country: manifest.country, protection });
  };
  const finish = <Row>(name: string, result: JsonResult<Row> | undefined): Row[] => {
    if (!result) return [];
    const { path, acts: used } = readable.get(name) ?? { path: name, acts: [] };
    refusals.push(...result.refusals);
    quality.push(result.quality);
    filesRead.push({ path, act_ids: used.map(({ id }) => id), rows: result.quality.rows_used });
    return result.rows;
  };
  const table = async <Row>(name: string, shape: Table<Row>, settle?: (reading: TableReading<Row>) => void) => {
    const reading = await read(name, (file) => readTable(file, shape));
    if (reading) settle?.(reading);
    return finish(name, reading?.finish());
  };

  const protectedNumbers = await table('protected-numbers.csv', PROTECTED_NUMBERS);
  // The one document that keeps numbers out: the less of it is read, the more would be seen.
  if (quality.some(({ file, complete }) => isProtectedList(file) && !complete))
    throw new CellsweepError(
      'PROTECTION_UNREADABLE',
      // Words of this program, never of the list.
      `protected-numbers.csv cannot be read to its end: ${refusals.find(({ file, code }) => isProtectedList(file) && code === 'FILE_UNREADABLE')?.found ?? ''}.`,
    );
  // From here on no document is read but without these numbers.
  protection = openProtection(protectedNumbers, callingCodeOf(manifest.country));

  const rooms = await table('prisons/cells.csv', ROOMS, settleRepeatedRooms);
  // With part of the list unread, a room that is not in it may still exist.
  const listed = quality.some(({ file, complete }) => formatName(file) === 'prisons/cells.csv' && complete);
  const knownRooms = listed ? new Set(rooms.map((room: Room) => room.cell_id)) : undefined;
  const noteUnknownRooms = (reading: TableReading<{ readonly cell_id: string }>) => {
    for (const { row } of reading.placed) {
      if (knownRooms && row.cell_id !== '' && !knownRooms.has(row.cell_id)) reading.tally.remark('ROOM_UNKNOWN');
    }
  };
  const detections = new IdentifiedDetections(manifest.timezone);
  const documents: CaseDocuments = {
    manifest,
    deviceProfiles: finish('device-profiles.json', await read('device-profiles.json', readDeviceProfiles)),
    protectedNumbers,
    ledger: await table('supply/ledger.csv', LEDGER),
    areas: finish('prisons/prisons.geojson', await read('prisons/prisons.geojson', readAreas)),
    rooms,
    walls: await table('prisons/walls.csv', WALLS),
    sensors: await table('sensors/sensors.csv', SENSORS),
    walkTest: await table('sensors/walktest.csv', WALK_TEST),
    heartbeats: await table('sensors/heartbeats.csv', HEARTBEATS),
    rolls: await table('prisons/rolls.csv', ROLLS, (reading) => settleRolls(reading, knownRooms, manifest.until_s)),
    absences: await table('prisons/movements.csv', MOVEMENTS),
    contacts: await table('prisons/contacts.csv', CONTACTS),
    visits: await table('prisons/visits.csv', VISITS),
    regime: await table('prisons/regime.csv', REGIME),
    declared: await table('prisons/declared.csv', DECLARED),
    searches: await table('searches/searches.csv', SEARCHES, noteUnknownRooms),
    seizures: await table('searches/seizures.csv', SEIZURES, noteUnknownRooms),
    references: await table('reference/handsets.csv', REFERENCE_HANDSETS, settleReferences),
    identifiedBursts: await table('sensors/detections.csv', detections.table).then(() => detections.bursts()),
  };
  const byPath = (a: { path: string }, b: { path: string }) => (a.path < b.path ? -1 : 1);
  return {
    manifest,
    documents: new Unlogged(
      documents,
      filesRead.reduce((sum, { rows }) => sum + rows, 0),
    ),
    // Stable: within a file the refusals stay in the order of its lines.
    refusals: refusals.toSorted((a, b) => (a.file === b.file ? 0 : a.file < b.file ? -1 : 1)),
    quality: quality.toSorted((a, b) => (a.file < b.file ? -1 : 1)),
    filesRead: filesRead.toSorted(byPath),
    burstsRise: detections.order.rises,
  };
}

/** Which documents may be read, by their name in the format; refuses the other files whole. */
function admit(paths: readonly string[], acts: readonly Act[], refusals: Refusal[]) {
  const readable = new Map<string, { path: string; acts: readonly Act[] }>();
  for (const path of paths) {
    const role = roleOf(path);
    // Operators' folders are another reader's; these two need no act.
    if (role === 'operator' || role === 'manifest' || role === 'acts') continue;
    const covering = actsFor(path, acts);
    const refuse = (code: Refusal['code'], expected: string, found: string) =>
      refusals.push({ file: path, place: '', code, expected, found });
    if (covering.length === 0) refuse('AUTHORITY_MISSING', 'an act in force that covers the file', 'none');
    else if (role === 'unknown') refuse('LAYOUT_UNKNOWN', 'a file of the case folder format', 'another name');
    else if (role === 'document') {
      if (!readable.has(formatName(path))) readable.set(formatName(path), { path, acts: covering });
      else refuse('LAYOUT_UNKNOWN', 'the document once', 'the document compressed and uncompressed');
    }
  }
  return readable;
}

/**
 * A file that cannot be opened, and a compressed one that cannot be unpacked to its end, is a stream that breaks off at
 * once: its reader tells a refusal from an error.
 */
async function open(source: CaseSource, path: string): Promise<Readable> {
  try {
    const damage = path.endsWith('.gz') ? await gzipDamage(await source.open(path)) : undefined;
    return damage === undefined ? await source.open(path) : broken(damage);
  } catch (error) {
    return broken(error instanceof Error ? error : new Error('The file cannot be opened.', { cause: error }));
  }
}

const broken = (cause: Error): Readable =>
  new Readable({
    read() {
      this.destroy(cause);
    },
  });
