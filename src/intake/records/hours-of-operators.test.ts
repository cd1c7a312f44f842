import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { createRandom } from '../../statistics/index.ts';
import type { Query } from '../../store/query.ts';
import { openRecords } from '../../store/records.ts';
import { openLoads } from './loads.ts';
import { readDoubtfulClocks, readHours } from './operator-clocks.ts';

const ZONE = 'Europe/Paris';
const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

const storeLegs: Query<{ load_id: number; operator: string; at: readonly number[] }, never> = {
  file: 'inline',
  sql: "INSERT INTO leg (load_id, act, operator, at) SELECT {load_id:UInt32}, 'A', {operator:String}, toDateTime(arrayJoin({at:Array(UInt32)}), 'UTC')",
  parameters: z.any(),
  row: z.never(),
};

const DAY_S = 86_400;
/** Local midnight of Paris in June (two hours east) and in December (one hour east). */
const JUNE_S = Date.UTC(2025, 5, 1, 22) / 1000;
const DECEMBER_S = Date.UTC(2025, 11, 1, 23) / 1000;

/** Times of 21,000 legs of twenty days with a quiet night and an evening peak, from a local midnight on. */
function times(seed: number, midnight_s: number, late_s = 0): number[] {
  const random = createRandom(seed, 'hours-of-operators');
  const at: number[] = [];
  while (at.length < 21_000) {
    const second = Math.floor(random.uniform() * DAY_S);
    const hour = second / 3600;
    const chance =
      0.15 + Math.max(0, Math.sin(((hour - 6) / 18) * Math.PI)) + 0.6 * Math.exp(-(((hour - 20) / 2) ** 2));
    if (random.uniform() * 1.75 < chance)
      at.push(midnight_s + Math.floor(random.uniform() * 20) * DAY_S + second + late_s);
  }
  return at;
}

interface MadeFile {
  readonly operator: string;
  readonly at: readonly number[];
}

/** A store that holds these files, by the embedded engine. */
async function withStore<T>(
  files: readonly MadeFile[],
  work: (records: Awaited<ReturnType<typeof openRecords>>) => Promise<T>,
): Promise<T> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'cellsweep-hours-'));
  folders.push(folder);
  const records = await openRecords({ directory: folder });
  try {
    const loads = await openLoads(records, ['A']);
    for (const [i, { operator, at }] of files.entries()) {
      const file = `file ${i}`;
      await loads.load({ key: file, path: file, kind: 'records', operator, profile: '' }, async (load_id) => {
        for (let from = 0; from < at.length; from += 7000)
          await records.run(storeLegs, { load_id, operator, at: at.slice(from, from + 7000) });
        return '';
      });
    }
    return await work(records);
  } finally {
    await records.close();
  }
}

describe('the hours of operators, in the store', () => {
  it('show the one operator whose clock is an hour late, and no other', async () => {
    const found = await withStore(
      [
        { operator: 'one', at: times(1, JUNE_S) },
        { operator: 'two', at: times(2, JUNE_S, 3600) },
        { operator: 'three', at: times(3, JUNE_S) },
      ],
      (records) => readDoubtfulClocks(records, ZONE),
    );
    expect(found.map(({ operator }) => operator)).toEqual(['two']);
    expect(Math.abs((found[0]?.late_h ?? 0) - 1)).toBeLessThanOrEqual(0.25);
  });

  it('are those of the local day: summer and winter agree, and quarters are counted where they lie', async () => {
    const at = [JUNE_S, JUNE_S + 899, JUNE_S + 900, JUNE_S + DAY_S - 1, DECEMBER_S + 6 * 3600];
    const [doubted, hours] = await withStore(
      [
        { operator: 'summer', at: times(4, JUNE_S) },
        { operator: 'winter', at: times(5, DECEMBER_S) },
        { operator: 'few', at },
      ],
      async (records) =>
        [await readDoubtfulClocks(records, ZONE), (await readHours(records, ZONE)).get('few')] as const,
    );
    expect(doubted).toEqual([]);
    const filled = [...(hours ?? [])].flatMap((legs, quarter) => (legs > 0 ? [[quarter, legs]] : []));
    expect(filled).toEqual([
      [0, 2],
      [1, 1],
      [24, 1],
      [95, 1],
    ]);
  });

  it('are counted over all files of an operator', async () => {
    const legs = times(6, JUNE_S);
    const hours = await withStore(
      [
        { operator: 'one', at: legs.slice(0, 10_000) },
        { operator: 'one', at: legs.slice(10_000) },
      ],
      (records) => readHours(records, ZONE),
    );
    expect([...hours.keys()]).toEqual(['one']);
    expect(hours.get('one')?.reduce((sum, n) => sum + n, 0)).toBe(21_000);
  });
});
