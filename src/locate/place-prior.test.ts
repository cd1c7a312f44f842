import { describe, expect, it } from 'vitest';
import { roomPriorOf } from './place-prior.ts';

describe('where a phone is before anything was heard', () => {
  it('is a room of four times the size twice as likely: more people live in it, but not as many more', () => {
    const [small = 0, large = 0] = roomPriorOf([5, 20]);
    expect(large / small).toBeCloseTo(2, 12);
  });

  it('is a room of unknown size as likely as one of the usual size, and each alike where none is known', () => {
    const [, , unknown, usual] = roomPriorOf([5, 15, 0, 10]);
    expect(unknown).toBeCloseTo(usual ?? 0, 12);
    const [a, b] = roomPriorOf([0, 0]);
    expect(a).toBe(b);
  });

  it('is seldom outside, and seldom in none of the listed places, however many rooms there are', () => {
    for (const rooms of [1, 40]) {
      const prior = roomPriorOf(Array.from({ length: rooms }, () => 8));
      expect(prior.reduce((sum, p) => sum + p, 0)).toBeCloseTo(1, 12);
      expect([prior[rooms], prior[rooms + 1]]).toEqual([0.02, 0.01]);
    }
  });

  it('is as seldom on a landing, whatever of these there are, and longer on a long one', () => {
    const prior = roomPriorOf([8, 8], undefined, [30, 10]);
    expect(prior.reduce((sum, p) => sum + p, 0)).toBeCloseTo(1, 12);
    expect(prior[2]! + prior[3]!).toBeCloseTo(0.02, 12);
    expect(prior[2]! / prior[3]!).toBeCloseTo(3, 12);
    expect([prior[4], prior[5]]).toEqual([0.02, 0.01]);
  });
});
