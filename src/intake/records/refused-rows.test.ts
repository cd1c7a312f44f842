import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { afterAll, expect, it } from 'vitest';
import { z } from 'zod';
import type { Query } from '../../store/query.ts';
import { openRecords } from '../../store/records.ts';
import { openLoads } from './loads.ts';
import type { Refusal } from '../../model/refusal.ts';
import { byPlace, listRefusals } from './list-refusals.ts';
import { countRefusedRows, readRefusedRows, type RefusedRow } from './refused-rows.ts';

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
  const ids: number[] = [];
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
        ids.push(load_id);
        all.push(...places.toSorted((a, b) => a - b).map((place) => `${load_id} ${place}`));
        return '';
      },
    );
  const read = async (most?: number): Promise<string[]> => {
    const rows: RefusedRow[] = [];
    for await (const row of readRefusedRows(records, ids, most)) rows.push(row);
    return rows.map(({ load_id, place }) => `${load_id} ${place}`);
  };
  expect(await read()).toEqual(all);
  expect(await countRefusedRows(records)).toEqual([
    { load_id: ids[0], code: 'IMEI_FORM', rows: 44 },
    { load_id: ids[1], code: 'IMEI_FORM', rows: 5 },
    { load_id: ids[2], code: 'IMEI_FORM', rows: 1 },
  ]);
  // The first two of one file, the third of one before it; what concerns whole files and other lines stands among them.
  const refusalOf = (file: string, place: string): Refusal => ({
    file,
    place,
    code: 'IMEI_FORM',
    expected: '',
    found: '',
  });
  const refusedLoads = ids.map((load_id, i) => ({
    load_id,
    path: i < 2 ? 'b' : 'a',
    rows: [44, 5, 1][i] ?? 0,
    inWords: ({ place }: RefusedRow) => refusalOf(i < 2 ? 'b' : 'a', `line ${place}`),
  }));
  const others = [refusalOf('c', ''), refusalOf('b', 'line 4'), refusalOf('a', ''), refusalOf('b', 'line 99')];
  const expected = [
    ...others,
    ...all.map((row) => refusalOf(row.startsWith(`${ids[2]} `) ? 'a' : 'b', `line ${row.split(' ')[1]}`)),
  ].sort(byPlace);
  expect(expected.map(({ file, place }) => file + place).slice(0, 4)).toEqual(['a', 'aline 7', 'bline 1', 'bline 2']);
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 1, max: 60 }), async (most) => {
      expect(await read(most)).toEqual(all);
      const listed: Refusal[] = [];
      for await (const refusal of listRefusals(records, refusedLoads, others, most)) listed.push(refusal);
      expect(listed).toEqual(expected);
    }),
    { numRuns: 15 },
  );
});
