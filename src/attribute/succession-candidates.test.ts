import { describe, expect, it } from 'vitest';
import { digestOf, subjectOf } from './a-small-prison.testing.ts';
import { successionPairs } from './succession-candidates.ts';
import { successionProfile } from './succession-profile.ts';

const profile = (serial: number, fromDay: number, untilDay: number, contacts: string[] = [], prison = 'P1') =>
  successionProfile(
    subjectOf(
      digestOf({ imei: String(35000000000000 + serial), fromDay, untilDay, contacts, areas: [prison] }),
      prison,
    ),
  );

describe('pairs worth comparing', () => {
  it('follow one another in one prison, but for a short overlap', () => {
    const profiles = [profile(0, 0, 10), profile(1, 12, 20), profile(2, 9, 20), profile(3, 3, 20)];
    expect(successionPairs(profiles)).toEqual([
      { from: 0, to: 1 },
      { from: 0, to: 2 },
    ]);
  });

  it('reach another prison only through a shared correspondent', () => {
    const alone = [profile(0, 0, 10, ['a']), profile(1, 12, 20, ['b'], 'P2')];
    const shared = [profile(0, 0, 10, ['a']), profile(1, 12, 20, ['a'], 'P2')];
    expect(successionPairs(alone)).toEqual([]);
    expect(successionPairs(shared)).toEqual([{ from: 0, to: 1 }]);
  });

  it('grow with the handsets, not with their square', () => {
    const many = (n: number) =>
      successionPairs(
        Array.from({ length: n }, (_, i) => profile(i, (i * 7) % 300, ((i * 7) % 300) + 5, ['bail line'])),
      ).length;
    const [small, large] = [many(300), many(1200)];
    expect(large).toBeLessThan(5 * small);
    expect(large).toBeLessThan(1200 * 40);
  });
});
