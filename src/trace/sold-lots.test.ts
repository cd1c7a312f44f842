import { describe, expect, it } from 'vitest';
import { luhnCheckDigit, type Imei14 } from '../model/identifiers.ts';
import { lineOf, MINI } from './market.testing.ts';
import { soldLots } from './sold-lots.ts';

const imei = (serial: number): Imei14 => `99000001${String(serial).padStart(6, '0')}` as Imei14;
/** With its check digit, as on a label. */
const label = (serial: number): string => `${imei(serial)}${luhnCheckDigit(imei(serial))}`;
const sold = (...imeis: string[]) => [lineOf('O', { imeis })];
const used = (...serials: number[]) => serials.map((serial) => ({ imei14s: [imei(serial)] }));

describe('soldLots', () => {
  it('counts serials of the order book and of the records once, and tells them apart', () => {
    const ledger = sold(...[1000, 1004, 1013].map(label));
    const [lot, ...others] = soldLots(ledger, [MINI], used(1004, 1009, 1020, 1022));
    expect(lot).toMatchObject({ model: 'Mini', first: 1000, last: 1022, seen: 6, ordered: 3, recorded: 4 });
    expect(others).toEqual([]);
  });

  it('knows no lot of the seller where the records alone show a run, nor around one order', () => {
    expect(soldLots([], [MINI], used(1000, 1004, 1009, 1013, 1020))).toEqual([]);
    expect(soldLots(sold(label(1000)), [MINI], used(1004, 1009, 1013, 1020))).toEqual([]);
  });

  it('leaves strangers of the model out that stand in no run with what was sold', () => {
    const ledger = sold(...[1000, 1004, 1009, 1013, 1020].map(label));
    const [lot] = soldLots(ledger, [MINI], used(40_000, 300_000, 720_000));
    expect(lot).toMatchObject({ first: 1000, last: 1020, seen: 5, recorded: 0 });
  });

  it('takes a number that nothing confirms only where it lies in a lot that others show', () => {
    const ledger = sold(...[1000, 1004, 1009, 1013, 1020].map(label), imei(1017), imei(1022), imei(71_017));
    expect(soldLots(ledger, [MINI], [])).toMatchObject([{ first: 1000, last: 1020, seen: 6, ordered: 6 }]);
  });

  it('leaves out what is written with a wrong check digit', () => {
    const wrong = `${imei(1011)}${(luhnCheckDigit(imei(1011)) + 1) % 10}`;
    const ledger = sold(...[1000, 1004, 1009, 1013, 1020].map(label), wrong);
    expect(soldLots(ledger, [MINI], [])[0]).toMatchObject({ last: 1020, seen: 5, ordered: 5 });
  });

  it('counts a two-SIM handset once, under whichever of its numbers it was sold', () => {
    const twins = [1000, 1004, 1009, 1013, 1020].map((serial) => ({ imei14s: [imei(serial + 1), imei(serial)] }));
    const ledger = sold(label(1001), label(1004));
    const lots = soldLots(ledger, [{ ...MINI, sims: 2 }], twins);
    expect(lots).toMatchObject([{ seen: 5, ordered: 2, recorded: 5, twoSims: true }]);
  });

  it('does not take a popular model for one lot: many strangers stand far apart', () => {
    const ledger = sold(...[1000, 1004, 1009, 1013, 1020].map(label));
    const strangers = Array.from({ length: 500 }, (_, n) => 50_000 + n * 1900);
    expect(soldLots(ledger, [MINI], used(1024, ...strangers))).toMatchObject([
      { first: 1000, last: 1024, recorded: 1 },
    ]);
  });

  it('counts no serial in two lots: a run that reaches back into another is one with it', () => {
    const each = Array.from({ length: 11 }, (_, i) => 1000 + i);
    const tenth = Array.from({ length: 11 }, (_, i) => 1065 + 10 * i);
    const lots = soldLots(sold(...[...each, ...tenth].map(label)), [MINI], []);
    expect(lots.reduce((sum, { ordered }) => sum + ordered, 0)).toBe(22);
    const ends = lots.map(({ first, last }) => [first, last]).toSorted((a, b) => a[0]! - b[0]!);
    ends.slice(1).forEach(([first], i) => expect(first).toBeGreaterThan(ends[i]![1]!));
  });

  it('joins two runs of the order book where the records fill what lies between', () => {
    const [low, high] = [
      [1000, 1002, 1004, 1006],
      [1200, 1202, 1204, 1206],
    ];
    const ledger = sold(...[...low, ...high].map(label));
    expect(soldLots(ledger, [MINI], []).map(({ seen }) => seen)).toEqual([]);
    const between = Array.from({ length: 40 }, (_, n) => 1008 + n * 5);
    expect(soldLots(ledger, [MINI], used(...between))).toMatchObject([{ first: 1000, last: 1206, ordered: 8 }]);
  });
});
