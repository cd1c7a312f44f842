import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CellDistances } from './cell-moves.ts';
import { splitClones } from './clone-components.ts';
import { cellsAt, DAY_S, historyOf, HOUR_S, type Leg } from './history.testing.ts';

// Towns A (cells 0, 1), B (2, 3) 60 km off, C (4, 5) 700 km off.
const distances = new CellDistances(cellsAt([0, 4, 60, 64, 700, 704]));
const IMEI = '99000001000010';
const sizes = (legs: readonly Leg[]): number[] =>
  splitClones(historyOf(IMEI, legs), distances).map((c) => c.at_s.length);
/** `n` legs, every `every_s`, of one SIM in one town. */
const life = (imsi: string, cells: readonly number[], n: number, every_s: number, from_s = 0): Leg[] =>
  Array.from({ length: n }, (_, at) => ({ at_s: from_s + at * every_s, imsi, cell: cells[at % cells.length] ?? 0 }));

describe('splitClones', () => {
  it('splits an identifier used in two towns at once, larger component first', () => {
    expect(sizes([...life('1', [0, 1], 60, 5 * HOUR_S), ...life('2', [2, 3], 40, 7 * HOUR_S, 1000)])).toEqual([60, 40]);
  });

  it('puts every SIM of a changer with its own device', () => {
    const changer = ['1', '2', '3'].flatMap((imsi, at) => life(imsi, [0, 1], 20, 5 * HOUR_S, at * 5 * DAY_S));
    const legs = [...changer, ...life('9', [2, 3], 40, 7 * HOUR_S, 1000)];
    expect(sizes(legs)).toEqual([60, 40]);
  });

  it('tells six devices apart, two in each of three towns, by the masts they live at', () => {
    const legs = [1, 2, 3, 4, 5, 6].flatMap((n) => life(String(n), [n - 1], 30 + n, 6 * HOUR_S + n * 1111, n * 777));
    expect(sizes(legs)).toEqual([36, 35, 34, 33, 32, 31]);
  });

  it('leaves ordinary lives whole: one town, a commuter, trains, a flight, a move with a new SIM', () => {
    expect(sizes(life('1', [0, 1], 50, HOUR_S))).toEqual([50]);
    expect(sizes(life('1', [0, 2], 50, HOUR_S))).toEqual([50]);
    const train = Array.from({ length: 20 }, (_, at) => ({ at_s: at * HOUR_S, imsi: '1', cell: at % 2 === 0 ? 0 : 2 }));
    expect(sizes(train)).toEqual([20]);
    expect(sizes([...life('1', [0], 10, HOUR_S), ...life('1', [4], 10, HOUR_S, 12 * HOUR_S)])).toEqual([20]);
    expect(sizes([...life('1', [0], 10, HOUR_S), ...life('2', [4], 10, HOUR_S, 3 * DAY_S)])).toEqual([20]);
  });

  it('leaves SIM changers at home whole, however often they change', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(30 * DAY_S), fc.nat(1), fc.nat(5), fc.nat(600)), { minLength: 2, maxLength: 80 }),
        (legs) => {
          const found = sizes(
            legs.map(([at_s, cell, imsi, duration_s]) => ({ at_s, cell, imsi: String(imsi), duration_s })),
          );
          expect(found).toEqual([legs.length]);
        },
      ),
    );
  });

  it('is not split by one stray record far away, nor by clocks off by two minutes', () => {
    const home = [...life('1', [0], 40, 2 * HOUR_S), ...life('2', [0], 40, 2 * HOUR_S, 600)];
    for (const at_s of [60, 10_000, 100_000]) expect(sizes([...home, { at_s, imsi: '1', cell: 4 }])).toEqual([81]);
    const jitter = Array.from({ length: 40 }, (_, at) => ({ at_s: at * 2 * HOUR_S + (at % 2) * 240, cell: at % 2 }));
    expect(sizes(jitter)).toEqual([40]);
  });

  it('splits even one SIM when its records are in two places day after day', () => {
    const found = sizes([...life('1', [0], 30, 4 * HOUR_S), ...life('1', [4], 30, 4 * HOUR_S, 300)]);
    expect(found).toEqual([30, 30]);
  });

  it('asks for four such moves of one SIM, on different days or between different masts', () => {
    const away = (days: number, perDay: number): Leg[] =>
      Array.from({ length: days }, (_, day) =>
        Array.from({ length: perDay }, (_, k) => [
          { at_s: day * DAY_S + k * HOUR_S, cell: 0 },
          { at_s: day * DAY_S + k * HOUR_S + 300, cell: 4 },
        ]),
      ).flat(2);
    expect(sizes(away(1, 8))).toEqual([16]);
    expect(sizes(away(3, 2))).toEqual([12]);
    expect(sizes(away(4, 2))).toEqual([8, 8]);
  });

  it('puts a leg without a place with the stay before it', () => {
    const legs = Array.from({ length: 8 }, (_, day) => [
      { at_s: day * DAY_S, cell: 0 },
      { at_s: day * DAY_S + 60, cell: -1 },
      { at_s: day * DAY_S + 300, cell: 4 },
    ]).flat();
    const parts = splitClones(historyOf(IMEI, legs), distances);
    expect(parts.map((part) => [...part.cell].sort((a, b) => a - b))).toEqual([
      [...Array<number>(8).fill(-1), ...Array<number>(8).fill(0)],
      Array<number>(8).fill(4),
    ]);
  });

  it('gives every leg to exactly one component, whatever the input', () => {
    const leg = fc.record({
      at_s: fc.nat(10 * DAY_S),
      cell: fc.integer({ min: -2, max: 5 }),
      imsi: fc.constantFrom('1', '2', '3'),
    });
    fc.assert(
      fc.property(fc.array(leg, { minLength: 1, maxLength: 60 }), (legs) => {
        const parts = splitClones(historyOf(IMEI, legs), distances);
        expect(parts.flatMap((part) => [...part.at_s]).sort((a, b) => a - b)).toEqual(
          legs.map((l) => l.at_s).sort((a, b) => a - b),
        );
        expect(parts.map((part) => part.component)).toEqual(parts.map((_, at) => at + 1));
        for (const part of parts) expect([...part.at_s]).toEqual([...part.at_s].sort((a, b) => a - b));
      }),
    );
  });
});
