import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { afterAll, expect, it } from 'vitest';
import { z } from 'zod';
import type { Query } from '../../store/query.ts';
import { openRecords } from '../../store/records.ts';
import { openLoads } from './loads.ts';
import { readRefusedRows, type RefusedRow } from './refused-rows.ts';

const folder = mkdtempSync(path.join(os.tmpdir(), 'cellsweep-refused-'));
const records = await openRecords({ directory: folder });
afterAll(async () => {
  await records.close();
  rmSync(folder, { recursive: true, force: true });
});

const refuse: Query<{ load_id: number; places: readonly number[] }, never> = {
  file: 'inline',
  sql: "INSERT INTO refused_row SELECT {load_id:UInt32}, arrayJoin({places:Array(UInt32)}), 'IMEI_FORM', ''",
  parameters: z.any(),
  row: z.never(),
};

it('are read in order and whole, however many come at once, also where two stand at one place', async () => {
  const loads = await openLoads(records, ['A']);
  const all: string[] = [];
  // Both legs of each third XML record.
  for (const [i, places] of [
    [...Array.from({ length: 40 }, (_, n) => n + 1), 3, 6, 9, 36],
    [2, 2, 2, 2, 2],
    [7],
  ].entries())
    await loads.load(
      { key: `k${i}`, path: `operators/x/${i}.csv`, kind: 'records', operator: 'x', profile: 'x' },
      async (load_id) => {
        await records.run(refuse, { load_id, places });
        all.push(...places.toSorted((a, b) => a - b).map((place) => `${load_id} ${place}`));
        return '';
      },
    );
  const read = async (most?: number): Promise<string[]> => {
    const rows: RefusedRow[] = [];
    for await (const row of readRefusedRows(records, most)) rows.push(row);
    return rows.map(({ load_id, place }) => `${load_id} ${place}`);
  };
  expect(await read()).toEqual(all);
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 1, max: 60 }), async (most) => {
      expect(await read(most)).toEqual(all);
    }),
    { numRuns: 15 },
  );
});
