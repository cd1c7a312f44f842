import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { allCaseQueries, type CaseQuery } from '../src/store/case-store.ts';
import { allQueries, type Query } from '../src/store/query.ts';
import { openRecords, type RecordStore } from '../src/store/records.ts';
import { caseFaultsOf } from './bind-case-query.ts';
import { faultsOf } from './bind-query.ts';
import { defineAllQueries, filesUnder, queryFiles, read, ROOT } from './source-files.ts';

let folder: string;
let emptyFile: string;
let records: RecordStore;
let caseDatabase: PGlite;

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'cellsweep-bind-'));
  emptyFile = path.join(folder, 'empty.csv');
  writeFileSync(emptyFile, '');
  records = await openRecords({ directory: path.join(folder, 'records') });
  caseDatabase = await PGlite.create();
  for (const file of filesUnder('schema/postgres', '.sql')) await caseDatabase.exec(read(file));
  await caseDatabase.exec('CREATE TABLE made_up (name TEXT, reason TEXT)');
  await defineAllQueries();
});

afterAll(async () => {
  await records.close();
  await caseDatabase.close();
  rmSync(folder, { recursive: true, force: true });
});

const registered = (): string[] =>
  [...allQueries, ...allCaseQueries].map(({ file }) => path.relative(ROOT, file).replaceAll(path.sep, '/'));

describe('every query of the repository', () => {
  it('is registered, once, from its own file', () => {
    expect(registered().sort()).toEqual(queryFiles());
    expect(allQueries.length).toBeGreaterThan(15);
    expect(allCaseQueries.length).toBeGreaterThan(3);
  });

  it('binds to the real schema of the records', async () => {
    const faults: string[] = [];
    for (const query of allQueries) faults.push(...(await faultsOf(query, records, emptyFile)));
    expect(faults).toEqual([]);
  });

  it('binds to the real schema of the case store', async () => {
    const faults: string[] = [];
    for (const query of allCaseQueries) faults.push(...(await caseFaultsOf(query, caseDatabase)));
    expect(faults).toEqual([]);
  });
});

const query = (sql: string, parameters: z.ZodType, row: z.ZodType): Query<never, unknown> => ({
  file: 'made-up.sql',
  sql,
  parameters: parameters as z.ZodType<never>,
  row,
});
const none = z.strictObject({});
const text = z.string();
const LOADS = 'SELECT load_id, key, state FROM load';
const loads = { load_id: z.int(), key: text, state: z.enum(['begun', 'readable', 'revoked']) };

/** One fault of that kind, or none. */
const only = (fault: RegExp | undefined): unknown[] =>
  fault === undefined ? [] : [expect.stringMatching(fault) as unknown];

describe('the checker of queries', () => {
  it.each<[string, Query<never, unknown>, RegExp | undefined]>([
    ['passes what is right', query(LOADS, none, z.strictObject(loads)), undefined],
    ['takes coerced numbers', query(LOADS, none, z.object({ ...loads, load_id: z.coerce.number() })), undefined],
    ['takes 64 bits as text', query('SELECT count() AS n FROM leg', none, z.object({ n: text })), undefined],
    [
      '64 bits as number',
      query('SELECT count() AS n FROM leg', none, z.object({ n: z.number() })),
      /column n of type UInt64/,
    ],
    ['32 bits as text', query(LOADS, none, z.object({ ...loads, load_id: text })), /column load_id of type UInt32/],
    ['a missing name of an Enum', query(LOADS, none, z.object({ ...loads, state: z.enum(['begun']) })), /column state/],
    [
      'null where none is declared',
      query('SELECT toNullable(key) AS key FROM load', none, z.object({ key: text })),
      /key of type Nullable/,
    ],
    ['a column that is not there', query(LOADS, none, z.object({ ...loads, more: text })), /no column more/],
    ['a column not declared', query(LOADS, none, z.object({ load_id: z.int(), key: text })), /state is not declared/],
    ['a wrong name in the statement', query('SELECT lode_id FROM load', none, z.never()), /refused by the engine/],
    ['a table that is not there', query('TRUNCATE TABLE loads', none, z.never()), /refused by the engine/],
    ['rows of a statement that gives none', query('TRUNCATE TABLE load', none, z.object(loads)), /gives none/],
    [
      'a missing parameter',
      query('SELECT key FROM load WHERE load_id = {id:UInt32}', none, z.object({ key: text })),
      /id is not declared/,
    ],
    [
      'a parameter not used',
      query('SELECT key FROM load', z.object({ id: z.int() }), z.object({ key: text })),
      /id is not used/,
    ],
    [
      'a parameter of another type',
      query('SELECT key FROM load WHERE load_id = {id:UInt32}', z.object({ id: text }), z.object({ key: text })),
      /id is no UInt32/,
    ],
    [
      'a list of another type',
      query(
        'SELECT key FROM load WHERE has({ids:Array(String)}, key)',
        z.object({ ids: z.array(z.int()) }),
        z.object({ key: text }),
      ),
      /ids is no Array/,
    ],
  ])('%s', async (_, made, fault) => {
    expect(await faultsOf(made, records, emptyFile)).toEqual(only(fault));
  });

  const row = z.object({ name: text, reason: text });
  it.each<[string, string, z.ZodType, RegExp | undefined]>([
    ['passes what is right', 'SELECT name, reason FROM made_up', row, undefined],
    ['a wrong name', 'SELECT nome FROM made_up', row, /refused by the engine/],
    ['a column not declared', 'SELECT name, reason, 1 AS more FROM made_up', row, /more is not declared/],
    ['a column that is not there', 'SELECT name FROM made_up', row, /no column reason/],
    ['a column of another type', 'SELECT 1 AS name, reason FROM made_up', row, /name of type number 23/],
    ['64 bits as number', 'SELECT count(*) AS n FROM made_up', z.object({ n: z.number() }), /n of type number 20/],
  ])('case store: %s', async (_, sql, shape, fault) => {
    const made: CaseQuery<unknown> = { file: 'made-up.sql', sql, row: shape };
    expect(await caseFaultsOf(made, caseDatabase)).toEqual(only(fault));
  });
});
