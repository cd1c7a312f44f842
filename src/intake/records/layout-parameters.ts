import type { DIRECTIONS, SERVICES } from '../../model/record.ts';
import { dropsTrunkZero } from '../protection/index.ts';
import { IMEI_GROUPS, IMSI_GROUPS, SEPARATORS } from '../written-identifier.ts';
import type { Content } from './content.ts';
import type { ReadingParameters } from './parse-rows.ts';
import type { DelimitedRecords, XmlRecords } from './profile.ts';
import { XML_COLUMNS } from './xml-rows.ts';

/** The layout has no such column. */
const ABSENT = 65_535;

/** A pattern with quoted literals has as many characters as the text that it reads. */
const patternLength = (format: string): number => format.replaceAll("'", '').length;

/** The named forms of a time that is a count since 1970, which no Joda pattern describes, by their number of digits. */
function timeForm(format: string) {
  const time_unix_digits = format === 'unix-s' ? (10 as const) : format === 'unix-ms' ? (13 as const) : (0 as const);
  return { time_unix_digits, time_format: time_unix_digits === 0 ? format : 'yyyy' };
}

/** Forms of a duration by their colons; the empty pattern is never asked. */
const DURATION_CLOCKS: Readonly<Record<DelimitedRecords['duration_form'], string>> = {
  s: '',
  'hh:mm:ss': '^[0-9]{1,4}:[0-9]{1,2}:[0-9]{1,2}$',
  'm:ss': '^(?:[0-9]{1,4}:[0-5]?[0-9]|[0-9]{1,5}):[0-5][0-9]$',
};

const durationForm = (form: DelimitedRecords['duration_form']) => ({
  duration_clock: form === 's' ? (0 as const) : (1 as const),
  duration_pattern: DURATION_CLOCKS[form],
});

/** ASCII but the signs of which numberKey makes something. */
const NO_SIGNS = Array.from({ length: 128 }, (_, code) => String.fromCharCode(code))
  .filter((sign) => !/[0-9+*#.;]/.test(sign))
  .join('');

/** What is the same for all files of a stream. */
export interface DeliveryContext {
  readonly operator: string;
  readonly by_handset: boolean;
  /** All readings of the protected numbers (protection/readings.ts). */
  readonly protectedNumbers: readonly string[];
  readonly callingCode: string;
  readonly caseZone: string;
}

function fromContext(context: DeliveryContext) {
  return {
    operator: context.operator,
    by_handset: context.by_handset ? (1 as const) : (0 as const),
    calling_code: context.callingCode,
    case_zone: context.caseZone,
    protected_numbers: [...context.protectedNumbers],
    separators: SEPARATORS,
    imei_groups: IMEI_GROUPS,
    imsi_groups: IMSI_GROUPS,
    no_signs: NO_SIGNS,
  };
}

const entries = <T extends string>(map: Record<string, string>): { from: string[]; to: T[] } => ({
  from: Object.keys(map),
  to: Object.values(map) as T[],
});

/** Country code and the zero that is not dialled from abroad; empty where it belongs to the number. */
const trunkOf = (callingCode: string): string => (dropsTrunkZero(callingCode) ? `${callingCode}0` : '');

/** Parameters that read delimited deliveries as their profile says. */
export function delimitedParameters(
  layout: DelimitedRecords,
  content: Content,
  context: DeliveryContext,
): ReadingParameters {
  const at = (name: string | undefined): number => {
    const index = name === undefined ? -1 : layout.header.indexOf(name);
    return index < 0 ? ABSENT : index + 1;
  };
  const service = entries<(typeof SERVICES)[number]>(layout.service.map);
  const direction = entries<(typeof DIRECTIONS)[number]>(layout.direction.map);
  const escaped = layout.delimiter.replace(/[\\^$.|?*+()[\]{}]/g, '\\$&');
  return {
    ...fromContext(context),
    first_line: layout.title_lines + 2,
    delimiter: layout.delimiter,
    quoted_field: `${escaped}("(?:[^"]|"")*"|[^${layout.delimiter === '\t' ? '\\t' : escaped}]*)`,
    has_quotes: content.has_quotes ? 1 : 0,
    has_wide: content.has_wide || content.has_other_bytes ? 1 : 0,
    // In a file that is split at semicolons only quotes let one stand within a field.
    has_dialect: content.has_signs || (layout.delimiter === ';' ? content.has_quotes : content.has_semicolons) ? 1 : 0,
    trunk: content.has_bracketed_zero ? trunkOf(context.callingCode) : '',
    // As the web's decoders do, which read the antenna tables: what calls itself iso-8859-1 is windows-1252.
    charset: content.has_other_bytes && layout.encoding !== 'utf-8' ? 'windows-1252' : '',
    columns: layout.header.length,
    place_column: ABSENT,
    time_columns: layout.time.columns.map(at),
    time_column: at(layout.time.columns[0]),
    ...timeForm(layout.time.format),
    time_length: patternLength(layout.time.format),
    time_has_offset: layout.time.offset ? 1 : 0,
    time_zone: layout.time.zone,
    duration_column: at(layout.duration_s),
    ...durationForm(layout.duration_form),
    service_column: at(layout.service.column),
    service_from: service.from,
    service_to: service.to,
    direction_column: at(layout.direction.column),
    direction_from: direction.from,
    direction_to: direction.to,
    by_role: layout.numbers === 'caller-callee' ? 1 : 0,
    msisdn_column: at(layout.msisdn),
    imsi_column: at(layout.imsi),
    imei_column: at(layout.imei),
    imei_least_digits: layout.imei_digits ?? 14,
    imei_most_digits: layout.imei_digits ?? 16,
    imei_has_check_digit: layout.imei_has_check_digit ? 1 : 0,
    other_column: at(layout.other),
    cell_columns: layout.cell.map(at),
    cell_column: at(layout.cell[0]),
    cell_end_columns: layout.cell_end.map(at),
  };
}

/** Parameters that read the lines into which writeXmlRows turned XML deliveries. */
export function xmlParameters(layout: XmlRecords, context: DeliveryContext): ReadingParameters {
  const at = (name: (typeof XML_COLUMNS)[number]): number => XML_COLUMNS.indexOf(name) + 1;
  const service = entries<(typeof SERVICES)[number]>(layout.service_map);
  const direction = entries<(typeof DIRECTIONS)[number]>(layout.direction_map);
  return {
    ...fromContext(context),
    first_line: 1,
    delimiter: '\t',
    quoted_field: '\t([^\t]*)',
    has_quotes: 0,
    // The XML was not looked through for it.
    has_wide: 1,
    has_dialect: 1,
    trunk: trunkOf(context.callingCode),
    charset: '',
    columns: XML_COLUMNS.length,
    place_column: at('record'),
    time_columns: [at('time')],
    time_column: at('time'),
    ...timeForm(layout.time.format),
    time_length: patternLength(layout.time.format),
    time_has_offset: layout.time.offset ? 1 : 0,
    time_zone: layout.time.zone,
    duration_column: at('duration_s'),
    ...durationForm('s'),
    by_role: 0,
    service_column: at('service'),
    service_from: service.from,
    service_to: service.to,
    direction_column: at('direction'),
    direction_from: direction.from,
    direction_to: direction.to,
    msisdn_column: at('msisdn'),
    imsi_column: at('imsi'),
    imei_column: at('imei'),
    imei_least_digits: layout.imei_digits ?? 14,
    imei_most_digits: layout.imei_digits ?? 16,
    imei_has_check_digit: layout.imei_has_check_digit ? 1 : 0,
    other_column: at('other'),
    cell_columns: [at('cell')],
    cell_column: at('cell'),
    cell_end_columns: [],
  };
}
