import { describe, expect, it } from 'vitest';
import { judge } from '../../detect/index.ts';
import { INMATE, MODEL, NEIGHBOUR, PLAIN } from '../tables/made-results.testing.ts';
import { withRivalPrisons } from './rival-prisons.ts';
import type { HandsetFinding } from './run-outcome.ts';

const DAY_S = 86_400;
const finding = (
  area_id: string,
  fromDay: number,
  untilDay: number,
  over: Partial<HandsetFinding['evidence']> = INMATE,
): HandsetFinding => {
  const evidence = {
    ...PLAIN,
    ...over,
    area_id,
    seizedHere: over === INMATE,
    stayFrom_s: PLAIN.first_s + fromDay * DAY_S,
    stayUntil_s: PLAIN.first_s + untilDay * DAY_S,
  };
  return { evidence, judgement: judge(evidence, MODEL), in_ledger: false };
};
const told = (findings: readonly HandsetFinding[]) =>
  withRivalPrisons(findings).map(({ judgement }) => judgement.reasons.filter((words) => words.includes('same days')));

describe('a handset for which two prisons speak', () => {
  it('is said to live in one of the two, where it is the same days', () => {
    const both = told([finding('P1', 0, 20), finding('P2', 1, 19)]);
    expect(both.map((reasons) => reasons.length)).toEqual([1, 1]);
    expect(both[0]?.[0]).toMatch(/speak for P2 too \(LR .+\): in which of the two, this ratio does not say/);
    expect(both[1]?.[0]).toContain('speak for P1 too');
  });

  it('has moved where the days are others, and is another where the device is', () => {
    expect(told([finding('P1', 0, 10), finding('P2', 9, 20)])).toEqual([[], []]);
    expect(told([finding('P1', 0, 20), finding('P2', 19, 20)])).toEqual([[], []]);
    expect(told([finding('P1', 0, 20), finding('P2', 0, 20, { ...NEIGHBOUR })])).toEqual([[], []]);
    expect(told([finding('P1', 0, 20), finding('P2', 0, 20, { ...INMATE, component: 2 })])).toEqual([[], []]);
  });

  it('keeps its figure and its order', () => {
    const before = [finding('P1', 0, 20), finding('P2', 0, 20), finding('P3', 0, 20, { ...NEIGHBOUR })];
    const after = withRivalPrisons(before);
    expect(after.map(({ judgement }) => judgement.llr10)).toEqual(before.map(({ judgement }) => judgement.llr10));
    expect(after[2]).toBe(before[2]);
  });
});
