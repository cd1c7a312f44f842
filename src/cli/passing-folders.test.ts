import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { makeWorld } from '../../world/index.ts';
import { makePassingFolder, removeLeftFolders, removePassingFolder } from './passing-folders.ts';
import { cellsweep } from './run-command.testing.ts';

const folder = mkdtempSync(path.join(os.tmpdir(), 'cellsweep-passing-test-'));
const temporary = path.join(folder, 'temporary');
const at = (name: string): string => path.join(temporary, name);
const kept = (): string[] => readdirSync(temporary).filter((name) => name.startsWith('cellsweep-'));

afterAll(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true, force: true });
});
beforeEach(() => {
  rmSync(temporary, { recursive: true, force: true });
  mkdirSync(temporary);
  vi.stubEnv('TMPDIR', temporary);
});

/** An id that a process had which has ended. */
const deadPid = (): Promise<number> =>
  new Promise((done) => {
    const child = spawn(process.execPath, ['-e', '']);
    child.on('close', () => done(child.pid ?? 0));
  });

describe('what a killed process left', () => {
  it('is removed, and nothing that only resembles it', async () => {
    const dead = String(await deadPid());
    const own = makePassingFolder();
    const name = path.basename(own);
    const ofDead = name.replace(`-${process.pid}-`, `-${dead}-`);
    expect(ofDead).not.toBe(name);
    const parts = name.split('-');
    /** The same id, given out again: a process that began at another time. */
    const earlier = [...parts.slice(0, 4), '0'.repeat(12), 'abcdef'].join('-');
    const elsewhere = ['cellsweep-passing', '0'.repeat(12), dead, parts[4], 'abcdef'].join('-');
    for (const made of [ofDead, earlier]) {
      mkdirSync(at(made));
      writeFileSync(path.join(at(made), 'rows'), 'x');
    }
    const others = [elsewhere, `${ofDead}x`, `x${ofDead}`, 'cellsweep-passing', 'cellsweep-abcdef', 'other'];
    for (const other of others) mkdirSync(at(other));
    const target = path.join(folder, 'target');
    mkdirSync(target);
    writeFileSync(path.join(target, 'rows'), 'x');
    const linked = `${ofDead.slice(0, -6)}linked`;
    symlinkSync(target, at(linked));
    const plain = `${ofDead.slice(0, -6)}fileXX`;
    writeFileSync(at(plain), 'x');

    removeLeftFolders();
    expect(readdirSync(temporary).sort()).toEqual([...others, linked, name, plain].sort());
    expect(existsSync(path.join(target, 'rows'))).toBe(true);
    expect(statSync(own).mode & 0o777).toBe(0o700);
    removePassingFolder(own);
    expect(existsSync(own)).toBe(false);
  });
});

describe('a command that is ended from outside', () => {
  let caseDir = '';
  beforeAll(async () => {
    ({ caseDir } = await makeWorld(path.join(folder, 'world'), { seed: 3, prisons: 1, placebos: 1, days: 3 }));
  }, 120_000);

  /** Ends a command as soon as something lies in its passing folder. */
  const ended = (
    by: NodeJS.Signals,
    args: readonly string[],
  ): Promise<{ signal: string | null; err: string; held: boolean }> =>
    new Promise((done) => {
      const main = path.join(import.meta.dirname, 'main.ts');
      const env = { ...process.env, TMPDIR: temporary, CELLSWEEP_READS: path.join(folder, 'reads') };
      const child = spawn(process.execPath, ['--import', 'tsx', main, ...args], { env });
      let [err, held] = ['', false];
      child.stdout.resume();
      child.stderr.on('data', (text: Buffer) => (err += String(text)));
      const look = setInterval(() => {
        if (held || kept().length === 0) return;
        held = true;
        child.kill(by);
      }, 2);
      child.on('close', (_, signal) => {
        clearInterval(look);
        done({ signal, err, held });
      });
    });

  const operators = (): string => path.join(caseDir, 'operators', 'brumatel');
  it.each([
    ['SIGTERM', 'check', () => ['check', caseDir, '--quiet'], 'Nothing was kept'],
    ['SIGHUP', 'calibrate', () => ['calibrate', caseDir, '--out', path.join(folder, 'model.json')], 'half written'],
    ['SIGTERM', 'next-requests', () => ['next-requests', caseDir, '--quiet'], 'Nothing was kept'],
    [
      'SIGINT',
      'profile test',
      () => ['profile', 'test', path.join(operators(), 'cells_P1.csv.gz')],
      'Nothing was kept',
    ],
    ['SIGHUP', 'sensors audit', () => ['sensors', 'audit', caseDir, 'P1'], 'Nothing was kept'],
  ] as const)('by %s keeps no case data: %s', { timeout: 60_000 }, async (by, _, args, says) => {
    const { signal, err, held } = await ended(by, args());
    expect({ signal, held, kept: kept() }).toEqual({ signal: by, held: true, kept: [] });
    expect(err).toContain(says);
  });

  it('by a kill leaves a folder that the next command removes', { timeout: 60_000 }, async () => {
    expect(await ended('SIGKILL', ['check', caseDir, '--quiet'])).toMatchObject({ signal: 'SIGKILL', held: true });
    expect(kept()).toHaveLength(1);
    expect((await cellsweep(['profile', 'list'], { env: { TMPDIR: temporary } })).code).toBe(0);
    expect(kept()).toEqual([]);
  });
});
