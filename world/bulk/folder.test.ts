import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addOneDay, makeBulk } from './folder.ts';
import type { BulkCounts } from './traffic.ts';

const OPTIONS = { seed: 4, rows: 12_000, handsets: 3000, days: 6 };
const root = mkdtempSync(join(tmpdir(), 'bulk-'));
const dir = join(root, 'a');
let made: BulkCounts;
let next: BulkCounts;
let before: string[];

const recordFiles = (folder: string): string[] =>
  ['arcavel', 'brumatel', 'cordiane'].flatMap((o) =>
    readdirSync(join(folder, 'case/operators', o))
      .filter((f) => /^(cells|handsets)_/.test(f))
      .map((f) => join(folder, 'case/operators', o, f)),
  );
const lines = (file: string): string[] => {
  const raw = readFileSync(file);
  const text = (file.endsWith('.gz') ? gunzipSync(raw) : raw).toString('latin1');
  return text
    .slice(0, -1)
    .split('\n')
    .slice(file.includes('brumatel') ? 2 : 1);
};

beforeAll(async () => {
  made = await makeBulk(dir, OPTIONS, false);
  before = recordFiles(dir);
  next = await addOneDay(dir, OPTIONS, false);
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

describe('a bulk case', () => {
  it('has the rows that were asked for, some of them twice', () => {
    const all = before.flatMap(lines);
    expect(all.length).toBe(made.rows);
    expect(Math.abs(made.rows - OPTIONS.rows)).toBeLessThan(OPTIONS.days * 24 * 2);
    expect(new Set(all).size).toBe(made.legs);
    const calls = new Set(before.filter((f) => f.includes('arcavel')).flatMap(lines));
    expect(new Set([...calls].map((l) => l.split(',')[0])).size).toBe(calls.size);
    expect(made.rows - made.legs).toBeGreaterThan(0.1 * made.rows);
  });

  it('adds the next day in files of its own, after everything before', () => {
    const added = recordFiles(dir).filter((f) => !before.includes(f));
    expect(added.length).toBe(before.length);
    expect(added.flatMap(lines).length).toBe(next.rows);
    const times = (files: string[]): string[] =>
      files.filter((f) => f.includes('arcavel')).flatMap((f) => lines(f).map((l) => l.split(',')[1] as string));
    const lastOld = times(before).sort().at(-1) as string;
    const firstNew = times(added).sort()[0] as string;
    expect(firstNew > lastOld).toBe(true);
    expect(firstNew.slice(0, 10)).toBe('2025-10-11');
    const { until } = JSON.parse(readFileSync(join(dir, 'case/case.json'), 'utf8')) as { until: string };
    expect(Date.parse(times(added).sort().at(-1) as string)).toBeLessThan(Date.parse(until));
  });

  it('writes each file in time order, the same rows compressed or not', async () => {
    const zipped = join(root, 'b');
    await makeBulk(zipped, OPTIONS, true);
    for (const file of before) {
      const rows = lines(file);
      expect(rows).toEqual(lines(`${file.replace(dir, zipped)}.gz`));
      if (!file.includes('arcavel')) continue;
      const times = rows.map((l) => l.split(',')[1] as string);
      // Only this layout sorts as text.
      expect(times).toEqual([...times].sort());
    }
  });
});
