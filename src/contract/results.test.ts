import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { csvField, llrField, timeField } from './results.ts';

describe('results', () => {
  it('writes fields that any RFC 4180 reader gives back', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'grapheme' }), { minLength: 2, maxLength: 6 }), (fields) => {
        const line = fields.map((f) => csvField(f)).join(',');
        expect(parse(`${line}\n`, { relax_column_count: true })).toEqual([fields]);
      }),
    );
  });
  it('writes no minus zero, nothing for what is withheld, and UTC', () => {
    expect([llrField(-0.0001), llrField(Number.NaN), llrField(2.23456)]).toEqual(['0.000', '', '2.235']);
    expect(timeField(1_736_722_801)).toBe('2025-01-12T23:00:01Z');
    expect(timeField(Number.NaN)).toBe('');
  });
});
