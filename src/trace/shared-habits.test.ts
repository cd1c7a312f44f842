import { describe, expect, it } from 'vitest';
import { CellDistances } from './cell-moves.ts';
import { cellsAt, DAY_S, historyOf, HOUR_S, type Leg } from './history.testing.ts';
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

describe('sharedHabits_ln, by hand', () => {
  const at = (imsi: string, cell: number, contact?: string, days = 1): Leg[] =>
    Array.from({ length: days }, (_, day) => ({
      at_s: day * DAY_S + Number(imsi) * 60,
      imsi,
      cell,
      ...(contact === undefined ? {} : { contact }),
    }));
  const ratio = (...legs: readonly Leg[][]): number => Math.exp(sharedHabits_ln(habits(legs.flat())));

  it('one day at one mast each: Dirichlet 1/2 per mast, 0.99 of devices have one mix, 0.2 of pairs of two as well', () => {
    // Two masts: the second SIM is elsewhere with (1/2)/2 after the first, with (1/2)/1 by itself.
    expect(ratio(at('1', 0), at('2', 2))).toBeCloseTo((0.99 * 0.5) / (0.8 + 0.2 * 0.5), 9);
    expect(ratio(at('1', 0, undefined, 20), at('2', 2, undefined, 20))).toBeCloseTo(0.01, 9);
  });

  it('one common correspondent, in 1 of 1,000 handsets: 0.7 of devices have one circle, 0.003 of pairs of two as well', () => {
    const of = (common: number): number => Math.max(0.3, (0.7 * common) / (0.997 + 0.003 * common));
    const mean = (list: readonly number[]): number => list.reduce((sum, x) => sum + x, 0) / list.length;
    const same = mean([10, 100, 1000].map((A) => of((A / 1000 + 1) / (A + 1) / 1e-3)));
    const another = mean([10, 100, 1000].map((A) => of(A / (A + 1))));
    expect(ratio(at('1', -1, '33700000001'), at('2', -1, '33700000001'))).toBeCloseTo(same, 9);
    expect(ratio(at('1', -1, '33700000001'), at('2', -1, '33700000002'))).toBeCloseTo(another, 9);
  });

  it('counts a mast and a correspondent once a day, however many calls', () => {
    const legs = [at('1', 0, '33700000001', 5), at('1', 2, '33700000003', 5), at('2', 0, '33700000001', 3)].flat();
    const often = legs.flatMap((leg) => [0, 600, 1200].map((later_s) => ({ ...leg, at_s: leg.at_s + later_s })));
    expect(ratio(often)).toBeCloseTo(ratio(legs), 9);
  });

  it('overlaps beyond two minutes: the first is free, each further one costs 4 to 1, at most 100 to 1', () => {
    const empty = { from_s: 0, until_s: 0, siteDays: [], contactDays: new Map<number, number>() };
    const talks = (n: number, from_s: number, duration_s: number) => ({
      ...empty,
      conversations: Array.from({ length: n }, (_, i) => ({
        from_s: i * HOUR_S + from_s,
        until_s: i * HOUR_S + from_s + duration_s,
      })),
    });
    const cost = (n: number, overlap_s: number): number =>
      Math.exp(sharedHabits_ln([talks(n, 0, 600), talks(n, 600 - overlap_s, 600)]));
    expect([1, 2, 3, 5].map((n) => cost(n, 121))).toEqual([
      expect.closeTo(1, 9),
      expect.closeTo(1 / 4, 9),
      expect.closeTo(1 / 16, 9),
      expect.closeTo(1 / 100, 9),
    ]);
    expect(cost(5, 120)).toBeCloseTo(1, 9);
  });
});
