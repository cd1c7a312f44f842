import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRandom } from '../../statistics/index.ts';
import { exceeds, isNoSilence } from './beyond-chance.ts';
import { warningsOf } from './warnings.ts';

const delivery = {
  profile: 'p',
  refused: {},
  remarks: {},
  completeness: { imei: 1 },
  complete: true,
  days_without_rows: 0,
  chance_of_silence: 1,
};
const warned = (rows_in: number, formal: number, more: object = {}): string[] =>
  warningsOf(
    {
      acts: [],
      notices: [],
      refusals: [],
      total: { rows: 1 },
      documents: { areas: [{ kind: 'prison' }] },
      quality: [
        { ...delivery, file: 'operators/o/antennas.csv', rows_in: 9, rows_used: 9, completeness: {} },
        {
          ...delivery,
          file: 'operators/o/r.csv',
          rows_in,
          rows_used: rows_in - formal,
          refused: { COLUMN_COUNT: formal },
          ...more,
        },
      ],
    } as unknown as Parameters<typeof warningsOf>[0],
    0,
  ).filter((line) => line.startsWith('operators/o/r.csv'));

describe('what a small file lost', () => {
  it('is not told of where chance explains it', () => {
    expect(warned(81, 1)).toEqual([]);
    expect(warned(81, 0, { days_without_rows: 2, chance_of_silence: 0.4 })).toEqual([]);
    expect(warned(12, 0, { remarks: { CELL_UNKNOWN: 1 }, completeness: { imei: 0.8333 } })).toEqual([]);
    expect(warned(3, 0, { refused: { AUTHORITY_PERIOD: 2 } })).toEqual([]);
  });

  it('is told of where it is much, however small the file', () => {
    expect(warned(81, 6)).toHaveLength(1);
    expect(warned(10, 3)).toHaveLength(1);
    expect(warned(1, 1)).toEqual([expect.stringContaining('1 of 1 rows refused for their form')]);
    expect(warned(81, 0, { days_without_rows: 9, chance_of_silence: 1e-6 })).toEqual([
      expect.stringContaining('9 days without any row'),
    ]);
    expect(warned(12, 0, { remarks: { CELL_UNKNOWN: 6 }, completeness: { imei: 0.25 } })).toHaveLength(2);
    expect(warned(1, 0, { refused: { AUTHORITY_PERIOD: 1 } })).toHaveLength(1);
  });

  it('is told of where no act lets the rows be read, for one reason or for two', () => {
    const nobody = expect.stringContaining('100 % of its rows are about nobody whom their act names');
    expect(warned(81, 0, { refused: { AUTHORITY_IDENTIFIER: 81 } })).toEqual([nobody]);
    expect(warned(1, 0, { refused: { AUTHORITY_MISSING: 1 } })).toEqual([nobody]);
    expect(warned(100, 0, { refused: { AUTHORITY_PERIOD: 45, AUTHORITY_IDENTIFIER: 45 } })).toEqual([
      expect.stringContaining('45 % of its rows lie outside the period'),
      expect.stringContaining('45 % of its rows are about nobody'),
    ]);
    expect(warned(81, 0, { refused: { AUTHORITY_IDENTIFIER: 20 } })).toEqual([]);
  });

  it('is not said of a list that goes on after the end of the case, unless most of it lies there', () => {
    expect(warned(807, 0, { refused: { ROW_FUTURE: 183 } })).toEqual([]);
    expect(warned(807, 0, { refused: { ROW_FUTURE: 700 } })).toEqual([
      expect.stringContaining('87 % of its rows begin after the end of the case'),
    ]);
  });

  it('is told of in a large file from little over the share on', () => {
    expect(warned(100_000, 1_100)).toHaveLength(1);
    expect(warned(100_000, 1_001)).toEqual([]);
    expect(warned(0, 1, { rows_used: 0, rows_in: 0 }).filter((line) => line.includes('of 0 rows'))).toEqual([]);
  });

  it('is told of falsely in at most one file of a hundred, if each row fails with just the share that passes', () => {
    const random = createRandom(3, 'beyond-chance');
    const files = 4000;
    for (const [rows, share] of [
      [10, 0.01],
      [81, 0.01],
      [600, 0.01],
      [40, 0.1],
      [40, 0.5],
    ] as const) {
      let told = 0;
      for (let i = 0; i < files; i++) {
        let bad = 0;
        for (let row = 0; row < rows; row++) if (random.chance(share)) bad++;
        if (exceeds(bad, rows, share)) told++;
      }
      expect(told / files, `${rows} rows, ${share}`).toBeLessThan(0.015);
    }
  });

  it('is told of all the more the more it is', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 300 }), fc.nat(300), fc.constantFrom(0.01, 0.05, 0.1, 0.5), (n, k, p) => {
        expect(exceeds(k, n, p) && !exceeds(k + 1, n, p)).toBe(false);
      }),
    );
    expect(isNoSilence({ days_without_rows: 0, chance_of_silence: 0 })).toBe(false);
  });
});
