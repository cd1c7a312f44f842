import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { judgeBeds } from './bed-contradictions.ts';
import type { BedClaim } from './bed-contradictions.ts';

const HORIZON = 1000;
const claim = (key: number, cell_id: string, from_s: number, until_s = Infinity): BedClaim => ({
  key,
  cell_id,
  from_s,
  until_s,
});
const refused = (...claims: BedClaim[]) => [...judgeBeds(claims, HORIZON).contradictory].toSorted((a, b) => a - b);

describe('judgeBeds', () => {
  it('has nothing against a chain of moves', () => {
    const chain = [claim(1, 'A', 0, 10), claim(2, 'B', 10, 20), claim(3, 'A', 20)];
    expect(judgeBeds(chain, HORIZON)).toEqual({
      contradictory: new Set(),
      overlapping: new Set(),
      endsAt_s: new Map(),
    });
  });

  it('refuses the few days inside a long stay, not the long stay', () => {
    expect(refused(claim(1, 'A', 0), claim(2, 'B', 100, 105))).toEqual([2]);
    expect(refused(claim(2, 'B', 100, 105), claim(1, 'A', 0, 500))).toEqual([2]);
    expect(refused(claim(1, 'A', 0, 98), claim(2, 'B', 98), claim(3, 'C', 100, 105))).toEqual([3]);
  });

  it('refuses one wrong row across a chain, not the chain', () => {
    expect(refused(claim(1, 'A', 0, 10), claim(2, 'B', 10, 20), claim(3, 'C', 0, 20))).toEqual([3]);
  });

  it('refuses together what is equally good', () => {
    expect(refused(claim(1, 'A', 0, 10), claim(2, 'B', 0, 10), claim(3, 'C', 20, 30))).toEqual([1, 2]);
    expect(refused(claim(1, 'A', 0), claim(2, 'B', 0), claim(3, 'C', 0))).toEqual([1, 2, 3]);
    expect(refused(claim(1, 'A', 0, 10), claim(2, 'B', 5, 15))).toEqual([1, 2]);
  });

  it('takes the same bed said twice for no contradiction', () => {
    const verdict = judgeBeds([claim(1, 'A', 0, 10), claim(2, 'A', 5, 15)], HORIZON);
    expect(verdict.contradictory.size).toBe(0);
    expect([...verdict.overlapping]).toEqual([2]);
  });

  it('ends an open stay where the next open stay begins', () => {
    const verdict = judgeBeds([claim(1, 'A', 0), claim(2, 'B', 50), claim(3, 'C', 70)], HORIZON);
    expect(verdict.contradictory.size).toBe(0);
    expect(verdict.endsAt_s).toEqual(
      new Map([
        [1, 50],
        [2, 70],
      ]),
    );
    expect(verdict.overlapping).toEqual(new Set([1, 2]));
  });

  it('says nothing of a row that ends where it begins', () => {
    expect(refused(claim(1, 'A', 0, 10), claim(2, 'B', 5, 5))).toEqual([]);
  });

  const someClaims = fc
    .array(
      fc.record({ cell: fc.constantFrom('A', 'B', 'C'), from: fc.nat(30), length: fc.integer({ min: 0, max: 12 }) }),
      { maxLength: 8 },
    )
    .map((list) =>
      list.map(({ cell, from, length }, key) => claim(key, cell, from, length === 12 ? Infinity : from + length)),
    );

  it('leaves nobody in two beds at once', () => {
    fc.assert(
      fc.property(someClaims, (claims) => {
        const { contradictory, endsAt_s } = judgeBeds(claims, HORIZON);
        const standing = claims.filter(({ key }) => !contradictory.has(key));
        const end = (one: BedClaim) => endsAt_s.get(one.key) ?? one.until_s;
        const clashes = standing.filter((a) =>
          standing.some(
            (b) =>
              a.cell_id !== b.cell_id &&
              a.from_s < end(b) &&
              b.from_s < end(a) &&
              end(a) > a.from_s &&
              end(b) > b.from_s,
          ),
        );
        expect(clashes).toEqual([]);
      }),
      { numRuns: 2000 },
    );
  });

  it('refuses exactly what is in no best choice or has a rival in one, as trying every choice shows', () => {
    const closed = someClaims.map((claims) =>
      claims.map((one, index) => ({
        ...one,
        cell_id: `${index}`,
        until_s: one.until_s === Infinity ? one.from_s + 12 : one.until_s,
      })),
    );
    fc.assert(
      fc.property(closed, (claims) => {
        const lasting = claims.filter((one) => one.until_s > one.from_s);
        const clash = (a: BedClaim, b: BedClaim) => a.from_s < b.until_s && b.from_s < a.until_s;
        const choices = Array.from({ length: 2 ** lasting.length }, (_, bits) =>
          lasting.filter((_one, i) => (bits >> i) & 1),
        ).filter((choice) => choice.every((a, i) => choice.every((b, j) => i === j || !clash(a, b))));
        const worth = (choice: BedClaim[]) =>
          choice.reduce((sum, one) => sum + one.until_s - one.from_s, 0) * 100 + choice.length;
        const greatest = Math.max(...choices.map(worth));
        const inSomeBest = new Set(choices.filter((choice) => worth(choice) === greatest).flat());
        const expected = lasting.filter(
          (a) => !inSomeBest.has(a) || [...inSomeBest].some((b) => a !== b && clash(a, b)),
        );
        expect(refused(...claims)).toEqual(expected.map(({ key }) => key));
      }),
      { numRuns: 2000 },
    );
  });

  it('stays fast where one inmate has all the rows', () => {
    const claims = Array.from({ length: 50_000 }, (_, key) =>
      claim(key, `${key % 7}`, key % 1000, (key % 1000) + 5 + (key % 11)),
    );
    const started = performance.now();
    expect(judgeBeds(claims, HORIZON).contradictory.size).toBeGreaterThan(0);
    expect(performance.now() - started).toBeLessThan(3000);
  });
});
