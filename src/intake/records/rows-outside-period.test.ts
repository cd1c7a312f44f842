import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { z } from 'zod';
import type { Query } from '../../store/query.ts';
import { openRecords } from '../../store/records.ts';
import { openLoads } from './loads.ts';
import { readRowsOutsidePeriod } from './rows-outside-period.ts';

const folder = mkdtempSync(path.join(os.tmpdir(), 'cellsweep-period-'));
const records = await openRecords({ directory: folder });
afterAll(async () => {
  await records.close();
  rmSync(folder, { recursive: true, force: true });
});

const countDay: Query<{ load_id: number; day: string; rows: number; refused: number }, never> = {
  file: 'inline',
  sql: 'INSERT INTO load_quality (load_id, day, rows, refused) SELECT {load_id:UInt32}, toDate({day:String}), {rows:UInt64}, {refused:UInt64}',
  parameters: z.any(),
  row: z.never(),
};

it('counts usable rows of days that lie wholly outside, in the time of the case', async () => {
  const loads = await openLoads(records, ['A']);
  const days: [day: string, rows: number, refused: number][] = [
    ['1970-01-01', 7, 7],
    ['2025-03-01', 5, 1],
    ['2025-03-02', 100, 0],
    ['2025-03-05', 100, 0],
    ['2025-03-06', 9, 3],
    ['2025-03-07', 2, 2],
  ];
  await loads.load(
    { key: 'k', path: 'operators/x/0.csv', kind: 'records', operator: 'x', profile: 'x' },
    async (load_id) => {
      for (const [day, rows, refused] of days) await records.run(countDay, { load_id, day, rows, refused });
      return '';
    },
  );
  const at = (from: string, until: string) =>
    readRowsOutsidePeriod(records, {
      from_s: Date.parse(from) / 1000,
      until_s: Date.parse(until) / 1000,
      timezone: 'Asia/Tokyo',
    });
  // Local midnights of Tokyo: the second to the fifth of March.
  expect(await at('2025-03-01T15:00:00Z', '2025-03-05T15:00:00Z')).toEqual({ before: 4, after: 6 });
  // One second less at either end leaves the same days, one second more adds them.
  expect(await at('2025-03-01T15:00:01Z', '2025-03-05T14:59:59Z')).toEqual({ before: 4, after: 6 });
  expect(await at('2025-03-01T14:59:59Z', '2025-03-05T15:00:01Z')).toEqual({ before: 0, after: 0 });
});
