import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRandom } from '../../statistics/index.ts';
import { doubtfulClocks } from './operator-clocks.ts';

/** Legs by quarter of a day with its quiet night and its evening peak, `late` quarters late, counted by chance. */
function day(seed: number, legs: number, late: number): Float64Array {
  const random = createRandom(seed, 'operator-clocks');
  const chance = Array.from({ length: 96 }, (_, q) => {
    const hour = ((((q - late) % 96) + 96) % 96) / 4;
    return 0.15 + Math.max(0, Math.sin(((hour - 6) / 18) * Math.PI)) + 0.6 * Math.exp(-(((hour - 20) / 2) ** 2));
  });
  const total = chance.reduce((sum, c) => sum + c, 0);
  const out = new Float64Array(96);
  for (let n = 0; n < legs; n++) {
    let at = random.uniform() * total;
    let q = 0;
    while (q < 95 && at >= chance[q]!) at -= chance[q++]!;
    out[q] = out[q]! + 1;
  }
  return out;
}

const operators = (late: readonly number[], legs = 25_000, seed = 1) =>
  new Map(late.map((quarters, i) => [`o${i}`, day(seed + i, legs, quarters)]));

describe('clocks of operators', () => {
  it('that agree are not doubted', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 5 }), fc.nat(1000), (n, seed) => {
        expect(
          doubtfulClocks(
            operators(
              Array.from({ length: n }, () => 0),
              25_000,
              seed,
            ),
          ),
        ).toEqual([]);
      }),
      { numRuns: 20 },
    );
  });

  it('of which one is an hour or more off are told, by how much, and the others are not accused', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 3, max: 5 }),
        fc.nat(4),
        fc.integer({ min: 4, max: 47 }),
        fc.boolean(),
        fc.nat(1000),
        (n, which, quarters, early, seed) => {
          const shift = early ? -quarters : quarters;
          const late = Array.from({ length: n }, (_, i) => (i === which % n ? shift : 0));
          const found = doubtfulClocks(operators(late, 25_000, seed));
          expect(found.map(({ operator }) => operator)).toEqual([`o${which % n}`]);
          expect(Math.abs((found[0]?.late_h ?? 0) - shift / 4)).toBeLessThanOrEqual(0.5);
        },
      ),
      { numRuns: 30 },
    );
  });

  it('of two that disagree are both named: nobody can say which is wrong', () => {
    expect(doubtfulClocks(operators([0, 8])).map(({ late_h }) => Math.sign(late_h))).toEqual([-1, 1]);
  });

  it('of few legs are not judged', () => {
    expect(doubtfulClocks(operators([0, 24, 0], 2000))).toEqual([]);
    expect(doubtfulClocks(new Map([['o', day(1, 30_000, 0)]]))).toEqual([]);
  });
});
