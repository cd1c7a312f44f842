import { describe, expect, it } from 'vitest';
import { requestsCsv } from './requests-csv.ts';

describe('the table of what to ask for next', () => {
  it('holds one line for each request, and tells of cells that a spreadsheet would compute', () => {
    const request = {
      rank: 1,
      operator: '=cmd',
      kind: 'missing days' as const,
      subject: 'a,b',
      bits: 0.5,
      act: '',
      reason: 'x',
    };
    const { text, warnings } = requestsCsv([request, { ...request, rank: 2, operator: 'one', act: '@act' }]);
    expect(text).toBe(
      'rank,operator,kind,subject,bits,act,reason\n1,=cmd,missing days,"a,b",0.5,,x\n2,one,missing days,"a,b",0.5,@act,x\n',
    );
    expect(warnings.map((warning) => warning.split(' begins like')[0])).toEqual([
      'this table: 1 cell of operator',
      'this table: 1 cell of act',
    ]);
  });
});
