import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { takeLock } from './lock.ts';

const freshPath = (): string => join(mkdtempSync(join(tmpdir(), 'custody-lock-')), 'lock');
const busy = expect.objectContaining({ code: 'RESULTS_BUSY' });
const deadPid = (): number => spawnSync(process.execPath, ['-e', '']).pid;

describe('lock', () => {
  it('has one holder at a time and can be given back', async () => {
    const path = freshPath();
    const release = await takeLock(path);
    await expect(takeLock(path)).rejects.toEqual(busy);
    await release();
    await (
      await takeLock(path)
    )();
    expect(readdirSync(join(path, '..'))).toEqual([]);
  });

  it.each([
    ['a dead process', () => JSON.stringify({ pid: deadPid(), started: null, host: hostname() })],
    [
      'this process id in an earlier life',
      () => JSON.stringify({ pid: process.pid, started: 'x:1', host: hostname() }),
    ],
    ['a lost machine that cut the file off', () => '{"pid":'],
  ])('is taken over from %s', async (_, content) => {
    const path = freshPath();
    writeFileSync(`${path}.left`, content());
    const release = await takeLock(path);
    const [name = ''] = readdirSync(join(path, '..'));
    expect(readdirSync(join(path, '..'))).toEqual([name]);
    expect(JSON.parse(readFileSync(join(path, '..', name), 'utf8'))).toMatchObject({ pid: process.pid });
    await release();
  });

  it.each([
    ['a living process', () => JSON.stringify({ pid: process.ppid, started: null, host: hostname() })],
    ['another machine', () => JSON.stringify({ pid: deadPid(), started: null, host: 'elsewhere' })],
  ])('is not taken from %s', async (_, content) => {
    const path = freshPath();
    writeFileSync(`${path}.left`, content());
    await expect(takeLock(path)).rejects.toEqual(busy);
  });

  it('goes to exactly one of many that find a dead holder at once, time and again', async () => {
    for (let round = 0; round < 20; round++) {
      const path = freshPath();
      writeFileSync(`${path}.left`, JSON.stringify({ pid: deadPid(), started: null, host: hostname() }));
      const outcomes = await Promise.allSettled(Array.from({ length: 6 }, () => takeLock(path)));
      expect(outcomes.filter((o) => o.status === 'fulfilled')).toHaveLength(1);
    }
  });
});
