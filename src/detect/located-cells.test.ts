import { describe, expect, it } from 'vitest';
import { history, known, MONDAY_S, SMALL_CASE, SMALL_TABLE } from './a-small-case.testing.ts';
import type { LocatedCells } from './fit-coverage.ts';
import { addLocatedCells, isLocated } from './located-cells.ts';
import { prepareResidency } from './prepare.ts';

const prepared = prepareResidency({ documents: SMALL_CASE, table: SMALL_TABLE });
const [prison] = prepared.areas;
const told = (events: readonly { hour: number; cell: number }[], until_s = Infinity): LocatedCells => {
  const to: LocatedCells = { area_id: 'P1', hours: new Map(), handsets: 0 };
  addLocatedCells(to, [history(events.toSorted((a, b) => a.hour - b.hour))], prison!, prepared, known({ until_s }));
  return to;
};
const daily = (from: number, days: number, cell: number) =>
  Array.from({ length: days }, (_, d) => ({ hour: 24 * (from + d) + 10, cell }));

describe('cells of a handset whose place is known', () => {
  it('are counted once in an hour, however much was said in it', () => {
    const busy = daily(0, 6, 0).flatMap(({ hour, cell }) =>
      [0, 0.1, 0.5, 0.9].map((part) => ({ hour: hour + part, cell })),
    );
    expect(told(busy)).toEqual({ area_id: 'P1', hours: new Map([[0, 6]]), handsets: 1 });
  });

  it('tell nothing of the days before it came, of what is out of range, and of what comes after the truth ends', () => {
    const before = daily(0, 8, 2);
    const inside = daily(8, 12, 0);
    const farAway = inside.map(({ hour }) => ({ hour: hour + 2, cell: 1 })).slice(3, 5);
    expect(told([...before, ...inside, ...farAway]).hours).toEqual(new Map([[0, 12]]));
    const first = told([...before, ...inside], MONDAY_S + 24 * 12 * 3600);
    expect(first.hours).toEqual(new Map([[0, 4]]));
  });

  it('are those of the one device of a cloned identifier that was there, and nobody’s where two were', () => {
    const of = (...devices: { hour: number; cell: number }[][]): LocatedCells => {
      const to: LocatedCells = { area_id: 'P1', hours: new Map(), handsets: 0 };
      const parts = devices.map((events, i) => history(events, { component: i + 1 }));
      addLocatedCells(to, parts, prison!, prepared, known());
      return to;
    };
    expect(of(daily(0, 6, 0), daily(0, 8, 1))).toEqual(of(daily(0, 6, 0)));
    expect(of(daily(0, 8, 1), daily(0, 6, 0))).toEqual(of(daily(0, 6, 0)));
    expect(of(daily(0, 6, 0), daily(1, 4, 0))).toEqual({ area_id: 'P1', hours: new Map(), handsets: 0 });
  });

  it('are nobody’s where the handset never was on a cell of the area', () => {
    expect(told(daily(0, 5, 1))).toEqual({ area_id: 'P1', hours: new Map(), handsets: 0 });
  });

  it('are asked of those only who lie within the area for certain', () => {
    expect(isLocated(known())).toBe(true);
    expect(isLocated(known({ class: 'fixed' }))).toBe(true);
    expect(isLocated(known({ class: 'neighbour' }))).toBe(false);
    expect(isLocated(known({ class: 'homebody' }))).toBe(false);
    expect(isLocated(known({ doubtful: true }))).toBe(false);
  });
});
