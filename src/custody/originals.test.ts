import { createHash } from 'node:crypto';
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  statSync,
  truncateSync,
  writeFileSync,
  chmodSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { putPath } from './keep-path.testing.ts';
import { hashOnly, openOriginals, originalPath } from './originals.ts';

const freshFolder = (): string => mkdtempSync(join(tmpdir(), 'custody-originals-'));
const CHUNK = 4 * 1024 * 1024;

describe('originals', () => {
  it('keep the bytes under their SHA-256, once, whatever the length', async () => {
    const folder = freshFolder();
    const originals = await openOriginals(join(folder, 'originals'));
    const length = fc.oneof(
      fc.nat({ max: 100 }),
      fc.constantFrom(CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK, 2 * CHUNK + 7),
    );
    await fc.assert(
      fc.asyncProperty(length, fc.nat({ max: 255 }), async (size, fill) => {
        const bytes = Buffer.alloc(size, fill);
        if (size > 3) bytes.writeUInt32BE(size, size - 4);
        const sha256 = createHash('sha256').update(bytes).digest('hex');
        writeFileSync(join(folder, 'source'), bytes);
        expect(await hashOnly(join(folder, 'source'))).toEqual({ sha256, bytes: size });
        expect(await putPath(originals, join(folder, 'source'))).toEqual({ sha256, bytes: size });
        expect(await putPath(originals, join(folder, 'source'))).toEqual({ sha256, bytes: size });
        expect(readFileSync(join(folder, 'originals', originalPath(sha256))).equals(bytes)).toBe(true);
        expect(await originals.bytesOf(sha256)).toBe(size);
      }),
      { numRuns: 30 },
    );
    expect(readdirSync(join(folder, 'originals', '.incoming'))).toEqual([]);
    const report = await originals.verify();
    expect(report.sound.size).toBe((await originals.list()).length);
    expect(report).toMatchObject({ altered: [], strangers: [] });
  });

  it('are a copy: a source that changes later changes nothing', async () => {
    const folder = freshFolder();
    const originals = await openOriginals(join(folder, 'originals'));
    writeFileSync(join(folder, 'source'), 'as received');
    const { sha256 } = await putPath(originals, join(folder, 'source'));
    writeFileSync(join(folder, 'source'), 'rewritten!!');
    expect(readFileSync(originals.path(sha256), 'utf8')).toBe('as received');
    expect(statSync(originals.path(sha256)).mode & 0o777).toBe(0o400);
  });

  it('show nothing of a copy that was cut off, and clear it away', async () => {
    const folder = join(freshFolder(), 'originals');
    mkdirSync(join(folder, '.incoming'), { recursive: true });
    writeFileSync(join(folder, '.incoming', 'half'), 'half a fi');
    const originals = await openOriginals(folder);
    expect(await originals.list()).toEqual([]);
    expect(readdirSync(join(folder, '.incoming'))).toEqual([]);
  });

  it('are listed in order of their names, strangers too, however the folder gives them', async () => {
    const folder = freshFolder();
    const originals = await openOriginals(join(folder, 'originals'));
    for (let n = 0; n < 24; n++) {
      writeFileSync(join(folder, 'source'), `original ${n}`);
      await putPath(originals, join(folder, 'source'));
    }
    const strange = Array.from({ length: 12 }, (_, n) => `stray-${(n * 7) % 12}.txt`);
    for (const name of strange) writeFileSync(join(folder, 'originals', name), '');
    const kept = await originals.list();
    expect(kept).toHaveLength(24);
    expect(kept).toEqual(kept.toSorted());
    const report = await originals.verify();
    expect([...report.sound.keys()]).toEqual(kept);
    expect(report.strangers).toEqual(strange.toSorted());
  });

  it('find what was altered, and do not heal it in silence', async () => {
    const folder = freshFolder();
    const originals = await openOriginals(join(folder, 'originals'));
    writeFileSync(join(folder, 'source'), 'as received');
    const { sha256 } = await putPath(originals, join(folder, 'source'));
    chmodSync(originals.path(sha256), 0o600);
    truncateSync(originals.path(sha256), 5);
    writeFileSync(join(folder, 'originals', 'stray.txt'), '');
    expect(await originals.verify()).toMatchObject({ altered: [sha256], strangers: ['stray.txt'] });
    await expect(putPath(originals, join(folder, 'source'))).rejects.toMatchObject({ code: 'LOG_CORRUPT' });
    await originals.remove(sha256);
    await originals.remove(sha256);
    expect(await originals.bytesOf(sha256)).toBeUndefined();
  });
});
