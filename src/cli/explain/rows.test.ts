import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { writeTable } from '../../contract/results.ts';
import { LOGGED } from '../../model/logged-reads.testing.ts';
import { runSummary, resultRows } from './rows.ts';
import { SUMMARY } from '../tables/made-results.testing.ts';

const folder = mkdtempSync(path.join(os.tmpdir(), 'cellsweep-rows-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('rows of a results table', () => {
  it('gives the rows that are asked for, as they were written', async () => {
    const basis = 'found in a cell that 2 inmates shared, "so"; rooms';
    writeTable(folder, 'users.csv', [
      ['1', 1, 'E1', '0.100', 1, 1, basis],
      ['2', 1, 'E2', '0.200', 1, 1, ''],
      ['1', 2, 'E3', '0.300', 1, 1, ''],
    ]);
    const rows = await resultRows(folder, LOGGED.results, 'users.csv', (row) => row['imei14'] === '1');
    expect(rows.map((row) => [row['component'], row['inmate_id'], row['basis']])).toEqual([
      ['1', 'E1', basis],
      ['2', 'E3', ''],
    ]);
  });

  it('gives none where the table is not there', async () => {
    expect(await resultRows(folder, LOGGED.results, 'rooms.csv', () => true)).toEqual([]);
  });

  it('reads how users were calibrated, or nothing from a summary of another form', () => {
    expect(runSummary(folder)).toEqual({});
    writeFileSync(path.join(folder, 'summary.json'), JSON.stringify({ version: '1', ...SUMMARY }));
    expect(runSummary(folder)).toEqual(SUMMARY);
    writeFileSync(path.join(folder, 'summary.json'), '{"users": 3}');
    expect(runSummary(folder)).toEqual({});
  });
});
