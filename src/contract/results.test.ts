import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { csvField, isFormula } from './csv.ts';
import { writeOwn } from './own-file.ts';
import { llrField, timeField, writeTable, writeTableAsItComes } from './results.ts';

describe('results', () => {
  it('writes fields that any RFC 4180 reader gives back', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'grapheme' }), { minLength: 2, maxLength: 6 }), (fields) => {
        const line = fields.map((f) => csvField(f)).join(',');
        expect(parse(`${line}\n`, { relax_column_count: true })).toEqual([fields]);
      }),
    );
  });
  it('knows cells that a spreadsheet would compute, and takes no number for one', () => {
    for (const text of ['=1+1', '=HYPERLINK("x")', '@SUM(1)', '+1-1', '-2+3', '-A1', '+A', '\tx', '\rx', '-1.2.3'])
      expect(isFormula(text), text).toBe(true);
    for (const text of [
      '',
      '-',
      '+',
      '-1',
      '-0.250',
      '+33612345678',
      '-.5',
      'A=1',
      '1-1',
      "'=1",
      '2025-01-12T23:00:01Z',
    ])
      expect(isFormula(text), text).toBe(false);
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e6, max: 1e6 }), (n) => {
        expect(isFormula(n.toFixed(3))).toBe(false);
      }),
    );
  });
  it('counts them by column, and writes them as they came', async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'cellsweep-formulas-'));
    try {
      const rows = [
        ['=cmd', 'P1', 'C1', '', '', 1, -1.5, 2],
        ['@x', '-B', 'C1', '', '', 1, '-1.5', 2],
      ];
      const written = writeTable(folder, 'rooms.csv', rows);
      expect(written.formulas).toEqual({ subject: 2, prison_id: 1 });
      const text = readFileSync(path.join(folder, 'rooms.csv'), 'utf8');
      expect(text.split('\n').slice(1)).toEqual(['=cmd,P1,C1,,,1,-1.5,2', '@x,-B,C1,,,1,-1.5,2', '']);
      const later = await writeTableAsItComes(
        folder,
        'rooms.csv',
        (async function* () {
          yield* rows;
        })(),
      );
      expect(later).toEqual(written);
      // What is masked keeps two characters of what stood there.
      const masked = writeTable(folder, 'refusals.csv', [['=file.csv', 'line 1', 'X', 'y', '=1… (9 characters)']]);
      expect(masked.formulas).toEqual({ file: 1 });
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
  it('writes for its owner alone, also where a killed process or an older version left a file that all may read', async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'cellsweep-modes-'));
    const at = (name: string): string => path.join(folder, name);
    try {
      for (const name of ['users.csv', 'users.csv.part', 'rooms.csv', 'rooms.csv.part', 'model.json']) {
        writeFileSync(at(name), 'old');
        chmodSync(at(name), 0o644);
      }
      const none = (async function* () {
        yield* [];
      })();
      writeTable(folder, 'users.csv', []);
      await writeTableAsItComes(folder, 'rooms.csv', none);
      writeOwn(at('model.json'), '{}');
      writeOwn(at('new.json'), '{}');
      const modes = ['users.csv', 'rooms.csv', 'model.json', 'new.json'].map((name) => statSync(at(name)).mode & 0o777);
      expect(modes).toEqual([0o600, 0o600, 0o600, 0o600]);
      expect(readFileSync(at('model.json'), 'utf8')).toBe('{}');
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
  it('writes no minus zero, nothing for what is withheld, and UTC', () => {
    expect([llrField(-0.0001), llrField(Number.NaN), llrField(2.23456)]).toEqual(['0.000', '', '2.235']);
    expect(timeField(1_736_722_801)).toBe('2025-01-12T23:00:01Z');
    expect(timeField(Number.NaN)).toBe('');
  });
});
