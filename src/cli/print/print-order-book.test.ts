import { describe, expect, it } from 'vitest';
import type { Imei14 } from '../../model/identifiers.ts';
import { orderBookInWords } from './print-order-book.ts';

const row = (line: string, imei14: string, match: 'imei' | 'inferred', component = 1) => ({
  order_id: 'O',
  line,
  imei14: imei14 as Imei14,
  component,
  match,
});

const NONE = { units: 0, rightly: 0, wrongly: 0 };

describe('the order book in words', () => {
  it('says of each count whether it is of lines or of handsets', () => {
    const trace = [row('1', 'A', 'imei'), row('1', 'B', 'imei'), row('2', 'C', 'imei'), row('3', 'C', 'inferred', 2)];
    const [head, ...ways] = orderBookInWords(7, trace, NONE);
    expect(head).toBe('THE ORDER BOOK: 7 lines, 3 of them joined to 4 handsets');
    expect(ways.map((way) => way.trim())).toEqual([
      '2 lines, 3 handsets  IMEI as written',
      '1 line, 1 handset  no IMEI: date, model, place, people (by a stated model, not calibrated)',
    ]);
  });

  it('says so where one line is joined in two ways', () => {
    const [head] = orderBookInWords(1, [row('1', 'A', 'imei'), row('1', 'B', 'inferred')], NONE);
    expect(head).toBe(
      'THE ORDER BOOK: 1 line, 1 of them joined to 2 handsets (a line may stand in several rows below)',
    );
  });

  it('counts a handset once, whichever lines name it', () => {
    const [head, way] = orderBookInWords(2, [row('1', 'A', 'imei'), row('2', 'A', 'imei')], NONE);
    expect(head).toContain('2 of them joined to 1 handset');
    expect(way).toContain('2 lines, 1 handset ');
    expect(orderBookInWords(0, [], NONE)).toEqual([]);
  });

  it('says how often what needs no IMEI was right on lines of this book, where anything is so joined', () => {
    const tried = { units: 22, rightly: 4, wrongly: 1 };
    const last = (match: 'imei' | 'inferred') => orderBookInWords(3, [row('1', 'A', match)], tried).at(-1);
    expect(last('inferred')).toBe(
      '  Tried on this order book, the IMEI of 22 lines hidden one at a time: 4 joined rightly without it, 1 wrongly, 17 not.',
    );
    expect(last('imei')).not.toContain('Tried');
  });
});
