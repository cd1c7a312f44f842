import { describe, expect, it } from 'vitest';
import { CellDistances } from './cell-moves.ts';
import { cellsAt, DAY_S, historyOf, type Leg } from './history.testing.ts';
import { habitsOfSims, SHARED_HABITS, sharedHabits_ln } from './shared-habits.ts';

const distances = new CellDistances(cellsAt([0, 4, 8, 700]));
const habits = (legs: readonly Leg[]) =>
  habitsOfSims(historyOf('99000001000010', legs), distances, (cell) => (cell < 0 ? undefined : cell === 3 ? 1 : 0));
const calls = (imsi: string, to: string, cell: number, offset_s = 0, more: Partial<Leg> = {}): Leg[] =>
  Array.from({ length: 20 }, (_, day) => ({ at_s: day * DAY_S + offset_s, imsi, cell, contact: to, ...more }));

describe('sharedHabits_ln', () => {
  it('says nothing of one SIM', () => {
    expect(sharedHabits_ln(habits(calls('1', '33700000001', 0)))).toBe(0);
  });

  it('counts a common contact for one device, but no further than two people who know each other', () => {
    const one = sharedHabits_ln(habits([...calls('1', '33700000001', 0), ...calls('2', '33700000001', 3, 600)]));
    expect(one).toBeGreaterThan(-Math.log(SHARED_HABITS.sameCircleOfTwo) - 1);
    expect(one).toBeLessThan(-Math.log(SHARED_HABITS.sameCircleOfTwo));
  });

  it('lets separate circles and separate sites cost what they are worth, and no more', () => {
    const both = sharedHabits_ln(habits([...calls('1', '33700000001', 0), ...calls('2', '33700000002', 2, 600)]));
    expect(both).toBeCloseTo(Math.log(SHARED_HABITS.ownCircle * SHARED_HABITS.ownSites), 0);
    const atBoth = (imsi: string, to: string, offset_s: number): Leg[] => [
      ...calls(imsi, to, 0, offset_s),
      ...calls(imsi, to, 2, offset_s + 7200),
    ];
    const sameSites = sharedHabits_ln(habits([...atBoth('1', '33700000001', 0), ...atBoth('2', '33700000002', 600)]));
    // Two neighbours have them in common with 0.2.
    expect(sameSites).toBeGreaterThan(Math.log(0.3 / 0.2) - 0.7);
    expect(sameSites).toBeLessThan(Math.log(0.3 / 0.2));
  });

  it('compares sites only on days when both SIMs were in use', () => {
    const later = sharedHabits_ln(
      habits([...calls('1', '33700000001', 0), ...calls('2', '33700000001', 2, 40 * DAY_S)]),
    );
    const beside = sharedHabits_ln(habits([...calls('1', '33700000001', 0), ...calls('2', '33700000001', 2, 600)]));
    expect(later).toBeGreaterThan(beside + 3);
  });

  it('takes a new circle after the old SIMs as one new life, however many SIMs went before', () => {
    const old = ['1', '2', '3', '4'].flatMap((imsi) => calls(imsi, '33700000001', 0, Number(imsi) * 600));
    const without = sharedHabits_ln(habits(old));
    const withNew = sharedHabits_ln(habits([...old, ...calls('5', '33700000009', 0, 3000)]));
    expect(withNew - without).toBeGreaterThan(Math.log(SHARED_HABITS.ownCircle) - 1);
  });

  it('counts two conversations at once against one device, from the second on', () => {
    const talk = { duration_s: 900 };
    const beside = [...calls('1', '33700000001', 0, 0, talk), ...calls('2', '33700000001', 0, 300, talk)];
    const after = [...calls('1', '33700000001', 0, 0, talk), ...calls('2', '33700000001', 0, 1000, talk)];
    expect(sharedHabits_ln(habits(after)) - sharedHabits_ln(habits(beside))).toBeCloseTo(
      SHARED_HABITS.overlapBound_ln,
      6,
    );
    const once = [...calls('1', '33700000001', 0, 0, talk), ...beside.slice(20, 21)];
    expect(sharedHabits_ln(habits(once))).toBeGreaterThan(0);
  });
});
