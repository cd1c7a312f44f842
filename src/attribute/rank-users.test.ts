import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { digestOf, subjectOf } from './a-small-prison.testing.ts';
import { mainUserProbability, rankUsers } from './rank-users.ts';
import type { UserCalibration } from './user-calibration.ts';

const calibration: UserCalibration = {
  weights: { intercept: 0, weights: [1, 1, 1, 1, 1] },
  calibrator: { intercept: 0, slope: Math.LN10, converged: true },
  bounds: { lower_llr10: -1, upper_llr10: 2, lowerBy: 'elub', upperBy: 'elub' },
  labelledHandsets: 20,
  otherPairs: 100,
  heldOutCllr: 0.1,
  hp_llr10: new Float64Array(0),
  hd_llr10: new Float64Array(0),
};
const handset = (scores: readonly number[], found = 0) => ({
  subject: subjectOf(digestOf({ imei: '35000000000001', fromDay: 0, untilDay: 5 })),
  label: '',
  wasFound: found !== 0,
  candidates: scores.map((score, i) => ({
    inmate_id: `E${i}`,
    ln: [0, score * Math.LN10, 0, 0, 0],
    found_ln: i === 0 ? found * Math.LN10 : 0,
    usedAway: 0,
  })),
});
const rank = (scores: readonly number[], found = 0) => rankUsers(handset(scores, found), calibration);

describe('ranks of candidates', () => {
  it('is one inmate where one stands out', () => {
    const rows = rank([5, 1.5, 0, 0, ...Array.from({ length: 200 }, () => -0.9)]);
    expect(rows.slice(0, 4).map((r) => [r.inmate_id, r.set_rank, r.set_size])).toEqual([
      ['E0', 1, 1],
      ['E1', 2, 1],
      ['E2', 3, 2],
      ['E3', 3, 2],
    ]);
    expect(rows[0]?.basis).toContain('cut at a bound');
  });

  it('holds all of whom the same is stated, listed by the uncut score', () => {
    const rows = rank([3, 5, 0.5, -2, -4]);
    expect(rows.map((r) => [r.inmate_id, r.set_rank, r.set_size])).toEqual([
      ['E1', 1, 2],
      ['E0', 1, 2],
      ['E2', 2, 1],
      ['E3', 3, 2],
      ['E4', 3, 2],
    ]);
  });

  it('never states the same of members of two ranks', () => {
    fc.assert(
      fc.property(
        fc.array(fc.oneof(fc.double({ min: -6, max: 6, noNaN: true }), fc.integer({ min: -3, max: 4 })), {
          minLength: 1,
          maxLength: 40,
        }),
        (scores) => {
          const rows = rank(scores);
          const stated = new Map<number, number>();
          for (const { llr10, set_rank } of rows) {
            expect(stated.get(llr10) ?? set_rank).toBe(set_rank);
            for (const before of stated.keys()) expect(before).toBeGreaterThanOrEqual(llr10);
            stated.set(llr10, set_rank);
          }
          for (const row of rows) expect(rows.filter((r) => r.set_rank === row.set_rank)).toHaveLength(row.set_size);
        },
      ),
    );
  });

  it('grants one of k that nothing separates no more than (N-1)/(k-1)', () => {
    const rows = rank([3, 3, -1, -1, -1]);
    expect(rows.filter((r) => r.set_rank === 1).map((r) => r.inmate_id)).toEqual(['E0', 'E1']);
    expect(rows[0]?.llr10).toBeCloseTo(Math.log10(4), 12);
  });

  it('takes as many into the first rank as nine tenths of the probability need', () => {
    expect(rank([1, 0.7, 0.5, -3]).filter((r) => r.set_rank === 1)).toHaveLength(3);
    expect(rank(Array.from({ length: 30 }, () => 0)).every((r) => r.set_rank === 1 && r.set_size === 30)).toBe(true);
  });

  it('tells a handset that the search attributed from one that lay in a cell of several', () => {
    const finds = (label: string, found_ln: readonly number[]): string[] => {
      const one = handset(found_ln.map(() => 0));
      const candidates = one.candidates.map((candidate, i) => ({ ...candidate, found_ln: found_ln[i] ?? 0 }));
      return rankUsers({ ...one, label, candidates, wasFound: true }, calibration)
        .toSorted((a, b) => (a.inmate_id < b.inmate_id ? -1 : 1))
        .map(({ basis }) => basis.find((words) => /search|cell/.test(words)) ?? '');
    };
    expect(finds('E1', [-2, 3, -2])).toEqual(['', 'attributed by the search', '']);
    expect(finds('', [2, 2, -1])).toEqual([
      'found in a cell that 2 inmates shared',
      'found in a cell that 2 inmates shared',
      '',
    ]);
    expect(finds('', [3, -1, -1])).toEqual(['found in the cell of this inmate alone', '', '']);
  });

  it('adds a find after calibration, but not where two handsets are compared', () => {
    expect(rank([0, 1, -1], 3)[0]?.inmate_id).toBe('E0');
    const p = mainUserProbability(handset([0, 1, -1], 3), calibration);
    expect(p.get('E1')).toBeGreaterThan(p.get('E0') ?? NaN);
    expect([...p.values()].reduce((s, x) => s + x, 0)).toBeCloseTo(1, 12);
  });
});
