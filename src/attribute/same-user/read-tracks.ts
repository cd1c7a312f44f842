import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { type CsvError, parse } from 'csv-parse';
import { CellsweepError } from '../../model/errors.ts';
import type { Refusal, RefusalCode } from '../../model/refusal.ts';
import { gunzipped, isGzip } from '../../store/gzip.ts';
import type { Registration } from './tracks.ts';

export interface TracksFile {
  readonly registrations: readonly Registration[];
  /** Rows that were refused, each with its line; all are counted, the first {@link MOST_KEPT} kept. */
  readonly refusals: readonly Refusal[];
  readonly refused: number;
  /** Offset from UTC that most rows carry, seconds; 0 where they carry none. */
  readonly utcOffset_s: number;
  /** Rows whose timestamp names no offset: they were read as UTC. */
  readonly withoutOffset: number;
}

const MOST_KEPT = 100;
const NEEDED = ['device', 'timestamp', 'cellinfo.wgs84.lat', 'cellinfo.wgs84.lon'] as const;

/**
 * Reads tracks in the open column layout of NFI's telcell, plain or gzip-compressed: `device`, `timestamp` (ISO 8601),
 * `cellinfo.wgs84.lat`, `cellinfo.wgs84.lon`; `owner` and `cellinfo.azimuth_degrees` where given; `cell` and all other
 * columns are not used. The order of columns and rows is free.
 *
 * Wrong rows are refused and counted. Throws USAGE, naming the file as the user gave it, when it cannot be opened or a needed column is missing.
 */
export async function readTracks(file: string, name: string): Promise<TracksFile> {
  const registrations: Registration[] = [];
  const refusals: Refusal[] = [];
  const offsets = new Map<number, number>();
  let refused = 0;
  let withoutOffset = 0;
  let column: ReadonlyMap<string, number> | undefined;
  const refuse = (line: number, code: RefusalCode, expected: string, found: string): void => {
    refused++;
    if (refusals.length < MOST_KEPT) refusals.push({ file: name, place: `line ${line}`, code, expected, found });
  };
  const parser = parse({ bom: true, relax_column_count: true, relax_quotes: true, skip_empty_lines: true, info: true });
  const take = async (source: AsyncIterable<{ record: string[]; info: { lines: number } }>): Promise<void> => {
    for await (const { record, info } of source) {
      if (column === undefined) {
        column = columnsOf(record, file);
        continue;
      }
      if (record.length !== column.size) {
        refuse(info.lines, 'COLUMN_COUNT', 'as many fields as the header', 'another number of fields');
        continue;
      }
      const field = (key: string): string => {
        const at = column?.get(key);
        return at === undefined ? '' : (record[at] ?? '').trim();
      };
      const device = field('device');
      if (device === '') {
        refuse(info.lines, 'RECORD_INCOMPLETE', 'the name of a handset', 'nothing');
        continue;
      }
      const time = parseTimestamp(field('timestamp'));
      if (time === undefined) {
        refuse(info.lines, 'TIME_IMPOSSIBLE', 'an ISO 8601 timestamp', 'something else');
        continue;
      }
      const latitude = numberOf(field('cellinfo.wgs84.lat'), 90);
      const longitude = numberOf(field('cellinfo.wgs84.lon'), 180);
      if (latitude === undefined || longitude === undefined) {
        refuse(info.lines, 'COORDINATE_IMPOSSIBLE', 'degrees of latitude and longitude', 'something else');
        continue;
      }
      const azimuth = numberOf(field('cellinfo.azimuth_degrees'), 360);
      if (time.offset_s === undefined) withoutOffset++;
      else offsets.set(time.offset_s, (offsets.get(time.offset_s) ?? 0) + 1);
      registrations.push({
        owner: field('owner'),
        device,
        at_s: time.at_s,
        latitude,
        longitude,
        // Negative azimuths mark omnidirectional antennas.
        azimuth_deg: azimuth === undefined || azimuth < 0 ? undefined : azimuth,
      });
    }
  };
  try {
    const isPacked = await isGzip(file);
    const source = createReadStream(file);
    await pipeline(isPacked ? gunzipped(source) : source, parser, take);
  } catch (error) {
    if (error instanceof CellsweepError) throw error;
    const cause = error as NodeJS.ErrnoException | CsvError;
    throw new CellsweepError('USAGE', `${file}: this file of tracks cannot be opened, unpacked or read as CSV.`, {
      cause,
    });
  }
  if (column === undefined) throw new CellsweepError('USAGE', `${file}: this file of tracks has no header.`);
  const [most] = [...offsets].sort((a, b) => b[1] - a[1] || a[0] - b[0]);
  return {
    registrations,
    refusals,
    refused,
    utcOffset_s: most === undefined || most[1] < withoutOffset ? 0 : most[0],
    withoutOffset,
  };
}

function columnsOf(header: readonly string[], file: string): ReadonlyMap<string, number> {
  const column = new Map(header.map((name, i) => [name.trim() === '' ? `#${i}` : name.trim(), i]));
  const missing = NEEDED.filter((name) => !column.has(name));
  if (missing.length > 0)
    throw new CellsweepError('USAGE', `${file}: this file of tracks lacks needed columns: ${missing.join(', ')}.`);
  if (column.size !== header.length)
    throw new CellsweepError('USAGE', `${file}: this file of tracks names a column twice.`);
  return column;
}

function numberOf(text: string, most: number): number | undefined {
  if (!/^[+-]?\d+(?:\.\d*)?(?:e[+-]?\d+)?$/i.test(text)) return undefined;
  const value = Number(text);
  return Math.abs(value) <= most ? value : undefined;
}

const TIMESTAMP =
  /^(\d{4})-(\d\d)-(\d\d)[T ](\d\d):(\d\d)(?::(\d\d)(\.\d+)?)?\s*(?:(Z)|([+-])(\d\d):?(\d\d)(?::\d\d)?)?$/;

/** Instant and offset from UTC, seconds; without an offset the time is read as UTC. Undefined for times that do not exist. */
export function parseTimestamp(text: string): { at_s: number; offset_s: number | undefined } | undefined {
  const m = TIMESTAMP.exec(text);
  if (m === null) return undefined;
  const [year, month, day, hour, minute] = [m[1], m[2], m[3], m[4], m[5]].map(Number) as [
    number,
    number,
    number,
    number,
    number,
  ];
  const second = Number(m[6] ?? 0);
  const wall_ms = Date.UTC(year, month - 1, day, hour, minute, second);
  const read = new Date(wall_ms);
  // A day or hour that does not exist moves into the next one.
  if (read.getUTCMonth() !== month - 1 || read.getUTCDate() !== day || hour > 23 || minute > 59 || second > 59)
    return undefined;
  const size_s = Number(m[10] ?? 0) * 3600 + Number(m[11] ?? 0) * 60;
  if (size_s > 15 * 3600) return undefined;
  const offset_s = m[8] === 'Z' ? 0 : m[9] === undefined ? undefined : m[9] === '-' ? 0 - size_s : size_s;
  return { at_s: wall_ms / 1000 + Number(m[7] ?? 0) - (offset_s ?? 0), offset_s };
}
