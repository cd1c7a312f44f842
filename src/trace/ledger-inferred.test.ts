import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { BuyerLink } from './buyer-to-prison.ts';
import {
  countMarket,
  indexCallers,
  inferMatches as infer,
  type InferredMatch,
  type InferredMarket,
  type OpenLine,
  pairLikelihood,
} from './ledger-inferred.ts';
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

describe('pairLikelihood, by hand from docs/methods/ledger-match.md', () => {
  const value = (open: OpenLine, target: ReturnType<typeof handsetOf>, rest: Partial<InferredMarket>): number => {
    const all = market({ lines: [open], candidates: [target, ...crowd], ...rest });
    return pairLikelihood(open, target, all, countMarket(all, indexCallers(all.candidates))).value;
  };
  const undated = (link: BuyerLink | undefined, city = ''): OpenLine => ({
    line: { ...lineOf('O1', { ship_city: city }), ordered_at_s: undefined },
    buyer: link,
    openUnits: 1,
  });

  it('a call to the buyer: 0.5 if tied to an inmate, else 0.1, against the share of the others who call', () => {
    const target = handsetOf(imei(1), 'P1', ['1']);
    // None of the twenty others calls: (0 + 1/2) of 22.
    expect(value(undated(buyer('1', ['P1'])), target, {})).toBeCloseTo(0.5 / (0.5 / 22), 9);
    expect(value(undated(buyer('1', [])), target, {})).toBeCloseTo(0.1 / (0.5 / 22), 9);
  });

  it('no call: 0.4 against the share of candidates in the prisons of the inmates, the rest elsewhere', () => {
    const silent = (rate: number): number => (1 - rate) / (1 - 0.5 / 22);
    const there = handsetOf(imei(1), 'P1');
    // Ten of the twenty others live in P1.
    expect(value(undated(buyer('1', ['P1'])), there, {})).toBeCloseTo((silent(0.5) * 0.8) / (10.5 / 22), 9);
    expect(value(undated(buyer('1', ['P9'])), there, {})).toBeCloseTo((silent(0.5) * 0.2) / (1 - 0.5 / 22), 9);
    expect(value(undated(buyer('1', [])), there, {})).toBeCloseTo(silent(0.1), 9);
    expect(value(undated(undefined), there, {})).toBe(1);
  });

  it('dates: a log-normal delay of median 15 days and sigma 1 against the mean over the lines, within ten to one', () => {
    const line = (order_id: string, day: number): OpenLine => ({
      line: lineOf(order_id, { ordered_at_s: day * DAY }),
      buyer: undefined,
      openUnits: 1,
    });
    const [usual, slow] = [line('O1', 15), line('O2', 0)];
    const target = handsetOf(imei(1), 'P1', [], { first_seen_s: 30 * DAY });
    // At the median 1/15, at twice the median exp(-(ln 2)²/2)/30, both over sigma and the root of 2π.
    const [own, other] = [1 / 15, Math.exp(-(Math.LN2 ** 2) / 2) / 30];
    expect(value(usual, target, { lines: [usual, slow] })).toBeCloseTo((2 * own) / (own + other), 9);
    expect(value(slow, target, { lines: [usual, slow] })).toBeCloseTo((2 * other) / (own + other), 9);
    const late = [line('O3', 31), line('O4', 29.99)];
    expect(value(late[0] ?? usual, target, { lines: late })).toBe(1e-3);
    expect(value(late[1] ?? usual, target, { lines: [usual, ...late] })).toBe(0.1);
    const crowded = [usual, ...Array.from({ length: 30 }, (_, n) => line(`L${n}`, 31))];
    expect(value(usual, target, { lines: crowded })).toBe(10);
  });

  it('city: its share among the traced lines of the area, smoothed by five, against all traced lines', () => {
    const traced = (city: string, area: string, n: number) => Array.from({ length: n }, () => ({ city, area }));
    const tracedCities = [...traced('X', 'P1', 6), ...traced('Y', 'P1', 2), ...traced('Y', 'P2', 10)];
    const overall = (6 + 1) / (18 + 2);
    expect(value(undated(undefined, 'X'), handsetOf(imei(1), 'P1'), { tracedCities })).toBeCloseTo(
      (6 + 5 * overall) / (8 + 5) / overall,
      9,
    );
    expect(value(undated(undefined, 'X'), handsetOf(imei(1), 'P2'), { tracedCities })).toBeCloseTo(5 / 15, 9);
  });
});
