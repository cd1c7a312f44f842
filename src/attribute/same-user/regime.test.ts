import { describe, expect, it } from 'vitest';
import {
  type GroupRegime,
  groupRegime,
  handsetDiffers,
  REGIME_STATISTICS,
  regimeDifferences,
  regimeOf,
} from './regime.ts';
import { type Registration, tracksOf } from './tracks.ts';

const one = { mean: 0.5, variance: 0, people: 1000, least: 0.5, most: 0.5 };
const group = (over: Partial<GroupRegime> = {}): GroupRegime => ({
  samePlace: one,
  jump: one,
  perDay: one,
  variety: one,
  ...over,
});

describe('regimeDifferences', () => {
  it('names what differs by more than 0.15, 0.3, 0.25 and 0.15, either way', () => {
    const material = { samePlace: 0.15, jump: 0.3, perDay: 0.25, variety: 0.15 };
    for (const name of REGIME_STATISTICS)
      for (const sign of [-1, 1]) {
        const differs = (by: number) =>
          regimeDifferences(group(), group({ [name]: { ...one, mean: 0.5 + sign * by } }));
        expect(differs(0.99 * material[name])).toEqual([]);
        expect(differs(1.01 * material[name])).toEqual([name]);
      }
  });

  it('grants chance four standard errors by people, with the spread of the training people', () => {
    // Spread 0.1, so many people in both: the difference of two means errs by 0.1 times the root of 2/people.
    const differs = (people: number) =>
      regimeDifferences(
        group({ samePlace: { ...one, variance: 0.01, people } }),
        group({ samePlace: { ...one, variance: 9, people, mean: 0.7 } }),
      );
    // 4 · 0.1 · √(2/8) = 0.2.
    expect([2, 7, 9, 50].map((people) => differs(people).length)).toEqual([0, 0, 1, 1]);
  });

  it('passes over what a group does not show', () => {
    const none = { mean: Number.NaN, variance: 0, people: 0, least: Infinity, most: -Infinity };
    expect(regimeDifferences(group({ jump: none }), group())).toEqual([]);
    expect(regimeDifferences(group(), group({ jump: none }))).toEqual([]);
  });
});

describe('handsetDiffers', () => {
  const regime = { samePlace: 0.5, jump: 0, perDay: 9, variety: 9 };
  const differs = (jump: number, spread: { least: number; most: number }) =>
    handsetDiffers(group({ jump: { ...one, mean: 0, ...spread } }), { ...regime, jump });
  it('asks for four times the material difference, and twice the range of the training handsets', () => {
    const narrow = { least: -0.1, most: 0.1 };
    expect([-1.21, -1.19, 1.19, 1.21].map((jump) => differs(jump, narrow).length)).toEqual([1, 0, 0, 1]);
    const wide = { least: -0.8, most: 0.7 };
    expect([-1.61, -1.59, 1.39, 1.41].map((jump) => differs(jump, wide).length)).toEqual([1, 0, 0, 1]);
    expect(differs(Number.NaN, narrow)).toEqual([]);
  });
});

describe('regimeOf', () => {
  const row = (at_s: number, cell: number, day = 0): Registration => ({
    owner: 'a',
    device: '1',
    at_s: day * 86_400 + 6 * 3600 + at_s,
    latitude: 0,
    longitude: (cell * 0.9) / 111.195,
    azimuth_deg: undefined,
  });
  const of = (rows: readonly Registration[]) => regimeOf(tracksOf(rows, 0)[0]!);

  it('counts by hand: quick pairs of one cell, their distance, registrations and cells of a day', () => {
    // Twelve quick pairs, three of them to a cell 0.9 km off and back or on; then one that is too slow.
    const cells = [0, 0, 0, 0, 1, 1, 1, 1, 1, 0, 0, 0, 1];
    const rows = [...cells.map((cell, i) => row(i * 900, cell)), row(12 * 900 + 901, 5), row(0, 0, 1)];
    const { samePlace, jump, perDay, variety } = of(rows);
    expect(samePlace).toBeCloseTo(9 / 12, 12);
    expect(jump).toBeCloseTo((9 * -1 + 3 * Math.log10(0.1 + 0.9)) / 12, 4);
    expect(perDay).toBeCloseTo(Math.log10(15 / 2), 12);
    // Three cells on the first day and one on the second.
    expect(variety).toBeCloseTo(4 / 15, 12);
  });

  it('says nothing of coverage from fewer than ten quick pairs', () => {
    const { samePlace, jump, perDay } = of(Array.from({ length: 10 }, (_, i) => row(i * 60, 0)));
    expect([samePlace, jump]).toEqual([Number.NaN, Number.NaN]);
    expect(perDay).toBeCloseTo(1, 12);
  });
});

describe('groupRegime', () => {
  it('counts people, not handsets, and leaves out what a handset does not show', () => {
    const tracks = tracksOf(
      ['a1', 'a2', 'b1', 'c1'].map((name): Registration => ({
        owner: name.slice(0, 1),
        device: name,
        at_s: 0,
        latitude: 0,
        longitude: 0,
        azimuth_deg: undefined,
      })),
      0,
    );
    const regimes = [1, 3, 5, Number.NaN].map((jump) => ({ samePlace: 0, jump, perDay: 0, variety: 0 }));
    expect(groupRegime(tracks, regimes).jump).toEqual({ mean: 3, variance: 4, people: 2, least: 1, most: 5 });
  });
});
