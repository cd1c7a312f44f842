import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { EXIT } from '../../src/cli/exit-codes.ts';
import { cellsweep } from '../../src/cli/run-command.testing.ts';
import { makeScratch } from './chain.testing.ts';
import { filesWith } from './stored-bytes.testing.ts';

const SECRET = 'outside-the-case-folder-1234567890';

describe('what is no regular file', () => {
  const scratch = makeScratch();
  afterAll(scratch.remove);
  let caseDir: string;
  let copy: string;
  const at = (...names: string[]): string => path.join(copy, ...names);
  const refusedIn = (results: string): string[] =>
    readFileSync(path.join(results, 'refusals.csv'), 'utf8')
      .split('\n')
      .filter((line) => line.includes('no regular file'));

  beforeAll(async () => {
    ({ caseDir } = await scratch.world({ seed: 3, prisons: 1, placebos: 1, days: 3, scale: 0.2 }));
  });

  it('is refused, not opened, and the run goes on', { timeout: 120_000 }, async () => {
    copy = scratch.copyOf(caseDir);
    const outside = scratch.fresh('outside');
    mkdirSync(outside);
    writeFileSync(path.join(outside, 'cells_X.csv'), `${SECRET}\n`);
    const operator = 'operators/arcavel';
    symlinkSync(path.join(outside, 'cells_X.csv'), at(operator, 'cells_link.csv.gz'));
    symlinkSync(at('prisons/cells.csv'), at(operator, 'cells_inner.csv.gz'));
    symlinkSync(outside, at(operator, 'cells_folder.csv.gz'));
    symlinkSync('/dev/zero', at(operator, 'cells_device.csv.gz'));
    execFileSync('mkfifo', [at(operator, 'cells_fifo.csv.gz')]);
    rmSync(at('prisons/visits.csv'));
    symlinkSync(path.join(outside, 'cells_X.csv'), at('prisons/visits.csv'));
    rmSync(at('prisons/contacts.csv'));
    mkdirSync(at('prisons/contacts.csv'));
    // Names that only look odd are names.
    cpSync(at(operator, 'cells_P1.csv.gz'), at(operator, 'cells_a\nb.csv.gz'));
    cpSync(at(operator, 'cells_P1.csv.gz'), at(operator, `cells_${'x'.repeat(240)}.csv.gz`));
    mkdirSync(at(operator, 'cells_sub.csv.gz'));
    cpSync(at(operator, 'cells_P1.csv.gz'), at(operator, 'cells_sub.csv.gz', '-rf.csv.gz'));
    const acts = JSON.parse(readFileSync(at('authorisations.json'), 'utf8')) as { covers: string[] }[];
    writeFileSync(
      at('authorisations.json'),
      JSON.stringify(acts.map((act) => ({ ...act, covers: [...act.covers, 'operators/**', 'prisons/*'] }))),
    );
    const results = scratch.fresh('results');
    const { code, out } = await cellsweep(['run', copy, '--out', results, '--quiet', '--only-detect'], {
      timeout: 90_000,
    });
    expect(code).toBe(EXIT.done);
    expect(
      refusedIn(results).map((line) => line.replace(/^"?([^",]*)"?,.*no regular file: ([^",]*).*$/, '$1 $2')),
    ).toEqual([
      'operators/arcavel/cells_device.csv.gz a symbolic link',
      'operators/arcavel/cells_fifo.csv.gz a FIFO',
      'operators/arcavel/cells_folder.csv.gz a symbolic link',
      'operators/arcavel/cells_inner.csv.gz a symbolic link',
      'operators/arcavel/cells_link.csv.gz a symbolic link',
      'prisons/contacts.csv a folder',
      'prisons/visits.csv a symbolic link',
    ]);
    expect(out).toContain('operators/arcavel/cells_fifo.csv.gz: no regular file: a FIFO; NOTHING of it was read');
    expect(filesWith(results, [SECRET], () => false)).toEqual([]);
    const summary = readFileSync(path.join(results, 'summary.json'), 'utf8');
    for (const name of ['cells_a\\nb.csv.gz', `cells_${'x'.repeat(240)}.csv.gz`, 'cells_sub.csv.gz/-rf.csv.gz'])
      expect(summary).toContain(name);
  });

  it('is no list of protected numbers, nor a reason to go on without one', { timeout: 60_000 }, async () => {
    copy = scratch.copyOf(caseDir);
    renameSync(at('protected-numbers.csv'), at('..', `list-${path.basename(copy)}`));
    symlinkSync(at('..', `list-${path.basename(copy)}`), at('protected-numbers.csv'));
    const linked = await cellsweep(['check', copy, '--quiet'], { timeout: 50_000 });
    expect([linked.code, linked.err]).toEqual([EXIT.input, expect.stringContaining('PROTECTION_UNREADABLE')]);
    rmSync(at('protected-numbers.csv'));
    mkdirSync(at('protected-numbers.csv'));
    const folder = await cellsweep(['check', copy, '--quiet'], { timeout: 50_000 });
    expect([folder.code, folder.err]).toEqual([EXIT.input, expect.stringContaining('no regular file: a folder')]);
  });

  it(
    'is no case.json and no authorisations.json; the case folder may be reached over a link',
    { timeout: 90_000 },
    async () => {
      for (const name of ['case.json', 'authorisations.json']) {
        copy = scratch.copyOf(caseDir);
        const kept = path.join(path.dirname(copy), `${path.basename(copy)}-${name}`);
        renameSync(at(name), kept);
        symlinkSync(kept, at(name));
        const { code, err } = await cellsweep(['check', copy, '--quiet'], { timeout: 50_000 });
        expect([code, err]).toEqual([
          EXIT.input,
          expect.stringContaining(`${name} of the case folder is no regular file but a symbolic link`),
        ]);
        rmSync(at(name));
        execFileSync('mkfifo', [at(name)]);
        const fifo = await cellsweep(['check', copy, '--quiet'], { timeout: 50_000 });
        expect([fifo.code, fifo.err]).toEqual([EXIT.input, expect.stringContaining('CASE_NOT_FOUND')]);
      }
      const link = scratch.fresh('link');
      symlinkSync(caseDir, link);
      expect((await cellsweep(['check', link, '--quiet'], { timeout: 50_000 })).code).toBe(EXIT.done);
    },
  );
});
