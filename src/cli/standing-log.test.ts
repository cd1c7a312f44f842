import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createHash } from 'node:crypto';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readLog, type LogEntry } from '../custody/index.ts';
import { makeScratch } from '../../test/robustness/chain.testing.ts';
import { EXIT } from './exit-codes.ts';
import { cellsweep } from './run-command.testing.ts';
import { logStanding, readsFolder } from './standing-log.ts';
import { KEPT } from './workspace.ts';

const folder = mkdtempSync(path.join(os.tmpdir(), 'cellsweep-standing-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const entriesIn = async (reads: string): Promise<readonly LogEntry[]> =>
  (await readLog(path.join(reads, KEPT, 'custody'))).entries;

describe('reads of commands that keep no results', () => {
  const scratch = makeScratch();
  afterAll(scratch.remove);
  let caseDir = '';
  let prison = '';
  beforeAll(async () => {
    ({ caseDir } = await scratch.world());
    const [header = '', room = ''] = readFileSync(path.join(caseDir, 'prisons/cells.csv'), 'utf8').split('\n');
    prison = room.split(',')[header.split(',').indexOf('prison_id')] ?? '';
  });

  it('are logged where they stay: who, why, under which acts, of which case', { timeout: 240_000 }, async () => {
    const env = { CELLSWEEP_READS: path.join(folder, 'reads') };
    const { code } = await cellsweep(['check', caseDir, '--quiet', '--who', 'examiner', '--why', 'a hearing'], { env });
    expect(code).toBe(EXIT.done);
    const entries = await entriesIn(env.CELLSWEEP_READS);
    const reads = entries.filter((entry) => entry.type === 'read');
    expect(entries[0]).toMatchObject({ type: 'run-started', case: expect.stringMatching(/./) });
    expect(reads.length).toBeGreaterThan(0);
    expect(reads.every(({ who, why, rows }) => who === 'examiner' && why === 'a hearing' && rows > 0)).toBe(true);
    const before = entries.length;

    const asked = await cellsweep(['sensors', 'audit', caseDir, prison, '--who', 'planner', '--no-health'], { env });
    expect(asked.code).toBe(EXIT.done);
    expect((await entriesIn(env.CELLSWEEP_READS)).slice(before)).toContainEqual(
      expect.objectContaining({ type: 'read', who: 'planner', stage: 'locate' }),
    );
    const verified = await cellsweep(['log', 'verify', env.CELLSWEEP_READS], { env });
    expect([verified.code, verified.out]).toEqual([EXIT.done, expect.stringContaining('sound')]);
  });

  it('of files that no case accompanies are logged as such', { timeout: 120_000 }, async () => {
    const env = { CELLSWEEP_READS: path.join(folder, 'uncovered') };
    const delivery =
      readdirSync(path.join(caseDir, 'operators/arcavel')).find((name) => name.startsWith('cells_')) ?? '';
    // Outside the case: there, the act that covers it would be logged (profile-command.test.ts).
    const file = path.join(folder, delivery);
    cpSync(path.join(caseDir, 'operators/arcavel', delivery), file);
    const who = ['--who', 'examiner', '--why', 'a new layout'];
    expect((await cellsweep(['profile', 'test', file, '--case', caseDir, ...who], { env })).code).toBe(EXIT.done);
    await cellsweep(['profile', 'scaffold', file, '--case', caseDir, ...who], { env });
    const tracks = path.join(folder, 'tracks.csv');
    const columns = 'owner,device,timestamp,cellinfo.wgs84.lat,cellinfo.wgs84.lon,cellinfo.azimuth_degrees,cell';
    writeFileSync(tracks, `${columns}\nA,1,2025-01-01T00:00:00Z,46,-21,0,1\n`);
    const training = path.join(folder, 'training.csv');
    writeFileSync(training, `${columns}\nB,1,2025-01-01T00:00:00Z,46,-21,0,1\n`);
    const out = path.join(folder, 'ratios.csv');
    expect((await cellsweep(['same-user', tracks, '--train', training, '--out', out, ...who], { env })).code).toBe(0);
    const all = await entriesIn(env.CELLSWEEP_READS);
    const reads = all.filter((entry) => entry.type === 'read');
    expect(reads.map(({ stage, who: by, why, act }) => [stage, by, why, act])).toEqual(
      ['profile test', 'profile scaffold', 'same-user'].map((stage) => [
        stage,
        'examiner',
        'a new layout',
        'none stated',
      ]),
    );
    // What leaves the system by one of them is logged as well, and by no name that somebody gave it.
    const sha256 = createHash('sha256').update(readFileSync(out)).digest('hex');
    expect(all.filter((entry) => entry.type === 'export')).toMatchObject([
      { who: 'examiner', why: 'a new layout', path: 'ratios.csv', sha256, rows: 0, act: null, recipient: null },
    ]);
    const unlogged = { CELLSWEEP_READS: tracks };
    const again = await cellsweep(['same-user', tracks, '--train', training, '--out', out, ...who], { env: unlogged });
    expect([again.code, again.err]).toEqual([EXIT.store, expect.stringContaining('READS_UNLOGGED')]);
  });

  it('do not happen where they cannot be logged', { timeout: 240_000 }, async () => {
    const file = path.join(folder, 'a-file');
    writeFileSync(file, '');
    // Apart from what other tests pass through at the same time.
    const temporary = path.join(folder, 'temporary');
    mkdirSync(temporary);
    const env = { CELLSWEEP_READS: file, TMPDIR: temporary };
    const { code, err, out } = await cellsweep(['check', caseDir, '--quiet'], { env });
    expect([code, out, err]).toEqual([EXIT.store, '', expect.stringContaining('READS_UNLOGGED')]);
    expect(readdirSync(temporary).filter((name) => name.startsWith('cellsweep-'))).toEqual([]);
  });
});

describe('the log of such reads', () => {
  it('lies where it is told, else where programs keep state', () => {
    expect(readsFolder({ CELLSWEEP_READS: '/a/b' })).toBe('/a/b');
    expect(readsFolder({ XDG_STATE_HOME: '/state' })).toBe('/state/cellsweep/reads');
    expect(readsFolder({ XDG_STATE_HOME: 'relative' })).toBe(path.join(os.homedir(), '.local/state/cellsweep/reads'));
  });

  it('takes entries of several at once, one after the other', async () => {
    const environment = { CELLSWEEP_READS: path.join(folder, 'several') };
    const entry = (who: string) => ({ type: 'read' as const, who, why: 'w', act: 'A', stage: 's', rows: 1 });
    const all = Array.from({ length: 5 }, (_, i) =>
      logStanding([entry(`r${i}`)], { now: () => new Date(0), environment }),
    );
    await Promise.all(all);
    const who = (await entriesIn(environment.CELLSWEEP_READS)).map((e) => (e.type === 'read' ? e.who : ''));
    expect(who.sort()).toEqual(['r0', 'r1', 'r2', 'r3', 'r4']);
    await logStanding([], { now: () => new Date(0), environment: { CELLSWEEP_READS: path.join(folder, 'none') } });
    expect(existsSync(path.join(folder, 'none'))).toBe(false);
  });
});
