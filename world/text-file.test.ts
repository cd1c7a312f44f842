import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { TextFile, csv } from './text-file.ts';

const dir = mkdtempSync(join(tmpdir(), 'text-'));
afterAll(() => rmSync(dir, { recursive: true, force: true }));

describe('TextFile', () => {
  it('writes every line once, in any encoding, compressed or not, across chunk borders', async () => {
    const body = Array.from({ length: 30_000 }, (_, i) => `ligne n° ${i} é ${'x'.repeat(i % 50)}`);
    for (const [name, encoding] of [
      ['a.txt', 'utf8'],
      ['b.txt', 'latin1'],
      ['c.txt.gz', 'utf8'],
    ] as const) {
      const file = new TextFile(join(dir, name), encoding);
      for (const line of body) if (file.line(line)) await file.drained();
      await file.close();
      expect(file.lines).toBe(body.length);
      const raw = readFileSync(join(dir, name));
      expect((name.endsWith('.gz') ? gunzipSync(raw) : raw).toString(encoding)).toBe(`${body.join('\n')}\n`);
    }
  });

  it('takes a line longer than its chunk', async () => {
    const file = new TextFile(join(dir, 'long.txt'));
    file.line('a');
    file.line('é'.repeat(400_000));
    file.line('b');
    await file.close();
    expect(readFileSync(join(dir, 'long.txt'), 'utf8')).toBe(`a\n${'é'.repeat(400_000)}\nb\n`);
  });
});

describe('csv', () => {
  it('quotes what RFC 4180 asks to quote', () => {
    expect(
      csv('a,b', [
        ['x', 1],
        ['say "no", now', ''],
      ]),
    ).toBe('a,b\nx,1\n"say ""no"", now",\n');
    fc.assert(fc.property(fc.string(), (s) => csv('a', [[s]]).endsWith('\n')));
  });
});
