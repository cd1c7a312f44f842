import { describe, expect, it } from 'vitest';
import type { Seizure } from '../model/case.ts';
import type { Imei14 } from '../model/identifiers.ts';
import type { TraceRow } from '../trace/index.ts';
import { at, digestOf, documentsOf, subjectOf } from './a-small-prison.testing.ts';
import { found_ln, foundWith, ledgerTie_ln, rooms_ln } from './direct-ties.ts';
import { InmatePlaces } from './inmate-places.ts';

const N = 100;
const INMATES = Array.from({ length: N }, (_, i) => `E${i}`);
const documents = documentsOf(N);
const places = new InmatePlaces(documents);
const subject = subjectOf(digestOf({ imei: '35000000000001', fromDay: 0, untilDay: 10 }));
const seizure = (more: Partial<Seizure>): Seizure => ({
  seizure_id: 'Z',
  search_id: 'R',
  at_s: at(10),
  prison_id: 'P1',
  cell_id: 'P1-3',
  kind: 'handset',
  imei14s: ['35000000000001' as Imei14],
  iccid: '',
  model: '',
  hiding_place: '',
  attributed_inmate_id: '',
  ...more,
});
const mean = (ln: (inmate: string) => number) => INMATES.reduce((s, inmate) => s + Math.exp(ln(inmate)), 0) / N;

describe('order book', () => {
  const row = { inmate_ids: ['E1', 'E2'] } as unknown as TraceRow;
  it('speaks for the named and against the others; means no more than it names', () => {
    expect(ledgerTie_ln([row], 'E1', N)).toBeGreaterThan(Math.log(30));
    expect(ledgerTie_ln([row], 'E3', N)).toBeLessThan(0);
    expect(mean((inmate) => ledgerTie_ln([row], inmate, N))).toBeCloseTo(1, 1);
    expect(ledgerTie_ln([], 'E1', N)).toBe(0);
  });
});

describe('ties, by hand from docs/methods/user.md', () => {
  const ratio = (ln: number): number => Math.exp(ln);
  it('bought for one of those named with 0.7, else for anyone; nothing where all are named', () => {
    const row = { inmate_ids: ['E1', 'E2'] } as unknown as TraceRow;
    expect(ratio(ledgerTie_ln([row, row], 'E1', N))).toBeCloseTo((0.7 / 2 + 0.3 / N) * N, 9);
    expect(ratio(ledgerTie_ln([row], 'E3', N))).toBeCloseTo(0.3, 9);
    expect(ledgerTie_ln([row], 'E1', 2)).toBe(0);
  });

  it('attributed by the search: right with 0.9; found at a bed: 0.7, shared by those who had one there', () => {
    const found = (attributed: string, ...beds: string[]) => ({ attributed, atInmates: new Set(beds) });
    expect(ratio(found_ln(found('E9', 'E3'), 'E9', N))).toBeCloseTo((0.9 + 0.1 / N) * N, 9);
    expect(ratio(found_ln(found('E9', 'E3'), 'E3', N))).toBeCloseTo(0.1, 9);
    expect(ratio(found_ln(found('', 'E3', 'E4', 'E5'), 'E4', N))).toBeCloseTo((0.7 / 3 + 0.3 / N) * N, 9);
    expect(ratio(found_ln(found('', 'E3'), 'E4', N))).toBeCloseTo(0.3, 9);
    expect(found_ln(found('', ...INMATES), 'E4', N)).toBe(0);
    expect(found_ln(found(''), 'E4', N)).toBe(0);
    expect(found_ln(undefined, 'E4', N)).toBe(0);
  });

  it('rooms: the share of an inmate against the mean of all; 15 % of it says nothing', () => {
    const session = { from_s: at(1), until_s: at(1) + 60 };
    const ln = rooms_ln(
      [
        { ...session, cell_id: 'P1-3', p: 0.6 },
        { ...session, cell_id: 'P1-4', p: 0.2 },
        { ...session, cell_id: 'outside', p: 0.2 },
      ],
      INMATES,
      places,
    );
    expect(ratio(ln.get('E3') ?? NaN)).toBeCloseTo(0.15 + 0.85 * (0.6 / (0.8 / N)), 9);
    expect(ratio(ln.get('E4') ?? NaN)).toBeCloseTo(0.15 + 0.85 * (0.2 / (0.8 / N)), 9);
  });
});

describe('a find', () => {
  it('speaks for whoever had a bed there; an attribution speaks louder', () => {
    const in3 = foundWith(subject, { seizures: [seizure({})] }, places, INMATES);
    expect([...(in3?.atInmates ?? [])]).toEqual(['E3']);
    const named = foundWith(subject, { seizures: [seizure({ attributed_inmate_id: 'E9' })] }, places, INMATES);
    expect(found_ln(in3, 'E3', N)).toBeGreaterThan(3);
    expect(found_ln(named, 'E9', N)).toBeGreaterThan(found_ln(in3, 'E3', N));
    expect(found_ln(named, 'E3', N)).toBeLessThan(0);
  });

  it('is not that of another component, which goes on afterwards, nor of another handset', () => {
    expect(foundWith(subject, { seizures: [seizure({ at_s: at(5) })] }, places, INMATES)).toBeUndefined();
    expect(foundWith(subject, { seizures: [seizure({ imei14s: [] })] }, places, INMATES)).toBeUndefined();
    expect(foundWith(subject, { seizures: [seizure({ kind: 'sim' })] }, places, INMATES)).toBeUndefined();
    expect(foundWith(subject, { seizures: [seizure({ prison_id: 'P2' })] }, places, INMATES)).toBeUndefined();
  });
});

describe('rooms', () => {
  const session = (day: number, cell_id: string, p: number) => ({ from_s: at(day), until_s: at(day) + 60, cell_id, p });
  it('is the mean over sessions, not a product: ten sessions are worth no more than one', () => {
    const one = rooms_ln([session(1, 'P1-3', 0.6), session(1, 'P1-4', 0.3)], INMATES, places);
    const ten = rooms_ln(
      Array.from({ length: 10 }, (_, d) => [session(d, 'P1-3', 0.6), session(d, 'P1-4', 0.3)]).flat(),
      INMATES,
      places,
    );
    expect(one.get('E3')).toBeGreaterThan(one.get('E4') ?? NaN);
    expect(ten.get('E3')).toBeCloseTo(one.get('E3') ?? NaN, 12);
    expect(one.get('E7')).toBeCloseTo(Math.log(0.15), 12);
    expect(mean((inmate) => one.get(inmate) ?? NaN)).toBeCloseTo(1, 9);
  });

  it('says nothing without sessions, or where all of it is outside', () => {
    expect(rooms_ln([], INMATES, places).size).toBe(0);
    expect(rooms_ln([session(1, 'outside', 1)], INMATES, places).size).toBe(0);
  });
});
