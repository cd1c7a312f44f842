import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { BuyerLink } from './buyer-to-prison.ts';
import { indexCallers, inferMatches as infer, type InferredMatch, type InferredMarket } from './ledger-inferred.ts';
import { handsetOf, lineOf, phone } from './market.testing.ts';

const DAY = 86_400;
const buyer = (number: string, prisons: string[]): BuyerLink => ({
  numbers: new Set([phone(number)]),
  inmate_ids: prisons.map((id) => `E-${id}`),
  prison_ids: prisons,
  ties: prisons.length > 0 ? ['visitor'] : [],
});
const imei = (n: number): string => `99000001${String(n).padStart(6, '0')}`;
const crowd = Array.from({ length: 20 }, (_, at) => handsetOf(imei(100 + at), at % 2 === 0 ? 'P1' : 'P2'));
const market = (rest: Partial<InferredMarket>): InferredMarket => ({
  lines: [],
  candidates: crowd,
  seenShare: 0.5,
  from_s: 0,
  tracedCities: [],
  ...rest,
});

/** By default nobody else is in the records. */
const inferMatches = (asked: InferredMarket, population = asked.candidates): InferredMatch[] =>
  infer(asked, indexCallers(population));

describe('inferMatches', () => {
  it('is surer the rarer the number', () => {
    const open = { line: lineOf('O1'), buyer: buyer('1', []), openUnits: 1 };
    const target = handsetOf(imei(1), 'P1', ['1']);
    const elsewhere = (callers: number) =>
      Array.from({ length: 400 }, (_, at) => handsetOf(imei(1000 + at), 'P1', at < callers ? ['1'] : []));
    const llr10 = (callers: number): number =>
      inferMatches(market({ lines: [open], candidates: [target, ...crowd] }), [target, ...elsewhere(callers)])[0]
        ?.llr10 ?? 0;
    expect(llr10(0)).toBeGreaterThan(llr10(2));
    expect(llr10(400)).toBe(0);
  });

  it('does not choose between two handsets that fit equally', () => {
    const open = { line: lineOf('O1'), buyer: buyer('1', ['P1']), openUnits: 1 };
    const twins = [handsetOf(imei(1), 'P1', ['1']), handsetOf(imei(2), 'P1', ['1'])];
    expect(inferMatches(market({ lines: [open], candidates: [...twins, ...crowd] }))).toEqual([]);
  });

  it('gives a line no more handsets than it sold, and a handset one line', () => {
    const number = fc.constantFrom('1', '2', '3');
    fc.assert(
      fc.property(
        fc.array(number, { minLength: 1, maxLength: 8 }),
        fc.array(fc.tuple(number, fc.integer({ min: 1, max: 3 })), { minLength: 1, maxLength: 6 }),
        (called, orders) => {
          const lines = orders.map(([n, openUnits], at) => ({
            line: lineOf(`O${at}`),
            buyer: buyer(n, ['P1']),
            openUnits,
          }));
          const callers = called.map((n, at) => handsetOf(imei(at), 'P1', [n]));
          const found = inferMatches(market({ lines, candidates: [...callers, ...crowd], seenShare: 0.9 }));
          for (const open of lines)
            expect(found.filter((match) => match.open === open).length).toBeLessThanOrEqual(open.openUnits);
          expect(new Set(found.map(({ handset }) => handset)).size).toBe(found.length);
        },
      ),
    );
  });

  it('uses the prison of the buyer’s inmates when the handset is alone there', () => {
    const open = { line: lineOf('O1'), buyer: buyer('1', ['P9']), openUnits: 1 };
    const alone = handsetOf(imei(1), 'P9');
    const found = inferMatches(market({ lines: [open], candidates: [alone, ...crowd], seenShare: 0.9 }));
    expect(found.map(({ handset }) => handset)).toEqual([alone]);
    expect(inferMatches(market({ lines: [open], candidates: crowd, seenShare: 0.9 }))).toEqual([]);
  });

  it('finds nothing in an empty market', () => {
    expect(inferMatches(market({ lines: [] }))).toEqual([]);
    const open = { line: lineOf('O1', { ordered_at_s: 30 * DAY }), buyer: undefined, openUnits: 1 };
    expect(inferMatches(market({ lines: [open], candidates: [] }))).toEqual([]);
  });
});
