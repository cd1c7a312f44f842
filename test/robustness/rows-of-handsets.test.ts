import { rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeWorld } from '../../world/index.ts';
import type { Block } from '../../src/store/native-blocks.ts';
import type { RecordStore } from '../../src/store/records.ts';
import { readCells } from '../../src/intake/records/cells.ts';
import { readHistories } from '../../src/intake/records/histories.ts';
import { openTestCase } from '../../src/intake/records/load-case.testing.ts';
import { readProfiles } from '../../src/intake/records/profile.ts';
import { rowsOfHandsets, simsOfHandsets } from '../../src/intake/records/rows-of-handsets.ts';
import { LOGGED } from '../../src/model/logged-reads.testing.ts';

const world = path.join(os.tmpdir(), `cellsweep-rows-of-handsets-${process.pid}`);
let test: Awaited<ReturnType<typeof openTestCase>>;
beforeAll(async () => {
  const { caseDir } = await makeWorld(world, { seed: 7, prisons: 1, placebos: 1, days: 3, scale: 0.2 });
  test = await openTestCase(caseDir);
  await test.load(readProfiles());
}, 60_000);
afterAll(async () => {
  await test.records.close();
  for (const folder of [world, test.folder]) rmSync(folder, { recursive: true, force: true });
});

/** What reading these handsets takes from the store, and which they are. */
async function read(only: readonly string[]): Promise<{ rows: number; imeis: string[] }> {
  let rows = 0;
  const counting: RecordStore = {
    ...test.records,
    async *stream(query, parameters): AsyncGenerator<Block> {
      for await (const block of test.records.stream(query, parameters)) {
        rows += block.rows;
        yield block;
      }
    },
  };
  const imeis: string[] = [];
  for await (const { imei14 } of readHistories(counting, LOGGED.records, await readCells(test.records), only))
    imeis.push(imei14);
  return { rows, imeis };
}

describe('rows of handsets', () => {
  it('are as many as reading them takes, whoever is asked for', async () => {
    const all = await read([]);
    expect(all.imeis.length).toBeGreaterThan(20);
    for (const only of [[], all.imeis.slice(0, 1), all.imeis.filter((_, i) => i % 3 === 0), ['99999999999999']]) {
      const counted = await rowsOfHandsets(test.records, only);
      const { rows } = await read(only);
      expect(counted.reduce((sum, { rows: n }) => sum + n, 0)).toBe(rows);
      expect(counted.every(({ act }) => act !== '')).toBe(true);
    }
  });
});

describe('SIMs of handsets', () => {
  it('stand with the operators in whose records they were used, and with no other', async () => {
    const cells = await readCells(test.records);
    const used = new Map<`${string} ${string}`, Set<string>>();
    for await (const history of readHistories(test.records, LOGGED.records, cells, []))
      history.imsi.forEach((sim, at) => {
        const operator = cells.cells[history.cell[at] ?? -1]?.operator;
        const key = `${history.imei14} ${history.imsis[sim] ?? ''}` as const;
        if (operator !== undefined) used.set(key, (used.get(key) ?? new Set()).add(operator));
      });
    const only = [...new Set([...used.keys()].map((key) => key.slice(0, 14)))];
    const sims = await simsOfHandsets(test.records, LOGGED.records, only);
    const found = new Map(
      [...sims].flatMap(([imei14, list]) =>
        list.map(({ imsi, operators }) => [`${imei14} ${imsi}`, operators] as const),
      ),
    );
    expect(new Set([...found.values()].flat()).size).toBeGreaterThan(1);
    for (const [key, operators] of used) expect(found.get(key)).toEqual([...operators].sort());
  });
});
