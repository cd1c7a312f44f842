import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeWorld } from '../../world/index.ts';
import { EXIT } from './exit-codes.ts';
import { cellsweep } from './run-command.testing.ts';

const folder = mkdtempSync(path.join(os.tmpdir(), 'cellsweep-profile-'));
let caseDir = '';
const records = (): string => path.join(caseDir, 'operators', 'arcavel', 'cells_P1.csv.gz');
const table = (): string => path.join(caseDir, 'operators', 'arcavel', 'antennas.csv');

interface Draft {
  readonly evidence: string;
  readonly records: Record<string, unknown>;
}

beforeAll(async () => {
  ({ caseDir } = await makeWorld(path.join(folder, 'world'), { seed: 3, prisons: 2, placebos: 1, days: 10 }));
}, 120_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('cellsweep profile scaffold', () => {
  it('prints what is known where a field was not found, and says what is missing', async () => {
    const { code, out, err } = await cellsweep(['profile', 'scaffold', records()]);
    expect(code).toBe(EXIT.undecided);
    expect(err).toContain('INCOMPLETE: the draft lacks cell');
    const draft = JSON.parse(out) as Draft;
    expect(draft.evidence).toContain('INCOMPLETE: cell not found');
    expect(draft.records).toMatchObject({ delimiter: ',', time: { columns: ['start_utc'] }, imei: 'served_imei' });
    expect(draft.records).not.toHaveProperty('cell');
    // Nobody can use it unawares.
    const drafts = path.join(folder, 'drafts');
    mkdirSync(drafts);
    writeFileSync(path.join(drafts, 'draft.json'), out);
    const used = await cellsweep(['profile', 'list', '--profiles', drafts]);
    expect([used.code, used.err]).toEqual([EXIT.input, expect.stringContaining('records.cell')]);
  }, 60_000);

  it('prints a whole draft where the antenna table is there', async () => {
    const { code, out } = await cellsweep(['profile', 'scaffold', records(), table(), '--case', caseDir]);
    expect(code).toBe(EXIT.done);
    expect((JSON.parse(out) as Draft).records).toMatchObject({ cell: ['cgi'] });
  }, 60_000);

  it('speaks of a case only where one was given', async () => {
    const without = await cellsweep(['profile', 'scaffold', records()]);
    expect(without.err).toContain('lie in the last ten years (no case was given)');
    expect(without.err).not.toContain('of the case');
    const withCase = await cellsweep(['profile', 'scaffold', records(), '--case', caseDir]);
    expect(withCase.err).toContain('lie in the period of the case');
  }, 60_000);

  it('prints nothing where no file holds records, and its help says with what it ends', async () => {
    const sheet = path.join(folder, 'words.csv');
    writeFileSync(sheet, 'no records at all\n');
    const { code, out, err } = await cellsweep(['profile', 'scaffold', sheet]);
    expect([code, out, err]).toEqual([EXIT.undecided, '', expect.stringContaining('None of the files')]);
    for (const part of ['test', 'scaffold'])
      expect((await cellsweep(['profile', part, '--help'])).out).toContain('Exit code 1:');
    const help = (await cellsweep(['--help'])).out;
    for (const code of Object.values(EXIT)) expect(help).toMatch(new RegExp(`\\b${code} [a-z]`));
  }, 60_000);
});

describe('cellsweep profile', () => {
  it('says that a file is not there', async () => {
    const nothing = path.join(folder, 'nothing');
    for (const args of [
      ['test', nothing],
      ['test', folder],
      ['scaffold', nothing],
      ['scaffold', records(), '--sheet', nothing],
    ]) {
      const { code, err } = await cellsweep(['profile', ...args]);
      expect([code, err], args.join(' ')).toEqual([EXIT.usage, expect.stringMatching(/not there|is a folder/)]);
      expect(err).not.toContain('    at ');
    }
  }, 60_000);
});
