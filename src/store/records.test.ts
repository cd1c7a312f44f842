import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { Query } from './query.ts';
import { openRecords, schemaStatements } from './records.ts';

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
/** As another version of the program leaves it, one that a lost process began, and one of before digests were kept. */
const OTHERS = [
  "INSERT INTO schema_made VALUES ('of another version')",
  'TRUNCATE TABLE schema_made',
  'DROP TABLE schema_made',
];

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
    for (const other of OTHERS) {
      await reopened((records) => records.run(statement(other), {}));
      expect(await reopened((records) => records.rows(count, {}))).toEqual([{ n: 0 }]);
      await reopened((records) => records.run(keep, {}));
      expect(await reopened((records) => records.rows(count, {}))).toEqual([{ n: 7 }]);
    }
  });

  it('makes a materialised view anew where it says something else now, though nobody raised a version', async () => {
    const directory = mkdtempSync(path.join(folder, 'changed-'));
    const changed = schemaStatements('embedded').map((sql) =>
      sql.replace(' AS rows, countIf(', ' + 1 AS rows, countIf('),
    );
    expect(changed).not.toEqual(schemaStatements('embedded'));
    const row = statement("INSERT INTO parsed_row (load_id, day) VALUES (1, '2025-01-01')");
    const counts: unknown[] = [];
    for (const statements of [changed, undefined]) {
      const records = await openRecords({ directory, ...(statements === undefined ? {} : { statements }) });
      await records.run(row, {});
      counts.push(await records.rows(count, {}));
      await records.close();
    }
    expect(counts).toEqual([[{ n: 2 }], [{ n: 1 }]]);
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
