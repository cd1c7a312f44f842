import path from 'node:path';
import { z } from 'zod';
import type { Parameters, Query } from '../src/store/query.ts';
import type { RecordStore } from '../src/store/records.ts';

/** SQL without its comments, so that words of prose are not taken for names. */
export const withoutComments = (sql: string): string => sql.replace(/--.*$/gm, '').replace(/\/\*[\s\S]*?\*\//g, '');

export const isSelect = (sql: string): boolean => /^\s*(SELECT|WITH)\b/i.test(withoutComments(sql));

/** `{name:Type}` of a statement. */
export function placeholders(sql: string): Map<string, string> {
  return new Map(
    [...withoutComments(sql).matchAll(/\{(\w+):([A-Za-z0-9]+(?:\([^{}]*\))?)\}/g)].map(([, name, type]) => [
      name as string,
      type as string,
    ]),
  );
}

const members = (schema: z.ZodType): Record<string, z.ZodType> | undefined =>
  schema instanceof z.ZodObject ? schema.shape : undefined;

/** Values that any statement can live with, where a schema alone does not say what text is meant. */
const SAMPLES: Readonly<Record<string, string>> = {
  time_zone: 'UTC',
  case_zone: 'UTC',
  time_format: 'yyyy',
  quoted_field: '(.)',
};

/** The least value that meets a schema. */
function sampleOf(name: string, schema: z.ZodType, emptyFile: string): unknown {
  if (name === 'path') return emptyFile;
  if (name === 'compression') return 'none';
  if (SAMPLES[name] !== undefined) return SAMPLES[name];
  const least = (json: Record<string, unknown>): unknown => {
    if ('const' in json) return json['const'];
    if (Array.isArray(json['enum'])) return json['enum'][0];
    if (Array.isArray(json['anyOf'])) return least(json['anyOf'][0] as Record<string, unknown>);
    switch (json['type']) {
      case 'string':
        return 'x'.repeat(Math.max(1, Number(json['minLength'] ?? 1)));
      case 'array':
        return Array.from({ length: Math.max(1, Number(json['minItems'] ?? 1)) }, () =>
          least(json['items'] as Record<string, unknown>),
        );
      case 'boolean':
        return true;
      default:
        return Math.max(1, Number(json['minimum'] ?? 1));
    }
  };
  return least(z.toJSONSchema(schema, { io: 'input' }) as Record<string, unknown>);
}

/** Whether values of a parameter's schema are of the placeholder's type. */
function parameterFits(type: string, sample: unknown): boolean {
  const array = /^Array\((.*)\)$/.exec(type);
  if (array) return Array.isArray(sample) && sample.every((item) => parameterFits(array[1] as string, item));
  if (/^(U?Int|Float|Decimal)/.test(type)) return typeof sample === 'number';
  if (type === 'Bool') return typeof sample === 'boolean';
  return typeof sample === 'string';
}

/** What the engine prints in JSONEachRow for values of a column type; 64-bit integers are quoted. */
export function printed(type: string): unknown[] {
  const inner = /^(LowCardinality|Nullable|Array)\((.*)\)$/.exec(type);
  if (inner) {
    const items = printed(inner[2] as string);
    if (inner[1] === 'Array') return [[], items];
    return inner[1] === 'Nullable' ? [...items, null] : items;
  }
  if (type.startsWith('Enum')) return [...type.matchAll(/'([^']*)' = /g)].map(([, name]) => name);
  if (/^U?Int(8|16|32)$|^Float/.test(type)) return [1];
  if (/^U?Int(64|128|256)$/.test(type)) return ['1'];
  if (type === 'Bool') return [true];
  if (type === 'String') return ['x'];
  const fixed = /^FixedString\((\d+)\)$/.exec(type);
  if (fixed) return ['1'.repeat(Number(fixed[1]))];
  if (type.startsWith('DateTime')) return ['2026-01-01 00:00:00'];
  if (type.startsWith('Date')) return ['2026-01-01'];
  return [{ unknownType: type }];
}

/**
 * Whether a schema takes a value that the engine prints. Text may be meant to be digits or one of several names, which a
 * column's type does not say.
 */
const accepts = (schema: z.ZodType, value: unknown): boolean =>
  (value === 'x' ? ['x', '1', ...(schema instanceof z.ZodEnum ? schema.options : [])] : [value]).some(
    (sample) => schema.safeParse(sample).success,
  );

const described = z.object({ name: z.string(), type: z.string() });

/**
 * Everything in which a query and the real schema differ: parameters against placeholders, then the statement itself in
 * the engine (a SELECT by DESCRIBE, anything else is run on empty tables), then columns against the shape of its rows.
 */
export async function faultsOf(
  query: Query<never, unknown>,
  records: RecordStore,
  emptyFile: string,
): Promise<string[]> {
  const name = path.basename(query.file);
  const wanted = placeholders(query.sql);
  const declared = members(query.parameters);
  if (declared === undefined) return [`${name}: parameters are no object`];
  const faults: string[] = [];
  for (const key of wanted.keys()) if (!(key in declared)) faults.push(`${name}: parameter ${key} is not declared`);
  for (const key of Object.keys(declared)) if (!wanted.has(key)) faults.push(`${name}: parameter ${key} is not used`);
  if (faults.length > 0) return faults;
  const parameters = Object.fromEntries(
    Object.entries(declared).map(([key, schema]) => [key, sampleOf(key, schema, emptyFile)]),
  ) as Parameters;
  for (const [key, type] of wanted)
    if (!parameterFits(type, parameters[key])) faults.push(`${name}: parameter ${key} is no ${type}`);
  if (faults.length > 0) return faults;
  const bound = query.parameters as z.ZodType<Parameters>;
  const columns = members(query.row);
  try {
    if (!isSelect(query.sql)) {
      await records.run({ file: query.file, sql: query.sql, parameters: bound, row: z.never() }, parameters);
      return columns === undefined ? faults : [...faults, `${name}: declares rows but gives none`];
    }
    const describe = { file: query.file, sql: `DESCRIBE TABLE (\n${query.sql}\n)`, parameters: bound, row: described };
    const found = await records.rows(describe, parameters);
    // A SELECT whose rows are streamed as bytes declares no shape; its module counts the bytes.
    if (columns === undefined) return faults;
    const names = new Set(found.map((column) => column.name));
    for (const key of Object.keys(columns)) if (!names.has(key)) faults.push(`${name}: no column ${key}`);
    for (const column of found) {
      const schema = columns[column.name];
      if (schema === undefined) faults.push(`${name}: column ${column.name} is not declared`);
      else if (!printed(column.type).every((value) => accepts(schema, value)))
        faults.push(`${name}: column ${column.name} of type ${column.type} is declared otherwise`);
    }
  } catch (error) {
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause.message : String(error);
    faults.push(`${name}: refused by the engine: ${cause}`);
  }
  return faults;
}
