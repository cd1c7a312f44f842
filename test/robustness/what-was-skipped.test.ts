import { readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { lacksOf } from '../../src/cli/warnings/absent-documents.ts';
import { cellsweep } from '../../src/cli/run-command.testing.ts';
import { makeScratch, runToEnd } from './chain.testing.ts';

interface Summary {
  readonly stages: readonly { readonly stage: string; readonly skipped: string | null }[];
  readonly residency: { readonly withheld?: string };
}
const summaryOf = (results: string): Summary =>
  JSON.parse(readFileSync(path.join(results, 'summary.json'), 'utf8')) as Summary;
const skippedOf = (results: string, stage: string): string | null | undefined =>
  summaryOf(results).stages.find((s) => s.stage === stage)?.skipped;

describe('a stage without input', () => {
  const scratch = makeScratch();
  afterAll(scratch.remove);

  it('says what was missing, and blames nothing else', async () => {
    const { caseDir } = await scratch.world();
    const whole = scratch.fresh('whole');
    await runToEnd(caseDir, whole);
    for (const stage of ['trace', 'calibrate', 'detect']) expect(skippedOf(whole, stage)).toBeNull();

    rmSync(path.join(caseDir, 'prisons', 'prisons.geojson'));
    rmSync(path.join(caseDir, 'supply', 'ledger.csv'));
    const results = scratch.fresh('results');
    await runToEnd(caseDir, results);
    expect(skippedOf(results, 'trace')).toContain('order book');
    for (const stage of ['calibrate', 'detect']) expect(skippedOf(results, stage)).toContain('perimeter');
    expect(summaryOf(results).residency.withheld).toContain('perimeter');
  }, 120_000);

  it('names the documents that it did without, and what went since an earlier run', async () => {
    const { caseDir } = await scratch.world();
    const results = scratch.fresh('results');
    await runToEnd(caseDir, results);
    expect(lacksOf(results, ['detect', 'locate', 'attribute']).map(({ file }) => file)).toEqual([
      'sensors/detections.csv',
      'prisons/walls.csv',
      'sensors/sensors.csv',
      'sensors/walktest.csv',
      'sensors/heartbeats.csv',
    ]);
    expect(skippedOf(results, 'locate')).toContain('sensors/sensors.csv');
    for (const name of ['rolls.csv', 'cells.csv', 'contacts.csv']) rmSync(path.join(caseDir, 'prisons', name));
    const { out } = await cellsweep(['run', caseDir, '--out', results, '--quiet']);
    for (const name of ['rolls.csv', 'cells.csv', 'contacts.csv']) {
      expect(out).toMatch(new RegExp(`! prisons/${name}: an earlier run received it, and it is gone`));
      expect(lacksOf(results, ['detect', 'attribute']).map(({ file }) => file)).toContain(`prisons/${name}`);
    }
    expect(out).toMatch(/^WITHOUT [\s\S]*prisons\/contacts\.csv\n[\s\S]*calls to approved contacts/m);
    expect(skippedOf(results, 'attribute')).toContain('prisons/rolls.csv');
    const imei14 = /^\d{14}/m.exec(readFileSync(path.join(results, 'handsets.csv'), 'utf8'))?.[0] ?? '';
    const explained = await cellsweep(['explain', results, imei14]);
    expect(explained.out).toMatch(/Not available(?: either)?: .*prisons\/contacts\.csv \(calls to approved contacts/);
  }, 120_000);
});
