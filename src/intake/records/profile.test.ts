import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { profileJsonSchema, profileSchema } from './profile.ts';

const folder = fileURLToPath(new URL('../../../profiles/', import.meta.url));
const read = (name: string): unknown => JSON.parse(readFileSync(folder + name, 'utf8'));
const names = readdirSync(folder).filter((name) => name.endsWith('.json') && !name.endsWith('.schema.json'));

describe('profiles', () => {
  it('shipped JSON Schema is the one that the program checks by (cellsweep profile schema > profiles/profile.schema.json)', () => {
    expect(read('profile.schema.json')).toEqual(JSON.parse(JSON.stringify(profileJsonSchema())));
  });

  it.each(names)('%s meets both the JSON Schema and the program', (name) => {
    const validate = new Ajv2020({ strict: false }).compile(read('profile.schema.json') as object);
    validate(read(name));
    expect(validate.errors).toBeNull();
    expect(profileSchema.safeParse(read(name)).success).toBe(true);
    expect(validate({ ...(read(name) as object), id: 'No Id' })).toBe(false);
  });

  it.each(names)('%s names only columns that its header holds', (name) => {
    const { records, antennas } = profileSchema.parse(read(name));
    const named =
      records.kind === 'xml'
        ? []
        : [
            ...records.time.columns,
            records.service.column,
            records.direction.column,
            records.msisdn,
            records.imsi,
            records.imei,
            records.other,
            ...records.cell,
            ...records.cell_end,
            ...(records.duration_s === undefined ? [] : [records.duration_s]),
          ];
    const header = records.kind === 'xml' ? [] : records.header;
    expect(named.filter((column) => !header.includes(column))).toEqual([]);
    const places = antennas === undefined ? [] : [...antennas.cell, antennas.longitude, antennas.latitude];
    expect(places.filter((column) => antennas?.header.includes(column) !== true)).toEqual([]);
  });
});
