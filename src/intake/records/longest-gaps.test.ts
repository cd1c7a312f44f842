import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { Query } from '../../store/query.ts';
import { openRecords } from '../../store/records.ts';
import { openLoads } from './loads.ts';
import { longestGaps } from './longest-gaps.ts';

const folder = mkdtempSync(path.join(os.tmpdir(), 'cellsweep-gaps-'));
const records = await openRecords({ directory: folder });
afterAll(async () => {
  await records.close();
  rmSync(folder, { recursive: true, force: true });
});

const storeLegs: Query<{ load_id: number; at: readonly number[] }, never> = {
  file: 'inline',
  sql: "INSERT INTO leg (load_id, act, at) SELECT {load_id:UInt32}, 'A', toDateTime(arrayJoin({at:Array(UInt32)}), 'UTC')",
  parameters: z.any(),
  row: z.never(),
};

const QUARTER_S = 900;
const START_S = 1_736_726_400;
let made = 0;
async function gapOf(at: readonly number[]) {
  const loads = await openLoads(records, ['A']);
  const file = `file ${++made}`;
  let id = 0;
  await loads.load({ key: file, path: file, kind: 'records', operator: 'one', profile: '' }, async (load_id) => {
    id = load_id;
    await records.run(storeLegs, { load_id, at });
    return '';
  });
  const [gap, ...more] = await longestGaps(records, [{ load_id: id, path: file }]);
  expect(more).toEqual([]);
  return gap;
}

describe('the longest gap of a file', () => {
  it('is the longest run of quarters of an hour without a row, wherever it lies', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.nat(300), fc.nat(QUARTER_S - 1)), { minLength: 1, maxLength: 40 }),
        async (rows) => {
          const found = await gapOf(rows.map(([quarter, second]) => START_S + quarter * QUARTER_S + second));
          const quarters = [...new Set(rows.map(([quarter]) => quarter))].sort((a, b) => a - b);
          const longest = Math.max(0, ...quarters.slice(1).map((quarter, i) => quarter - quarters[i]! - 1));
          expect(found?.gap_s ?? 0).toBe(longest * QUARTER_S);
          if (found === undefined) return;
          const before = (found.from_s - START_S) / QUARTER_S - 1;
          expect(quarters).toContain(before);
          expect(quarters).toContain(before + 1 + longest);
          const filled = quarters.at(-1)! - quarters[0]! + 1 - longest;
          expect(found.expected_rows).toBeCloseTo((rows.length / filled) * longest, 9);
        },
      ),
      { numRuns: 15 },
    );
  });
});
