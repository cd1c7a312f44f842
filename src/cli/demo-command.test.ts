import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runDemo } from './demo-command.ts';
import { explainHandset } from './explain/explain-handset.ts';
import { withWorkspace } from './session.ts';

const folder = mkdtempSync(path.join(os.tmpdir(), 'cellsweep-demo-'));
const read = (page: string): string => readFileSync(path.join(import.meta.dirname, '../..', page), 'utf8');
let printed = '';
beforeAll(async () => {
  // As `npm start` does: seed 1.
  printed = await runDemo(folder, 1, { quiet: true });
}, 300_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Summary {
  readonly stages: readonly { readonly stage: string; readonly skipped: string | null; readonly peak_rss_mb: number }[];
}
const summaryOf = (): Summary =>
  JSON.parse(readFileSync(path.join(folder, 'results-1', 'summary.json'), 'utf8')) as Summary;

/** Parts of a sample that a text does not hold, one after the other; `...` stands for what was left out. */
function partsNotIn(text: string, sample: string): string[] {
  let from = 0;
  return sample.split(/^\.\.\.\n/m).filter((part) => {
    const at = text.indexOf(part, from);
    if (at >= 0) from = at + part.length;
    return at < 0;
  });
}

describe('cellsweep demo', () => {
  it('prints what the README shows of `npm start`, line by line', () => {
    const sample = /^## What you see\n[\s\S]*?^```\n([\s\S]*?)^```/m.exec(read('README.md'))?.[1] ?? '';
    expect(sample.split('\n').length).toBeGreaterThan(25);
    expect(partsNotIn(printed, sample)).toEqual([]);
    // The test can fail.
    expect(partsNotIn(printed, sample.replace('about 15.3 of', 'about 15.4 of'))).toHaveLength(1);
  });

  it('leaves a summary of which every field has its line in the page of the results', () => {
    const summary = summaryOf();
    const section = /^## summary\.json\n([\s\S]*?)^## /m.exec(read('docs/formats/results.md'))?.[1] ?? '';
    const told = [...section.matchAll(/^- `(\w+)`/gm)].map(([, field]) => field);
    expect(new Set(Object.keys(summary))).toEqual(new Set(told));
  });

  it('lets explain count the devices of a cloned IMEI, from the records, under their acts', async () => {
    const results = path.join(folder, 'results-1');
    const rows = readFileSync(path.join(results, 'handsets.csv'), 'utf8')
      .split('\n')
      .map((line) => line.split(','));
    const [imei14 = ''] = rows.slice(1).find(([, component]) => Number(component) > 1) ?? [];
    const components = rows.flatMap(([imei, component]) => (imei === imei14 ? [Number(component)] : []));
    await withWorkspace(results, async (workspace) => {
      const text = await explainHandset(workspace, results, imei14, { who: 'a tester', why: 'a test' });
      const devices = Number(/^Several devices share .* The records show (\d+) of them\.$/m.exec(text)?.[1]);
      expect(devices).toBeGreaterThanOrEqual(Math.max(...components));
      // Each device is told of or named as one that is not.
      const named = [...text.matchAll(/(?:^Handset \d+,|Not told of:|\),) device (\d+)/gm)].map(([, n]) => Number(n));
      expect(named.toSorted((a, b) => a - b)).toEqual(Array.from({ length: devices }, (_, i) => i + 1));
    });
    const reads = await withWorkspace(results, async ({ custody }) =>
      custody.log.recorded.filter((entry) => entry.type === 'read' && entry.who === 'a tester'),
    );
    expect(reads.length).toBeGreaterThan(0);
    for (const read of reads) expect(read).toMatchObject({ why: 'a test', act: expect.stringMatching(/./) });
  });

  it('lists its stages in their order, a skipped one with the peak memory of the process so far', () => {
    const { stages } = summaryOf();
    expect(stages.map(({ stage }) => stage)).toEqual([
      'receive',
      'intake',
      'sensors',
      'coverage',
      'observe',
      'trace',
      'calibrate',
      'detect',
      'locate',
      'attribute',
      'plan',
    ]);
    expect(stages.filter(({ skipped }) => skipped !== null).map(({ stage }) => stage)).toEqual(['plan']);
    const peaks = stages.map((stage) => stage.peak_rss_mb);
    expect(peaks[0]).toBeGreaterThan(0);
    expect(peaks).toEqual(peaks.toSorted((a, b) => a - b));
  });
});
