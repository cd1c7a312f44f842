import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { encodingOf, headAsUtf8, isUnmarkedUtf16, withUtf8 } from './utf16.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'cellsweep-utf16-'));
afterAll(() => rmSync(folder, { recursive: true }));
const text = fc.string({ unit: 'binary', maxLength: 200 });
const utf16 = (of: string, big: boolean): Buffer => {
  const bytes = Buffer.from(`\uFEFF${of}`, 'utf16le');
  return big ? bytes.swap16() : bytes;
};

describe('UTF-16', () => {
  it('is written as UTF-8 with its mark, in a folder that is empty afterwards; what is no UTF-16 is read where it lies', async () => {
    const spool = path.join(folder, 'spool');
    const file = path.join(folder, 'file');
    await fc.assert(
      fc.asyncProperty(text, fc.boolean(), async (of, big) => {
        writeFileSync(file, utf16(of, big));
        expect(await withUtf8(file, spool, async (at) => readFileSync(at, 'utf8'))).toBe(`\uFEFF${of}`);
        expect(readdirSync(spool)).toEqual([]);
      }),
      { numRuns: 40 },
    );
    // Longer than what is read at once, with a pair of surrogates over the end of it.
    const long = '\u{1F600}'.repeat(40_000);
    writeFileSync(file, utf16(long, true));
    expect(await withUtf8(file, spool, async (at) => readFileSync(at, 'utf8'))).toBe(`\uFEFF${long}`);
    for (const plain of ['', 'a', 'text', '\uFEFFtext']) {
      writeFileSync(file, plain);
      expect(await withUtf8(file, spool, async (at) => at)).toBe(file);
    }
  });

  it('is removed also where the reader throws', async () => {
    const file = path.join(folder, 'thrown');
    writeFileSync(file, utf16('text', false));
    const spool = path.join(folder, 'other');
    await expect(withUtf8(file, spool, () => Promise.reject(new Error('of the reader')))).rejects.toThrow('reader');
    expect(readdirSync(spool)).toEqual([]);
  });

  it('gives of a cut head the whole characters, and leaves other bytes alone', () => {
    expect(headAsUtf8(utf16('aé', true).subarray(0, 5)).toString()).toBe('\uFEFFa');
    const latin = Buffer.from('é;a', 'latin1');
    expect(headAsUtf8(latin)).toBe(latin);
    expect(encodingOf(headAsUtf8(utf16('a', false)), 'windows-1252')).toBe('utf-8');
    expect(encodingOf(latin, 'windows-1252')).toBe('windows-1252');
  });

  it('without a mark is told by its zero bytes, and no text without them is taken for it', () => {
    for (const big of [false, true])
      expect(isUnmarkedUtf16(utf16('start_utc,duration_s\n', big).subarray(2))).toBe(true);
    for (const big of [false, true]) expect(isUnmarkedUtf16(utf16('a;', big).subarray(2))).toBe(true);
    fc.assert(
      fc.property(text, (of) => {
        expect(isUnmarkedUtf16(Buffer.from(of.replaceAll('\0', ' ')))).toBe(false);
      }),
    );
    expect(isUnmarkedUtf16(Buffer.alloc(0))).toBe(false);
    expect(isUnmarkedUtf16(Buffer.alloc(64))).toBe(false);
  });
});
