import { describe, expect, it } from 'vitest';
import { CellDistances } from './cell-moves.ts';
import { legsByImsi, mayBeCloned, simChangeEvidence } from './clone-evidence.ts';
import { cellsAt, historyOf, HOUR_S, type Leg } from './history.testing.ts';

const distances = new CellDistances(cellsAt([0, 4, 60]));
const evidence = (legs: readonly Leg[]) => {
  const history = historyOf('99000001000010', legs);
  return simChangeEvidence(history, [...history.at_s.keys()], distances);
};

describe('simChangeEvidence', () => {
  it('counts a way out and back on one day once, as its worse half', () => {
    const stray = evidence([
      { at_s: 0, imsi: '1', cell: 0 },
      { at_s: 60, imsi: '2', cell: 2 },
      { at_s: 3 * HOUR_S, imsi: '1', cell: 0 },
    ]);
    expect([stray.near, stray.far, stray.impossible]).toEqual([0, 0, 1]);
  });

  it('grows with every further day of conflict and passes the prior only with several', () => {
    const days = (n: number) =>
      evidence(
        Array.from({ length: n }, (_, day): Leg[] => [
          { at_s: day * 24 * HOUR_S, imsi: '1', cell: 0 },
          { at_s: day * 24 * HOUR_S + 60, imsi: '2', cell: 2 },
        ]).flat(),
      ).llr10;
    expect(days(2)).toBeGreaterThan(days(1));
    expect(days(1)).toBeLessThan(3);
    expect(days(4)).toBeGreaterThan(3);
  });

  it('says little of conversations at the same time, and nothing of a single one', () => {
    const calls = (n: number) =>
      evidence(
        Array.from({ length: n }, (_, at): Leg[] => [
          { at_s: at * 5 * HOUR_S, imsi: '1', cell: 0, duration_s: 600 },
          { at_s: at * 5 * HOUR_S + 60, imsi: '2', cell: 0, duration_s: 600 },
        ]).flat(),
      );
    expect(calls(1).llr10).toBeLessThanOrEqual(0);
    expect(calls(20).overlaps).toBe(20);
    expect(calls(20).llr10).toBeLessThanOrEqual(2);
  });
});

describe('mayBeCloned', () => {
  it('passes single-SIM travellers and homebodies, stops for a change of SIM far away', () => {
    const ask = (legs: readonly Leg[]): boolean => mayBeCloned(historyOf('99000001000010', legs), distances);
    expect(
      ask([
        { at_s: 0, cell: 0 },
        { at_s: HOUR_S, cell: 2 },
      ]),
    ).toBe(false);
    expect(
      ask([
        { at_s: 0, cell: 0, imsi: '1' },
        { at_s: 9, cell: 1, imsi: '2' },
      ]),
    ).toBe(false);
    expect(
      ask([
        { at_s: 0, cell: 0, imsi: '1' },
        { at_s: HOUR_S, cell: 2, imsi: '2' },
      ]),
    ).toBe(true);
    expect(
      ask([
        { at_s: 0, cell: 0 },
        { at_s: 9, cell: 2 },
      ]),
    ).toBe(true);
  });

  it('lists the legs of each SIM in time order', () => {
    const history = historyOf('99000001000010', [
      { at_s: 3, imsi: '1' },
      { at_s: 1, imsi: '2' },
      { at_s: 2, imsi: '1' },
    ]);
    expect(legsByImsi(history)).toEqual([[0], [1, 2]]);
  });
});
