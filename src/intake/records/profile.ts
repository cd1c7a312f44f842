import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { CellsweepError } from '../../model/errors.ts';
import { DIRECTIONS, SERVICES } from '../../model/record.ts';

/**
 * An operator's layout as data: where each field of its records and antenna tables stands and how it is written.
 * A new layout needs a new profile, no code. `cellsweep profile schema` prints this shape as JSON Schema.
 */
const time = z.strictObject({
  columns: z.array(z.string()).min(1).describe('Columns that make up the time, joined by one space.'),
  format: z
    .string()
    .min(2)
    .describe(
      "Joda pattern, for example dd/MM/yyyy HH:mm:ss or yyyy-MM-dd'T'HH:mm:ss'Z'; unix-s or unix-ms for seconds or milliseconds since 1970 UTC.",
    ),
  zone: z.string().describe('IANA zone in which the time is written; UTC where the text carries its offset.'),
  offset: z
    .boolean()
    .default(false)
    .describe('The text goes on with Z or an offset (+0100, +01:00) after the pattern.'),
});
/** What a draft writes where only a person can say what a code means. */
export const SERVICE_OPEN = 'FILL IN: voice, sms or data';
export const DIRECTION_OPEN = 'FILL IN: MO (our customer originates), MT (receives) or none (data session)';

const valueMap = <Name extends string>(names: readonly [Name, ...Name[]], open: string) =>
  z
    .record(z.string(), z.enum(names, { error: () => `the meaning of this code is missing. ${open}` }))
    .describe('Value in the file to value of Cellsweep.');
const serviceMap = valueMap(SERVICES, SERVICE_OPEN);
const directionMap = valueMap(DIRECTIONS, DIRECTION_OPEN);
const technologyMap = z.record(z.string(), z.string()).describe('Value in the file to value of Cellsweep.');

const delimited = {
  delimiter: z.string().length(1),
  encoding: z.enum(['utf-8', 'iso-8859-1', 'windows-1252']).default('utf-8'),
  title_lines: z.int().min(0).default(0).describe('Lines before the line of column names.'),
  header: z.array(z.string()).min(2).describe('Column names in order: the fingerprint of the layout.'),
};

const imeiDigits = z
  .union([z.literal(14), z.literal(15), z.literal(16)])
  .optional()
  .describe('How many digits the operator writes: fewer have lost leading zeros. Not stated: 14 to 16 are accepted.');

const recordFields = {
  time,
  duration_s: z.string().optional(),
  duration_form: z
    .enum(['s', 'hh:mm:ss', 'm:ss'])
    .default('s')
    .describe(
      'How the duration is written: whole seconds; hours, minutes and seconds (1:02:03); minutes and seconds (75:12), where a third part is hours.',
    ),
  service: z.strictObject({ column: z.string(), map: serviceMap }).describe('Maps to voice, sms or data.'),
  direction: z
    .strictObject({ column: z.string(), map: directionMap })
    .describe('Maps to MO (our customer originates), MT or none (data session).'),
  numbers: z
    .enum(['served-other', 'caller-callee'])
    .default('served-other')
    .describe(
      'caller-callee: the column named under msisdn holds the caller and the one under other the callee, so on rows whose direction is MT the customer stands under other.',
    ),
  msisdn: z.string().describe("The operator's own customer."),
  imsi: z.string(),
  imei: z.string(),
  imei_digits: imeiDigits,
  imei_has_check_digit: z.boolean().default(true).describe('False: a 15th digit is a spare 0 and proves nothing.'),
  other: z.string().describe('The other number.'),
  cell: z.array(z.string()).min(1).describe('Column(s) that name the serving cell at the start, joined by a hyphen.'),
  cell_end: z.array(z.string()).default([]).describe('The same at the end of the communication, where recorded.'),
  selected_by_handset: z
    .array(z.string())
    .default([])
    .describe('Globs over file names of deliveries selected by handset.'),
};

const delimitedRecords = z.strictObject({ kind: z.literal('delimited'), ...delimited, ...recordFields });

const xmlField = z
  .array(z.string())
  .min(1)
  .describe('Paths of local names, first that gives text wins; / = from the record.');
const xmlRecords = z.strictObject({
  kind: z.literal('xml'),
  root: z.string().describe('Local name of the document element: the fingerprint of the layout.'),
  record: z.string().describe('Local name of the element that is one record.'),
  number: z.string().describe('Path of the record number within it.'),
  legs: z
    .array(
      z.strictObject({
        each: z.string().describe('Path of the elements that are one leg each.'),
        when_any: z.array(z.string()).min(1).describe('It is a leg when any of these paths gives text.'),
        fields: z.strictObject({
          time: xmlField,
          duration_s: xmlField,
          service: xmlField,
          direction: xmlField,
          msisdn: xmlField,
          imsi: xmlField,
          imei: xmlField,
          cell: xmlField,
        }),
        constants: z
          .record(z.string(), z.string())
          .default({})
          .describe('Fields that are the same for every such leg.'),
        other: z.string().optional().describe('Path, within the sibling legs, of the other number.'),
      }),
    )
    .min(1),
  time: time.omit({ columns: true }),
  service_map: serviceMap,
  direction_map: directionMap,
  imei_digits: imeiDigits,
  imei_has_check_digit: z.boolean().default(true),
  selected_by_handset: z.array(z.string()).default([]),
});

const validity = z.strictObject({
  column: z.string(),
  format: z.string().describe('Joda pattern as for records, or iso8601 for a date or time with or without offset.'),
  zone: z.string(),
});
const antennas = z.strictObject({
  ...delimited,
  cell: z.array(z.string()).min(1).describe('Column(s) as in the records, joined by a hyphen.'),
  longitude: z.string(),
  latitude: z.string(),
  decimal: z.enum(['.', ',']).default('.'),
  azimuth: z.string().optional(),
  beamwidth: z.string().optional(),
  technology: z
    .strictObject({ column: z.string(), map: technologyMap })
    .optional()
    .describe('Maps to 2G, 3G, 4G or 5G.'),
  from: validity.optional(),
  until: validity.optional(),
});

export const profileSchema = z.strictObject({
  $schema: z.string().optional(),
  id: z.string().regex(/^[a-z0-9-]+$/),
  version: z.int().min(1),
  title: z.string(),
  evidence: z.string().describe('What this reading rests on: the sheet of an operator, a standard, a guess.'),
  calling_code: z
    .string()
    .regex(/^\d{1,3}$/)
    .optional()
    .describe("Country calling code put before national numbers; default: the case's country."),
  records: z.discriminatedUnion('kind', [delimitedRecords, xmlRecords]),
  antennas: antennas.optional(),
});

export type Profile = z.infer<typeof profileSchema>;
export type DelimitedRecords = z.infer<typeof delimitedRecords>;
export type XmlRecords = z.infer<typeof xmlRecords>;
export type AntennaTable = z.infer<typeof antennas>;

const SHIPPED = fileURLToPath(new URL('../../../profiles/', import.meta.url));

export function readProfile(file: string): Profile {
  let parsed: unknown;
  try {
    parsed = JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new CellsweepError('PROFILE_INVALID', `${path.basename(file)} is not readable JSON.`, { cause: error });
  }
  const result = profileSchema.safeParse(parsed);
  if (!result.success) {
    const issue = result.error.issues[0];
    throw new CellsweepError(
      'PROFILE_INVALID',
      `${path.basename(file)} at ${issue?.path.join('.') ?? '?'}: ${issue?.message ?? '?'} (see cellsweep profile schema)`,
    );
  }
  return result.data;
}

function profileFiles(folder: string): string[] {
  try {
    return readdirSync(folder).sort();
  } catch (error) {
    throw new CellsweepError('PROFILE_INVALID', 'A folder given for profiles is not there or cannot be read.', {
      cause: error,
    });
  }
}

/**
 * The profiles of further folders, the last one's first, then the shipped ones: of one id and of one header the first is taken, so
 * that somebody's own description of a layout goes before ours.
 */
export function readProfiles(folders: readonly string[] = []): Profile[] {
  const byId = new Map<string, Profile>();
  for (const folder of [SHIPPED, ...folders].toReversed()) {
    for (const name of profileFiles(folder)) {
      if (!name.endsWith('.json') || name.endsWith('.schema.json')) continue;
      const profile = readProfile(path.join(folder, name));
      if (!byId.has(profile.id)) byId.set(profile.id, profile);
    }
  }
  return [...byId.values()];
}

export function profileJsonSchema(): unknown {
  return z.toJSONSchema(profileSchema, { io: 'input' });
}
