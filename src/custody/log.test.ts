import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, unlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { realDisk } from './disk.ts';
import type { Disk } from './disk.ts';
import type { EntryInput } from './entries.ts';
import { openLog } from './log.ts';
import { formatSignerKey, makeSigner } from './signed-note.ts';
import { verifyCustody } from './verify-log.ts';

const base = mkdtempSync(join(tmpdir(), 'custody-log-'));
afterAll(() => rmSync(base, { recursive: true }));
const freshDir = (): string => join(mkdtempSync(join(base, 'case-')), 'custody');
const now = (): Date => new Date('2025-05-20T04:00:00Z');
const read = (rows: number): EntryInput => ({ type: 'read', who: 'w', why: 'y', act: 'a', stage: 's', rows });
const reads = (n: number): EntryInput[] => Array.from({ length: n }, (_, i) => read(i));

describe('custody log', () => {
  it('signs the empty log, then every append, and goes on after reopening', async () => {
    const dir = freshDir();
    const sizes: number[] = [];
    for (const batch of [0, 1, 254, 1, 1, 300]) {
      const log = await openLog(dir, { now });
      const made = await log.appendMany(reads(batch));
      sizes.push(log.recorded.length + made.length);
      expect(made.map((e) => e.index)).toEqual(made.map((_, i) => log.recorded.length + i));
      await log.close();
      expect(await verifyCustody(dir)).toMatchObject({ ok: true, size: sizes.at(-1), problems: [] });
    }
    expect(sizes).toEqual([0, 1, 255, 256, 257, 557]);
    expect(statSync(join(dir, 'key')).mode & 0o777).toBe(0o600);
    expect(readdirSync(dir).filter((name) => name.startsWith('lock'))).toEqual([]);
  });

  it('lets concurrent appends share a flush and keeps their order', async () => {
    const dir = freshDir();
    let checkpoints = 0;
    const disk: Disk = {
      ...realDisk,
      rename: (from, to) => {
        if (to.endsWith('checkpoint')) checkpoints += 1;
        return realDisk.rename(from, to);
      },
    };
    const log = await openLog(dir, { now, disk });
    const made = await Promise.all(reads(500).map((entry) => log.append(entry)));
    expect(made.map((e) => e.index)).toEqual(made.map((_, i) => i));
    expect(checkpoints).toBeLessThan(5);
    await log.close();
    await expect(log.append(read(1))).rejects.toMatchObject({ code: 'INTERNAL' });
    expect(await verifyCustody(dir)).toMatchObject({ ok: true, size: 500 });
  });

  it('is not opened where it does not go on from a head that was kept of it', async () => {
    const dir = freshDir();
    const first = await openLog(dir, { now });
    await first.appendMany(reads(3));
    await first.close();
    const older = `${dir}-older`;
    cpSync(dir, older, { recursive: true });
    const second = await openLog(dir, { now });
    await second.appendMany(reads(300));
    const head = second.checkpoint();
    await second.close();
    const third = await openLog(dir, { now, heads: [head] });
    await third.append(read(1));
    await third.close();
    await (await openLog(dir, { now, heads: [head] })).close();
    const before = readdirSync(older).sort();
    await expect(openLog(older, { now, heads: [head] })).rejects.toMatchObject({ code: 'LOG_CORRUPT' });
    expect(readdirSync(older).sort()).toEqual(before);
    // A log that was taken away is no new log.
    const gone = freshDir();
    await expect(openLog(gone, { now, heads: [head] })).rejects.toMatchObject({ code: 'LOG_CORRUPT' });
    expect(readdirSync(gone).filter((name) => name !== 'tile')).toEqual([]);
    const flipped = head.replace(/^\d+$/m, (size) => String(Number(size) - 1));
    await expect(openLog(dir, { now, heads: [flipped] })).rejects.toMatchObject({ code: 'LOG_CORRUPT' });
  });

  it('has one writer', async () => {
    const dir = freshDir();
    const log = await openLog(dir, { now });
    await expect(openLog(dir, { now })).rejects.toMatchObject({ code: 'RESULTS_BUSY' });
    await log.close();
  });

  it('takes a key kept elsewhere, and gives each log of that key its own name', async () => {
    const keyPath = join(mkdtempSync(join(base, 'key-')), 'key');
    writeFileSync(keyPath, `${formatSignerKey(makeSigner('court.example/key', Buffer.alloc(32, 3)))}\n`);
    const names = new Set<string | undefined>();
    for (const dir of [freshDir(), freshDir()]) {
      await expect(openLog(dir, { now, keyPath: `${keyPath}.absent` })).rejects.toMatchObject({ code: 'LOG_KEY' });
      const log = await openLog(dir, { now, keyPath });
      await log.append(read(1));
      names.add(log.checkpoint().split('\n')[0]);
      await log.close();
      expect(readdirSync(dir).sort()).toEqual(['checkpoint', 'tile', 'vkey']);
      expect(await verifyCustody(dir)).toMatchObject({ ok: true, size: 1 });
      await expect(openLog(dir, { now })).rejects.toMatchObject({ code: 'LOG_KEY' });
    }
    expect(names.size).toBe(2);
  });

  it.each(['checkpoint', 'vkey', 'tile/0/000.p/3', 'tile/entries/000.p/3'])(
    'does not go on without %s',
    async (file) => {
      const dir = freshDir();
      const log = await openLog(dir, { now });
      await log.appendMany(reads(3));
      await log.close();
      unlinkSync(join(dir, file));
      await expect(openLog(dir, { now })).rejects.toMatchObject({ code: 'LOG_CORRUPT' });
    },
  );

  it('does not go on with a lost or another key', async () => {
    const dir = freshDir();
    await (await openLog(dir, { now })).close();
    writeFileSync(join(dir, 'key'), formatSignerKey(makeSigner('another', Buffer.alloc(32, 3))));
    await expect(openLog(dir, { now })).rejects.toMatchObject({ code: 'LOG_CORRUPT' });
    unlinkSync(join(dir, 'key'));
    await expect(openLog(dir, { now })).rejects.toMatchObject({ code: 'LOG_KEY' });
  });
});

/** Stops at its `steps`-th change for good; a write that it stops at leaves the first `part` of its bytes. */
function dyingDisk(steps: number, part: number): Disk {
  let left = steps;
  const step = async (act: () => Promise<void>, torn?: () => Promise<void>): Promise<void> => {
    left -= 1;
    if (left >= 0) return act();
    if (left === -1) await torn?.();
    throw new Error('the process is lost');
  };
  return {
    makeDirectory: (path) => step(() => realDisk.makeDirectory(path)),
    write: (path, bytes, mode) =>
      step(
        () => realDisk.write(path, bytes, mode),
        () => realDisk.write(path, bytes.subarray(0, Math.floor(part * bytes.length)), mode),
      ),
    rename: (from, to) => step(() => realDisk.rename(from, to)),
    remove: (path) => step(() => realDisk.remove(path)),
    syncDirectory: (path) => step(() => realDisk.syncDirectory(path)),
  };
}

describe('a lost process', () => {
  it('loses nothing signed, at whatever step and byte', async () => {
    const batch = fc.integer({ min: 1, max: 300 });
    await fc.assert(
      fc.asyncProperty(
        fc.array(batch, { minLength: 1, maxLength: 4 }),
        fc.nat({ max: 90 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        async (batches, steps, part) => {
          const dir = freshDir();
          let signed = 0;
          let begun = 0;
          try {
            const log = await openLog(dir, { now, disk: dyingDisk(steps, part) });
            try {
              for (const n of batches) {
                begun = signed + n;
                await log.appendMany(reads(n));
                signed = begun;
              }
            } finally {
              await log.close();
            }
          } catch (error) {
            if (!String(error).includes('the process is lost')) throw error;
          }
          const log = await openLog(dir, { now });
          expect([signed, begun]).toContain(log.recorded.length);
          await log.append(read(1));
          await log.close();
          expect(await verifyCustody(dir)).toMatchObject({ problems: [], size: log.recorded.length + 1 });
        },
      ),
      { numRuns: 150 },
    );
  });

  it('loses nothing that it had acknowledged when it is killed', async () => {
    const dir = freshDir();
    const script = fileURLToPath(new URL('./append-forever.testing.ts', import.meta.url));
    let acknowledged = 0;
    for (const delay_ms of [0, 3, 11, 24, 47, 90]) {
      const child = spawn(process.execPath, ['--import', 'tsx', script, dir], { stdio: ['ignore', 'pipe', 'inherit'] });
      let output = '';
      child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
      await once(child.stdout, 'data');
      await new Promise((resolve) => setTimeout(resolve, delay_ms));
      child.kill('SIGKILL');
      await once(child, 'close');
      acknowledged = Math.max(acknowledged, Number(output.slice(0, output.lastIndexOf('\n')).split('\n').at(-1)));
      const log = await openLog(dir, { now });
      expect(log.recorded.length).toBeGreaterThanOrEqual(acknowledged);
      await log.close();
      expect(await verifyCustody(dir)).toMatchObject({ ok: true });
    }
    expect(acknowledged).toBeGreaterThan(6);
    expect(readFileSync(join(dir, 'checkpoint'), 'utf8')).toContain('cellsweep/custody/');
  });
});
