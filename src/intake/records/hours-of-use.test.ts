import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { Query } from '../../store/query.ts';
import { openRecords, type RecordStore } from '../../store/records.ts';
import { readHoursOfUse } from './hours-of-use.ts';
import { openLoads } from './loads.ts';

const ZONE = 'Europe/Paris';
const folder = mkdtempSync(path.join(os.tmpdir(), 'cellsweep-use-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const storeLegs: Query<{ load_id: number; imei14: number; filler: boolean; at: readonly number[] }, never> = {
  file: 'inline',
  sql: "INSERT INTO leg (load_id, act, operator, imei14, filler, at) SELECT {load_id:UInt32}, 'A', 'one', {imei14:UInt64}, {filler:Bool}, toDateTime(arrayJoin({at:Array(UInt32)}), 'UTC')",
  parameters: z.any(),
  row: z.never(),
};
/** Local midnight of Paris: a Monday in June, two hours east, and a Sunday in December, one hour east. */
const MONDAY_S = Date.UTC(2025, 5, 1, 22) / 1000;
const SUNDAY_S = Date.UTC(2025, 11, 6, 23) / 1000;
const hours = (n: number): number => n * 3600;

describe('the hours in which everybody uses a telephone', () => {
  let records: RecordStore;
  beforeAll(async () => {
    records = await openRecords({ directory: folder });
    const loads = await openLoads(records, ['A']);
    const legs = [
      // Three legs in one hour are one hour of use, from its first leg on; one on Sunday. Two hours weigh 2 / 7.
      { imei14: 35_000_000_000_001, filler: false, at: [0.3, 0.6, 0.9].map((h) => MONDAY_S + hours(h)) },
      { imei14: 35_000_000_000_001, filler: false, at: [SUNDAY_S + hours(20.5)] },
      // The same row from a second delivery.
      { imei14: 35_000_000_000_001, filler: false, at: [MONDAY_S + hours(0.3)] },
      { imei14: 35_000_000_000_002, filler: false, at: [MONDAY_S + hours(0.3)] },
      { imei14: 0, filler: false, at: [MONDAY_S + hours(5)] },
      { imei14: 35_000_000_000_003, filler: true, at: [MONDAY_S + hours(6)] },
    ];
    for (const [i, leg] of legs.entries()) {
      const load = { key: `f${i}`, path: `f${i}`, kind: 'records', operator: 'one', profile: '' } as const;
      await loads.load(load, async (load_id) => {
        await records.run(storeLegs, { load_id, ...leg });
        return '';
      });
    }
  });
  afterAll(() => records.close());

  it('are those of the local week, each once for a handset, however busy, and in however many deliveries', async () => {
    const week = await readHoursOfUse(records, ZONE, 6);
    const used = [...week].flatMap((weight, quarter) => (weight > 0 ? [[quarter, weight / 1e6]] : []));
    expect(used).toEqual([
      [1, expect.closeTo(1 / 7 + 1 / 6, 5)],
      [6 * 96 + 82, expect.closeTo(1 / 7, 5)],
    ]);
  });

  it('are those of whole handsets where there are many legs', async () => {
    const all = [...(await readHoursOfUse(records, ZONE, 6))];
    const some = await Promise.all(
      [4e6, 6e6, 10e6].map(async (legs) => [...(await readHoursOfUse(records, ZONE, legs))]),
    );
    const ofFirst = (week: number[]): number => week[6 * 96 + 82] ?? NaN;
    for (const week of some) {
      // Either handset is there with all of its hours or not at all.
      expect([0, ofFirst(all)]).toContain(ofFirst(week));
      expect([0, 1 / 7, 1 / 6, 1 / 7 + 1 / 6].some((w) => Math.abs((week[1] ?? NaN) / 1e6 - w) < 1e-5)).toBe(true);
    }
    expect(some.some((week) => week.join() !== all.join())).toBe(true);
  });
});
