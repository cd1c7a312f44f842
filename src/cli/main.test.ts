import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeWorld } from '../../world/index.ts';
import { RESULT_COLUMNS } from '../contract/results.ts';
import { openCustody, readLog } from '../custody/index.ts';
import { EXIT } from './exit-codes.ts';
import { cellsweep as inEnvironment, type Ended } from './run-command.testing.ts';

const folder = mkdtempSync(path.join(os.tmpdir(), 'cellsweep-cli-'));
const results = path.join(folder, 'results');
let caseDir = '';
let run = { code: -1, out: '', err: '' };

const cellsweep = (...args: string[]): Promise<Ended> => inEnvironment(args);
const table = (name: string): string[][] =>
  readFileSync(path.join(results, name), 'utf8')
    .trim()
    .split('\n')
    .map((line) => line.split(','));

beforeAll(async () => {
  ({ caseDir } = await makeWorld(path.join(folder, 'world'), { seed: 3, prisons: 2, placebos: 1, days: 10 }));
  run = await cellsweep('run', caseDir, '--out', results, '--quiet', '--who', 'a tester', '--why', 'test');
}, 240_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('cellsweep', () => {
  it('runs in silence but for its result', () => {
    expect(run).toEqual({
      code: EXIT.done,
      err: '',
      out: expect.stringContaining('HANDSETS THAT LIVE INSIDE A PRISON'),
    });
  });

  it('writes every file of the contract with its columns', () => {
    for (const [name, columns] of Object.entries(RESULT_COLUMNS)) expect(table(name)[0], name).toEqual([...columns]);
    const summary = JSON.parse(readFileSync(path.join(results, 'summary.json'), 'utf8')) as Record<string, unknown>;
    for (const key of ['version', 'events', 'files', 'stages', 'methods', 'residency'])
      expect(summary).toHaveProperty(key);
    expect(table('handsets.csv').length).toBeGreaterThan(10);
  });

  it('writes for its user alone', () => {
    expect(statSync(results).mode & 0o777).toBe(0o700);
    const files = readdirSync(results, { withFileTypes: true }).filter((entry) => entry.isFile());
    expect(files.length).toBeGreaterThan(8);
    for (const { name } of files) expect(statSync(path.join(results, name)).mode & 0o777, name).toBe(0o600);
  });

  it('logs each reading of personal data: who, why, under which act, for which stage', async () => {
    const custody = await openCustody(path.join(results, '.cellsweep', 'custody'), { now: () => new Date(0) });
    const reads = custody.log.recorded.filter((entry) => entry.type === 'read');
    await custody.close();
    expect(new Set(reads.map((entry) => entry.stage))).toEqual(new Set(['intake', 'detect', 'attribute']));
    expect(new Set(reads.map(({ who, why }) => `${who}: ${why}`))).toEqual(new Set(['a tester: test']));
    expect(reads.every(({ act, rows }) => act !== '' && rows > 0)).toBe(true);
    // The second look reads rows of handsets only: none of those that name no handset.
    const rowsOf = (stage: string) => reads.reduce((sum, read) => sum + (read.stage === stage ? read.rows : 0), 0);
    expect(rowsOf('attribute')).toBeLessThan(rowsOf('detect'));
  });

  it('explains one handset with its evidence and logs who read it', async () => {
    const [imei = ''] = table('handsets.csv').find((row) => row[6] === 'inside' || row[6] === 'outside') ?? [];
    const { code, out } = await cellsweep('explain', results, imei, '--why', 'asked in court');
    expect(code).toBe(EXIT.done);
    expect(out).toContain(imei);
    expect(out).toMatch(/presence +[+-]\d/);
    const { out: unknown } = await cellsweep('explain', results, '99999999999999');
    expect(unknown).toContain('no figure');
  });

  it('explains nothing under an act that no longer stands, and tells first of retentions that have ended', async () => {
    const [imei = ''] = table('handsets.csv').find((row) => row[6] === 'inside' || row[6] === 'outside') ?? [];
    const file = path.join(caseDir, 'authorisations.json');
    const text = readFileSync(file, 'utf8');
    writeFileSync(file, text.replace(/"retain_until": *"\d{4}/g, '"retain_until": "2024'));
    const past = await cellsweep('explain', results, imei);
    expect([past.code, past.out]).toEqual([
      EXIT.done,
      expect.stringMatching(/^BEFORE YOU READ ON: 1 warning\n {2}! the retention of \d+ acts/),
    ]);
    const acts = JSON.parse(text) as { covers: string[] }[];
    writeFileSync(file, JSON.stringify(acts.filter(({ covers }) => !covers.some((glob) => glob.includes('cells_')))));
    const gone = await cellsweep('explain', results, imei);
    expect([gone.code, gone.out, gone.err]).toEqual([
      EXIT.input,
      '',
      expect.stringContaining('RESULTS_UNFINISHED: An act under which'),
    ]);
    writeFileSync(file, text);
  });

  it('explains results whose case folder is elsewhere, and says what it did not look at', async () => {
    const [imei = ''] = table('handsets.csv').find((row) => row[6] === 'inside' || row[6] === 'outside') ?? [];
    renameSync(caseDir, `${caseDir}-away`);
    const alone = await cellsweep('explain', results, imei);
    renameSync(`${caseDir}-away`, caseDir);
    expect(alone.code).toBe(EXIT.done);
    expect(alone.out).toMatch(/^BEFORE YOU READ ON: 1 warning\n {2}! The case folder of these results is no longer/);
    expect(alone.out).toMatch(/presence +[+-]\d/);
  });

  it('ranks what to ask for next, under which act', async () => {
    const { code, out, err } = await cellsweep(
      'next-requests',
      caseDir,
      '--out',
      results,
      '--csv',
      '--most',
      '5000',
      '--quiet',
    );
    expect(code).toBe(EXIT.done);
    const lines = out.trim().split('\n');
    expect(lines[0]).toBe('rank,operator,kind,subject,bits,act,reason');
    const bits = lines.slice(1).map((line) => Number(line.split(',')[4]));
    expect(bits.length).toBeGreaterThan(0);
    expect(bits).toEqual(bits.toSorted((a, b) => b - a));
    // What is asked about SIMs names them.
    const sims = lines.filter((line) => line.split(',')[2] === 'handsets of a SIM').map((line) => line.split(',')[3]);
    expect(sims.length).toBeGreaterThan(0);
    expect(sims.filter((subject) => !/^\d{14,15}(\|\d{14,15})*$/.test(subject ?? ''))).toEqual([]);
    // The warnings of a run, apart from the table.
    expect(err).toMatch(/^! operators\/.*: no act in force covers it; it was not read$/m);
    const { entries } = await readLog(path.join(results, '.cellsweep', 'custody'));
    expect(entries.findLast(({ type }) => type === 'export')).toMatchObject({
      path: 'requests.csv',
      sha256: createHash('sha256').update(out).digest('hex'),
      rows: bits.length,
    });
  });

  it('calibrates for another case, and the model that leaves is in the log of reads', async () => {
    const model = path.join(folder, 'model.json');
    // Of this test alone: the log of an earlier one would hold the same model.
    const env = { CELLSWEEP_READS: path.join(folder, 'reads') };
    const { code, out } = await inEnvironment(['calibrate', caseDir, '--out', model, '--quiet', '--who', 'a lender'], {
      env,
    });
    expect([code, out]).toEqual([EXIT.done, expect.stringContaining('fitted on')]);
    const sha256 = createHash('sha256').update(readFileSync(model)).digest('hex');
    const { entries } = await readLog(path.join(env.CELLSWEEP_READS, '.cellsweep', 'custody'));
    expect(entries.filter((entry) => entry.type === 'model' && entry.sha256 === sha256)).not.toEqual([]);
    expect(entries.findLast((entry) => entry.type === 'export' && entry.sha256 === sha256)).toMatchObject({
      who: 'a lender',
      path: 'model.json',
      rows: expect.any(Number),
    });
  });

  it('verifies the custody log and finds one flipped bit', async () => {
    const sound: unknown = expect.stringMatching(/^sound: /);
    expect(await cellsweep('log', 'verify', results)).toMatchObject({ code: EXIT.done, out: sound });
    const kept = path.join(results, '.cellsweep', 'custody', 'originals');
    const first = readdirSync(kept).find((name) => name.length === 2) ?? '';
    const [name = ''] = readdirSync(path.join(kept, first));
    const file = path.join(kept, first, name);
    const bytes = readFileSync(file);
    const flipped = Buffer.from(bytes);
    flipped[0] = (flipped[0] ?? 0) ^ 1;
    rmSync(file);
    writeFileSync(file, flipped);
    expect(await cellsweep('log', 'verify', results)).toMatchObject({ code: EXIT.custody });
    rmSync(file);
    writeFileSync(file, bytes);
    expect(await cellsweep('log', 'verify', results)).toMatchObject({ code: EXIT.done });
  });

  it('says of an original that no entry names that a run which was cut off leaves such, and what to do', async () => {
    const sha256 = createHash('sha256').update('half').digest('hex');
    const folder = path.join(results, '.cellsweep', 'custody', 'originals', sha256.slice(0, 2));
    const had = existsSync(folder);
    mkdirSync(folder, { recursive: true });
    writeFileSync(path.join(folder, sha256.slice(2)), 'half');
    const verified = await cellsweep('log', 'verify', results);
    rmSync(had ? path.join(folder, sha256.slice(2)) : folder, { recursive: true });
    expect(verified).toMatchObject({ code: EXIT.custody });
    expect(verified.out).toMatch(
      /^NOT SOUND: .*\nORIGINAL_NOT_LOGGED .*\nA run that was cut off leaves this\. Next: the same cellsweep run/,
    );
    expect((await cellsweep('log', 'verify', results)).out).not.toContain('cut off');
  });

  it('explains nothing from a table that somebody changed, and the log names it', async () => {
    const file = path.join(results, 'handsets.csv');
    const text = readFileSync(file, 'utf8');
    const imei14 = text.split('\n')[1]?.split(',')[0] ?? '';
    writeFileSync(file, text.replace(',outside,', ',inside,'));
    expect(await cellsweep('explain', results, imei14)).toMatchObject({ code: EXIT.custody });
    const verified = await cellsweep('log', 'verify', results);
    expect(verified).toMatchObject({ code: EXIT.custody });
    expect(verified.out).toMatch(/^NOT SOUND: /);
    expect(verified.out).toContain('TABLES CHANGED since the last run: handsets.csv');
    writeFileSync(file, text);
    expect(await cellsweep('explain', results, imei14)).toMatchObject({ code: EXIT.done });
  });

  it('answers two who ask at the same time', async () => {
    const imei14 = table('handsets.csv')[1]?.[0] ?? '';
    const asked = await Promise.all([1, 2].map(() => cellsweep('explain', results, imei14)));
    expect(asked.map(({ code }) => code)).toEqual([EXIT.done, EXIT.done]);
    expect(asked[0]?.out).toBe(asked[1]?.out);
  });

  it('checks a case without keeping anything', async () => {
    const { code, out } = await cellsweep('check', caseDir, '--quiet');
    expect(code).toBe(EXIT.done);
    expect(out).toContain('NOT USED, AND WHY');
    expect(out).toContain('AUTHORITY_MISSING');
  });

  it('says what is left when it is interrupted, and leaves nothing of a check', async () => {
    const temporary = path.join(folder, 'temporary');
    mkdirSync(temporary);
    const STAGE_BEGUN = /reading the case folder|keeping the originals/;
    const main = path.join(import.meta.dirname, 'main.ts');
    const env = { ...process.env, TMPDIR: temporary };
    const interrupted = (...args: string[]): Promise<{ signal: string | null; err: string }> =>
      new Promise((done) => {
        let err = '';
        const child = spawn(process.execPath, ['--import', 'tsx', main, ...args], { env });
        child.stderr.on('data', (text: Buffer) => {
          const begun = STAGE_BEGUN.test(err);
          err += String(text);
          if (!begun && STAGE_BEGUN.test(err)) child.kill('SIGINT');
        });
        // Not at its exit: what it said may still be under way.
        child.on('close', (_, signal) => done({ signal, err }));
      });
    const check = await interrupted('check', caseDir);
    expect(check).toMatchObject({
      signal: 'SIGINT',
      err: expect.stringContaining('Nothing was kept but the log of who read.'),
    });
    expect(readdirSync(temporary).filter((name) => name.startsWith('cellsweep-'))).toEqual([]);
    const out = path.join(folder, 'interrupted');
    expect((await interrupted('run', caseDir, '--out', out)).err).toContain(`kept in ${out}`);
    expect((await cellsweep('run', caseDir, '--out', out, '--quiet', '--only-detect')).code).toBe(EXIT.done);
  }, 240_000);

  let annulled = '';

  it('undoes what came from an act', async () => {
    const before = table('refusals.csv').length;
    const acts = await cellsweep('act', 'list', results);
    const [id = ''] =
      acts.out
        .split('\n')
        .find((line) => line.includes('cells_') && line.includes('in-force'))
        ?.split(/\s+/) ?? [];
    annulled = id;
    const { code, out } = await cellsweep('act', 'annul', results, id, '--why', 'annulled by the court', '--quiet');
    expect(code).toBe(EXIT.done);
    expect(out).toContain('no act in force covers it');
    expect(table('refusals.csv').length).not.toBe(before);
    expect(await cellsweep('act', 'annul', results, 'no-such-act', '--why', 'x')).toMatchObject({ code: EXIT.usage });
  });

  it('deletes what is past its retention', async () => {
    const at = ['retention', results, '--as-of', '2099-01-01T00:00:00Z'];
    const unasked = await cellsweep(...at);
    expect([unasked.code, unasked.err]).toEqual([EXIT.usage, expect.stringContaining('--ahead-of-time')]);
    expect(readdirSync(results)).toContain('handsets.csv');
    const { code, out } = await cellsweep(...at, '--ahead-of-time');
    expect(code).toBe(EXIT.done);
    expect(out).toMatch(/kept files deleted/);
    // The act that was annulled let nothing be held any more.
    expect(annulled).not.toBe('');
    expect(out.match(/[A-Z]-\d+/g)).not.toContain(annulled);
    expect(out.match(/[A-Z]-\d+/g)?.length).toBeGreaterThan(3);
    expect(readdirSync(results)).not.toContain('handsets.csv');
    const again = await cellsweep('run', caseDir, '--out', results, '--quiet');
    expect(again.out).toContain('no row of any operator was read');
    expect(table('refusals.csv').some((row) => row[4] === 'data deleted at the end of their retention')).toBe(true);
    expect(await cellsweep('log', 'verify', results)).toMatchObject({ code: EXIT.done });
  });

  it('says what is wrong, and ends with the documented code', async () => {
    const cases: [string[], number, string][] = [
      [['run', path.join(folder, 'nothing'), '--out', path.join(folder, 'r2')], EXIT.input, 'CASE_NOT_FOUND'],
      [['explain', path.join(folder, 'nothing'), '1'], EXIT.input, 'RESULTS_NOT_FOUND'],
      [['run', caseDir], EXIT.usage, '--out'],
      [['explain', results, '1', '--who', ''], EXIT.usage, 'USAGE: --who'],
      [['run', caseDir, '--out', results, '--why', 'x'.repeat(2001)], EXIT.usage, 'USAGE: --why'],
      [['retention', results, '--who', 'x'.repeat(201)], EXIT.usage, 'USAGE: --who'],
      [['fly'], EXIT.usage, 'unknown command'],
      [['next-requests', caseDir, '--most', 'many'], EXIT.usage, '--most'],
    ];
    for (const [args, code, text] of cases) {
      const result = await cellsweep(...args);
      expect([result.code, result.err], args.join(' ')).toEqual([code, expect.stringContaining(text)]);
    }
  });
});
