import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { openLoads } from '../../src/intake/index.ts';
import { openRecords, type RecordStore } from '../../src/store/records.ts';
import { makeScratch } from './chain.testing.ts';

const statement = (sql: string) => ({
  file: 'inline',
  sql,
  parameters: z.strictObject({}),
  row: z.strictObject({ n: z.coerce.number() }),
});

describe('a load that was revoked by a process that died before it emptied it', () => {
  const scratch = makeScratch();
  let records: RecordStore;
  beforeAll(async () => {
    records = await openRecords({ directory: scratch.fresh('records') });
  });
  afterAll(async () => {
    await records.close();
    scratch.remove();
  });

  it('is emptied when the loads are opened again; one in use is not', async () => {
    const count = async (): Promise<number> =>
      (await records.rows(statement('SELECT count() AS n FROM refused_row'), {}))[0]?.n ?? -1;
    for (const [load_id, state] of [
      [1, 'readable'],
      [2, 'revoked'],
      [3, 'begun'],
    ] as const) {
      await records.run(statement(`INSERT INTO load (load_id, state) VALUES (${load_id}, '${state}')`), {});
      await records.run(statement(`INSERT INTO refused_row (load_id, place) VALUES (${load_id}, 7)`), {});
    }
    expect(await count()).toBe(3);
    await openLoads(records, []);
    expect(await count()).toBe(1);
  });
});
