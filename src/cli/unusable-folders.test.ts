import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeWorld } from '../../world/index.ts';
import { EXIT } from './exit-codes.ts';
import { cellsweep } from './run-command.testing.ts';

const folder = mkdtempSync(path.join(os.tmpdir(), 'cellsweep-folders-'));
const results = path.join(folder, 'results');
const other = path.join(folder, 'other');
let caseDir = '';
const at = (...parts: string[]): string => path.join(folder, ...parts);
const filesIn = (dir: string): string[] => readdirSync(dir, { recursive: true }).map(String).sort();
const bytesOf = (dir: string): Record<string, string> =>
  Object.fromEntries(
    readdirSync(dir)
      .filter((name) => /\.(csv|json|txt)$/.test(name))
      .map((name) => [name, readFileSync(path.join(dir, name), 'utf8')]),
  );
const rowsOf = (name: string): number => readFileSync(path.join(results, name), 'utf8').trim().split('\n').length - 1;

beforeAll(async () => {
  ({ caseDir } = await makeWorld(at('world'), { seed: 3, prisons: 2, placebos: 1, days: 10 }));
  cpSync(caseDir, other, { recursive: true });
  const manifest = readFileSync(path.join(other, 'case.json'), 'utf8').replace(/"id": *"[^"]*"/, '"id": "another"');
  writeFileSync(path.join(other, 'case.json'), manifest);
  await cellsweep(['run', caseDir, '--out', results, '--quiet']);
}, 240_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('results and evidence', () => {
  it('never lie one in the other', async () => {
    symlinkSync(caseDir, at('link'));
    const before = filesIn(folder);
    const inside = path.join(caseDir, 'deep', 'results');
    for (const args of [
      ['run', caseDir, '--out', caseDir],
      ['run', caseDir, '--out', inside],
      ['run', caseDir, '--out', at('link', 'results')],
      ['run', at('link'), '--out', inside],
      ['run', caseDir, '--out', path.dirname(caseDir)],
      ['run', other, '--out', inside],
      ['next-requests', caseDir, '--out', inside],
      ['calibrate', caseDir, '--out', path.join(caseDir, 'model.json')],
      ['demo', '--out', path.join(caseDir, 'demo')],
      ['sensors', 'audit', caseDir, 'P1', '--out', inside],
    ]) {
      const { code, err } = await cellsweep(args, { timeout: 60_000 });
      expect([code, err], args.join(' ')).toEqual([EXIT.usage, expect.stringContaining('evidence')]);
      expect(filesIn(folder), args.join(' ')).toEqual(before);
    }
  }, 240_000);

  it('of another case are not replaced', async () => {
    const before = bytesOf(results);
    for (const args of [
      ['run', other, '--out', results],
      ['next-requests', other, '--out', results],
      ['sensors', 'audit', other, 'P1', '--out', results],
    ]) {
      const { code, err } = await cellsweep(args);
      expect([code, err], args.join(' ')).toEqual([EXIT.input, expect.stringContaining('RESULTS_OTHER_CASE')]);
      expect(err).toContain('--out');
      expect(bytesOf(results)).toEqual(before);
    }
  }, 240_000);

  it('of another case are known even where no run came to its start', async () => {
    // As a run that was cut off while it kept the originals leaves it: files received, no run in the log.
    const half = at('half');
    expect((await cellsweep(['sensors', 'audit', caseDir, 'P1', '--out', half])).err).not.toContain('RESULTS_OTHER');
    expect(existsSync(path.join(half, '.cellsweep', 'custody'))).toBe(true);
    const { code, err } = await cellsweep(['run', other, '--out', half, '--quiet']);
    expect([code, err]).toEqual([EXIT.input, expect.stringContaining('RESULTS_OTHER_CASE')]);
  }, 240_000);

  it('of the same case at another path go on, and say which tables a run emptied', async () => {
    const moved = at('moved');
    renameSync(caseDir, moved);
    try {
      expect(rowsOf('users.csv')).toBeGreaterThan(0);
      const { code, out } = await cellsweep(['run', moved, '--out', results, '--only-detect', '--quiet']);
      expect(code).toBe(EXIT.done);
      expect(rowsOf('users.csv')).toBe(0);
      expect(out).toMatch(/^\nBEFORE YOU READ ON.*\n {2}! --only-detect replaced all results: users\.csv/);
      const again = await cellsweep(['run', moved, '--out', results, '--only-detect', '--quiet']);
      expect(again.out).not.toContain('replaced all results');
    } finally {
      renameSync(moved, caseDir);
    }
  }, 240_000);
});

describe('a folder that cannot be used', () => {
  it('ends in a plain error, at once', async () => {
    writeFileSync(at('file'), 'x');
    for (const [args, says] of [
      [['run', caseDir, '--out', at('file')], 'a file, not a folder'],
      [['run', caseDir, '--out', at('file', 'results')], 'ENOTDIR'],
      [['run', caseDir, '--out', '/proc/res'], 'ENOENT'],
      [['demo', '--out', '/proc/res'], 'ENOENT'],
      [['next-requests', caseDir, '--out', at('file')], 'a file, not a folder'],
      [['calibrate', caseDir, '--out', at('nothing', 'model.json')], 'ENOENT'],
      [['calibrate', caseDir, '--out', results], 'a folder, not a file'],
      [['sensors', 'audit', caseDir, 'P1', '--out', '/proc/res'], 'ENOENT'],
    ] as const) {
      const { code, err } = await cellsweep(args, { timeout: 60_000 });
      expect([code, err], args.join(' ')).toEqual([EXIT.store, expect.stringContaining('STORE_OPEN')]);
      expect(err, args.join(' ')).toContain(says);
      expect(err).not.toContain('    at ');
    }
  }, 240_000);

  it.runIf(process.getuid?.() === 0)(
    'tells a reader who may not write why reading needs it',
    async () => {
      const nobody = 65_534;
      chmodSync(folder, 0o755);
      const open = at('open');
      cpSync(results, open, { recursive: true });
      for (const name of ['.', '.cellsweep', '.cellsweep/custody']) chmodSync(path.join(open, name), 0o755);
      const read = await cellsweep(['explain', open, '35209900176148'], { uid: nobody });
      expect([read.code, read.err]).toEqual([EXIT.store, expect.stringContaining('STORE_OPEN')]);
      expect(read.err).toContain('logged');
      expect(read.err).not.toContain('    at ');
      mkdirSync(at('closed'), { mode: 0o755 });
      const run = await cellsweep(['run', caseDir, '--out', at('closed', 'results')], { uid: nobody });
      expect([run.code, run.err]).toEqual([EXIT.store, expect.stringContaining('EACCES')]);
    },
    120_000,
  );
});
