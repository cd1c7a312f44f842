import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { LedgerLine } from '../model/case.ts';
import { luhnCheckDigit } from '../model/identifiers.ts';
import { contactOf, handsetOf, lineOf, MINI, phone, visitOf } from './market.testing.ts';
import type { HandsetSummary } from './summary.ts';
import { traceLedger, type Traced, type TraceInput, type TraceRow } from './trace.ts';

const prison = (id: string) => ({ id, kind: 'prison' as const, name: id, capacity: undefined, polygons: [] });
const run = (ledger: LedgerLine[], handsets: HandsetSummary[], more: Partial<TraceInput> = {}): readonly TraceRow[] =>
  traced(ledger, handsets, more).rows;
const traced = (ledger: LedgerLine[], handsets: HandsetSummary[], more: Partial<TraceInput> = {}): Traced =>
  traceLedger({
    ledger,
    handsets,
    profiles: [MINI],
    areas: [prison('P1'), prison('P2')],
    from_s: 0,
    visits: [],
    contacts: [],
    rolls: [],
    rooms: [],
    ...more,
  });
const imei = (serial: number): string => `99000001${String(serial).padStart(6, '0')}`;
const full = (serial: number): string => imei(serial) + String(luhnCheckDigit(imei(serial)));
/** A ledger and records of one batch of 40 serials: every second sold with its number, every fourth in use. */
const batch = Array.from({ length: 20 }, (_, at) => lineOf(`S${at}`, { imeis: [full(100 + at * 2)] }));
const strangers = Array.from({ length: 300 }, (_, at) => handsetOf(`9800000100${String(at).padStart(4, '0')}`, 'P1'));
const BUYER = '33700000001';

describe('traceLedger', () => {
  it('joins equal numbers, with the prison where the handset is served and the buyer’s inmates', () => {
    const rows = run([lineOf('O1', { imeis: [full(5)], buyer_phone: phone(BUYER) })], [handsetOf(imei(5), 'P1')], {
      visits: [visitOf('P1', 'E1', BUYER)],
    });
    expect(rows).toMatchObject([
      { order_id: 'O1', imei14: imei(5), match: 'imei', prison_id: 'P1', inmate_ids: ['E1'] },
    ]);
  });

  it('names no prison for a handset that lives at a placebo area or nowhere', () => {
    const placebo = { ...prison('Z1'), kind: 'placebo' as const };
    const rows = run(
      [lineOf('O1', { imeis: [full(5), full(6)], quantity: 2 })],
      [handsetOf(imei(5), 'Z1'), handsetOf(imei(6), undefined)],
      {
        areas: [placebo],
      },
    );
    expect(rows.map((row) => row.prison_id)).toEqual(['', '']);
  });

  it('takes the component of a cloned identifier that the buyer points to', () => {
    const clones = [
      handsetOf(imei(5), 'P2', [], { component: 1, events: 90 }),
      handsetOf(imei(5), 'P1', [BUYER], { component: 2, events: 20 }),
    ];
    const line = lineOf('O1', { imeis: [full(5)], buyer_phone: phone(BUYER) });
    expect(run([line], clones)).toMatchObject([{ prison_id: 'P1', via: ['written-imei', 'cloned-imei'] }]);
  });

  it('claims a number that two lines confirm for neither', () => {
    expect(
      run([lineOf('O1', { imeis: [full(5)] }), lineOf('O2', { imeis: [full(5)] })], [handsetOf(imei(5), 'P1')]),
    ).toEqual([]);
  });

  it('infers the handset that calls the buyer, once, to one line', () => {
    const open = lineOf('X1', { buyer_phone: phone(BUYER) });
    const handsets = [
      handsetOf(imei(101), 'P1', [BUYER]),
      handsetOf(imei(103), 'P1'),
      handsetOf(imei(105), 'P2'),
      ...strangers,
    ];
    const rows = run([...batch, open], handsets, { contacts: [contactOf('E1', BUYER)] });
    expect(rows).toMatchObject([{ order_id: 'X1', imei14: imei(101), match: 'inferred', inmate_ids: ['E1'] }]);
    expect(rows[0]?.llr10).toBeGreaterThan(1);
    const twice = run([...batch, open, { ...open, order_id: 'X2' }], handsets, { contacts: [contactOf('E1', BUYER)] });
    expect(twice.length).toBeLessThanOrEqual(1);
  });

  it('keeps the order of the ledger, whichever way each line was matched', () => {
    const inferred = lineOf('A0', { buyer_phone: phone(BUYER) });
    const handsets = [handsetOf(imei(101), 'P1', [BUYER]), handsetOf(imei(100), 'P1'), ...strangers];
    const tie = { contacts: [contactOf('E1', BUYER)] };
    const orders = (ledger: LedgerLine[]): string[] => run(ledger, handsets, tie).map(({ order_id }) => order_id);
    expect(orders([inferred, ...batch])).toEqual(['A0', 'S0']);
    expect(orders([...batch, inferred])).toEqual(['S0', 'A0']);
    const two = lineOf('T', { imeis: [full(107), full(103)], quantity: 2 });
    const both = run([two], [handsetOf(imei(103), 'P1'), handsetOf(imei(107), 'P1')]);
    expect(both.map((row) => row.imei14)).toEqual([imei(103), imei(107)]);
  });

  it('does not infer a handset seen before the order, of another batch, or without any tie', () => {
    const open = lineOf('X1', { buyer_phone: phone(BUYER), ordered_at_s: 11 * 86_400 });
    const tie = { contacts: [contactOf('E1', BUYER)] };
    const others = [handsetOf(imei(103), 'P1'), handsetOf(imei(105), 'P2'), ...strangers];
    expect(run([...batch, open], [handsetOf(imei(101), 'P1', [BUYER]), ...others], tie)).toEqual([]);
    expect(
      run([...batch, { ...open, ordered_at_s: 0 }], [handsetOf(imei(900_000), 'P1', [BUYER]), ...others], tie),
    ).toEqual([]);
    expect(run([...batch, lineOf('X1')], [handsetOf(imei(101), 'P1'), ...others])).toEqual([]);
  });

  it('gives each handset to one line and never more units than a line sold', () => {
    const serials = fc.array(fc.nat(60), { maxLength: 6 });
    const lines = fc.array(fc.tuple(serials, fc.integer({ min: 1, max: 4 }), fc.boolean()), { maxLength: 12 });
    const used = fc.array(fc.tuple(fc.nat(60), fc.constantFrom('P1', 'P2'), fc.boolean()), { maxLength: 30 });
    fc.assert(
      fc.property(lines, used, (sold, seen) => {
        const ledger = sold.map(([list, more, called], at) =>
          lineOf(`O${at}`, {
            imeis: list.map((n) => (n % 3 === 0 ? imei(n) : full(n))),
            quantity: list.length + more,
            buyer_phone: called ? phone(`3370000000${at % 3}`) : undefined,
          }),
        );
        const handsets = new Map(
          seen.map(([n, area, calls]) => [n, handsetOf(imei(n), area, calls ? [`3370000000${n % 3}`] : [])]),
        );
        const rows = run(ledger, [...handsets.values()]);
        expect(new Set(rows.map((row) => row.imei14)).size).toBe(rows.length);
        for (const line of ledger) {
          expect(rows.filter((row) => row.order_id === line.order_id).length).toBeLessThanOrEqual(line.quantity);
        }
      }),
      {
        examples: [
          [
            [
              [[30], 1, false],
              [[33], 1, false],
            ],
            [[31, 'P1', false]],
          ],
        ],
      },
    );
  });
});
