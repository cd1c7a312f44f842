import { describe, expect, it } from 'vitest';
import { QualityTally } from './quality.ts';

describe('QualityTally', () => {
  it('keeps rows in = used + refused, also when a row is refused afterwards', () => {
    const tally = new QualityTally();
    tally.use();
    tally.use();
    tally.refuse('FIELD_FORM');
    tally.refuseUsed('BED_CONTRADICTORY');
    tally.remark('IMEISV');
    expect(tally.finish('f')).toMatchObject({
      rows_in: 3,
      rows_used: 1,
      refused: { BED_CONTRADICTORY: 1, FIELD_FORM: 1 },
      remarks: { IMEISV: 1 },
      complete: true,
    });
  });

  it('gives the share of rows that state a column', () => {
    const tally = new QualityTally();
    const rows: Record<string, string>[] = [
      { a: 'x', b: '' },
      { a: 'y', b: 'z' },
      { a: 'y', b: '' },
      { a: '', b: '' },
    ];
    for (const row of rows) tally.measure(['a', 'b'], (column) => row[column] ?? '');
    expect(tally.finish('f').completeness).toEqual({ a: 0.75, b: 0.25 });
  });
});
