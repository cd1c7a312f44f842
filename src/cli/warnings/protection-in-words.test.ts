import { describe, expect, it } from 'vitest';
import { maskedInWords, protectionWarnings } from './protection-in-words.ts';
import type { RunOutcome } from '../chain/run-outcome.ts';

type Asked = Pick<RunOutcome, 'quality' | 'total'>;
const outcome = (list: { rows_in: number; rows_used: number; file?: string } | undefined, rows = 10): Asked => ({
  quality:
    list === undefined
      ? []
      : [{ file: 'protected-numbers.csv', refused: {}, remarks: {}, completeness: {}, complete: true, ...list }],
  total: {
    rows,
    legs: rows,
    communications: rows,
    communications_within_operators: rows,
    duplicate_rows: 0,
    refused_rows: 0,
    protected_legs: 3,
  },
});

describe('the mask in words', () => {
  it('is claimed only where a number of a list was read, compressed or not', () => {
    expect(maskedInWords(outcome({ rows_in: 2, rows_used: 2 }))).toMatch(/^3 legs .* counted, masked\.$/);
    expect(maskedInWords(outcome({ rows_in: 2, rows_used: 2, file: 'protected-numbers.csv.gz' }))).toContain('masked.');
    for (const none of [
      outcome(undefined),
      outcome({ rows_in: 2, rows_used: 0 }),
      outcome({ rows_in: 0, rows_used: 0 }),
    ])
      expect(maskedInWords(none)).toBe('no correspondent was masked: no list of protected numbers was read.');
  });

  it('is missed aloud, whole or by the row, wherever there is somebody to mask', () => {
    expect(protectionWarnings(outcome({ rows_in: 2, rows_used: 2 }))).toEqual([]);
    expect(protectionWarnings(outcome({ rows_in: 5, rows_used: 3 }))[0]).toContain('2 of 5 rows cannot be read');
    expect(protectionWarnings(outcome({ rows_in: 2, rows_used: 0 }))[0]).toContain('NOTHING WAS MASKED');
    expect(protectionWarnings(outcome(undefined))[0]).toContain('the case holds no list');
    expect(protectionWarnings(outcome(undefined, 0))).toEqual([]);
    const refused = outcome(undefined);
    expect(protectionWarnings({ ...refused, total: { ...refused.total, refused_rows: 10 } })).toEqual([]);
    expect(protectionWarnings({ ...refused, total: { ...refused.total, refused_rows: 9 } })).toHaveLength(1);
  });
});
