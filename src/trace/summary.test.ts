import { describe, expect, it } from 'vitest';
import { numberSet } from '../model/number-set.ts';
import { historyOf } from './history.testing.ts';
import { summarise } from './summary.ts';

describe('summarise', () => {
  it('keeps only numbers of interest', () => {
    const history = historyOf('99000001000010', [
      { at_s: 5, cell: 0, contact: '33700000001' },
      { at_s: 9, cell: 1, contact: '33700000002' },
      { at_s: 7, cell: -1 },
    ]);
    const areas = { ids: ['Z1', 'P1'], ofCell: [[1, 0], [1]] };
    const summary = summarise(history, areas, numberSet(['33700000002']));
    expect([...summary.contacts]).toEqual(['33700000002']);
    expect([summary.first_seen_s, summary.last_seen_s, summary.events]).toEqual([5, 9, 3]);
    expect(summary.mainArea).toBe('P1');
  });

  it.each([
    ['half of all events', [0, 0, -1, 2], 'P1'],
    ['less than half', [0, 0, -1, 2, -2], undefined],
    ['as many in another area: the first by name', [1, 0, 1, 0], 'P1'],
    ['a cell of two areas counts in both', [3, 3, 1], 'Z1'],
    ['none in any area', [2, 2], undefined],
  ])('the main area: %s', (_, cells, expected) => {
    const areas = { ids: ['Z1', 'P1'], ofCell: [[1], [0], [], [0, 1]] };
    const legs = cells.map((cell, at_s) => ({ at_s, cell }));
    expect(summarise(historyOf('99000001000010', legs), areas, numberSet([])).mainArea).toBe(expected);
  });
});
