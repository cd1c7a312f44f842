import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeScratch, runToEnd, seeded, seedFor, tablesOf } from './chain.testing.ts';
import { filesBelow } from './stored-bytes.testing.ts';

/** References enough for a calibration. */
const CALIBRATED = { seed: 61, prisons: 2, placebos: 2, days: 28, scale: 0.4, dirt: false } as const;
const FIGURES = ['handsets.csv', 'trace.csv', 'succession.csv', 'users.csv'];

/** The rows of a table below its column names; line ends and the last empty line stay. */
function shuffled(bytes: Buffer, random: () => number, heads: number): Buffer {
  const lines = bytes.toString('latin1').split('\n');
  const tail = lines.at(-1) === '' ? lines.splice(-1) : [];
  const rows = lines.splice(heads).map((row) => [random(), row] as const);
  rows.sort(([a], [b]) => a - b);
  return Buffer.from([...lines, ...rows.map(([, row]) => row), ...tail].join('\n'), 'latin1');
}

describe('the order of the rows of registers and deliveries', () => {
  const scratch = makeScratch();
  let caseDir: string;
  beforeAll(async () => {
    ({ caseDir } = await scratch.world(CALIBRATED));
  }, 120_000);
  afterAll(scratch.remove);

  it('says nothing: all figures are the same', { timeout: 240_000 }, async () => {
    const random = seeded(seedFor('order of rows', 3));
    const first = scratch.fresh('first');
    await runToEnd(caseDir, first);
    const said = (table: string): number => (tablesOf(first)[table] ?? '').split('\n').length;
    expect((tablesOf(first)['handsets.csv'] ?? '').split(',inside,').length).toBeGreaterThan(5);
    expect(Math.min(said('users.csv'), said('trace.csv'))).toBeGreaterThan(10);
    const copy = scratch.copyOf(caseDir);
    for (const file of filesBelow(copy).filter((f) => /\.(csv|txt)(\.gz)?$/.test(f) && !f.endsWith('SHEET.txt'))) {
      const at = path.join(copy, file);
      const bytes = readFileSync(at);
      const zipped = file.endsWith('.gz');
      // One layout has a title line above its column names.
      const plain = zipped ? gunzipSync(bytes) : bytes;
      const heads = /^[^;]*\n[^\n]*;/.test(plain.toString('latin1', 0, 2000)) ? 2 : 1;
      const other = shuffled(plain, random, heads);
      writeFileSync(at, zipped ? gzipSync(other) : other);
    }
    const second = scratch.fresh('second');
    await runToEnd(copy, second);
    // trace.csv follows the order of the order book.
    const lines = (results: string, table: string): string[] => (tablesOf(results)[table] ?? '').split('\n').sort();
    for (const table of FIGURES) expect(lines(second, table), table).toEqual(lines(first, table));
  });
});
