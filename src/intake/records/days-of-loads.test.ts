import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { z } from 'zod';
import type { Query } from '../../store/query.ts';
import { openRecords } from '../../store/records.ts';
import { emptyDaysOfLoads } from './days-of-loads.ts';
import { openLoads } from './loads.ts';

const folder = mkdtempSync(path.join(os.tmpdir(), 'cellsweep-days-'));
const records = await openRecords({ directory: folder });
afterAll(async () => {
  await records.close();
  rmSync(folder, { recursive: true, force: true });
});

const storeQuality: Query<{ load_id: number; rows: string }, never> = {
  file: 'inline',
  sql: `INSERT INTO load_quality (load_id, day, rows, refused)
   SELECT {load_id:UInt32}, toDate(r.1), r.2, r.3 FROM (SELECT arrayJoin(JSONExtract({rows:String}, 'Array(Tuple(UInt32, UInt32, UInt32))')) AS r)`,
  parameters: z.any(),
  row: z.never(),
};

it('counts as empty a day all of whose rows were refused, and adds up the parts of a day', async () => {
  const loads = await openLoads(records, ['A']);
  const ids: number[] = [];
  // Day 0 holds the rows that have no time.
  for (const rows of [
    [
      [0, 4, 4],
      [20_100, 900, 1],
      [20_101, 7, 7],
      [20_102, 400, 0],
      [20_102, 500, 0],
      [20_103, 950, 0],
      [20_104, 870, 0],
    ],
    [[20_100, 3, 0]],
  ])
    await loads.load(
      { key: `${ids.length}`, path: `${ids.length}`, kind: 'records', operator: 'one', profile: '' },
      async (load_id) => {
        ids.push(load_id);
        await records.run(storeQuality, { load_id, rows: JSON.stringify(rows) });
        return '';
      },
    );
  const found = await emptyDaysOfLoads(records);
  expect(found.get(ids[0]!)).toMatchObject({ days: 1, longest: 1 });
  expect(found.get(ids[0]!)?.chance).toBeLessThan(0.01);
  expect(found.get(ids[1]!)).toEqual({ days: 0, longest: 0, chance: 1 });
});
