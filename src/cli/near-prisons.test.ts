import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeWorld } from '../../world/index.ts';
import { cellsweep } from './run-command.testing.ts';

const folder = mkdtempSync(path.join(os.tmpdir(), 'cellsweep-near-prisons-'));
const results = path.join(folder, 'results');
afterAll(() => rmSync(folder, { recursive: true, force: true }));

type Row = Readonly<Record<string, string>>;
const read = (file: string): Row[] => parse<Row>(readFileSync(file), { columns: true });
let said = '';
let rows: Row[] = [];
beforeAll(async () => {
  const world = { seed: 71, prisons: 2, placebos: 2, days: 21, nearPrisons_m: 400 };
  const { caseDir } = await makeWorld(path.join(folder, 'world'), world);
  ({ out: said } = await cellsweep(['run', caseDir, '--out', results, '--quiet', '--only-detect']));
  rows = read(path.join(results, 'handsets.csv'));
}, 240_000);

describe('two prisons 400 m apart, on the same antennas', () => {
  it('are told apart, or not at all: no handset is inside both', () => {
    const inside = new Map<string, Set<string>>();
    for (const { imei14 = '', component = '', prison_id = '', verdict } of rows)
      if (verdict === 'inside') {
        const key = `${imei14}/${component}`;
        inside.set(key, (inside.get(key) ?? new Set()).add(prison_id));
      }
    expect([...inside.values()].filter((prisons) => prisons.size > 1)).toEqual([]);
    expect(new Set([...inside.values()].flatMap((prisons) => [...prisons]))).toEqual(new Set(['P1', 'P2']));
    expect(rows.some(({ reasons }) => /^may live in P[12] instead, by the same days/.test(reasons ?? ''))).toBe(true);
  });

  it('have known inmates whom the other one would be said to hold, and the run counts them', () => {
    const { residency } = JSON.parse(readFileSync(path.join(results, 'summary.json'), 'utf8')) as {
      residency: { inmates_elsewhere: Record<string, number> };
    };
    const { pairs, called_inside, called_inside_against_people_of_no_prison: alone } = residency.inmates_elsewhere;
    expect(pairs).toBeGreaterThan(20);
    expect(alone).toBeGreaterThan(5);
    expect(called_inside).toBeLessThan((alone ?? 0) / 3);
    expect(said).toContain(`${pairs} such pairs; called inside that other one ${called_inside} (${alone} if only`);
  });

  it('have figures that explain takes apart again', async () => {
    const row = rows.find(({ reasons, verdict }) => verdict === 'inside' && reasons?.includes('may live in'));
    const { out } = await cellsweep(['explain', results, row?.['imei14'] ?? '']);
    const prison = out.slice(out.indexOf(`PRISON ${row?.['prison_id']}:`)).split('\n  PRISON ')[0] ?? '';
    expect(prison).toMatch(/^ {2}other prison +-\d+\.\d\d/m);
    const [, sum, stated] =
      /After fusion and calibration ([+-]\d+\.\d\d), .*; stated ([+-]\d+\.\d\d)/.exec(prison) ?? [];
    expect(Number(stated)).toBeCloseTo(Number(row?.['llr10']), 2);
    expect(Number(sum)).toBeGreaterThanOrEqual(Number(stated));
    expect(/cut at the bound/.test(prison) || sum === stated).toBe(true);
  });
});
