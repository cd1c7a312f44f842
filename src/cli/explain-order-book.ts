import type { ResultRow } from './explain-rows.ts';
import { signed } from './words.ts';

const FOUND_BY: Readonly<Record<string, string>> = {
  imei: 'the IMEI as written',
  corrected: 'one typing error in the IMEI, the check digit agrees',
  sibling: 'no IMEI in the line: a serial of the same batch',
  inferred: 'no IMEI in the line: date, model, place and people only',
};

/** One line of trace.csv: which line of the order book is this handset's, how surely, and to whom the buyer leads. */
export function orderInWords(row: ResultRow): string {
  const match = row['match'] ?? '';
  const modelled = match === 'sibling' || match === 'inferred' ? ', by a stated model, not calibrated' : '';
  const leads = (row['inmate_ids'] ?? '').split('|').filter((id) => id !== '');
  return `  Order book: sold in order ${row['order_id']}, line ${row['line']} (${FOUND_BY[match] ?? match}; log10 LR ${signed(Number(row['llr10']))} for this unit against another${modelled}). ${
    leads.length === 0
      ? 'The buyer leads to no inmate.'
      : `The buyer leads to ${leads.join(', ')} (${leads.length === 1 ? 'a lead, not a user' : 'leads, not users'}).`
  }`;
}
