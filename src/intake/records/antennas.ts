import { createReadStream } from 'node:fs';
import { parse } from 'csv-parse';
import { z } from 'zod';
import { distance_m } from '../../model/great-circle.ts';
import type { CellKey } from '../../model/identifiers.ts';
import type { Antenna, Position } from '../../model/record.ts';
import type { Refusal, RefusalCode } from '../../model/refusal.ts';
import { defineQuery } from '../../store/query.ts';
import { DAMAGED_GZIP, gunzipped, isDamagedGzip, isGzip } from '../gzip.ts';
import type { AntennaTable } from './profile.ts';
import { headOf } from './recognise.ts';
import { encodingOf } from './utf16.ts';
import { readWallClock } from './wall-clock.ts';

export interface ReadAntenna {
  readonly antenna: Antenna;
  /** Line in the file, header included. */
  readonly line: number;
  /** Longitude and latitude stood in each other's column; here they are put right. */
  readonly swapped: boolean;
}

export interface AntennaReading {
  readonly rows: readonly ReadAntenna[];
  readonly refusals: readonly Refusal[];
  readonly rows_in: number;
}

const TECHNOLOGIES = ['2G', '3G', '4G', '5G'] as const;

/** Farther from every place of the case than any antenna that may serve it, while the swapped position is near. */
const SWAP_SUSPICION_M = 300_000;

function isSwapped(at: Position, anchors: readonly Position[]): boolean {
  if (Math.abs(at.latitude) > 90) return true;
  if (anchors.length === 0 || Math.abs(at.longitude) > 90) return false;
  const turned = { longitude: at.latitude, latitude: at.longitude };
  const nearest = (p: Position): number => Math.min(...anchors.map((anchor) => distance_m(p, anchor)));
  const here = nearest(at);
  return here > SWAP_SUSPICION_M && nearest(turned) < here / 4;
}

/**
 * Reads one antenna table as a stream. Rows that cannot be used are refused, one by one; a damaged gzip file whole.
 *
 * @param anchors places of the case (prisons, placebo areas), to see coordinates that stand in the wrong columns
 */
export async function readAntennas(
  filePath: string,
  file: string,
  table: AntennaTable,
  operator: string,
  anchors: readonly Position[],
): Promise<AntennaReading> {
  const rows: ReadAntenna[] = [];
  const refusals: Refusal[] = [];
  let rows_in = 0;
  const column = (name: string | undefined): number => (name === undefined ? -1 : table.header.indexOf(name));
  const at = {
    cell: table.cell.map(column),
    longitude: column(table.longitude),
    latitude: column(table.latitude),
    azimuth: column(table.azimuth),
    beamwidth: column(table.beamwidth),
    technology: column(table.technology?.column),
    from: column(table.from?.column),
    until: column(table.until?.column),
  };
  const number = (text: string): number =>
    /^[+-]?\d+([.,]\d+)?$/.test(text) ? Number(text.replace(table.decimal, '.')) : Number.NaN;
  const source = createReadStream(filePath);
  const stream = (await isGzip(filePath)) ? gunzipped(source) : source;
  const decoded = async function* (): AsyncGenerator<string> {
    const decoder = new TextDecoder(encodingOf(await headOf(filePath), table.encoding));
    for await (const chunk of stream) yield decoder.decode(chunk as Buffer, { stream: true });
  };
  const parser = parse({
    delimiter: table.delimiter,
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: true,
    bom: true,
    info: true,
    from_line: table.title_lines + 2,
  });
  const pump = (async () => {
    try {
      for await (const text of decoded())
        if (!parser.write(text)) await new Promise((done) => parser.once('drain', done));
      parser.end();
    } catch {
      refusals.push({ file, place: 'end', code: 'FILE_UNREADABLE', expected: 'a whole file', found: 'a damaged end' });
      parser.end();
    }
  })();
  try {
    for await (const { record, info } of parser as AsyncIterable<{ record: string[]; info: { lines: number } }>) {
      rows_in++;
      const refuse = (code: RefusalCode, expected: string, found: string): void => {
        refusals.push({ file, place: `line ${info.lines}`, code, expected, found });
      };
      if (record.length !== table.header.length) {
        refuse('COLUMN_COUNT', `${table.header.length} columns`, `${record.length} columns`);
        continue;
      }
      const field = (index: number): string => (record[index] ?? '').trim();
      const names = at.cell.map(field);
      let position = { longitude: number(field(at.longitude)), latitude: number(field(at.latitude)) };
      if (names.includes('')) {
        refuse('RECORD_INCOMPLETE', 'a cell', '(empty)');
        continue;
      }
      const swapped = isSwapped(position, anchors);
      if (swapped) position = { longitude: position.latitude, latitude: position.longitude };
      if (!(Math.abs(position.latitude) <= 90 && Math.abs(position.longitude) <= 180)) {
        refuse('COORDINATE_IMPOSSIBLE', 'WGS84 degrees', 'something else');
        continue;
      }
      const validity = (index: number, spec: AntennaTable['from'], open_s: number): number | undefined => {
        const text = index < 0 ? '' : field(index);
        return text === '' || spec === undefined ? open_s : readWallClock(text, spec.format, spec.zone);
      };
      const from_s = validity(at.from, table.from, -Infinity);
      const until_s = validity(at.until, table.until, Infinity);
      if (from_s === undefined || until_s === undefined) {
        refuse('TIME_IMPOSSIBLE', 'a date of validity that exists', 'something else');
        continue;
      }
      if (from_s >= until_s) {
        refuse('INTERVAL_EMPTY', 'a validity that begins before it ends', 'the reverse');
        continue;
      }
      const azimuth_deg = at.azimuth < 0 || field(at.azimuth) === '' ? undefined : number(field(at.azimuth));
      const beamwidth_deg = at.beamwidth < 0 || field(at.beamwidth) === '' ? undefined : number(field(at.beamwidth));
      if (Number.isNaN(azimuth_deg) || Number.isNaN(beamwidth_deg)) {
        refuse('FIELD_FORM', 'degrees', 'something else');
        continue;
      }
      const technology = table.technology?.map[field(at.technology)];
      rows.push({
        line: info.lines,
        swapped,
        antenna: {
          operator,
          cell: names.join('-') as CellKey,
          ...position,
          // Negative azimuths are a customary sign of an omnidirectional antenna.
          azimuth_deg: azimuth_deg === undefined || azimuth_deg < 0 ? undefined : azimuth_deg % 360,
          beamwidth_deg,
          technology: TECHNOLOGIES.find((t) => t === technology) ?? 'unknown',
          from_s,
          until_s,
        },
      });
    }
  } catch {
    refusals.push({ file, place: 'end', code: 'FILE_UNREADABLE', expected: 'a table', found: 'text that is none' });
  }
  await pump;
  if (refusals.some(({ code }) => code === 'FILE_UNREADABLE') && (await isDamagedGzip(filePath)))
    return { rows: [], refusals: [{ file, ...DAMAGED_GZIP }], rows_in: 0 };
  return { rows, refusals, rows_in };
}

/** One tab separated line for each antenna, for storeAntennas. */
export const antennaLines = (rows: readonly ReadAntenna[]): string =>
  rows
    .map(({ antenna: a, line, swapped }) =>
      [
        line,
        a.operator,
        a.cell,
        a.longitude,
        a.latitude,
        a.azimuth_deg ?? -1,
        a.beamwidth_deg ?? -1,
        a.technology,
        Number.isFinite(a.from_s) ? a.from_s : -(2 ** 40),
        Number.isFinite(a.until_s) ? a.until_s : 2 ** 40,
        swapped ? 1 : 0,
      ].join('\t'),
    )
    .join('\n') + (rows.length > 0 ? '\n' : '');

export const storeAntennas = defineQuery(
  import.meta.url,
  'store-antennas.sql',
  z.strictObject({ load_id: z.int().positive(), path: z.string(), compression: z.literal('none') }),
  z.never(),
);

export const antennasInForce = defineQuery(
  import.meta.url,
  'antennas-in-force.sql',
  z.strictObject({}),
  z.strictObject({
    cell_number: z.string(),
    operator: z.string(),
    cell: z.string(),
    longitude: z.number(),
    latitude: z.number(),
    azimuth_deg: z.number(),
    beamwidth_deg: z.number(),
    technology: z.string(),
    from_s: z.string(),
    until_s: z.string(),
  }),
);
