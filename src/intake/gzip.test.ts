import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import { gunzipSync, gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { gunzipped, gzipDamage, isDamagedGzip, isGzip } from './gzip.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'cellsweep-gzip-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const fileOf = (bytes: Uint8Array): string => {
  const file = path.join(folder, 'file');
  writeFileSync(file, bytes);
  return file;
};
const TEXT = Buffer.from('a row,another cell\n'.repeat(200));
const chunked = (bytes: Buffer, size: number): Readable =>
  Readable.from(
    Array.from({ length: Math.ceil(bytes.length / size) }, (_, i) => bytes.subarray(i * size, (i + 1) * size)),
  );

describe('gzip files', () => {
  it('are whole in any number of members, padded with zeros or not, however their bytes arrive', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.uint8Array({ maxLength: 300 }), { minLength: 1, maxLength: 4 }),
        fc.nat(600),
        fc.integer({ min: 1, max: 700 }),
        async (members, padding, size) => {
          const bytes = Buffer.concat([...members.map((part) => gzipSync(part)), Buffer.alloc(padding)]);
          expect(await gzipDamage(chunked(bytes, size))).toBeUndefined();
          const parts: Buffer[] = [];
          for await (const part of gunzipped(chunked(bytes, size))) parts.push(part as Buffer);
          expect(Buffer.concat(parts)).toEqual(Buffer.concat(members));
        },
      ),
    );
  });

  it('are damaged where they end early, or what they hold is not what their checksum says', async () => {
    const bytes = Buffer.concat([gzipSync(TEXT), gzipSync(TEXT)]);
    const member = bytes.length / 2;
    expect.hasAssertions();
    await fc.assert(
      fc.asyncProperty(fc.nat(bytes.length - 1), fc.nat(7), async (at, bit) => {
        const flipped = Buffer.from(bytes);
        flipped[at] = (flipped[at] ?? 0) ^ (1 << bit);
        const isWhole = async (some: Buffer) => (await gzipDamage(Readable.from([some]))) === undefined;
        // Cut between two members, there is nothing to be seen.
        expect(await isWhole(bytes.subarray(0, at))).toBe(at === member);
        // Some bits (most of the header, the last of the packed ones) say nothing of the content: no other flip may pass.
        const passes = await isWhole(flipped);
        expect(passes && !gunzipSync(flipped).equals(Buffer.concat([TEXT, TEXT]))).toBe(false);
        expect(passes && at % member >= member - 8).toBe(false);
      }),
      { numRuns: 300 },
    );
  });

  it('are told by their first bytes, and other files are never damaged ones', async () => {
    expect(await isGzip(fileOf(gzipSync(TEXT)))).toBe(true);
    expect(await isDamagedGzip(fileOf(gzipSync(TEXT)))).toBe(false);
    expect(await isDamagedGzip(fileOf(gzipSync(TEXT).subarray(0, 40)))).toBe(true);
    for (const other of [TEXT, Buffer.alloc(0), Buffer.from([0x1f])])
      expect([await isGzip(fileOf(other)), await isDamagedGzip(fileOf(other))]).toEqual([false, false]);
  });

  it('tell what broke their source', async () => {
    const failing = new Readable({
      read() {
        this.destroy(new Error('disk'));
      },
    });
    expect((await gzipDamage(failing))?.message).toBe('disk');
  });
});
