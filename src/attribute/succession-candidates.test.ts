import { describe, expect, it } from 'vitest';
import { digestOf, subjectOf } from './a-small-prison.testing.ts';
import { successionPairs } from './succession-candidates.ts';
import type { Subject } from './subjects.ts';
import { successionProfiles } from './succession-profile.ts';

const subject = (serial: number, fromDay: number, untilDay: number, contacts: string[] = [], prison = 'P1') =>
  subjectOf(digestOf({ imei: String(35000000000000 + serial), fromDay, untilDay, contacts, areas: [prison] }), prison);
const pairsOf = (subjects: readonly Subject[]) => successionPairs(successionProfiles(subjects));

describe('pairs worth comparing', () => {
  it('follow one another in one prison, but for a short overlap', () => {
    const four = [subject(0, 0, 10), subject(1, 12, 20), subject(2, 9, 20), subject(3, 3, 20)];
    expect(pairsOf(four)).toEqual([
      { from: 0, to: 1 },
      { from: 0, to: 2 },
    ]);
  });

  it('reach another prison only through a shared correspondent', () => {
    const alone = [subject(0, 0, 10, ['a']), subject(1, 12, 20, ['b'], 'P2')];
    const shared = [subject(0, 0, 10, ['a']), subject(1, 12, 20, ['a'], 'P2')];
    expect(pairsOf(alone)).toEqual([]);
    expect(pairsOf(shared)).toEqual([{ from: 0, to: 1 }]);
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
