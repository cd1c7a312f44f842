import { mkdtempSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openSourceStamps } from './source-stamps.ts';

const later = (): Date => new Date(Date.now() + 60_000);

function aSource(): { file: string; source: string } {
  const folder = mkdtempSync(join(tmpdir(), 'custody-stamps-'));
  const source = join(folder, 'source');
  writeFileSync(source, 'one');
  return { file: join(folder, 'stamps.json'), source };
}
const statsOf = (source: string) => statSync(source, { bigint: true });

describe('source stamps', () => {
  it('know a source again that nobody touched, also after reopening', async () => {
    const { file, source } = aSource();
    const first = await openSourceStamps(file, later);
    expect(first.isUnchanged('a.csv', 'digest', statsOf(source))).toBe(false);
    first.remember('a.csv', 'digest', statsOf(source));
    await first.save();
    const second = await openSourceStamps(file, later);
    expect(second.isUnchanged('a.csv', 'digest', statsOf(source))).toBe(true);
    expect(second.isUnchanged('a.csv', 'other digest', statsOf(source))).toBe(false);
    expect(second.isUnchanged('b.csv', 'digest', statsOf(source))).toBe(false);
    second.forget('a.csv');
    expect(second.isUnchanged('a.csv', 'digest', statsOf(source))).toBe(false);
  });

  it('are not deceived by another content of the same length with the old time set', async () => {
    const { file, source } = aSource();
    const before = statsOf(source);
    const stamps = await openSourceStamps(file, later);
    stamps.remember('a.csv', 'digest', before);
    await new Promise((done) => setTimeout(done, 20));
    writeFileSync(source, 'two');
    utimesSync(source, Number(before.atimeMs) / 1000, Number(before.mtimeMs) / 1000);
    expect(stamps.isUnchanged('a.csv', 'digest', statsOf(source))).toBe(false);
  });

  it('remember nothing of a file that was just changed, and read nothing that is no list of stamps', async () => {
    const { file, source } = aSource();
    const stamps = await openSourceStamps(file, () => new Date());
    stamps.remember('a.csv', 'digest', statsOf(source));
    expect(stamps.isUnchanged('a.csv', 'digest', statsOf(source))).toBe(false);
    writeFileSync(file, '{"a.csv":');
    expect((await openSourceStamps(file, later)).isUnchanged('a.csv', 'digest', statsOf(source))).toBe(false);
  });
});
