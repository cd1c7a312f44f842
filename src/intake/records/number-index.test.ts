import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { NumberIndex } from './number-index.ts';

const half = fc.integer({ min: 0, max: 0xffff_ffff });
// Few different ones, so that they come back; wide ones, so that they collide.
const number = fc.oneof(fc.tuple(fc.nat(9), fc.nat(2)), fc.tuple(half, fc.nat(0x1f_ffff)));
const rounds = fc.array(fc.array(number, { maxLength: 400 }), { minLength: 1, maxLength: 4 });

describe('number index', () => {
  it('numbers what it sees as a Map would, again and again after a clearing', () => {
    const index = new NumberIndex();
    fc.assert(
      fc.property(rounds, half, (all, other) => {
        for (const numbers of all) {
          index.clear();
          const map = new Map<number, number>();
          for (const [low, high] of numbers) {
            const whole = high * 2 ** 32 + low;
            expect(index.find(low, high)).toBe(map.get(whole) ?? -1);
            if (!map.has(whole)) map.set(whole, map.size);
            expect(index.add(low, high)).toBe(map.get(whole));
          }
          expect(index.size).toBe(map.size);
          const listed = new Float64Array(index.size);
          index.numbersInto(listed);
          expect([...listed]).toEqual([...map.keys()]);
          expect(index.find(other, 0)).toBe(map.get(other) ?? -1);
        }
      }),
    );
  });
});
