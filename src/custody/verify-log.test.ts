import {
  appendFileSync,
  chmodSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openCustody } from './custody.ts';
import { receivePath } from './keep-path.testing.ts';
import { verifyCustody } from './verify-log.ts';

const now = (): Date => new Date('2025-05-20T04:00:00Z');
const base = mkdtempSync(join(tmpdir(), 'custody-verify-'));
const dir = join(base, 'custody');
let files: string[] = [];
let earlier = '';
let vkey = '';

beforeAll(async () => {
  const custody = await openCustody(dir, { now });
  for (const [name, content] of [
    ['ledger.csv', 'order,imei\n'],
    ['empty.csv', ''],
    ['long.bin', 'x'.repeat(10_000)],
  ] as const) {
    writeFileSync(join(base, name), content);
    await receivePath(custody, `supply/${name}`, join(base, name), { acts: ['ACT-1'] });
  }
  earlier = custody.checkpoint();
  vkey = custody.log.vkey;
  await custody.appendMany(
    Array.from({ length: 600 }, (_, rows) => ({ type: 'read', who: 'w', why: 'y', act: 'ACT-1', stage: 's', rows })),
  );
  await custody.close();
  const found = readdirSync(dir, { recursive: true, withFileTypes: true });
  files = found
    .filter((f) => f.isFile())
    .map((f) => join(f.parentPath, f.name).slice(dir.length + 1))
    .sort();
});
afterAll(() => rmSync(base, { recursive: true }));

/** Applies a change to one file, verifies, and puts the file back. */
async function verifyWith(file: string, change: (path: string) => void): ReturnType<typeof verifyCustody> {
  const path = join(dir, file);
  const before = readFileSync(path);
  chmodSync(path, 0o600);
  change(path);
  try {
    return await verifyCustody(dir);
  } finally {
    writeFileSync(path, before);
  }
}
const isNamed = (report: Awaited<ReturnType<typeof verifyCustody>>, file: string): boolean =>
  !report.ok && report.problems.some((problem) => problem.file === file);
const anyFile = fc.nat().map((n) => files[n % files.length] ?? '');

describe('verification of custody', () => {
  it('finds nothing where nothing is wrong', async () => {
    expect(files.map((file) => file.replace(/originals\/.*/, 'originals'))).toEqual([
      'checkpoint',
      'key',
      'originals',
      'originals',
      'originals',
      'tile/0/000',
      'tile/0/001',
      'tile/0/002.p/91',
      'tile/1/000.p/2',
      'tile/entries/000',
      'tile/entries/001',
      'tile/entries/002.p/91',
      'vkey',
    ]);
    const report = await verifyCustody(dir, { vkey, checkpoints: [earlier] });
    const { entries, ...told } = report;
    expect(told).toEqual({ ok: true, size: 603, root: expect.stringMatching(/^.{43}=$/), problems: [] });
    expect(entries.map(({ index }) => index)).toEqual(Array.from({ length: 603 }, (_, i) => i));
  });

  it('finds one flipped bit anywhere and names the file', async () => {
    const full = files.filter((file) => readFileSync(join(dir, file)).length > 0);
    await fc.assert(
      fc.asyncProperty(fc.nat(), fc.nat(), async (which, bit) => {
        const file = full[which % full.length] ?? '';
        const report = await verifyWith(file, (path) => {
          const bytes = readFileSync(path);
          const at = bit % (bytes.length * 8);
          bytes[at >> 3] = (bytes[at >> 3] ?? 0) ^ (1 << (at & 7));
          writeFileSync(path, bytes);
        });
        expect(isNamed(report, file)).toBe(true);
      }),
      { numRuns: 300 },
    );
  });

  it('finds flipped bits all along the head and the keys', async () => {
    const small = join(base, 'small');
    await (await openCustody(small, { now })).close();
    const missed: string[] = [];
    for (const file of ['checkpoint', 'vkey', 'key']) {
      const bytes = readFileSync(join(small, file));
      // Every byte and every bit of a byte comes up; signed-note.test.ts tries all bits of a note and a key.
      for (let at = 0; at < bytes.length * 8; at += 7) {
        const changed = Buffer.from(bytes);
        changed[at >> 3] = (changed[at >> 3] ?? 0) ^ (1 << (at & 7));
        writeFileSync(join(small, file), changed);
        if (!isNamed(await verifyCustody(small), file)) missed.push(`${file} bit ${at}`);
      }
      writeFileSync(join(small, file), bytes);
    }
    expect(await verifyCustody(small)).toMatchObject({ ok: true });
    expect(missed).toEqual([]);
  });

  it('does not call originals unlogged because the head cannot be verified', async () => {
    const report = await verifyWith('vkey', (path) => writeFileSync(path, 'no key'));
    expect(report.problems).toEqual([{ code: 'VKEY_UNUSABLE', file: 'vkey' }]);
  });

  it('finds what is cut off or added at the end of any file', async () => {
    await fc.assert(
      fc.asyncProperty(anyFile, fc.nat(), fc.uint8Array({ minLength: 1, maxLength: 4 }), async (file, cut, extra) => {
        const length = readFileSync(join(dir, file)).length;
        const isLonger = length === 0 || cut % 2 === 0;
        const report = await verifyWith(file, (path) =>
          isLonger ? appendFileSync(path, extra) : truncateSync(path, cut % length),
        );
        expect(isNamed(report, file)).toBe(true);
      }),
      { numRuns: 150 },
    );
  });

  it('says of a tile that is gone that it is gone, not that it was altered, though its entries were', async () => {
    const [tile, bundle] = ['tile/0/002.p/91', 'tile/entries/002.p/91'];
    const before = readFileSync(join(dir, bundle));
    const changed = Buffer.from(before);
    changed[20] = (changed[20] ?? 0) ^ 1;
    chmodSync(join(dir, bundle), 0o600);
    writeFileSync(join(dir, bundle), changed);
    const report = await verifyWith(tile, (path) => unlinkSync(path)).finally(() =>
      writeFileSync(join(dir, bundle), before),
    );
    expect(report.problems.filter(({ file }) => file === tile)).toEqual([{ code: 'TILE_MISSING', file: tile }]);
    expect(isNamed(report, bundle)).toBe(true);
  });

  it('finds any deleted file but the private key, which is not evidence', async () => {
    const silent: string[] = [];
    for (const file of files) {
      const report = await verifyWith(file, (path) => unlinkSync(path));
      if (!isNamed(report, file)) silent.push(file);
    }
    expect(silent).toEqual(['key']);
  });

  it.each([
    ['tile/0/000.p/3', 'FILE_UNSIGNED'],
    ['tile/entries/003', 'FILE_UNSIGNED'],
    ['tile/notes.txt', 'FILE_UNSIGNED'],
    ['checkpoint.tmp', 'FILE_UNSIGNED'],
    ['originals/.incoming/half', 'FILE_UNSIGNED'],
    ['originals/2c/f24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824', 'ORIGINAL_NOT_LOGGED'],
  ])('finds the added file %s', async (file, code) => {
    mkdirSync(dirname(join(dir, file)), { recursive: true });
    // SHA-256 of "hello" is the name of the last one.
    writeFileSync(join(dir, file), 'hello');
    const { problems } = await verifyCustody(dir);
    unlinkSync(join(dir, file));
    expect(problems).toEqual([{ code, file }]);
  });

  it('finds a log that was rewritten with another key, or set back, if it knows the earlier head', async () => {
    const other = join(base, 'other');
    const forged = await openCustody(other, { now });
    await forged.close();
    expect(await verifyCustody(other)).toMatchObject({ ok: true });
    const codes = (await verifyCustody(other, { vkey, checkpoints: [earlier] })).problems.map((p) => p.code);
    expect(codes).toEqual(['CHECKPOINT_INCONSISTENT', 'VKEY_NOT_TRUSTED']);

    const copy = join(base, 'copy');
    cpSync(dir, copy, { recursive: true });
    const longer = await openCustody(copy, { now });
    await longer.append({ type: 'file-refused', path: 'a.csv', code: 'AUTHORITY_MISSING', act: null });
    const later = longer.checkpoint();
    await longer.close();
    expect(await verifyCustody(copy, { checkpoints: [earlier, later] })).toMatchObject({ ok: true, size: 604 });
    expect((await verifyCustody(dir, { checkpoints: [later] })).problems.map((p) => p.code)).toEqual([
      'CHECKPOINT_INCONSISTENT',
    ]);
  });

  it('says what is wrong with a folder that holds nothing', async () => {
    expect(await verifyCustody(join(base, 'nowhere'))).toEqual({
      ok: false,
      size: 0,
      entries: [],
      root: undefined,
      problems: [
        { code: 'CHECKPOINT_MISSING', file: 'checkpoint' },
        { code: 'VKEY_MISSING', file: 'vkey' },
      ],
    });
  });
});
