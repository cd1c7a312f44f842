import { expect, it } from 'vitest';
import { CellDistances } from './cell-moves.ts';
import { cellsAt, historyOf, HOUR_S } from './history.testing.ts';
import { visitsOf } from './visits.ts';

it('counts a burst of one SIM in one place once, and every change', () => {
  const minutes = (n: number): number => n * 60;
  const history = historyOf('99000001000010', [
    { at_s: 0, imsi: '1', cell: 0 },
    { at_s: minutes(20), imsi: '1', cell: 1 },
    { at_s: minutes(59), imsi: '1', cell: 0 },
    { at_s: HOUR_S, imsi: '1', cell: 0 },
    { at_s: HOUR_S + 60, imsi: '2', cell: 0 },
    { at_s: HOUR_S + 120, imsi: '1', cell: 0 },
    { at_s: HOUR_S + 180, imsi: '1', cell: 2 },
    { at_s: HOUR_S + 240, imsi: '1', cell: -2 },
    { at_s: HOUR_S + 300, imsi: '', cell: 0 },
  ]);
  const { list } = visitsOf(history, new CellDistances(cellsAt([0, 4, 100])));
  expect(list.map(({ at_s, region, sim }) => [at_s, region, history.imsis[sim]])).toEqual([
    [0, 0, '1'],
    [HOUR_S, 0, '1'],
    [HOUR_S + 60, 0, '2'],
    [HOUR_S + 120, 0, '1'],
    [HOUR_S + 180, 1, '1'],
  ]);
});
