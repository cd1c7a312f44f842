import { describe, expect, it } from 'vitest';
import { isNotable, printCheck } from './print-check.ts';
import type { RunOutcome } from '../chain/run-outcome.ts';

type Checked = Parameters<typeof printCheck>[0];
const file = (name: string, over: Partial<RunOutcome['quality'][number]> = {}): RunOutcome['quality'][number] => ({
  file: name,
  rows_in: 9,
  rows_used: 9,
  refused: {},
  remarks: {},
  completeness: {},
  complete: true,
  ...over,
});
const outcome = (over: Partial<Checked> = {}): Checked => ({
  refusals: [],
  refusedRows: new Map(),
  quality: [],
  gaps: [],
  documents: { manifest: { timezone: 'Europe/Paris' } } as unknown as RunOutcome['documents'],
  ...over,
});
const HOUR_S = 3600;
const gap = (hours: number, expected_rows: number) => ({
  file: 'operators/a/cells.csv',
  from_s: Date.parse('2025-01-20T13:15:00Z') / 1000,
  gap_s: hours * HOUR_S,
  expected_rows,
});

describe('what a check prints', () => {
  it('names the fields that rows leave out so that they can be understood', () => {
    const completeness = { other: 0.86, cell: 0.5, imei: 1 };
    const text = printCheck(outcome({ quality: [file('operators/a/cells.csv', { completeness })] }), []);
    expect(text).toMatch(/operators\/a\/cells\.csv .* other party 86 %, cell 50 %\n/);
    expect(text).toContain('stated: share of the rows that hold a value, where not');
    expect(text).not.toContain('imei');
  });

  it('gives each file its own refusal codes with counts, and says where they are explained', () => {
    const quality = [
      file('operators/a/cells.csv', { refused: { COLUMN_COUNT: 2, IMEI_SCIENTIFIC: 31, ROW_FUTURE: 0 } }),
      file('operators/a/handsets.csv'),
      file('prisons/rolls.csv', { refused: { BED_UNKNOWN: 1 } }),
    ];
    const text = printCheck(outcome({ quality }), []);
    const [, section = ''] = /ROWS NOT USED, BY FILE \(.*docs\/errors\.md\)\n([\s\S]*?)\n\n/.exec(text) ?? [];
    expect(section.split('\n').map((line) => line.trim().split(/ +/))).toEqual([
      ['operators/a/cells.csv', 'IMEI_SCIENTIFIC', '31', 'COLUMN_COUNT', '2'],
      ['prisons/rolls.csv', 'BED_UNKNOWN', '1'],
    ]);
    expect(printCheck(outcome({ quality: [file('a')] }), [])).not.toContain('BY FILE');
  });

  it('shows a path whole, or cuts it in the middle with a sign', () => {
    const long = 'operators/orvane/handsets_of_the_second_delivery_2025.csv.gz';
    expect(printCheck(outcome({ quality: [file(long), file('a.csv')] }), [])).toContain(`\n${long} `);
    const longer = `operators/${'x'.repeat(100)}.csv.gz`;
    expect(printCheck(outcome({ quality: [file(longer)] }), [])).toMatch(/^operators\/x+…x+\.csv\.gz +9/m);
  });

  it('counts the records of a file that have no place, and only of records', () => {
    const records = { completeness: { msisdn: 1, cell: 1 }, remarks: { CELL_MISSING: 2, CELL_UNKNOWN: 3 } };
    const text = printCheck(outcome({ quality: [file('r.csv', records), file('prisons/rolls.csv')] }), []);
    expect(text).toMatch(/^r\.csv +9 +9 +0 +5$/m);
    expect(text).toMatch(/^prisons\/rolls\.csv +9 +9 +0$/m);
  });

  it('tells of a long gap in the time of the case, and that there is none', () => {
    const long = printCheck(outcome({ gaps: [gap(31, 223.4), gap(31, 3)] }), []);
    expect(long).toContain('GAPS IN TIME (the longest of a file');
    expect(long).toMatch(/cells\.csv +from 2025-01-20 14:15, +31 h, in which about 220 rows were to be expected\n/);
    expect(long.match(/were to be expected/g)).toHaveLength(1);
    expect(printCheck(outcome({ gaps: [gap(2, 500)] }), [])).toContain('GAPS IN TIME: none of a day');
    expect(printCheck(outcome(), [])).not.toContain('GAPS');
  });

  it('takes a day with 20 expected rows for long, and three hours with 200', () => {
    expect([gap(24, 20), gap(24, 19), gap(23, 199), gap(3, 200), gap(2.75, 900)].map(isNotable)).toEqual([
      true,
      false,
      false,
      true,
      false,
    ]);
  });
});
