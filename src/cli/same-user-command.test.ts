import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { makeTracks, tracksCsv, type TrackRow } from '../../world/tracks/index.ts';
import { WRITTEN_ACT } from '../authority/made-act.testing.ts';
import { readLog } from '../custody/index.ts';
import { EXIT } from './exit-codes.ts';
import { runSameUser, sameUserCommand } from './same-user-command.ts';

const folder = mkdtempSync(path.join(os.tmpdir(), 'same-user-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const rows = makeTracks({ scenario: 'baseline', seed: 2, owners: 10, days: 6 });
const isTested = (r: TrackRow): boolean => r.owner <= 'p03';
const put = (name: string, text: string): string => {
  const file = path.join(folder, name);
  writeFileSync(file, name.endsWith('.gz') ? gzipSync(text) : text);
  return file;
};
const train = put('train.csv.gz', tracksCsv(rows.filter((r) => !isTested(r))));
const tested = tracksCsv(rows.filter(isTested));
const out = path.join(folder, 'out.csv');
const lines = (): string[] => readFileSync(out, 'utf8').trimEnd().split('\n');

describe('cellsweep same-user', () => {
  let said = '';
  beforeEach(() => {
    said = '';
    rmSync(out, { force: true });
    vi.spyOn(process.stderr, 'write').mockImplementation((text) => {
      said += String(text);
      return true;
    });
  });
  afterEach(() => vi.restoreAllMocks());

  it('writes one line for each pair and day, with a number', async () => {
    expect(await runSameUser(put('tracks.csv', tested), { train, out })).toBe(EXIT.done);
    const [header, ...written] = lines();
    expect(header).toBe('device_a,device_b,from,until,llr10');
    expect(written).toHaveLength(15 * 6);
    for (const line of written)
      expect(line).toMatch(/^p0\d-\d,p0\d-\d,2026-02-0\dT05:00:00Z,2026-02-0\dT05:00:00Z,-?\d\.\d{4}$/);
  });

  it('states how good the ratios are: Cllr, misleading ones of either side, people', async () => {
    await runSameUser(put('tracks.csv', tested), { train, out });
    expect(said).toMatch(/Trained on 7 people; bounds -\d/);
    expect(said).toMatch(/judged by models that saw neither person: Cllr \d\.\d{3} \(0 = perfect, 1 = says nothing\)/);
    expect(said).toMatch(
      /misleading: \d+ of \d+ \(\d+\.\d %\) days of one person had LR below 1, \d+ of \d+ \(\d+\.\d %\) days of two people LR above 1/,
    );
    expect(said).toContain('never multiply');
  });

  it('says which file it cannot read', async () => {
    const gone = path.join(folder, 'gone.csv');
    await expect(runSameUser(put('tracks.csv', tested), { train: gone, out })).rejects.toMatchObject({
      code: 'STORE_OPEN',
      message: expect.stringContaining(`${gone}: this file of tracks cannot be opened (ENOENT)`),
    });
    await expect(runSameUser(folder, { train, out })).rejects.toMatchObject({ code: 'STORE_OPEN' });
    const torn = put('torn.csv.gz', tested);
    writeFileSync(torn, readFileSync(torn).subarray(0, 200));
    await expect(runSameUser(torn, { train, out })).rejects.toMatchObject({ code: 'USAGE' });
    const empty = put('empty.csv', '');
    await expect(runSameUser(empty, { train, out })).rejects.toThrow(empty);
    const lacking = put('lacking.csv', 'device\n1\n');
    await expect(runSameUser(lacking, { train, out })).rejects.toThrow(lacking);
  });

  it('writes for its user alone, and says where a name begins like a formula', async () => {
    const named = tested.replaceAll('p01-1', '=1+1');
    expect(named).not.toBe(tested);
    await runSameUser(put('named.csv', named), { train, out });
    expect(statSync(out).mode & 0o777).toBe(0o600);
    expect(said).toMatch(/out\.csv: \d+ cells of device_[ab] begin like a FORMULA OF A SPREADSHEET/);
    const both = put('both-formulas.csv', tested.replaceAll(/^p01,/gm, '@p,'));
    const overlap = path.join(folder, 'formula-names.csv');
    said = '';
    expect(await runSameUser(both, { train: both, out, overlap })).toBe(EXIT.usage);
    expect(said).toContain('formula-names.csv: 1 cell of owner begins like a FORMULA');
    expect(statSync(overlap).mode & 0o777).toBe(0o600);
  });

  it('works where the owners of the questioned handsets are unknown', async () => {
    await runSameUser(put('tracks.csv', tested), { train, out });
    const known = lines();
    expect(await runSameUser(put('anonymous.csv', tested.replaceAll(/^p\d\d,/gm, ',')), { train, out })).toBe(
      EXIT.done,
    );
    expect(lines()).toEqual(known);
  });

  it('begins days at 05:00 of the offset that is asked for', async () => {
    await runSameUser(put('tracks.csv', tested), { train, out, utcOffset: '+02:00' });
    expect(lines()[1]).toContain('T03:00:00Z');
    expect(said).toContain('UTC+02:00');
    await expect(runSameUser(put('tracks.csv', tested), { train, out, utcOffset: '2' })).rejects.toMatchObject({
      code: 'USAGE',
    });
  });

  it('refuses people that occur in both files, counts them, and names them only in a file that was asked for', async () => {
    const both = put(
      'both.csv',
      tested +
        tracksCsv(rows.filter((r) => r.owner === 'p07'))
          .split('\n')
          .slice(1)
          .join('\n'),
    );
    expect(await runSameUser(both, { train, out })).toBe(EXIT.usage);
    expect(said).toMatch(/REFUSED: .* 1 person is in both files/);
    expect(said).not.toContain('p07');
    expect(() => lines()).toThrow('ENOENT');
    const overlap = path.join(folder, 'both-names.csv');
    expect(await runSameUser(both, { train, out, overlap })).toBe(EXIT.usage);
    expect(said).not.toContain('p07');
    expect(readFileSync(overlap, 'utf8')).toBe('owner\np07\n');
    expect(() => lines()).toThrow('ENOENT');
  });

  it('leaves llr10 empty and says why where coverage differs', async () => {
    const other = makeTracks({ scenario: 'baseline', seed: 2, owners: 3, days: 6, prefix: 'q', bestServer: true });
    expect(await runSameUser(put('other.csv', tracksCsv(other)), { train, out })).toBe(EXIT.done);
    expect(
      lines()
        .slice(1)
        .every((line) => line.endsWith(',')),
    ).toBe(true);
    expect(said).toContain('WITHHELD');
    expect(said).toContain('distance between the cells');
  });

  it('leaves llr10 empty and says why in places where training people never were, and for pairs that are not asked about', async () => {
    const away = tested.replaceAll(
      /^(p0\d,[^,]+,[^,]+,)(-?\d+)/gm,
      (_, before: string, degrees: string) => `${before}${Number(degrees) + 3}`,
    );
    expect(away).not.toBe(tested);
    await runSameUser(put('away.csv', away), { train, out });
    expect(
      lines()
        .slice(1)
        .every((line) => line.endsWith(',')),
    ).toBe(true);
    expect(said).toContain('pairs of 6 handsets in places where next to none of the training people ever were');
    expect(said).toContain('train on people of that area');
    said = '';
    await runSameUser(put('tracks.csv', tested), { train, out });
    expect(said).toContain('ask with --alternative same-area');
    said = '';
    await runSameUser(put('tracks.csv', tested), { train, out, alternative: 'same-area' });
    expect(said).toContain('WITHHELD: fewer than 20 pairs of training people of one area');
    said = '';
    const many = makeTracks({ scenario: 'baseline', seed: 2, owners: 50, days: 4 });
    const isAsked = ({ owner }: TrackRow): boolean => owner <= 'p03';
    const trainMany = put('many.csv', tracksCsv(many.filter((r) => !isAsked(r))));
    await runSameUser(put('few.csv', tracksCsv(many.filter(isAsked))), {
      train: trainMany,
      out,
      alternative: 'same-area',
    });
    expect(said).toMatch(/LR above 1 \(of \d+ pairs of people/);
    expect(said).toMatch(/WITHHELD for \d+ pairs of handsets whose usual places lie more than 10 km apart/);
    expect(said).toContain('compares with two people of one area');
    expect(said).not.toContain('taken at random');
    expect(lines().some((line) => /-?\d\.\d{4}$/.test(line))).toBe(true);
  });

  it('counts refused rows and names their lines', async () => {
    const bad = put('bad.csv', tested.replace(/\n[^\n]*\n/, '\np01,p01-1,yesterday,46,-21,0,c\n'));
    await runSameUser(bad, { train, out });
    expect(said).toContain('1 row refused');
    expect(said).toContain('line 2: TIME_IMPOSSIBLE');
  });

  it('names handsets by their owner where two owners use one name', async () => {
    const ones = put('ones.csv', tested.replaceAll(/,p\d\d-(\d),/g, ',$1,'));
    await runSameUser(ones, { train, out });
    expect(lines()[1]).toMatch(/^p01\/1,p01\/2,/);
    expect(said).toContain('owner/device');
  });

  it('reads of a case folder what an act permits, logged under that act, and nothing that none covers', async () => {
    const before = process.env['CELLSWEEP_READS'];
    const reads = path.join(folder, 'reads');
    process.env['CELLSWEEP_READS'] = reads;
    try {
      const inCase = path.join(folder, 'case');
      mkdirSync(inCase);
      writeFileSync(path.join(inCase, 'case.json'), '{}');
      const withActs = (...acts: object[]): void =>
        writeFileSync(
          path.join(inCase, 'authorisations.json'),
          JSON.stringify(acts.map((act, i) => ({ ...WRITTEN_ACT, ...always, id: `A-${i + 1}`, ...act }))),
        );
      const always = { from: '2000-01-01T00:00:00Z', until: '2100-01-01T00:00:00Z', covers: ['tracks.csv'] };
      const tracks = put('case/tracks.csv', tested);

      withActs({ covers: ['other.csv'] });
      for (const [asked, training] of [
        [tracks, train],
        [train, tracks],
      ] as const)
        expect(await runSameUser(asked, { train: training, out })).toBe(EXIT.input);
      expect(said).toMatch(/questioned: AUTHORITY_MISSING[^]*training: AUTHORITY_MISSING/);
      expect([existsSync(out), existsSync(reads)]).toEqual([false, false]);

      // The first two days, and one handset at any time.
      withActs({ until: '2026-02-04T05:00:00Z' }, { identifiers: ['p01-1'] });
      expect(await runSameUser(tracks, { train, out })).toBe(EXIT.done);
      const days = new Set(lines().map((line) => line.split(',')[2]));
      expect(days).toEqual(new Set(['from', '2026-02-02T05:00:00Z', '2026-02-03T05:00:00Z']));
      expect(said).toMatch(/\d+ rows more passed over: no act of the case lets them be read/);
      const { entries } = await readLog(path.join(reads, '.cellsweep', 'custody'));
      const logged = new Map(entries.flatMap((one) => (one.type === 'read' ? [[one.act, one.rows] as const] : [])));
      expect([...logged.keys()]).toEqual(['A-1', 'A-2', 'none stated']);
      expect((logged.get('A-1') ?? 0) + (logged.get('A-2') ?? 0)).toBe(rows.filter(isTested).length);
    } finally {
      if (before === undefined) delete process.env['CELLSWEEP_READS'];
      else process.env['CELLSWEEP_READS'] = before;
    }
  });

  it.each([
    ['without', '35209900176148'],
    ['with', '352099001761481'],
    ['with another version behind', '3520990017614803'],
  ])('knows a handset that an act lists %s its check digit', async (_, listed) => {
    const inCase = mkdtempSync(path.join(folder, 'listed-'));
    writeFileSync(path.join(inCase, 'case.json'), '{}');
    const always = { from: '2000-01-01T00:00:00Z', until: '2100-01-01T00:00:00Z', covers: ['tracks.csv'] };
    const act = { ...WRITTEN_ACT, ...always, identifiers: [listed] };
    writeFileSync(path.join(inCase, 'authorisations.json'), JSON.stringify([act]));
    const tracks = put(
      path.join(path.basename(inCase), 'tracks.csv'),
      tested.replaceAll(/,p01-1,/g, ',352099001761481,').replaceAll(/,p02-1,/g, ',352099001761499,'),
    );
    await runSameUser(tracks, { train, out });
    const of = tested.split('\n').filter((line) => line.includes(',p01-1,')).length;
    expect(said).toContain(`questioned: ${of} registrations read`);
  });

  it('is a command with its own help', () => {
    expect(sameUserCommand().name()).toBe('same-user');
    expect(sameUserCommand().helpInformation()).toContain('--train');
  });
});
