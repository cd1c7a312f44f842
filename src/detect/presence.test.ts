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
