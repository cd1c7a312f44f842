import type { Position } from '../../model/record.ts';
import { distance_m } from '../../model/great-circle.ts';
import type { AntennaTable } from '../records/profile.ts';
import { columnOf, filledShare, shareOf, type SampledTable } from './table.ts';
import { validityForm } from './time.ts';
import { plainWords, speaksFor, type FieldWord } from './words.ts';

/** A table that gives cells a place: all but the cell itself, which only the records can point out. */
export interface AntennaCandidate {
  readonly table: SampledTable;
  readonly longitude: number;
  readonly latitude: number;
  readonly decimal: '.' | ',';
}

const decimalOf = (values: readonly string[]): '.' | ',' | undefined => {
  if (shareOf(values, (v) => /^[+-]?\d{1,3}([.]\d+)?$/.test(v)) >= 0.98) return '.';
  return shareOf(values, (v) => /^[+-]?\d{1,3}(,\d+)?$/.test(v)) >= 0.98 ? ',' : undefined;
};
const degrees = (text: string): number => Number(text.replace(',', '.'));
const NEAR_M = 500_000;

function coordinate(table: SampledTable, field: FieldWord, limit: number): number[] {
  return table.header.flatMap((name, i) => {
    const values = columnOf(table, i);
    const fits =
      speaksFor(field, name) &&
      filledShare(values) >= 0.9 &&
      decimalOf(values) !== undefined &&
      shareOf(values, (v) => Math.abs(degrees(v)) <= limit) >= 0.98;
    return fits ? [i] : [];
  });
}

/**
 * Whether a table gives cells a place. Columns are told by name; where the names are silent, by lying near the places of
 * the case.
 */
export function antennaCandidate(table: SampledTable, anchors: readonly Position[]): AntennaCandidate | undefined {
  // Calls have identities; a table of antennas has none.
  const long = table.header.some(
    (_, i) => shareOf(columnOf(table, i).slice(0, 200), (v) => /^\d{14,16}$/.test(v)) >= 0.5,
  );
  if (long) return undefined;
  let latitude = coordinate(table, 'latitude', 90)[0];
  let longitude = coordinate(table, 'longitude', 180)[0];
  if (latitude === undefined || longitude === undefined) {
    const decimals = table.header.flatMap((_, i) => {
      const values = columnOf(table, i);
      const places = shareOf(values, (v) => /[.,]\d{3,}$/.test(v));
      return decimalOf(values) !== undefined && places >= 0.8 && filledShare(values) >= 0.9 ? [i] : [];
    });
    const near = decimals.flatMap((lat) =>
      decimals.flatMap((lon) => {
        const there = table.rows.slice(0, 100).map((row) => ({
          latitude: degrees(row[lat] ?? ''),
          longitude: degrees(row[lon] ?? ''),
        }));
        const hits = there.filter((p) => Math.abs(p.latitude) <= 90 && anchors.some((a) => distance_m(p, a) < NEAR_M));
        return lat !== lon && hits.length >= 0.9 * there.length ? [{ lat, lon }] : [];
      }),
    );
    if (near.length !== 1) return undefined;
    latitude = near[0]?.lat;
    longitude = near[0]?.lon;
  }
  if (latitude === undefined || longitude === undefined) return undefined;
  const decimal = decimalOf([...columnOf(table, latitude), ...columnOf(table, longitude)]);
  return decimal === undefined ? undefined : { table, latitude, longitude, decimal };
}

const TECHNOLOGY: readonly (readonly [RegExp, string])[] = [
  [/^(2g|gsm|gsm ?\d+|geran|dcs|edge|gprs)$/, '2G'],
  [/^(3g|umts|wcdma|utran|hspa|umts ?\d+)$/, '3G'],
  [/^(4g|lte|eutran|e utran|lte ?\d+|lte a)$/, '4G'],
  [/^(5g|nr|5g ?nr|nr ?\d+|ng ran)$/, '5G'],
];
export const technologyOf = (text: string): string | undefined =>
  TECHNOLOGY.find(([pattern]) => pattern.test(plainWords(text)))?.[1];

/** The whole description of an antenna table once its cell columns are known. */
export function antennaLayout(
  candidate: AntennaCandidate,
  cell: readonly number[],
  recordFormat: string,
  zone: string,
): AntennaTable {
  const { table } = candidate;
  const used = new Set([...cell, candidate.latitude, candidate.longitude]);
  const free = (i: number): boolean => !used.has(i);
  const find = (field: FieldWord, fits: (values: string[]) => boolean): number | undefined => {
    const at = table.header.findIndex((name, i) => free(i) && speaksFor(field, name) && fits(columnOf(table, i)));
    if (at < 0) return undefined;
    used.add(at);
    return at;
  };
  const angle = (max: number) => (values: string[]) =>
    values.some((v) => v !== '') && shareOf(values, (v) => /^-?\d+([.,]\d+)?$/.test(v) && degrees(v) <= max) >= 0.98;
  const azimuth = find('azimuth', angle(360));
  const beamwidth = find('beamwidth', angle(360));
  const byTechnology = table.header.findIndex(
    (_, i) => free(i) && shareOf(columnOf(table, i), (v) => technologyOf(v) !== undefined) >= 0.9,
  );
  // A column of dates may be empty in all but the last row: the name alone finds it then.
  const dates = (values: string[]): boolean =>
    values.every((v) => v === '') || validityForm(values, recordFormat) !== undefined;
  const from = find('valid_from', dates);
  const until = find('valid_until', dates);
  const validity = (at: number) => ({
    column: table.header[at] ?? '',
    format:
      validityForm(
        [...columnOf(table, at), ...columnOf(table, from ?? at), ...columnOf(table, until ?? at)],
        recordFormat,
      ) ?? 'iso8601',
    zone,
  });
  const name = (at: number): string => table.header[at] ?? '';
  return {
    delimiter: table.delimiter,
    encoding: table.encoding,
    title_lines: table.title_lines,
    header: [...table.header],
    cell: cell.map(name),
    longitude: name(candidate.longitude),
    latitude: name(candidate.latitude),
    decimal: candidate.decimal,
    ...(azimuth === undefined ? {} : { azimuth: name(azimuth) }),
    ...(beamwidth === undefined ? {} : { beamwidth: name(beamwidth) }),
    ...(byTechnology < 0
      ? {}
      : {
          technology: {
            column: name(byTechnology),
            map: Object.fromEntries(
              [...new Set(columnOf(table, byTechnology))].flatMap((value) => {
                const technology = technologyOf(value);
                return technology === undefined ? [] : [[value, technology]];
              }),
            ),
          },
        }),
    ...(from === undefined ? {} : { from: validity(from) }),
    ...(until === undefined ? {} : { until: validity(until) }),
  };
}
