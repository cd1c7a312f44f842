import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Interval } from '../model/record.ts';
import { digestOf, subjectOf } from './a-small-prison.testing.ts';
import { successionProfiles } from './succession-profile.ts';
import { againstRivals } from './succession-rivals.ts';

/** Handsets used from day to day; all their pairs in order, each with its ratio. */
const world = (
  lives: readonly (readonly [from: number, until: number])[],
  ratioOf: (from: number, to: number) => number,
) => {
  const profiles = successionProfiles(
    lives.map(([fromDay, untilDay], i) => subjectOf(digestOf({ imei: String(35000000000000 + i), fromDay, untilDay }))),
  );
  const list = lives.flatMap((_, from) =>
    lives.flatMap((__, to) => (from < to ? [{ from, to, llr10: ratioOf(from, to) }] : [])),
  );
  const pairs = { from: Int32Array.from(list, (p) => p.from), to: Int32Array.from(list, (p) => p.to) };
  const settled = againstRivals(
    profiles,
    pairs,
    Float64Array.from(list, (p) => p.llr10),
  );
  return { profiles, list, settled };
};

const beside = (a: Interval, b: Interval) => a.from_s <= b.until_s - 2 * 86400 && b.from_s <= a.until_s - 2 * 86400;

describe('rivals', () => {
  it('speak against a pair where they were in use beside the other, not where they follow it', () => {
    const rival = (life: readonly [number, number]) =>
      world([[0, 5], [10, 20], life], (from) => (from === 0 ? 2 : -9)).settled[0];
    // One half goes on; of two alike each is the successor by half: 2 - log10((0.5 + 0.25 * 100) / 0.75).
    expect(rival([12, 18])).toBeCloseTo(2 - Math.log10((0.5 + 0.25 * 100) / 0.75), 12);
    expect(rival([30, 40])).toBeCloseTo(2, 12);
  });

  it('are counted on both sides, the tighter of which holds', () => {
    const day = fc.integer({ min: 0, max: 12 });
    const life = fc.tuple(day, day).map(([from, more]): [number, number] => [from, from + 1 + more]);
    const ratio = fc.double({ min: -3, max: 3, noNaN: true });
    fc.assert(
      fc.property(
        fc.array(life, { minLength: 2, maxLength: 6 }),
        fc.array(ratio, { minLength: 36, maxLength: 36 }),
        (lives, ratios) => {
          const { profiles, list, settled } = world(lives, (from, to) => ratios[6 * from + to] ?? 0);
          list.forEach((pair, i) => {
            const side = (own: 'from' | 'to', other: 'from' | 'to'): number => {
              const same = list.filter((p) => p[own] === pair[own]);
              const rivals = same.filter(
                (p) =>
                  p.llr10 >= -1 && p !== pair && beside(profiles.subjects[p[other]]!, profiles.subjects[pair[other]]!),
              );
              const share = 0.5 / same.length;
              return Math.log10((0.5 + share * rivals.reduce((s, p) => s + 10 ** p.llr10, 0)) / (1 - share));
            };
            expect(settled[i]).toBeCloseTo(pair.llr10 - Math.max(side('from', 'to'), side('to', 'from')), 9);
          });
        },
      ),
    );
  });
});
