import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { RecordStore } from '../../store/records.ts';
import { NO_CELL, readCells, UNKNOWN_CELL } from './cells.ts';

interface Row {
  readonly cell: number;
  readonly from_s: number;
  readonly until_s: number;
}
const OPEN_S = 2 ** 40;
/** The door of a record store that holds these rows of antenna tables, in the order of the statement. */
const cellsOf = (rows: readonly Row[]) =>
  readCells({
    rows: () =>
      Promise.resolve(
        rows
          .toSorted((a, b) => a.cell - b.cell || a.from_s - b.from_s)
          .map(({ cell, from_s, until_s }) => ({
            operator: 'o',
            cell: `c${cell}`,
            cell_number: String(BigInt(cell) + (BigInt(cell + 7) << 32n)),
            longitude: 2,
            latitude: 46.5,
            azimuth_deg: -1,
            beamwidth_deg: 65,
            technology: 'XG',
            from_s: String(from_s),
            until_s: String(until_s),
          })),
      ),
  } as unknown as RecordStore);

describe('readCells', () => {
  it('finds the row that is valid at a time, half-open, the latest beginning where two overlap, and no other', async () => {
    const row = fc.record({
      cell: fc.integer({ min: 1, max: 3 }),
      from_s: fc.nat(9),
      length: fc.integer({ min: 1, max: 9 }),
    });
    await fc.assert(
      fc.asyncProperty(
        fc.array(row, { minLength: 1, maxLength: 8 }),
        fc.integer({ min: 1, max: 3 }),
        async (made, cell) => {
          const rows = made.map(({ length, ...r }) => ({ ...r, until_s: r.from_s + length }));
          const cells = await cellsOf(rows);
          const id = cells.idOf(cell, cell + 7);
          expect(id === UNKNOWN_CELL).toBe(rows.every((r) => r.cell !== cell));
          for (let at_s = -1; at_s < 20; at_s++) {
            const valid = rows.filter((r) => r.cell === cell && at_s >= r.from_s && at_s < r.until_s);
            const found = cells.cells[cells.indexAt(id, at_s)];
            expect(found?.cell).toBe(valid.length === 0 ? undefined : `c${cell}`);
            expect(found?.from_s).toBe(valid.length === 0 ? undefined : Math.max(...valid.map((r) => r.from_s)));
            expect(cells.indexAt(id, at_s) < 0).toBe(valid.length === 0);
          }
        },
      ),
    );
  });

  it('knows open ends, cells that no table has, and events that name none', async () => {
    const cells = await cellsOf([{ cell: 1, from_s: -OPEN_S, until_s: OPEN_S }]);
    expect(cells.cells[0]).toMatchObject({
      from_s: -Infinity,
      until_s: Infinity,
      azimuth_deg: undefined,
      beamwidth_deg: 65,
      technology: 'unknown',
    });
    for (const at_s of [-1e15, 0, 1e15]) expect(cells.indexAt(cells.idOf(1, 8), at_s)).toBe(0);
    expect([cells.idOf(0, 0), cells.idOf(1, 9)]).toEqual([NO_CELL, UNKNOWN_CELL]);
    expect([cells.indexAt(NO_CELL, 0), cells.indexAt(UNKNOWN_CELL, 0)]).toEqual([-1, -2]);
  });
});
