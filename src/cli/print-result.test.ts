import { describe, expect, it } from 'vitest';
import { printCheck } from './print-result.ts';
import type { RunOutcome } from './run-outcome.ts';

const outcome = {
  refusals: [],
  quality: [
    {
      file: 'operators/a/cells.csv',
      rows_in: 9,
      rows_used: 9,
      refused: {},
      remarks: {},
      completeness: { other: 0.86, cell: 0.5, imei: 1 },
      complete: true,
    },
  ],
} as unknown as RunOutcome;

describe('what a check prints', () => {
  it('names the fields that rows leave out so that they can be understood', () => {
    const text = printCheck(outcome, []);
    expect(text).toMatch(/operators\/a\/cells\.csv .* other party 86 %, cell 50 %\n/);
    expect(text).toContain('stated: share of the rows that hold a value, where not all do.');
    expect(text).not.toContain('imei');
  });
});
