import { describe, expect, it } from 'vitest';
import type { AntennaCandidate } from './antennas.ts';
import { chooseCells, type CellJoin } from './cells.ts';
import type { SampledTable } from './table.ts';

const antennas = {} as AntennaCandidate;
const join = (record: readonly number[], more: Partial<CellJoin> = {}): CellJoin => ({
  antennas,
  record,
  antenna: record.map((_, i) => i),
  share: 1,
  filled: 1,
  keys: 40,
  ...more,
});
const table = (...header: string[]) => ({ header }) as unknown as SampledTable;

describe('columns that name the cell equally well', () => {
  const records = table('ci', 'lac', 'v3', 'v4');

  it('are taken with more parts: a number may be unique in the sample and not in the network', () => {
    for (const joins of [
      [join([0]), join([1, 0])],
      [join([1, 0]), join([0])],
    ])
      expect(chooseCells(records, joins)).toMatchObject({ first: { record: [1, 0] }, ambiguous: false });
  });

  it('are taken as they tell more cells apart before that', () => {
    expect(chooseCells(records, [join([1, 0], { keys: 39 }), join([0])])).toMatchObject({ first: { record: [0] } });
  });

  it('are asked about where two stand beside each other and neither is named', () => {
    expect(chooseCells(records, [join([3]), join([2])])).toMatchObject({ first: { record: [2] }, ambiguous: true });
    expect(chooseCells(table('first_cell', 'last_cell'), [join([1]), join([0])])).toMatchObject({
      first: { record: [0] },
      last: { record: [1] },
      ambiguous: false,
    });
  });
});
