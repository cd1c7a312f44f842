import type { HiddenNumbers, LedgerMatch, TraceRow } from '../../trace/index.ts';
import { left } from './columns.ts';
import { counted } from './words.ts';

const MODEL = ' (by a stated model, not calibrated)';
const FOUND_BY: readonly (readonly [LedgerMatch, words: string])[] = [
  ['imei', 'IMEI as written'],
  ['corrected', 'one typing error, check digit agrees'],
  ['sibling', `serial of the same batch${MODEL}`],
  ['inferred', `no IMEI: date, model, place, people${MODEL}`],
];

type Joined = Pick<TraceRow, 'order_id' | 'line' | 'imei14' | 'component' | 'match'>;

const linesOf = (rows: readonly Joined[]): number => new Set(rows.map((row) => `${row.order_id}/${row.line}`)).size;
const handsetsOf = (rows: readonly Joined[]): number =>
  new Set(rows.map((row) => `${row.imei14}/${row.component}`)).size;

/** Lines of the order book and the handsets that they name: one line may name several, so both are counted. */
export function orderBookInWords(lines: number, trace: readonly Joined[], hidden: HiddenNumbers): string[] {
  if (lines === 0) return [];
  const ways = FOUND_BY.map(([match]) => linesOf(trace.filter((row) => row.match === match)));
  const twice = ways.reduce((sum, n) => sum + n, 0) > linesOf(trace) ? ' (a line may stand in several rows below)' : '';
  return [
    `THE ORDER BOOK: ${counted(lines, 'line')}, ${linesOf(trace)} of them joined to ${counted(handsetsOf(trace), 'handset')}${twice}`,
    ...FOUND_BY.flatMap(([match, words]) => {
      const rows = trace.filter((row) => row.match === match);
      const shown = `${counted(linesOf(rows), 'line')}, ${counted(handsetsOf(rows), 'handset')}`;
      return rows.length === 0 ? [] : [`  ${left(shown, 24)}  ${words}`];
    }),
    ...(hidden.units > 0 && trace.some(({ match }) => match === 'sibling' || match === 'inferred')
      ? [
          `  Tried on this order book, the IMEI of ${counted(hidden.units, 'line')} hidden one at a time: ${hidden.rightly} joined rightly without it, ${hidden.wrongly} wrongly, ${hidden.units - hidden.rightly - hidden.wrongly} not.`,
        ]
      : []),
  ];
}
