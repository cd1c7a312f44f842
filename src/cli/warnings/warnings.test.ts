import { mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeWorld } from '../../../world/index.ts';
import { EXIT } from '../exit-codes.ts';
import { cellsweep } from '../run-command.testing.ts';
import { warningsOf } from './warnings.ts';

const folder = mkdtempSync(path.join(os.tmpdir(), 'cellsweep-warnings-'));
let warnings: string[] = [];
let ended = -1;
const STRANGE = 'operators/cordiane/handsets_ledger.txt.gz';
const DELIVERIES = ['cells_P1', 'cells_P2', 'handsets_cells'].map((name) => `operators/cordiane/${name}.txt.gz`);

beforeAll(async () => {
  const { caseDir } = await makeWorld(path.join(folder, 'world'), { seed: 3, prisons: 2, placebos: 1, days: 5 });
  const at = (file: string): string => path.join(caseDir, file);
  const supply = readdirSync(at('supply')).find((name) => name.endsWith('.csv')) ?? '';
  writeFileSync(at(`supply/${supply}`), '');
  const [header = '', ...rows] = readFileSync(at('prisons/rolls.csv'), 'utf8').split('\n');
  writeFileSync(at('prisons/rolls.csv'), [header.replace('inmate_id', 'prisoner'), ...rows].join('\n'));
  rmSync(at('operators/arcavel/antennas.csv'));
  const [cut = '', empty = '', closed = ''] = DELIVERIES;
  const lines = gunzipSync(readFileSync(at(cut)))
    .toString('latin1')
    .split('\n');
  writeFileSync(
    at(cut),
    gzipSync(
      Buffer.from(`${lines.slice(0, lines.findIndex((line) => line.includes('\t')) + 1).join('\n')}\n`, 'latin1'),
    ),
  );
  writeFileSync(at(empty), '');
  writeFileSync(at(STRANGE), gzipSync('what;is;this\n1;2;3\n4;5;6\n'));
  // As files that are not opened, whoever runs the test.
  for (const file of [closed, 'prisons/visits.csv']) {
    rmSync(at(file));
    symlinkSync(at('nowhere'), at(file));
  }
  const { code, out } = await cellsweep(['check', caseDir, '--quiet']);
  ended = code;
  warnings = out.split('\n').filter((line) => line.startsWith('  ! '));
}, 240_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('warnings', () => {
  it('call an empty file empty', () => {
    expect(warnings.filter((line) => line.includes('supply/'))).toEqual([
      expect.stringMatching(/an empty file; NOTHING of it was read$/),
    ]);
  });

  it('name a delivery that has a header and no rows, and one that is empty', () => {
    const of = (file = '') => warnings.filter((line) => line.includes(`${file}:`));
    expect(of(DELIVERIES[0])).toEqual([expect.stringMatching(/no row or record in it, a header at the most/)]);
    expect(of(DELIVERIES[1])).toEqual([expect.stringMatching(/an empty file; NOTHING of it was read$/)]);
  });

  it('name a file of no known layout once, with what to do next', () => {
    const told = warnings.filter((line) => line.includes(path.posix.basename(STRANGE)) && line.includes('cordiane'));
    expect(told).toEqual([
      expect.stringMatching(
        /cordiane: LAYOUT UNKNOWN, NOT READ: 1 file .*Next: mkdir -p profiles; cellsweep profile scaffold CASE\/operators\/cordiane/,
      ),
    ]);
  });

  it('name a file that is not opened, and the rest is read', () => {
    expect(ended).toBe(EXIT.done);
    for (const file of [DELIVERIES[2] ?? '', 'prisons/visits.csv'])
      expect(warnings.filter((line) => line.includes(`${file}:`))).toEqual([
        `  ! ${file}: no regular file: a symbolic link; NOTHING of it was read`,
      ]);
  });

  it('name a table whose cells a spreadsheet would compute', () => {
    const outcome = { quality: [], refusals: [], acts: [], notices: [], documents: { areas: [] }, total: { rows: 1 } };
    const written = [
      { path: 'trace.csv', sha256: '', bytes: 0, formulas: { order_id: 2 } },
      { path: 'users.csv', sha256: '', bytes: 0, formulas: {} },
    ];
    const told = (more: object) =>
      warningsOf({ ...outcome, ...more } as unknown as Parameters<typeof warningsOf>[0], 0).filter((line) =>
        line.includes('FORMULA'),
      );
    expect(told({ written })).toEqual([expect.stringMatching(/^trace\.csv: 2 cells of order_id begin like/)]);
    expect(told({})).toEqual([]);
  });

  it('say that no row can be used, whether none was delivered or all are refused', () => {
    const outcome = { quality: [], refusals: [], acts: [], notices: [], documents: { areas: [] } };
    const told = (total: { rows: number; refused_rows: number }) =>
      warningsOf({ ...outcome, total } as unknown as Parameters<typeof warningsOf>[0], 0).filter((line) =>
        line.startsWith('no row of any operator'),
      );
    expect(told({ rows: 0, refused_rows: 0 })).toEqual([expect.stringContaining('was read')]);
    expect(told({ rows: 3, refused_rows: 3 })).toEqual([expect.stringContaining('all are refused')]);
    expect(told({ rows: 3, refused_rows: 2 })).toEqual([]);
  });

  it('ask for the right to read a file that may not be opened', () => {
    const closed = { file: 'operators/x/a.csv', place: '', expected: '', found: 'cannot be opened: EACCES' };
    const outcome = { quality: [], refusals: [{ ...closed, code: 'FILE_UNREADABLE' as const }], acts: [], notices: [] };
    const none = { documents: { areas: [] }, total: { rows: 1 } } as unknown as Parameters<typeof warningsOf>[0];
    expect(warningsOf({ ...none, ...outcome }, 0)).toContain(
      'operators/x/a.csv: cannot be opened: EACCES; NOTHING of it was read. May this user read it?',
    );
  });

  it('name the columns that are missing, and none that the sender wrote', () => {
    const ofRolls = warnings.filter((line) => line.includes('rolls.csv'));
    expect(ofRolls).toEqual(['  ! prisons/rolls.csv: columns missing: inmate_id; NOTHING of it was read']);
  });

  it('ask once for an antenna table that an operator did not send', () => {
    const ofOperator = warnings.filter(
      (line) => /arcavel.*(cell|antenna table)/.test(line) && !line.includes('no act'),
    );
    expect(ofOperator).toEqual([
      '  ! operators/arcavel: this operator has no antenna table, or none that could be read: its records place nobody. Ask it for the table',
    ]);
    expect(warnings.filter((line) => line.includes('no antenna table'))).toHaveLength(1);
  });
});
