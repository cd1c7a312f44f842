import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LOGGED } from '../../model/logged-reads.testing.ts';
import type { HandsetHistory } from '../../model/record.ts';
import type { Block } from '../../store/native-blocks.ts';
import type { RecordStore } from '../../store/records.ts';
import type { Cells } from './cells.ts';
import { readHistories } from './histories.ts';

interface Row {
  readonly imei: string;
  readonly at: number;
  readonly leg: number;
  readonly cell: number;
  readonly duration: number;
  readonly protected: boolean;
  readonly byHandset: boolean;
  readonly imsi: string;
  readonly msisdn: string;
  readonly other: string;
}

const marked = (text: string): bigint => (/^\d{1,15}$/.test(text) ? BigInt(`1${text}`) : 0n);

/** Columns as the store gives them: two 32-bit halves for each 64-bit number. */
function block(rows: readonly Row[]): Block {
  const wide = (value: (r: Row) => bigint): Uint32Array => new Uint32Array(BigUint64Array.from(rows, value).buffer);
  return {
    rows: rows.length,
    columns: new Map<string, Uint8Array | Uint32Array>([
      ['imei14', wide((r) => BigInt(r.imei))],
      ['at_s', Uint32Array.from(rows, (r) => r.at)],
      ['leg_id', wide((r) => BigInt(r.leg))],
      ['cell_number', wide((r) => BigInt(r.cell))],
      ['service', Uint8Array.from(rows, () => 1)],
      ['direction', Uint8Array.from(rows, () => 2)],
      ['duration_s', Uint32Array.from(rows, (r) => r.duration)],
      ['protected', Uint8Array.from(rows, (r) => (r.protected ? 1 : 0))],
      ['by_handset', Uint8Array.from(rows, (r) => (r.byHandset ? 1 : 0))],
      ['imsi_marked', wide((r) => marked(r.imsi))],
      ['msisdn_marked', wide((r) => marked(r.msisdn))],
      ['other_marked', wide((r) => marked(r.other))],
    ]),
  };
}

/** Cells 1..9 are known, others are in no table; each is its own row of the table. */
const cells: Cells = {
  cells: [],
  idOf: (low) => (low === 0 ? 0 : low < 10 ? low : 0xffff_ffff),
  indexAt: (id) => (id === 0 ? -1 : id === 0xffff_ffff ? -2 : id),
};

async function read(rows: readonly Row[], cuts: readonly number[]): Promise<HandsetHistory[]> {
  const ends = [...new Set([...cuts.map((cut) => cut % (rows.length + 1)), rows.length])].sort((a, b) => a - b);
  async function* stream(): AsyncGenerator<Block> {
    let from = 0;
    for (const end of ends) {
      yield block(rows.slice(from, end));
      from = end;
    }
  }
  const store = { stream: () => stream() } as unknown as RecordStore;
  const histories: HandsetHistory[] = [];
  for await (const history of readHistories(store, LOGGED.records, cells)) histories.push(history);
  return histories;
}

const row = fc.record({
  imei: fc.constantFrom('00100000000001', '00100000000002', '00100000000003'),
  at: fc.integer({ min: 1, max: 6 }),
  leg: fc.integer({ min: 1, max: 3 }),
  cell: fc.constantFrom(0, 1, 2, 99),
  duration: fc.integer({ min: 0, max: 1000 }),
  protected: fc.boolean(),
  byHandset: fc.boolean(),
  imsi: fc.constantFrom('001010000000001', '001010000000002'),
  msisdn: fc.constantFrom('', '33700000001', '00123'),
  other: fc.constantFrom('', '33700000002', 'ALERT', '0039'),
});
const key = (r: Row): string => `${r.imei}/${r.at}/${r.leg}`;
const sorted = (rows: readonly Row[]): Row[] =>
  rows.toSorted((a, b) => (a.imei === b.imei ? a.at - b.at || a.leg - b.leg : a.imei < b.imei ? -1 : 1));

describe('readHistories', () => {
  it('counts each leg once and reads it the same wherever the stream is cut', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(row, { maxLength: 30 }), fc.array(fc.nat(), { maxLength: 20 }), async (rows, cuts) => {
        const whole = await read(sorted(rows), []);
        expect(await read(sorted(rows), cuts)).toEqual(whole);
        expect(whole.reduce((sum, h) => sum + h.at_s.length, 0)).toBe(new Set(rows.map(key)).size);
        expect(whole.map((h) => h.imei14)).toEqual([...new Set(sorted(rows).map((r) => r.imei))]);
        for (const h of whole) expect(h.whole_traffic).toBe(rows.some((r) => r.imei === h.imei14 && r.byHandset));
        const asked = new Map<string, number>();
        for (const r of sorted(rows)) asked.set(key(r), Math.max(Number(r.byHandset), asked.get(key(r)) ?? 0));
        expect(whole.flatMap((h) => [...(h.asked ?? [])])).toEqual([...asked.values()]);
      }),
      { numRuns: 200 },
    );
  });
  it('names the right SIM of an identifier that more than 65,535 had', async () => {
    const imsiOf = (i: number): string => `00101${String(i).padStart(10, '0')}`;
    const rows = Array.from({ length: 66_000 }, (_, i): Row => ({
      imei: '00100000000001',
      at: i + 1,
      leg: 1,
      cell: 1,
      duration: 1,
      protected: false,
      byHandset: false,
      imsi: imsiOf(i),
      msisdn: '',
      other: '',
    }));
    const [history] = await read(rows, []);
    const named = [0, 65_534, 65_535, 65_536, 65_999].map((i) => history?.imsis[history.imsi[i] ?? -1]);
    expect(named).toEqual([0, 65_534, 65_535, 65_536, 65_999].map(imsiOf));
  });
  it('takes the cell from the delivery that knows it, whichever comes first', async () => {
    const base = {
      imei: '00100000000001',
      at: 5,
      leg: 1,
      duration: 1,
      protected: false,
      byHandset: false,
      imsi: '001010000000001',
      msisdn: '',
      other: '',
    };
    for (const order of [
      [0, 2, 99],
      [99, 0, 2],
      [2, 99, 0],
    ]) {
      const [history] = await read(
        order.map((cell) => ({ ...base, cell })),
        [],
      );
      expect([...(history?.cell ?? [])]).toEqual([2]);
    }
  });
  it('keeps leading zeros, masks protected correspondents and takes no word for a number', async () => {
    const base = {
      imei: '00100000000001',
      leg: 1,
      cell: 1,
      duration: 1,
      byHandset: false,
      imsi: '001010000000001',
      msisdn: '00123',
    };
    const rows = [
      { ...base, at: 1, protected: true, other: '' },
      { ...base, at: 2, protected: false, other: 'ALERT' },
      { ...base, at: 3, protected: false, other: '0039' },
    ];
    const [history] = await read(rows, [2]);
    expect([...(history?.contact ?? [])]).toEqual([-2, -1, 0]);
    expect([history?.contacts, history?.imsis, history?.msisdns]).toEqual([['0039'], ['001010000000001'], ['00123']]);
  });
});
