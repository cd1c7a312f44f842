import type { DelimitedRecords } from '../records/profile.ts';
import { timeTexts } from './clock.ts';
import { e164 } from './identities.ts';
import type { SampledTable } from './table.ts';
import { plainImei, plainImsi } from '../written-identifier.ts';
import { inZone, readNaive } from './time.ts';

export { callingCodeOf } from '../calling-code.ts';

/** Share of the sampled rows that a draft must read to be used unasked. */
export const MIN_READABLE = 0.95;

/** Share of the sampled rows that the layout reads without refusal. */
export function readableShare(table: SampledTable, layout: DelimitedRecords, callingCode: string): number {
  const at = (name: string): number => table.header.indexOf(name);
  const time = timeTexts(table, layout.time.columns.map(at));
  const columns = {
    imei: at(layout.imei),
    imsi: at(layout.imsi),
    service: at(layout.service.column),
    direction: at(layout.direction.column),
    msisdn: at(layout.msisdn),
    other: at(layout.other),
  };
  const form = { format: layout.time.format, offset: layout.time.offset };
  const good = table.rows.filter((row, i) => {
    const naive_s = readNaive(time[i] ?? '', form);
    const field = (column: number): string => row[column] ?? '';
    const number = (text: string): boolean => text === '' || e164(text, callingCode) !== undefined;
    return (
      naive_s !== undefined &&
      inZone(naive_s, layout.time.zone) !== undefined &&
      /^(\d{14,16})?$/.test(plainImei(field(columns.imei))) &&
      /^(\d{6,15})?$/.test(plainImsi(field(columns.imsi))) &&
      layout.service.map[field(columns.service)] !== undefined &&
      layout.direction.map[field(columns.direction)] !== undefined &&
      number(field(columns.msisdn)) &&
      number(field(columns.other))
    );
  }).length;
  return good / Math.max(1, table.rows.length + table.misfits);
}
