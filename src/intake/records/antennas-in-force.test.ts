import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, expect, it } from 'vitest';
import type { CellKey } from '../../model/identifiers.ts';
import { openRecords } from '../../store/records.ts';
import { antennaLines, storeAntennas } from './antennas.ts';
import { readCells } from './cells.ts';
import { openLoads } from './loads.ts';

const folder = mkdtempSync(path.join(os.tmpdir(), 'cellsweep-cells-'));
const records = await openRecords({ directory: folder });
afterAll(async () => {
  await records.close();
  rmSync(folder, { recursive: true, force: true });
});

const antenna = (cell: string, azimuth_deg: number, technology: '2G' | '4G') => ({
  operator: 'x',
  cell: cell as CellKey,
  longitude: 2,
  latitude: 46.5,
  azimuth_deg,
  beamwidth_deg: 65,
  technology,
  from_s: -Infinity,
  until_s: Infinity,
});

it('gives a cell on which two tables contradict each other the same row, whichever came first', async () => {
  const loads = await openLoads(records, ['A']);
  // The tables agree on place and time; K1 came in one order, K2 in the other.
  const tables = [
    [antenna('K1', 90, '4G'), antenna('K2', 270, '2G'), antenna('K3', 15, '4G'), antenna('K4', 15, '2G')],
    [antenna('K1', 270, '2G'), antenna('K2', 90, '4G'), antenna('K3', 15, '2G'), antenna('K4', 15, '4G')],
  ];
  for (const [i, rows] of tables.entries())
    await loads.load(
      { key: `k${i}`, path: `operators/x/${i}.csv`, kind: 'antennas', operator: 'x', profile: 'x' },
      async (load_id) => {
        const file = path.join(folder, `${i}.tsv`);
        writeFileSync(file, antennaLines(rows.map((row, at) => ({ antenna: row, line: at + 2, swapped: false }))));
        await records.withLines(file, (at) => records.run(storeAntennas, { load_id, path: at, compression: 'none' }));
        return '';
      },
    );
  const cells = await readCells(records);
  const rowOf = (id: number) => {
    const { azimuth_deg, technology } = cells.cells[cells.indexAt(id, 0)] ?? {};
    return { azimuth_deg, technology };
  };
  expect(rowOf(1)).toEqual(rowOf(2));
  expect(rowOf(3)).toEqual(rowOf(4));
});
