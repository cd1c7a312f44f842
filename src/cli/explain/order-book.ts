import type { ResultRow } from './rows.ts';
import { counted, signed } from '../print/words.ts';

interface WayOfFinding {
  readonly words: string;
  /** Rows of trace.csv found this way whose truth was known, all of them right: docs/methods/ledger-match.md. */
  readonly checked: number;
  /** What the ratio supposes. */
  readonly supposes: string;
}

const SPELLING = 'assumes that a written IMEI is another unit’s by chance once in a million';
const PEOPLE = 'is that of a stated model, not calibrated';
const FOUND_BY: Readonly<Record<string, WayOfFinding>> = {
  imei: { words: 'the IMEI as written', checked: 89, supposes: SPELLING },
  corrected: { words: 'one typing error in the IMEI, the check digit agrees', checked: 5, supposes: SPELLING },
  sibling: { words: 'no IMEI in the line: a serial of the same batch', checked: 1, supposes: PEOPLE },
  inferred: { words: 'no IMEI in the line: date, model, place and people only', checked: 9, supposes: PEOPLE },
};

/** Share of wrong rows that n right ones of n rule out no further, at 95 % (exact binomial). */
const mostWrong = (n: number): number => 1 - 0.05 ** (1 / n);

/** What was measured of a way of finding; what the ratio rests on. */
function worthInWords({ checked, supposes }: WayOfFinding, llr10: number): string[] {
  return [
    `    Measured: ${checked} of ${counted(checked, 'row')} so found right in two simulated cases, so up to ${Number((100 * mostWrong(checked)).toPrecision(2))} % may be wrong (95 %; docs/methods/ledger-match.md).`,
    `    trace.csv has log10 LR ${signed(llr10)} for this unit against another; it ${supposes}: do not quote it without that.`,
  ];
}

/** One line of trace.csv: which line of the order book is this handset's, how surely, and to whom the buyer leads. */
export function orderInWords(row: ResultRow): string[] {
  const match = row['match'] ?? '';
  const found = FOUND_BY[match];
  const leads = (row['inmate_ids'] ?? '').split('|').filter((id) => id !== '');
  return [
    `  Order book: sold in order ${row['order_id']}, line ${row['line']} (${found?.words ?? match}). ${
      leads.length === 0
        ? 'The buyer leads to no inmate.'
        : `The buyer leads to ${leads.join(', ')} (${leads.length === 1 ? 'a lead, not a user' : 'leads, not users'}).`
    }`,
    ...(found === undefined ? [] : worthInWords(found, Number(row['llr10']))),
  ];
}
