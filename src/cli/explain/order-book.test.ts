import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { orderInWords } from './order-book.ts';

const row = { order_id: 'C-1', line: '2', match: 'corrected', llr10: '3.833', inmate_ids: '' };
const page = readFileSync(path.join(import.meta.dirname, '../../../docs/methods/ledger-match.md'), 'utf8');
const say = (match: string): string => orderInWords({ ...row, match }).join('\n');

describe('order in words', () => {
  it('names order, line and how the line was matched', () => {
    expect(orderInWords(row)[0]).toBe(
      '  Order book: sold in order C-1, line 2 (one typing error in the IMEI, the check digit agrees). The buyer leads to no inmate.',
    );
  });

  it('calls inmates to whom the buyer leads what they are', () => {
    const lead = (inmate_ids: string): string => orderInWords({ ...row, inmate_ids })[0] ?? '';
    expect(lead('E1')).toContain('The buyer leads to E1 (a lead, not a user).');
    expect(lead('E1|E2')).toContain('leads to E1, E2 (leads, not users).');
  });

  it('never gives the ratio without what it rests on and what was measured', () => {
    expect(say('imei')).toContain('89 of 89 rows so found right in two simulated cases, so up to 3.3 % may be wrong');
    expect(say('corrected')).toContain('5 of 5 rows so found right in two simulated cases, so up to 45 % may be wrong');
    expect(say('corrected')).toMatch(/log10 LR \+3\.83 .*once in a million: do not quote it without that/);
    for (const match of ['sibling', 'inferred']) expect(say(match)).toMatch(/no IMEI in the line[^]*not calibrated/);
    expect(say('imei')).not.toContain('calibrated');
  });

  it('counts the rows that the page of the method counts', () => {
    const right = (of: string): number[] =>
      new RegExp(`^\\| ${of}.*$`, 'm').exec(page)?.[0].match(/\d+/g)?.map(Number) ?? [];
    const [a, ofA, , , b, ofB] = right('`imei`: right of rows; recall');
    expect([a, b]).toEqual([ofA, ofB]);
    expect(say('imei')).toContain(`${(a ?? 0) + (b ?? 0)} of 89 rows`);
    const [c, ofC, d, ofD] = right('`corrected`: right');
    expect([c, d]).toEqual([ofC, ofD]);
    expect(say('corrected')).toContain(`${(c ?? 0) + (d ?? 0)} of 5 rows`);
    const [e = 0, f = 0, ofEF, g = 0, h = 0, ofGH] = right('`inferred` \\+ `sibling`');
    expect([e + f, g + h]).toEqual([ofEF, ofGH]);
    expect(say('inferred')).toContain(`${e + g} of 9 rows`);
    expect(say('sibling')).toContain(`${f + h} of 1 row `);
  });
});
