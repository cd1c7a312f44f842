import { z } from 'zod';
import { SERVICES, DIRECTIONS } from '../../model/record.ts';
import { defineQuery } from '../../store/query.ts';
import type { filesParameters } from './files-in-stream.ts';

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
  owned_keys: z.array(z.string()),
  owned_acts: z.array(z.string()),
});
export type ParseRowsParameters = z.infer<typeof parameters>;

export const parseRows = defineQuery(import.meta.url, 'parse-rows.sql', parameters, z.never());

/** Which lines a statement reads: the bytes of a stream, and the files in it. */
export type StreamParameters = ReturnType<typeof filesParameters> & Pick<ParseRowsParameters, 'path' | 'compression'>;
/** How they are read: equal for all files that may share a stream. */
export type ReadingParameters = Omit<ParseRowsParameters, keyof StreamParameters>;
