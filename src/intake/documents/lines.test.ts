import { Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LINE_LIMIT, readLines } from './lines.ts';
import type { Line } from './lines.ts';

async function linesOf(path: string, chunks: Uint8Array[]): Promise<Line[]> {
  const lines: Line[] = [];
  for await (const line of readLines(path, Readable.from(chunks))) lines.push(line);
  return lines;
}
const texts = async (text: string) => (await linesOf('f.csv', [Buffer.from(text)])).map((line) => line.text);

describe('readLines', () => {
  it('ends lines at LF, CRLF and CR and takes the byte-order mark off', async () => {
    expect(await texts('\uFEFFa\r\nb\nc\rd')).toEqual(['a', 'b', 'c', 'd']);
    expect(await texts('a\n\n\r\nb\n')).toEqual(['a', '', '', 'b']);
    expect(await texts('')).toEqual([]);
  });

  it('gives the same lines however the bytes are cut, compressed or not', async () => {
    const text = fc.string({ unit: fc.constantFrom('a', 'é', '𐀀', '\r', '\n', '"', ',') });
    await fc.assert(
      fc.asyncProperty(text, fc.integer({ min: 1, max: 7 }), async (content, size) => {
        const cut = (bytes: Uint8Array) =>
          Array.from({ length: Math.ceil(bytes.length / size) }, (_, i) => bytes.subarray(i * size, (i + 1) * size));
        const whole = await linesOf('f.csv', [Buffer.from(content)]);
        expect(await linesOf('f.csv', cut(Buffer.from(content)))).toEqual(whole);
        expect(await linesOf('f.csv.gz', cut(gzipSync(content)))).toEqual(whole);
        expect(whole.map((line) => line.text).join('\n')).toBe(content.replaceAll(/\r\n?/g, '\n').replace(/\n$/, ''));
        expect(whole.map((line) => line.number)).toEqual(whole.map((_, index) => index + 1));
      }),
    );
  });

  it('holds no more than the limit of an endless line', async () => {
    const lines = await linesOf('f.csv', [...Array<Buffer>(40).fill(Buffer.alloc(100_000, 'x')), Buffer.from('\nb')]);
    expect(lines.map((line) => [line.number, line.tooLong])).toEqual([
      [1, true],
      [2, false],
    ]);
    expect(lines[0]?.text).toHaveLength(LINE_LIMIT);
  });

  it('throws at the end of a truncated gzip file, after the whole lines', async () => {
    const rows = Array.from({ length: 20_000 }, (_, i) => `${i},${Math.imul(i, 2_654_435_761)}`).join('\n');
    const bytes = gzipSync(rows);
    const seen: string[] = [];
    const reading = (async () => {
      for await (const line of readLines('f.csv.gz', Readable.from([bytes.subarray(0, bytes.length / 2)]))) {
        seen.push(line.text);
      }
    })();
    await expect(reading).rejects.toThrow('unexpected end of file');
    expect(seen.length).toBeGreaterThan(100);
    expect(rows.startsWith(seen.join('\n'))).toBe(true);
  });

  it('throws when the source of a gzip file fails', async () => {
    const source = new Readable({
      read() {
        this.destroy(new Error('disk'));
      },
    });
    await expect(readLines('f.csv.gz', source).next()).rejects.toThrow('disk');
  });
});
