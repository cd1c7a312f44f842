import { z } from 'zod';
import { dropsTrunkZero } from '../protection/index.ts';
import { defineQuery } from '../../store/query.ts';
import { SERVICES, DIRECTIONS } from '../../model/record.ts';
import type { Act } from '../../model/case.ts';
import { actSegments, type ActSegment } from './act-segments.ts';
import type { Content } from './content.ts';
import type { DelimitedRecords, XmlRecords } from './profile.ts';
import { IMEI_GROUPS, IMSI_GROUPS, SEPARATORS } from '../written-identifier.ts';
import { XML_COLUMNS } from './xml-rows.ts';

const column = z.int().min(1).max(65_535);
const parameters = z.strictObject({
  load_ids: z.array(z.int().positive()).min(1),
  starts: z.array(z.int().positive()).min(1),
  covers: z.array(z.int().positive()).min(1),
  cover_first_act: z.array(z.int().positive()).min(1),
  cover_acts: z.array(z.int().positive()).min(1),
  operator: z.string(),
  by_handset: z.union([z.literal(0), z.literal(1)]),
  path: z.string(),
  compression: z.enum(['gzip', 'none']),
  first_line: z.int().positive(),
  delimiter: z.string().length(1),
  quoted_field: z.string(),
  has_quotes: z.union([z.literal(0), z.literal(1)]),
  charset: z.enum(['', 'windows-1252']),
  columns: z.int().positive(),
  place_column: column,
  time_columns: z.array(column),
  time_column: column,
  time_format: z.string(),
  time_length: z.int().min(1).max(100),
  time_has_offset: z.union([z.literal(0), z.literal(1)]),
  time_unix_digits: z.union([z.literal(0), z.literal(10), z.literal(13)]),
  time_zone: z.string(),
  case_zone: z.string(),
  duration_column: column,
  duration_clock: z.union([z.literal(0), z.literal(1)]),
  duration_pattern: z.string(),
  service_column: column,
  service_from: z.array(z.string()),
  service_to: z.array(z.enum(SERVICES)),
  direction_column: column,
  direction_from: z.array(z.string()),
  direction_to: z.array(z.enum(DIRECTIONS)),
  by_role: z.union([z.literal(0), z.literal(1)]),
  msisdn_column: column,
  imsi_column: column,
  separators: z.string(),
  imei_groups: z.string(),
  imsi_groups: z.string(),
  imei_column: column,
  imei_least_digits: z.int(),
  imei_most_digits: z.int(),
  imei_has_check_digit: z.union([z.literal(0), z.literal(1)]),
  other_column: column,
  cell_columns: z.array(column),
  cell_column: column,
  cell_end_columns: z.array(column),
  calling_code: z.string(),
  trunk: z.string(),
  protected_numbers: z.array(z.string()),
  no_signs: z.string(),
  has_wide: z.union([z.literal(0), z.literal(1)]),
  has_dialect: z.union([z.literal(0), z.literal(1)]),
  acts: z.array(z.string()).min(1),
  act_from_s: z.array(z.int()),
  act_until_s: z.array(z.int()),
  identifiers: z.array(z.string()),
  identifier_acts: z.array(z.int().positive()),
  limited_acts: z.array(z.int().positive()),
});
export type ParseRowsParameters = z.infer<typeof parameters>;

export const parseRows = defineQuery(import.meta.url, 'parse-rows.sql', parameters, z.never());

/** The layout has no such column. */
const ABSENT = 65_535;

const FAR_FUTURE_S = 2 ** 40;
const bound_s = (at_s: number): number => Math.max(-FAR_FUTURE_S, Math.min(FAR_FUTURE_S, Math.floor(at_s)));

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

/** One of the files whose lines lie one after the other in a stream. */
export interface FileInStream {
  readonly load_id: number;
  /** The acts that cover it, at least one. */
  readonly acts: readonly Act[];
  /** Line of the stream, from 1, at which its own first line stands. */
  readonly start: number;
}

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

/** Loads, starts and acts of the files of a stream. Files under the same acts share a cover. */
export function filesParameters(files: readonly FileInStream[]) {
  const covers = new Map<string, { number: number; first: number; segments: readonly ActSegment[] }>();
  const acts: ActSegment[] = [];
  const coverOf = (own: readonly Act[]): number => {
    const key = JSON.stringify(own.map(({ id }) => id));
    const known = covers.get(key);
    if (known !== undefined) return known.number;
    const segments = actSegments(own);
    covers.set(key, { number: covers.size + 1, first: acts.length + 1, segments });
    acts.push(...segments);
    return covers.size;
  };
  const ofFiles = files.map((file) => coverOf(file.acts));
  const listed = [...covers.values()];
  const limited = acts.flatMap(({ identifiers }, i) =>
    identifiers === undefined ? [] : [{ act: i + 1, identifiers }],
  );
  const named = limited.flatMap(({ act, identifiers }) => identifiers.map((identifier) => ({ act, identifier })));
  return {
    load_ids: files.map((file) => file.load_id),
    starts: files.map((file) => file.start),
    covers: ofFiles,
    cover_first_act: listed.map(({ first }) => first),
    cover_acts: listed.map(({ segments }) => segments.length),
    acts: acts.map(({ act }) => act),
    act_from_s: acts.map(({ from_s }) => bound_s(from_s)),
    act_until_s: acts.map(({ until_s }) => bound_s(until_s)),
    limited_acts: limited.map(({ act }) => act),
    identifiers: named.map(({ identifier }) => identifier),
    identifier_acts: named.map(({ act }) => act),
  };
}

/** Which lines a statement reads: the bytes of a stream, and the files in it. */
export type StreamParameters = ReturnType<typeof filesParameters> & Pick<ParseRowsParameters, 'path' | 'compression'>;
/** How they are read: equal for all files that may share a stream. */
export type ReadingParameters = Omit<ParseRowsParameters, keyof StreamParameters>;

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
