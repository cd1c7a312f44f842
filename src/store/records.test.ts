import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { Query } from './query.ts';
import { openRecords, schemaStatements, schemaVersion } from './records.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'cellsweep-records-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const none = z.strictObject({});
const statement = (sql: string): Query<Record<string, never>, { n: number }> => ({
  file: 'inline',
  sql,
  parameters: none,
  row: z.strictObject({ n: z.int() }),
});
const keep = statement('INSERT INTO load_quality (load_id, day, rows) VALUES (1, today(), 7)');
const count = statement('SELECT toUInt32(sum(rows)) AS n FROM load_quality');
const asBefore = statement("ALTER TABLE load MODIFY COMMENT 'schema 0'");

describe('openRecords', () => {
  it('keeps what is there when it is opened again, and drops the tables of another version of the program', async () => {
    const reopened = async <T>(use: (records: Awaited<ReturnType<typeof openRecords>>) => Promise<T>): Promise<T> => {
      const records = await openRecords({ directory: folder });
      try {
        return await use(records);
      } finally {
        await records.close();
      }
    };
    await reopened((records) => records.run(keep, {}));
    expect(await reopened((records) => records.rows(count, {}))).toEqual([{ n: 7 }]);
    await reopened((records) => records.run(asBefore, {}));
    expect(await reopened((records) => records.rows(count, {}))).toEqual([{ n: 0 }]);
    await reopened((records) => records.run(keep, {}));
    expect(await reopened((records) => records.rows(count, {}))).toEqual([{ n: 7 }]);
  });

  it('takes the version of the tables from the schema, and works with no schema that states none', async () => {
    for (const mode of ['embedded', 'server'] as const)
      expect(schemaVersion(schemaStatements(mode))).toMatch(/^schema \d+$/);
    const records = await openRecords({ directory: folder });
    const comment = { ...statement("SELECT comment AS n FROM system.tables WHERE name = 'load'"), row: z.unknown() };
    expect(await records.rows(comment, {})).toEqual([{ n: schemaVersion(schemaStatements('embedded')) }]);
    await records.close();
    expect(schemaVersion(["CREATE TABLE IF NOT EXISTS load (\n  id UInt8\n)\nCOMMENT 'schema 9'"])).toBe('schema 9');
    expect(() => schemaVersion(['CREATE TABLE IF NOT EXISTS load (id UInt8)'])).toThrow('states no version');
  });

  it('says which query gave a row of another shape, and nothing that stands in the row', async () => {
    const records = await openRecords({ directory: folder });
    const secret = { ...statement("SELECT '352099001761481' AS n"), file: '/somewhere/secret.sql' };
    await expect(records.rows(secret, {})).rejects.toMatchObject({
      code: 'STORE_ROW_SHAPE',
      message: expect.stringMatching(/^secret\.sql: (?!.*352099).+/),
    });
    await records.close();
  });
});
