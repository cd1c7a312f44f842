import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeWorld } from '../../world/index.ts';
import { WRITTEN_ACT } from '../authority/made-act.testing.ts';
import { readLog } from '../custody/index.ts';
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

/** The records with the words of a column replaced, and their antenna table, as files of their own. */
function rewritten(name: string, change: (line: string) => string): string {
  const text = gunzipSync(readFileSync(records())).toString('utf8');
  const file = path.join(folder, name);
  writeFileSync(file, text.split('\n').map(change).join('\n'));
  return file;
}

describe('cellsweep profile scaffold, where a code is not explained', () => {
  it('leaves its place open, ends with 1, and --profiles refuses the draft with what is to be filled in', async () => {
    const file = rewritten('coded.csv', (line) =>
      line
        .replace(/^call_ref/, 'ref')
        .replace(/,MO,/, ',1,')
        .replace(/,MT,/, ',2,'),
    );
    const { code, out, err } = await cellsweep(['profile', 'scaffold', file, table(), '--case', caseDir]);
    expect(code).toBe(EXIT.undecided);
    expect(err).toContain('INCOMPLETE: the draft lacks direction of "1", "2"');
    const draft = JSON.parse(out) as Draft;
    expect(draft.records).toMatchObject({
      direction: { map: { '1': expect.stringMatching(/^FILL IN/), '2': expect.stringMatching(/^FILL IN/) } },
    });
    const drafts = path.join(folder, 'open');
    mkdirSync(drafts);
    const profile = path.join(drafts, 'draft.json');
    writeFileSync(profile, out);
    const refused = await cellsweep(['profile', 'list', '--profiles', drafts]);
    expect([refused.code, refused.err]).toEqual([
      EXIT.input,
      expect.stringMatching(/records\.direction\.map\.1: the meaning of this code is missing\. FILL IN: MO/),
    ]);
    // A person fills it in.
    const map = (draft.records['direction'] as { map: Record<string, string> }).map;
    writeFileSync(profile, out.replace(map['1'] ?? '?', 'MO').replace(map['2'] ?? '?', 'MT'));
    const tried = await cellsweep(['profile', 'test', file, '--case', caseDir, '--profiles', drafts]);
    expect(tried.out).toContain('draft-operator');
    expect((await cellsweep(['profile', 'list', '--profiles', drafts])).code).toBe(EXIT.done);
  }, 60_000);
});

describe('cellsweep profile test', () => {
  it('is sure of a file whose rows it reads', async () => {
    const { code, out } = await cellsweep(['profile', 'test', records(), '--case', caseDir]);
    expect([code, out]).toEqual([EXIT.done, expect.stringMatching(/rows +\d+ read, \d+ refused/)]);
  }, 60_000);

  it('is not sure, and says so, where more than one row in twenty is refused', async () => {
    const file = rewritten('refused.csv', (line) => line.replace(/,(VOICE|SMS|DATA),/, ',OTHER,'));
    const { code, out, err } = await cellsweep(['profile', 'test', file, '--case', caseDir]);
    expect([code, err]).toEqual([EXIT.undecided, expect.stringMatching(/NOT SURE: (\d+) of \1 rows are refused/)]);
    expect(out).toContain('VALUE_UNKNOWN');
    const empty = rewritten('empty.csv', (line) => (line.startsWith('call_ref') ? line : ''));
    const none = await cellsweep(['profile', 'test', empty, '--case', caseDir]);
    expect([none.code, none.err]).toEqual([EXIT.undecided, expect.stringContaining('holds no row')]);
  }, 60_000);
});

describe('a file of a case that no act in force covers', () => {
  const file = (): string => path.join(folder, 'other', 'operators', 'arcavel', 'cells_P1.csv.gz');
  const withAct = (act: object): void => {
    mkdirSync(path.dirname(file()), { recursive: true });
    cpSync(records(), file());
    cpSync(path.join(caseDir, 'case.json'), path.join(folder, 'other', 'case.json'));
    writeFileSync(path.join(folder, 'other', 'authorisations.json'), JSON.stringify([{ ...WRITTEN_ACT, ...act }]));
  };
  const linked = (): string => {
    const link = path.join(folder, 'linked.csv.gz');
    rmSync(link, { force: true });
    symlinkSync(file(), link);
    return link;
  };

  it.each([
    ['an annulled act', { covers: ['operators/**'], status: 'annulled' }],
    ['an act of other files', { covers: ['prisons/*'] }],
  ])(
    'is not opened by commands for layouts: %s',
    async (_, act) => {
      withAct(act);
      for (const args of [
        ['test', file()],
        ['test', file(), '--case', caseDir],
        ['test', linked()],
        ['scaffold', file(), '--case', path.join(folder, 'other')],
        ['scaffold', records(), '--sheet', file()],
      ]) {
        const { code, out, err } = await cellsweep(['profile', ...args]);
        expect([code, out], args.join(' ')).toEqual([EXIT.input, '']);
        expect(err).toContain('AUTHORITY_MISSING');
      }
      // Where others are covered, only these are read.
      const { err, out } = await cellsweep(['profile', 'scaffold', records(), file()]);
      expect(err).toContain('cells_P1.csv.gz: AUTHORITY_MISSING');
      expect(JSON.parse(out)).toMatchObject({ records: { time: { columns: ['start_utc'] } } });
    },
    60_000,
  );

  const shown = (out: string): string[] => out.split('\n').filter((line) => /^ {2}line \d+ {2}/.test(line));
  const always = { from: '2000-01-01T00:00:00Z', until: '2100-01-01T00:00:00Z', covers: ['operators/**'] };

  it('is shown to no one beyond what its act permits: period and identifiers', async () => {
    withAct(always);
    const all = await cellsweep(['profile', 'test', file()]);
    expect(shown(all.out)).toHaveLength(10);
    withAct({ ...always, until: '2000-02-01T00:00:00Z' });
    const none = await cellsweep(['profile', 'test', file()]);
    expect([none.code, none.out, shown(none.out)]).toEqual([
      EXIT.done,
      expect.stringMatching(/AUTHORITY_PERIOD {2}\d{2}/),
      [],
    ]);
    withAct({ ...always, identifiers: ['00210311177713'] });
    const nobody = await cellsweep(['profile', 'test', file()]);
    expect([nobody.out, shown(nobody.out)]).toEqual([expect.stringMatching(/AUTHORITY_IDENTIFIER {2}\d{2}/), []]);
    // Of a file outside any case nothing says what may be read.
    const copy = path.join(folder, 'no-case.csv.gz');
    cpSync(file(), copy);
    expect(shown((await cellsweep(['profile', 'test', copy])).out)).toEqual(shown(all.out));
  }, 60_000);

  it('is logged under each act that lets rows of it be read', async () => {
    const [, first = ''] = gunzipSync(readFileSync(records())).toString('utf8').split('\n');
    const imei = first.split(',').find((value) => /^\d{15}$/.test(value) && !value.startsWith('208')) ?? '';
    withAct(always);
    writeFileSync(
      path.join(folder, 'other', 'authorisations.json'),
      JSON.stringify([
        { ...WRITTEN_ACT, ...always, id: 'A-1', identifiers: ['00210311177713'] },
        { ...WRITTEN_ACT, ...always, id: 'A-2', identifiers: [imei] },
      ]),
    );
    const reads = path.join(folder, 'reads-by-act');
    const { out } = await cellsweep(['profile', 'test', file()], { env: { CELLSWEEP_READS: reads } });
    expect(shown(out).length).toBeGreaterThan(0);
    const [, rows, refused] = (/rows +(\d+) read, (\d+) refused/.exec(out) ?? []).map(Number);
    const { entries } = await readLog(path.join(reads, '.cellsweep', 'custody'));
    expect(entries.map((entry) => entry.type === 'read' && [entry.act, entry.rows])).toEqual([
      ['A-1', refused],
      ['A-2', (rows ?? 0) - (refused ?? 0)],
    ]);
  }, 60_000);

  it('is opened where an act covers it, and logged under that act', async () => {
    withAct({ id: 'A-77', covers: ['operators/**'] });
    const reads = path.join(folder, 'reads');
    const { code } = await cellsweep(['profile', 'test', file()], { env: { CELLSWEEP_READS: reads } });
    await cellsweep(['profile', 'scaffold', file()], { env: { CELLSWEEP_READS: reads } });
    expect(code).toBe(EXIT.done);
    const { entries } = await readLog(path.join(reads, '.cellsweep', 'custody'));
    expect(entries.map((entry) => entry.type === 'read' && [entry.stage, entry.act])).toEqual([
      ['profile test', 'A-77'],
      ['profile scaffold', 'A-77'],
    ]);
    // Of a file of which nothing comes, and of each act where files of several are opened.
    const words = path.join(folder, 'other', 'operators', 'arcavel', 'words.csv');
    writeFileSync(words, 'no records at all\n');
    await cellsweep(['profile', 'scaffold', words], { env: { CELLSWEEP_READS: reads } });
    await cellsweep(['profile', 'scaffold', file(), records()], { env: { CELLSWEEP_READS: reads } });
    const later = (await readLog(path.join(reads, '.cellsweep', 'custody'))).entries.slice(2);
    const acts = later.map((entry) => (entry.type === 'read' ? entry.act : ''));
    expect(acts[0]).toBe('A-77');
    expect(acts).toHaveLength(3);
    expect(new Set(acts.slice(1)).size).toBe(2);
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
