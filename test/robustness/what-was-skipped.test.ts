import { readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
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
});
