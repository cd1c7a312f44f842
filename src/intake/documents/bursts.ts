import type { Readable } from 'node:stream';
import type { Act, Detection } from '../../model/case.ts';
import type { LoggedReads } from '../../model/logged-reads.ts';
import type { Interval } from '../../model/record.ts';
import { denial } from '../../authority/index.ts';
import { gzipDamage } from '../gzip.ts';
import { readCsvRecords } from './csv-records.ts';
import { Fields } from './fields.ts';
import { DETECTION_COLUMNS, readDetection } from './detection-row.ts';
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

/**
 * sensors/detections.csv(.gz) once more, whole: rows of one burst_id within ten seconds are one burst, wherever they stand. Bursts come by
 * rising time. Holds the bursts of some seconds in memory. Rows that readCaseDocuments refused are passed over here too, by the same rules;
 * they are counted there; so is a damaged gzip file, which gives nothing. A row of a sensor that its burst already has is passed over: one
 * sensor hears a burst once.
 *
 * @param pieces where rows do not rise by time: the file is read once for each, and the rows of each are sorted in memory
 */
export async function* readBursts(
  _logged: LoggedReads<'bursts'>,
  path: string,
  open: () => Readable | Promise<Readable>,
  acts: readonly Act[],
  pieces: readonly Interval[] | undefined,
): AsyncGenerator<Burst> {
  if (path.endsWith('.gz') && (await gzipDamage(await open())) !== undefined) return;
  if (pieces === undefined) {
    yield* joined(readRows(path, await open(), acts));
    return;
  }
  for (const { from_s, until_s } of pieces) {
    const rows: Detection[] = [];
    for await (const row of readRows(path, await open(), acts))
      if (row.at_s >= from_s - CLOCKS_DIFFER_S && row.at_s < until_s + CLOCKS_DIFFER_S) rows.push(row);
    rows.sort((a, b) => a.at_s - b.at_s);
    for await (const burst of joined(rows)) if (burst.at_s >= from_s && burst.at_s < until_s) yield burst;
  }
}

async function* readRows(path: string, bytes: Readable, acts: readonly Act[]): AsyncGenerator<Detection> {
  let position: Map<string, number> | undefined;
  let width = 0;
  for await (const record of readCsvRecords(path, bytes)) {
    if ('broken' in record) {
      if (!position) return;
      continue;
    }
    const { cells } = record;
    if (!position) {
      position = new Map(cells.map((name, index) => [name.trim().toLowerCase(), index]));
      width = cells.length;
      const stated = position;
      if (!DETECTION_COLUMNS.every((column) => stated.has(column))) return;
      continue;
    }
    const at = position;
    if (cells.length !== width) continue;
    const fields = new Fields((column) => cells[at.get(column) ?? -1]?.trim() ?? '', '');
    const row = readDetection(fields);
    if (fields.problem) continue;
    const code = denial(acts, { at_s: row.at_s, identifiers: [row.imsi, row.imei14] });
    if (code === undefined) yield row;
  }
}

interface OpenBurst {
  start_s: number;
  readonly rows: Detection[];
}

/** Bursts that may still get a row are looked through once in so many seconds of the file's time. */
const LOOK_EVERY_S = 1;

/** @param rows by rising time, but for the difference of clocks */
async function* joined(rows: Iterable<Detection> | AsyncIterable<Detection>): AsyncGenerator<Burst> {
  const open = new Map<string | OpenBurst, OpenBurst>();
  let ended: Burst[] = [];
  let latest_s = -Infinity;
  let looked_s = -Infinity;
  const risen = (): Burst[] => ended.sort((a, b) => a.at_s - b.at_s);
  for await (const row of rows) {
    latest_s = Math.max(latest_s, row.at_s);
    if (latest_s - looked_s >= LOOK_EVERY_S) {
      looked_s = latest_s;
      for (const [key, of] of open)
        // Neither another row of it nor an earlier burst can come.
        if (of.start_s < latest_s - 2 * CLOCKS_DIFFER_S) {
          ended.push(burstOf(of.rows));
          open.delete(key);
        }
      yield* risen();
      ended = [];
    }
    const key = JSON.stringify([row.prison_id, row.burst_id]);
    const of = open.get(key);
    if (of !== undefined && Math.abs(row.at_s - of.start_s) <= CLOCKS_DIFFER_S) {
      of.start_s = Math.min(of.start_s, row.at_s);
      if (!of.rows.some(({ sensor_id }) => sensor_id === row.sensor_id)) of.rows.push(row);
      continue;
    }
    // The same name again, for another burst; this one waits for its turn under no name.
    open.delete(key);
    if (of !== undefined) open.set(of, of);
    open.set(key, { start_s: row.at_s, rows: [row] });
  }
  for (const { rows: of } of open.values()) ended.push(burstOf(of));
  yield* risen();
}

function burstOf(rows: readonly Detection[]): Burst {
  const first = rows[0] as Detection;
  return {
    burst_id: first.burst_id,
    at_s: Math.min(...rows.map(({ at_s }) => at_s)),
    prison_id: first.prison_id,
    building_id: first.building_id,
    band: first.band,
    kind: first.kind,
    imsi: rows.find(({ imsi }) => imsi !== undefined)?.imsi,
    imei14: rows.find(({ imei14 }) => imei14 !== undefined)?.imei14,
    sensor_ids: rows.map(({ sensor_id }) => sensor_id),
    rssi_dbm: rows.map(({ rssi_dbm }) => rssi_dbm),
  };
}
