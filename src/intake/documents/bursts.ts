import type { Readable } from 'node:stream';
import type { Act, Detection } from '../../model/case.ts';
import { CellsweepError } from '../../model/errors.ts';
import type { LoggedReads } from '../../model/logged-reads.ts';
import { denial } from '../../authority/index.ts';
import { gzipDamage } from '../gzip.ts';
import { readCsvRecords } from './csv-records.ts';
import { Fields } from './fields.ts';
import { DETECTION_COLUMNS, readDetection } from './detection-row.ts';
import { readHeader, type Header } from './read-table.ts';
import { SortedDetections } from './sorted-detections.ts';
import { CLOCKS_DIFFER_S } from './time-order.ts';

/** One transmission, as the sensors of one prison heard it. */
export interface Burst {
  readonly burst_id: string;
  readonly at_s: number;
  readonly prison_id: string;
  readonly building_id: string;
  readonly band: string;
  readonly kind: 'access' | 'traffic';
  readonly imsi: string | undefined;
  readonly imei14: string | undefined;
  readonly sensor_ids: readonly string[];
  /** Same length as `sensor_ids`. */
  readonly rssi_dbm: readonly number[];
}

/** Who reads the bursts of a file: as often as he likes, each time from the first one. */
export interface BurstReadings {
  /** By rising time; those of one time by prison and burst_id. */
  readonly read: (logged: LoggedReads<'bursts'>) => AsyncGenerator<Burst>;
  /** Removes what was written to sort the rows by. */
  readonly close: () => Promise<void>;
}

/** sensors/detections.csv(.gz), as an act lets it be read. */
export interface DetectionsFile {
  readonly path: string;
  readonly open: () => Readable | Promise<Readable>;
  readonly acts: readonly Act[];
}

/**
 * sensors/detections.csv(.gz) once more, whole: rows of one burst_id within ten seconds are one burst, wherever they stand, and the same
 * rows give the same bursts in whatever order they stand. Holds the bursts of some seconds in memory. Rows that readCaseDocuments refused
 * are passed over here too, by the same rules; they are counted there; so is a damaged gzip file, which gives nothing. Of a sensor that has
 * several rows of a burst the earliest counts, then the loudest: one sensor hears a burst once.
 *
 * @param rise whether the rows rise by time (CaseReading.burstsRise); else they are sorted in `spool` at the first reading
 * @param spool a folder of its own, for this user alone; made when it is needed
 */
export function openBursts(file: DetectionsFile, rise: boolean, spool: string): BurstReadings {
  const sorted = rise ? undefined : new SortedDetections(spool);
  return { read: (logged) => readBursts(logged, file, sorted), close: async () => sorted?.remove() };
}

/** @param sorted undefined where rows rise by time */
export async function* readBursts(
  logged: LoggedReads<'bursts'>,
  file: DetectionsFile,
  sorted?: SortedDetections,
): AsyncGenerator<Burst> {
  const rows = () => readRows(file);
  for await (const burst of joined(sorted === undefined ? risen(rows()) : sorted.read(rows))) {
    logged.requireFor(1);
    yield burst;
  }
}

async function* readRows({ path, open, acts }: DetectionsFile): AsyncGenerator<Detection> {
  if (path.endsWith('.gz') && (await gzipDamage(await open())) !== undefined) return;
  let header: Header | undefined;
  for await (const record of readCsvRecords(path, await open())) {
    if ('broken' in record) {
      if (!header) return;
      continue;
    }
    const { cells } = record;
    if (!header) {
      header = readHeader(cells, DETECTION_COLUMNS);
      if (!header) return;
      continue;
    }
    const { position, width } = header;
    if (cells.length !== width) continue;
    const fields = new Fields((column) => cells[position.get(column) ?? -1]?.trim() ?? '', '');
    const row = readDetection(fields);
    if (fields.problem) continue;
    const code = denial(acts, { at_s: row.at_s, identifiers: [row.imsi, row.imei14] });
    if (code === undefined) yield row;
  }
}

/** Rows that rise as far as clocks agree, by rising time. Holds those of twice the difference of clocks. */
async function* risen(rows: AsyncIterable<Detection>): AsyncGenerator<Detection> {
  let held: Detection[] = [];
  let latest_s = -Infinity;
  let looked_s = -Infinity;
  const byTime = (a: Detection, b: Detection): number => a.at_s - b.at_s;
  for await (const row of rows) {
    if (row.at_s < latest_s - CLOCKS_DIFFER_S)
      throw new CellsweepError('INTERNAL', 'Rows of detections do not rise by time and were not sorted.');
    held.push(row);
    latest_s = Math.max(latest_s, row.at_s);
    if (latest_s - looked_s < CLOCKS_DIFFER_S) continue;
    looked_s = latest_s;
    held.sort(byTime);
    // No earlier row than these can come.
    const sure = held.findIndex(({ at_s }) => at_s >= latest_s - CLOCKS_DIFFER_S);
    yield* held.splice(0, sure);
  }
  yield* held.sort(byTime);
}

interface OpenBurst {
  readonly start_s: number;
  readonly key: string;
  readonly rows: Detection[];
}

/** Bursts that have ended are looked for once in so many seconds of the file's time. */
const LOOK_EVERY_S = 1;

/** @param rows by rising time; those of one time in any order */
async function* joined(rows: AsyncIterable<Detection>): AsyncGenerator<Burst> {
  /** By rising start. */
  const open: OpenBurst[] = [];
  /** The latest burst of each name. */
  const named = new Map<string, OpenBurst>();
  let looked_s = -Infinity;
  const ended = (n: number): Burst[] => {
    const bursts = open.splice(0, n);
    for (const burst of bursts) if (named.get(burst.key) === burst) named.delete(burst.key);
    return bursts.map(({ rows: of }) => burstOf(of)).sort(inOrder);
  };
  for await (const row of rows) {
    if (row.at_s - looked_s >= LOOK_EVERY_S) {
      looked_s = row.at_s;
      // Neither another row of these nor a burst that began with them can come.
      const still = open.findIndex(({ start_s }) => row.at_s - start_s <= CLOCKS_DIFFER_S);
      yield* ended(still < 0 ? open.length : still);
    }
    const key = JSON.stringify([row.prison_id, row.burst_id]);
    const of = named.get(key);
    if (of !== undefined && row.at_s - of.start_s <= CLOCKS_DIFFER_S) {
      of.rows.push(row);
      continue;
    }
    const burst = { start_s: row.at_s, key, rows: [row] };
    open.push(burst);
    // The same name again is another burst.
    named.set(key, burst);
  }
  yield* ended(open.length);
}

const compared = <T extends string | number>(a: T, b: T): number => (a < b ? -1 : a > b ? 1 : 0);

const inOrder = (a: Burst, b: Burst): number =>
  a.at_s - b.at_s || compared(a.prison_id, b.prison_id) || compared(a.burst_id, b.burst_id);

/** Rows of one burst: what is taken of them must not depend on how they stand in the file. */
const byTimeAndSensor = (a: Detection, b: Detection): number =>
  a.at_s - b.at_s ||
  compared(a.sensor_id, b.sensor_id) ||
  b.rssi_dbm - a.rssi_dbm ||
  compared(a.building_id, b.building_id) ||
  compared(a.band, b.band) ||
  compared(a.kind, b.kind) ||
  compared(a.imsi ?? '', b.imsi ?? '') ||
  compared(a.imei14 ?? '', b.imei14 ?? '');

function burstOf(all: readonly Detection[]): Burst {
  const heard = new Map<string, Detection>();
  const inTime = all.toSorted(byTimeAndSensor);
  for (const row of inTime) if (!heard.has(row.sensor_id)) heard.set(row.sensor_id, row);
  const rows = [...heard.values()];
  const first = rows[0]!;
  return {
    burst_id: first.burst_id,
    at_s: first.at_s,
    prison_id: first.prison_id,
    building_id: first.building_id,
    band: first.band,
    kind: first.kind,
    imsi: inTime.find(({ imsi }) => imsi !== undefined)?.imsi,
    imei14: inTime.find(({ imei14 }) => imei14 !== undefined)?.imei14,
    sensor_ids: rows.map(({ sensor_id }) => sensor_id),
    rssi_dbm: rows.map(({ rssi_dbm }) => rssi_dbm),
  };
}
