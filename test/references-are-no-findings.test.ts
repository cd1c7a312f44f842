import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { makeScratch, runToEnd } from './robustness/chain.testing.ts';

const column = (file: string, at: number): string[] =>
  readFileSync(file, 'utf8')
    .trim()
    .split('\n')
    .slice(1)
    .map((line) => line.split(',')[at] ?? '');

/** `formats/case-folder.md`: references calibrate; they are never reported as findings. */
describe('reference handsets', () => {
  const scratch = makeScratch();
  afterAll(scratch.remove);

  it('are neither in handsets.csv nor in users.csv', async () => {
    const { caseDir } = await scratch.world({ seed: 5, prisons: 2, placebos: 2, days: 8, scale: 0.4 });
    const results = scratch.fresh('results');
    await runToEnd(caseDir, results);
    const references = new Set(
      column(path.join(caseDir, 'reference', 'handsets.csv'), 0).map((imei) => imei.slice(0, 14)),
    );
    expect(references.size).toBeGreaterThan(20);
    for (const table of ['handsets.csv', 'users.csv']) {
      const reported = column(path.join(results, table), 0);
      expect(reported.length, table).toBeGreaterThan(20);
      expect(
        reported.filter((imei14) => references.has(imei14)),
        table,
      ).toEqual([]);
    }
  }, 120_000);
});
