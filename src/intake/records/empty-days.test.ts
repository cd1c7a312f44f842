import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRandom, type Random } from '../../statistics/index.ts';
import { emptyDays } from './empty-days.ts';

/** Rows of each day: Poisson, or with a variance so many times the mean (negative binomial). */
const drawn = (random: Random, days: number, mean: number, overdispersion: number): number[] =>
  Array.from({ length: days }, () =>
    random.poisson(overdispersion === 1 ? mean : random.gamma(mean / (overdispersion - 1)) * (overdispersion - 1)),
  );

describe('days without a row', () => {
  it('are counted between the first and the last, with their longest run', () => {
    expect(emptyDays([0, 4, 0, 0, 5, 0, 6, 0, 0, 0])).toMatchObject({ days: 3, longest: 2 });
    for (const none of [[], [0, 0], [3], [0, 3, 1, 0]])
      expect(emptyDays(none)).toEqual({ days: 0, longest: 0, chance: 1 });
  });

  it('are chance at about three rows a day, and none at thirty', () => {
    const sparse = [3, 2, 5, 1, 0, 4, 3, 2, 6, 3, 0, 1, 4, 2, 3, 5, 2, 3, 1, 4, 3, 2, 4, 3, 5, 2, 3];
    expect(emptyDays(sparse).chance).toBeGreaterThan(0.2);
    expect(emptyDays(sparse.map((n) => n * 10)).chance).toBeLessThan(0.01);
  });

  it('are told of in a busy file whether they lie together or apart', () => {
    const busy = Array.from({ length: 28 }, (_, i) => 950 + ((i * 37) % 100));
    expect(emptyDays(busy.with(9, 0)).chance).toBeLessThan(1e-6);
    expect(emptyDays(busy.map((n, i) => (i % 7 === 6 ? 0 : n))).chance).toBeLessThan(1e-6);
  });

  it('are told of where a sparse file holds nothing for long', () => {
    const random = createRandom(4, 'empty-days');
    const told = Array.from({ length: 200 }, () => {
      const rows = drawn(random, 28, 3, 1);
      return emptyDays(rows.fill(0, 10, 18)).chance < 0.01;
    });
    expect(told.filter(Boolean).length).toBeGreaterThan(190);
  });

  // The rate that docs/methods/lost-rows.md states: files from which nothing is missing, few rows to many, steady to bursty.
  it('are taken for a gap in fewer than one in fifty files that lost nothing, at whatever pace', () => {
    const random = createRandom(5, 'empty-days');
    const draws = 600;
    for (const days of [7, 14, 28, 60])
      for (const mean of [0.5, 1, 3, 6, 15, 40])
        for (const overdispersion of [1, 2, 4, 8, 15]) {
          let told = 0;
          for (let i = 0; i < draws; i++)
            if (emptyDays(drawn(random, days, mean, overdispersion)).chance < 0.01) told++;
          expect.soft(told / draws, `${days} days, mean ${mean}, variance ${overdispersion} means`).toBeLessThan(0.02);
        }
  });

  it('are as probable in either direction of time, and never more than certain', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(6), { maxLength: 40 }), (rows) => {
        const forth = emptyDays(rows);
        expect(forth.chance).toBeGreaterThanOrEqual(0);
        expect(forth.chance).toBeLessThanOrEqual(1);
        expect(emptyDays(rows.toReversed()).chance).toBeCloseTo(forth.chance, 12);
      }),
    );
  });
});
