import { describe, expect, it } from 'vitest';
import { createRandom } from '../statistics/index.ts';
import { CellDistances } from './cell-moves.ts';
import { legsByImsi } from './clone-evidence.ts';
import { cellsAt, historyOf, HOUR_S, type Leg } from './history.testing.ts';
import { alternationEvidence_llr10, siteMixEvidence_llr10 } from './sim-sharing.ts';

const distances = new CellDistances(cellsAt([0, 1, 2, 3]));
const pair = (legs: readonly Leg[]) => {
  const history = historyOf('99000001000010', legs);
  const [a, b] = legsByImsi(history);
  return { history, a: a ?? [], b: b ?? [] };
};
const mixed = (cellOf: (sim: number, at: number) => number, simOf: (at: number) => number, n = 60): Leg[] =>
  Array.from({ length: n }, (_, at) => ({
    at_s: at * 9 * HOUR_S,
    imsi: String(simOf(at)),
    cell: cellOf(simOf(at), at),
  }));

describe('siteMixEvidence_llr10', () => {
  it('tells two homes from one, and knows when it cannot tell', () => {
    const alternate = (at: number): number => at % 2;
    const two = pair(mixed((sim, at) => sim * 2 + (at % 4 < 2 ? 0 : 1), alternate));
    const one = pair(mixed((_, at) => (at % 4 < 2 ? 0 : 1), alternate));
    const after = pair(
      mixed(
        (sim) => sim * 2,
        (at) => (at < 30 ? 0 : 1),
      ),
    );
    expect(siteMixEvidence_llr10(two.history, two.a, two.b, distances)).toBeGreaterThan(2);
    expect(siteMixEvidence_llr10(one.history, one.a, one.b, distances)).toBeLessThan(-0.5);
    expect(siteMixEvidence_llr10(after.history, after.a, after.b, distances)).toBeUndefined();
  });

  it('does not compare the masts of two networks', () => {
    const cells = [...cellsAt([0, 1]).cells, ...cellsAt([2, 3], 'two').cells];
    const { history, a, b } = pair(
      mixed(
        (sim) => sim * 2,
        (at) => at % 2,
      ),
    );
    expect(siteMixEvidence_llr10(history, a, b, new CellDistances({ cells }))).toBeUndefined();
  });
});

describe('alternationEvidence_llr10', () => {
  const of = (simOf: (at: number) => number): number => {
    const { history, a, b } = pair(mixed(() => 0, simOf));
    return alternationEvidence_llr10(history, a, b);
  };
  it('is against two devices when a SIM stays in for long, mildly for them when they alternate', () => {
    expect(of((at) => (at < 30 ? 0 : 1))).toBe(-2);
    const random = createRandom(3);
    const free = of(() => random.int(2));
    expect(free).toBeGreaterThan(0);
    expect(free).toBeLessThanOrEqual(1);
    expect(of((at) => at % 2)).toBeGreaterThan(0);
  });

  it('says nothing of handsets with two slots', () => {
    const { history, a, b } = pair(
      mixed(
        () => 0,
        (at) => (at < 30 ? 0 : 1),
      ),
    );
    const dual = { ...history, imei14s: [...history.imei14s, ...history.imei14s] };
    expect(alternationEvidence_llr10(dual, a, b)).toBe(0);
  });
});
