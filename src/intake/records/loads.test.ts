import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { Query } from '../../store/query.ts';
import { openRecords, type RecordStore } from '../../store/records.ts';
import { loadKey, type NewLoad, openLoads, STATES_AT_ONCE } from './loads.ts';

const byLoad = z.strictObject({ load_id: z.int() });
const none = z.strictObject({});
const fill: Query<{ load_id: number }, never> = {
  file: 'inline',
  sql: `INSERT INTO leg (load_id, place, act, operator, imei14)
    SELECT {load_id:UInt32}, number, if(number = 0, 'A-1', 'A-2'), 'o', 35209900176148 FROM numbers(2)`,
  parameters: byLoad,
  row: z.never(),
};
const rowsOf = (table: string): Query<Record<string, never>, { load_id: number; act: string }> => ({
  file: 'inline',
  sql: `SELECT load_id, act FROM ${table === 'leg' ? 'leg' : 'leg_in_force'} ORDER BY load_id, act`,
  parameters: none,
  row: z.strictObject({ load_id: z.int(), act: z.string() }),
});

describe('loads of a case', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'cellsweep-loads-'));
  let records: RecordStore;
  beforeAll(async () => {
    records = await openRecords({ directory: folder });
  });
  afterAll(async () => {
    await records.close();
    rmSync(folder, { recursive: true, force: true });
  });
  const seen = async (table: 'leg' | 'leg_in_force'): Promise<string[]> =>
    (await records.rows(rowsOf(table), {})).map(({ load_id, act }) => `${load_id} ${act}`);
  const what = (n: number): NewLoad => ({
    key: `key-${n}`,
    path: `path-${n}`,
    kind: n % 2 === 0 ? 'antennas' : 'records',
    operator: `operator-${n}`,
    profile: `profile-${n}`,
  });

  it('are known again, word for word, and numbered on', async () => {
    const loads = await openLoads(records, ['A-1', 'A-2']);
    const made = [];
    for (const n of [1, 2])
      made.push(
        await loads.load(what(n), async (load_id) => {
          await records.run(fill, { load_id });
          return `notes-${n}`;
        }),
      );
    expect(made).toEqual([1, 2].map((n) => ({ ...what(n), load_id: n, notes: `notes-${n}` })));
    const again = await openLoads(records, ['A-1', 'A-2']);
    expect(again.all()).toEqual(made);
    expect(again.readable('key-2')).toEqual(made[1]);
    expect(again.readable('path-2')).toBeUndefined();
    expect((await again.load(what(3), () => Promise.resolve(''))).load_id).toBe(3);
  });

  it('show the rows of acts in force only, and none without an act', async () => {
    await openLoads(records, ['A-2']);
    expect(await seen('leg_in_force')).toEqual(['1 A-2', '2 A-2']);
    await openLoads(records, []);
    expect(await seen('leg_in_force')).toEqual([]);
    await openLoads(records, ['A-1', 'A-2']);
    expect(await seen('leg_in_force')).toEqual(['1 A-1', '1 A-2', '2 A-1', '2 A-2']);
  });

  it('are invisible until they are whole; one that was cut off is emptied and never comes back', async () => {
    const loads = await openLoads(records, ['A-1', 'A-2']);
    const before = await seen('leg_in_force');
    const dying = loads.load(what(4), async (load_id) => {
      await records.run(fill, { load_id });
      expect(await seen('leg_in_force')).toEqual(before);
      throw new Error('the process dies');
    });
    await expect(dying).rejects.toThrow('dies');
    expect(await seen('leg')).toContain('4 A-1');
    const again = await openLoads(records, ['A-1', 'A-2']);
    expect(await seen('leg')).toEqual(before);
    expect(again.readable('key-4')).toBeUndefined();
    expect((await again.load(what(4), () => Promise.resolve(''))).load_id).toBe(5);
  });

  it('go with all their rows where nothing asks for them any more', async () => {
    const loads = await openLoads(records, ['A-1', 'A-2']);
    const told: string[] = [];
    const gone = await loads.revokeAllBut(new Set(['key-2', 'key-3', 'key-4']), (done, of) =>
      told.push(`${done}/${of}`),
    );
    expect(told).toEqual(['1/1']);
    expect(gone.map(({ key }) => key)).toEqual(['key-1']);
    expect(await seen('leg')).toEqual(['2 A-1', '2 A-2']);
    expect(loads.readable('key-1')).toBeUndefined();
    expect((await openLoads(records, ['A-1'])).all().map(({ key }) => key)).toEqual(['key-2', 'key-3', 'key-4']);
  });

  it('change their state together, more of them than a statement takes too', async () => {
    const loads = await openLoads(records, ['A-1']);
    const many = Array.from({ length: STATES_AT_ONCE + 3 }, (_, n) => what(1000 + n));
    await loads.loadTogether(many, (load_ids) => Promise.resolve(load_ids.map((id) => `of ${id}`)));
    const again = await openLoads(records, ['A-1']);
    for (const { key } of many) expect(again.readable(key)?.notes).toBe(`of ${again.readable(key)?.load_id}`);
    expect(again.all()).toHaveLength(3 + many.length);
  });

  it('have a key that every part of their content decides, in whatever order it is given', () => {
    expect(loadKey({ a: 1, b: ['x'] })).toBe(loadKey({ b: ['x'], a: 1 }));
    expect(new Set([{ a: 1 }, { a: 2 }, { b: 1 }, { a: [1] }].map(loadKey)).size).toBe(4);
  });
});
