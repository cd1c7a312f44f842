import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { insidePresence } from './presence.ts';

/** Sums over every path before -> inside -> after, one day at a time. */
function byEnumeration(kinds: readonly number[]): number {
  const inside = [0.997, 0.997, 0.003];
  const elsewhere = [0.15, 0.15, 0.85];
  const walk = (i: number, state: number): number => {
    if (i === kinds.length) return 1;
    const emit = (state === 1 ? inside : elsewhere)[kinds[i] ?? 0] ?? 0;
    if (i === kinds.length - 1) return emit;
    if (state === 0) return emit * ((29 / 30) * walk(i + 1, 0) + (1 / 30) * walk(i + 1, 1));
    if (state === 1) return emit * ((44 / 45) * walk(i + 1, 1) + (1 / 45) * walk(i + 1, 2));
    return emit * walk(i + 1, 2);
  };
  return Math.log(0.3 * walk(0, 0) + 0.7 * walk(0, 1));
}

describe('presence', () => {
  it('equals the sum over all paths', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 2 }), { minLength: 1, maxLength: 7 }), (kinds) => {
        const days = kinds.map((_, i) => i);
        expect(insidePresence(days, kinds).lnInside).toBeCloseTo(byEnumeration(kinds), 9);
      }),
    );
  });

  it('equals the sum over all paths where days without events lie between, and stays while that is likelier than not', () => {
    const gaps = fc.array(fc.tuple(fc.integer({ min: 0, max: 2 }), fc.integer({ min: 1, max: 40 })), {
      minLength: 1,
      maxLength: 6,
    });
    fc.assert(
      fc.property(gaps, (list) => {
        const kinds = list.map(([kind]) => kind);
        const days = list.map((_, i) => list.slice(0, i + 1).reduce((sum, [, gap]) => sum + gap, 0));
        const emit = [
          [0.15, 0.15, 0.85],
          [0.997, 0.997, 0.003],
          [0.15, 0.15, 0.85],
        ];
        // States never fall; within one gap at most one change, with the chance of its days.
        const passes = (from: number, to: number, gap: number): number => {
          const stays = [(29 / 30) ** gap, (44 / 45) ** gap, 1][from] ?? 0;
          return to === from ? stays : to === from + 1 ? 1 - stays : 0;
        };
        let all = 0;
        const inside = kinds.map(() => 0);
        for (let way = 0; way < 3 ** kinds.length; way++) {
          const states = kinds.map((_, i) => Math.floor(way / 3 ** i) % 3);
          const p = states.reduce(
            (product, state, i) =>
              product *
              (emit[state]?.[kinds[i] ?? 0] ?? 0) *
              (i === 0 ? ([0.3, 0.7, 0][state] ?? 0) : passes(states[i - 1] ?? 0, state, days[i]! - days[i - 1]!)),
            1,
          );
          all += p;
          states.forEach((state, i) => (inside[i]! += state === 1 ? p : 0));
        }
        const { lnInside, stay } = insidePresence(days, kinds);
        expect(lnInside).toBeCloseTo(Math.log(all), 9);
        const likelier = inside.flatMap((p, i) => (p / all > 0.5 ? [i] : []));
        fc.pre(inside.every((p) => Math.abs(p / all - 0.5) > 1e-9));
        expect([stay?.first, stay?.last]).toEqual([likelier[0], likelier.at(-1)]);
      }),
    );
  });

  it('finds the stay of a handset that was bought outside, carried in and seized', () => {
    const kinds = [...Array<number>(6).fill(2), ...Array<number>(9).fill(0), ...Array<number>(4).fill(2)];
    expect(
      insidePresence(
        kinds.map((_, i) => i),
        kinds,
      ).stay,
    ).toEqual({ first: 6, last: 14 });
  });

  it('knows no stay of somebody who is elsewhere every day', () => {
    const kinds = Array<number>(20).fill(2);
    expect(
      insidePresence(
        kinds.map((_, i) => i),
        kinds,
      ).stay,
    ).toBeUndefined();
  });

  it('says less for inside with every day away amid the others', () => {
    const ln = (exits: number): number => {
      const kinds = Array.from({ length: 20 }, (_, i) => (i % 5 === 0 && i / 5 < exits ? 2 : 0));
      return insidePresence(
        kinds.map((_, i) => i),
        kinds,
      ).lnInside;
    };
    for (let e = 0; e < 4; e++) expect(ln(e)).toBeGreaterThan(ln(e + 1) + 1);
  });

  it('is nothing without days', () => {
    expect(insidePresence([], [])).toEqual({ lnInside: 0, stay: undefined });
  });
});
