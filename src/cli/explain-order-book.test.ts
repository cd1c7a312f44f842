import { describe, expect, it } from 'vitest';
import { orderInWords } from './explain-order-book.ts';

const row = { order_id: 'C-1', line: '2', match: 'corrected', llr10: '3.833', inmate_ids: '' };

describe('order in words', () => {
  it('names order, line, how the line was matched and how surely', () => {
    expect(orderInWords(row)).toBe(
      '  Order book: sold in order C-1, line 2 (one typing error in the IMEI, the check digit agrees; log10 LR +3.83 for this unit against another). The buyer leads to no inmate.',
    );
  });

  it('calls inmates to whom the buyer leads what they are', () => {
    expect(orderInWords({ ...row, inmate_ids: 'E1' })).toContain('The buyer leads to E1 (a lead, not a user).');
    expect(orderInWords({ ...row, inmate_ids: 'E1|E2' })).toContain('leads to E1, E2 (leads, not users).');
  });

  it('says of a match without IMEI that its ratio is not calibrated', () => {
    for (const match of ['sibling', 'inferred'])
      expect(orderInWords({ ...row, match })).toMatch(/no IMEI in the line.*not calibrated/);
    expect(orderInWords({ ...row, match: 'imei' })).not.toContain('calibrated');
  });
});
