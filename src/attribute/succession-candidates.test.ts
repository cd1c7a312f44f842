import { describe, expect, it } from 'vitest';
import { digestOf, subjectOf } from './a-small-prison.testing.ts';
import { successionPairs } from './succession-candidates.ts';
import type { Subject } from './subjects.ts';
import { successionProfiles } from './succession-profile.ts';

const subject = (serial: number, fromDay: number, untilDay: number, contacts: string[] = [], prison = 'P1') =>
  subjectOf(digestOf({ imei: String(35000000000000 + serial), fromDay, untilDay, contacts, areas: [prison] }), prison);
const pairsOf = (subjects: readonly Subject[]) => {
  const { from, to } = successionPairs(successionProfiles(subjects));
  return Array.from(from, (a, i) => ({ from: a, to: to[i] }));
};

describe('pairs worth comparing', () => {
  it('follow one another in one prison, but for a short overlap', () => {
    const four = [subject(0, 0, 10), subject(1, 12, 20), subject(2, 9, 20), subject(3, 3, 20)];
    expect(pairsOf(four)).toEqual([
      { from: 0, to: 1 },
      { from: 0, to: 2 },
    ]);
  });

  it('never are of two that were in use beside each other, whatever they share', () => {
    const friends = ['a', 'b'];
    expect(pairsOf([subject(0, 0, 30, friends), subject(1, 5, 40, friends)])).toEqual([]);
    // Longer within the other than the overlap of two days that is allowed, in the middle and at its end.
    expect(pairsOf([subject(0, 0, 30, friends), subject(1, 10, 12, friends)])).toEqual([]);
    expect(pairsOf([subject(0, 0, 30, friends), subject(1, 27, 40, friends)])).toEqual([]);
    expect(pairsOf([subject(0, 0, 30, friends), subject(1, 29, 40, friends)])).toEqual([{ from: 0, to: 1 }]);
    // One that began no later follows nobody, however soon the other ended.
    expect(pairsOf([subject(0, 5, 6, friends), subject(1, 5, 40, friends)])).toEqual([]);
  });

  it('reach another prison only through a shared correspondent', () => {
    const alone = [subject(0, 0, 10, ['a']), subject(1, 12, 20, ['b'], 'P2')];
    const shared = [subject(0, 0, 10, ['a']), subject(1, 12, 20, ['a'], 'P2')];
    expect(pairsOf(alone)).toEqual([]);
    expect(pairsOf(shared)).toEqual([{ from: 0, to: 1 }]);
  });

  it('are there once each, by rising handsets, however many correspondents two share', () => {
    // Circles of 48 handsets with 3 friends in common: 203,000 meetings of 67,680 pairs, more than are held unsorted.
    const circleOf = (i: number) => Math.floor(i / 48);
    const many = Array.from({ length: 60 * 48 }, (_, i) => {
      const begins = ((i % 48) * 7) % 48;
      const friends = [1, 2, 3].map((k) => `${circleOf(i)} ${k}`);
      return subject(i, 4 * begins, 4 * begins + 3, friends, `P${i % 2}`);
    });
    const inCircle = many.flatMap((one, from) =>
      many
        .slice(48 * circleOf(from), 48 * circleOf(from) + 48)
        .flatMap((two, k) => (two.from_s > one.from_s ? [{ from, to: 48 * circleOf(from) + k }] : [])),
    );
    expect(inCircle.length).toBe((60 * 48 * 47) / 2);
    const pairs = pairsOf(many);
    expect(pairs.filter(({ from, to }) => circleOf(from) === circleOf(to ?? -1))).toEqual(inCircle);
    // The others are neighbours in time, of one prison.
    expect(pairs.every(({ from, to }) => circleOf(from) === circleOf(to ?? -1) || (from - (to ?? 0)) % 2 === 0)).toBe(
      true,
    );
  });

  it('grow with the handsets, not with their square', () => {
    const many = (n: number) =>
      pairsOf(Array.from({ length: n }, (_, i) => subject(i, (i * 7) % 300, ((i * 7) % 300) + 5, ['bail line'])))
        .length;
    const [small, large] = [many(300), many(1200)];
    expect(large).toBeLessThan(5 * small);
    expect(large).toBeLessThan(1200 * 40);
  });
});
