import type { Readable } from 'node:stream';
import type { Act, Detection } from '../../model/case.ts';
import { denial } from '../../authority/index.ts';
import { gzipDamage } from '../gzip.ts';
import { readCsvRecords } from './csv-records.ts';
import { Fields } from './fields.ts';
import { LEVEL_LIMIT_DB } from './sensors.ts';

const COLUMNS = [
  'burst_id',
  'at',
  'prison_id',
  'building_id',
  'band',
  'kind',
  'sensor_id',
  'rssi_dbm',
  'imsi',
  'imei',
] as const;
const KINDS = ['access', 'traffic'] as const;

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
 * sensors/detections.csv(.gz) once more, whole, in the order of the file: rows of one burst_id that stand together are
 * one burst. Holds one burst in memory. Rows that readCaseDocuments refused are passed over here too, by the same rules;
 * they are counted there; so is a damaged gzip file, which gives nothing. A row of a sensor that its burst already has is passed over: one sensor hears a burst once.
 */
export async function* readBursts(
  path: string,
  open: () => Readable | Promise<Readable>,
  acts: readonly Act[],
): AsyncGenerator<Burst> {
  let position: Map<string, number> | undefined;
  let width = 0;
  let rows: Detection[] = [];
  if (path.endsWith('.gz') && (await gzipDamage(await open())) !== undefined) return;
  for await (const record of readCsvRecords(path, await open())) {
    if ('broken' in record) {
      if (!position) return;
      continue;
    }
    const { cells } = record;
    if (!position) {
      position = new Map(cells.map((name, index) => [name.trim().toLowerCase(), index]));
      width = cells.length;
      const stated = position;
      if (!COLUMNS.every((column) => stated.has(column))) return;
      continue;
    }
    const at = position;
    if (cells.length !== width) continue;
    const row = readDetection(new Fields((column) => cells[at.get(column) ?? -1]?.trim() ?? '', ''), acts);
    if (!row) continue;
    const last = rows[0];
    if (last && (last.burst_id !== row.burst_id || last.prison_id !== row.prison_id)) {
      yield burstOf(rows);
      rows = [];
    }
    if (!rows.some(({ sensor_id }) => sensor_id === row.sensor_id)) rows.push(row);
  }
  if (rows.length > 0) yield burstOf(rows);
}

function readDetection(fields: Fields, acts: readonly Act[]): Detection | undefined {
  const row: Detection = {
    burst_id: fields.text('burst_id'),
    at_s: fields.time('at'),
    prison_id: fields.text('prison_id'),
    building_id: fields.note('building_id'),
    band: fields.note('band'),
    kind: fields.oneOf('kind', KINDS),
    sensor_id: fields.text('sensor_id'),
    rssi_dbm: fields.decimal('rssi_dbm', -LEVEL_LIMIT_DB, LEVEL_LIMIT_DB),
    imsi: fields.optionalImsi('imsi'),
    imei14: fields.optionalImei('imei'),
  };
  if (fields.problem) return undefined;
  const code = denial(acts, { at_s: row.at_s, identifiers: [row.imsi, row.imei14] });
  return code === undefined ? row : undefined;
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
