import { describe, expect, it } from 'vitest';
import { luhnCheckDigit } from '../model/identifiers.ts';
import { contactOf, handsetOf, lineOf, MINI, phone } from './market.testing.ts';
import type { HandsetSummary } from './summary.ts';
import { traceLedger } from './trace.ts';

const imei = (serial: number): string => `99000001${String(serial).padStart(6, '0')}`;
const full = (serial: number): string => imei(serial) + String(luhnCheckDigit(imei(serial)));
const buyerOf = (serial: number): string => `337000${serial}`;
const SOLD = [100, 102, 104, 106, 108, 110, 112, 114];
const strangers = Array.from({ length: 300 }, (_, at) => handsetOf(`9800000100${String(at).padStart(4, '0')}`, 'P1'));

/** Eight units sold with their number, each to a buyer of its own. */
function traced(handsets: readonly HandsetSummary[], ledger = SOLD.map((n) => soldTo(n))) {
  return traceLedger({
    ledger,
    handsets: [...handsets, ...strangers],
    profiles: [MINI],
    areas: [{ id: 'P1', kind: 'prison', name: 'P1', capacity: undefined, polygons: [] }],
    from_s: 0,
    visits: [],
    contacts: SOLD.map((n) => contactOf(`E${n}`, buyerOf(n))),
    rolls: [],
    rooms: [],
  });
}
const soldTo = (n: number, rest = {}) => lineOf(`O${n}`, { imeis: [full(n)], buyer_phone: phone(buyerOf(n)), ...rest });
const used = (n: number, calls: string[]) => handsetOf(imei(n), 'P1', calls);

describe('hidden numbers', () => {
  it('are found rightly where each handset calls its buyer, and not at all where none calls anybody', () => {
    expect(traced(SOLD.map((n) => used(n, [buyerOf(n)]))).hidden).toEqual({ units: 8, rightly: 8, wrongly: 0 });
    expect(traced(SOLD.map((n) => used(n, []))).hidden).toEqual({ units: 8, rightly: 0, wrongly: 0 });
  });

  it('are found wrongly where an unsold handset of the batch calls the buyer', () => {
    const rivals = SOLD.map((n) => used(n + 1, [buyerOf(n)]));
    expect(traced([...SOLD.map((n) => used(n, [])), ...rivals]).hidden).toEqual({ units: 8, rightly: 0, wrongly: 8 });
  });

  it('change nothing of what is joined', () => {
    const { rows } = traced(SOLD.map((n) => used(n, [buyerOf(n)])));
    expect(rows.map(({ imei14, match }) => [imei14, match])).toEqual(SOLD.map((n) => [imei(n), 'imei']));
  });

  it('are not those of lines with several units, of which another may be right as well', () => {
    const ledger = SOLD.map((n) => soldTo(n, { quantity: 2 }));
    expect(
      traced(
        SOLD.map((n) => used(n, [buyerOf(n)])),
        ledger,
      ).hidden.units,
    ).toBe(0);
  });
});
