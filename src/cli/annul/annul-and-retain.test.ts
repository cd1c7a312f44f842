import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeWorld } from '../../../world/index.ts';
import { verdictsOf } from './annulment-report.testing.ts';
import { carryRun } from './carried-run.ts';
import { EXIT } from '../exit-codes.ts';
import { cellsweep } from '../run-command.testing.ts';
import { KEPT, openWorkspace } from '../workspace.ts';

const folder = mkdtempSync(path.join(os.tmpdir(), 'cellsweep-annul-'));
const results = path.join(folder, 'results');
/** The custody log as the first run left it, before any annulment. */
const older = path.join(folder, 'older');
let caseDir = '';
let act = '';
let other = '';
const summary = (): { files: { file: string; rows_used: number }[] } =>
  JSON.parse(readFileSync(path.join(results, 'summary.json'), 'utf8')) as {
    files: { file: string; rows_used: number }[];
  };
const used = (): number => summary().files.reduce((n, { rows_used }) => n + rows_used, 0);
const logSize = async (): Promise<string> =>
  /(\d+) entries/.exec((await cellsweep(['log', 'verify', results])).out)?.[1] ?? '';

beforeAll(async () => {
  ({ caseDir } = await makeWorld(path.join(folder, 'world'), { seed: 3, prisons: 2, placebos: 1, days: 10 }));
  await cellsweep(['run', caseDir, '--out', results, '--quiet']);
  cpSync(path.join(results, KEPT, 'custody'), older, { recursive: true });
  const { out } = await cellsweep(['act', 'list', results]);
  const ofCells = out.split('\n').filter((line) => line.includes('cells_') && line.includes('in-force'));
  [act = '', other = ''] = ofCells.map((line) => line.split(/\s+/)[0] ?? '');
  if (other === '') throw new Error('the made case has one act on cells only');
}, 240_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('an annulment', () => {
  it('says at the top what it did, as the tables say it', async () => {
    const before = { verdicts: verdictsOf(results), used: used(), files: summary().files.length };
    const { code, out } = await cellsweep(['act', 'annul', results, act, '--why', 'a decision', '--quiet']);
    expect(code).toBe(EXIT.done);
    expect(out.trimStart().split('\n')[0]).toContain(`WHAT THE ANNULMENT OF ${act} DID`);
    const [, files, rows] = /(\d+) files .* no longer read; with them went (\d+) rows/.exec(out) ?? [];
    expect(Number(files)).toBe(before.files - summary().files.length);
    expect(Number(files)).toBeGreaterThan(0);
    expect(Number(rows)).toBe(before.used - used());
    const after = verdictsOf(results);
    const changed = [...new Set([...before.verdicts.keys(), ...after.keys()])].filter(
      (key) => before.verdicts.get(key) !== after.get(key),
    );
    const counted = [...out.matchAll(/^ {4}P\S+ +(\d+) {2}.* -> /gm)].reduce((n, [, count]) => n + Number(count), 0);
    expect(changed.length).toBeGreaterThan(0);
    expect(counted).toBe(changed.length);
    const inside = changed.filter((key) => after.get(key) === 'inside');
    for (const key of inside) expect(out).toContain(`    ${key} (was `);
  }, 240_000);

  it('of an annulled act says so and does nothing', async () => {
    const size = await logSize();
    const { code, out } = await cellsweep(['act', 'annul', results, act, '--why', 'again', '--quiet']);
    expect([code, out]).toEqual([EXIT.done, expect.stringContaining('annulled already (since ')]);
    expect(out).not.toContain('HANDSETS');
    expect(await logSize()).toBe(size);
  }, 120_000);
});

describe('the folder of an annulment', () => {
  it('that is cut off while the case store is renewed ends when it is asked for again', async () => {
    // As a process lost between the deletion of the case store and its renewal leaves it.
    const kept = path.join(results, KEPT);
    const workspace = await openWorkspace(results, { now: () => new Date(), environment: process.env });
    await carryRun(workspace.caseStore, kept);
    await workspace.custody.append({
      type: 'act-annulled',
      act: other,
      reason: 'a decision',
      who: 'a clerk',
      files: 1,
    });
    await workspace.close();
    rmSync(path.join(kept, 'case'), { recursive: true });
    const { code, out } = await cellsweep(['act', 'annul', results, other, '--why', 'a decision', '--quiet']);
    expect([code, out]).toEqual([EXIT.done, expect.stringContaining(`WHAT THE ANNULMENT OF ${other} DID`)]);
    expect(readdirSync(kept).filter((name) => name.startsWith('carried'))).toEqual([]);
  }, 240_000);

  it('whose log is put back to an older copy is not opened, so that no annulment is undone', async () => {
    const custody = path.join(results, KEPT, 'custody');
    const newer = `${custody}-newer`;
    renameSync(custody, newer);
    cpSync(older, custody, { recursive: true });
    const run = await cellsweep(['run', caseDir, '--out', results, '--quiet']);
    expect([run.code, run.err]).toEqual([EXIT.custody, expect.stringContaining('CHECKPOINT_INCONSISTENT')]);
    const verified = await cellsweep(['log', 'verify', results]);
    expect([verified.code, verified.out]).toEqual([EXIT.custody, expect.stringContaining('CHECKPOINT_INCONSISTENT')]);
    rmSync(custody, { recursive: true });
    renameSync(newer, custody);
    const head = path.join(results, 'checkpoint.txt');
    const deposited = ['--checkpoint', head, '--vkey', path.join(custody, 'vkey')];
    expect((await cellsweep(['log', 'verify', results, ...deposited])).code).toBe(EXIT.done);
    const forged = path.join(folder, 'vkey');
    writeFileSync(
      forged,
      readFileSync(path.join(older, 'vkey'), 'utf8').replace(
        /\+(\w)/,
        (_, first: string) => `+${first === '0' ? '1' : '0'}`,
      ),
    );
    expect((await cellsweep(['log', 'verify', results, '--vkey', forged])).out).toContain('VKEY_NOT_TRUSTED');
  }, 240_000);
});

describe('the end of retention', () => {
  it('is what check says of its case, not of results that it does not keep', async () => {
    const old = path.join(folder, 'old');
    cpSync(caseDir, old, { recursive: true });
    // Acts are judged whether or not they cover anything that is there.
    rmSync(path.join(old, 'operators'), { recursive: true });
    const file = path.join(old, 'authorisations.json');
    writeFileSync(file, readFileSync(file, 'utf8').replace(/"retain_until": *"\d{4}/g, '"retain_until": "2024'));
    const { out } = await cellsweep(['check', old, '--quiet']);
    expect(out).toMatch(/! the retention of \d+ acts .* has ended: what they let be held must go from the case folder/);
  }, 120_000);

  it('is told by what needs results, and once is enough', async () => {
    const deleted = await cellsweep(['retention', results, '--as-of', '2099-01-01T00:00:00Z', '--ahead-of-time']);
    expect(deleted.out).toContain('kept files deleted');
    for (const args of [
      ['explain', results, '35209900176148'],
      ['act', 'list', results],
    ]) {
      const { code, err } = await cellsweep(args);
      expect([code, err], args.join(' ')).toEqual([
        EXIT.input,
        expect.stringContaining('The retention has ended: on 2'),
      ]);
      expect(err).toContain('Nothing that was delivered is held any more.');
      expect(err).not.toContain('cellsweep run');
    }
    // A daily job asks again, and results that were made since stay.
    const again = await cellsweep(['retention', results, '--as-of', '2099-01-01T00:00:00Z', '--ahead-of-time']);
    expect([again.code, again.out]).toEqual([EXIT.done, 'Nothing is past its retention.\n']);
    expect((await cellsweep(['run', caseDir, '--out', results, '--quiet'])).code).toBe(EXIT.done);
    await cellsweep(['retention', results, '--as-of', '2099-01-01T00:00:00Z', '--ahead-of-time']);
    expect(existsSync(path.join(results, 'summary.json'))).toBe(true);
  }, 240_000);
});
