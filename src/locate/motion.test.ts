import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { followed, walkBetweenRooms, walkOnGrid } from './motion.ts';
import type { RoomGrid } from './room-grid.ts';

const prior = Float64Array.of(0.5, 0.3, 0.2);
const chance = fc.double({ min: 0.01, max: 1, noNaN: true });
const STEPS = 4;

describe('a phone that is followed', () => {
  it('is where the sum over all ways puts it', () => {
    const steps = fc.array(fc.array(chance, { minLength: 3, maxLength: 3 }), { minLength: STEPS, maxLength: STEPS });
    fc.assert(
      fc.property(steps, fc.double({ min: 0.2, max: 20, noNaN: true }), (likelihood, seconds) => {
        const motion = walkBetweenRooms(prior);
        const passed = [0, 1, 2].map((room) =>
          motion(
            Float64Array.from([0, 1, 2], (k) => (k === room ? 1 : 0)),
            seconds,
          ),
        );
        const sums = Array.from({ length: STEPS }, () => new Float64Array(3));
        for (let way = 0; way < 3 ** STEPS; way++) {
          const rooms = Array.from({ length: STEPS }, (_, t) => Math.floor(way / 3 ** t) % 3);
          let p = prior[rooms[0]!]!;
          rooms.forEach((room, t) => {
            p *= likelihood[t]![room]!;
            if (t > 0) p *= passed[rooms[t - 1]!]![room]!;
          });
          rooms.forEach((room, t) => (sums[t]![room]! += p));
        }
        const logs = likelihood.map((own) => Float64Array.from(own, Math.log));
        const found = followed(
          logs,
          Array.from({ length: STEPS }, () => seconds),
          prior,
          motion,
        );
        sums.forEach((own, t) => {
          const total = own.reduce((a, b) => a + b, 0);
          own.forEach((value, k) => expect(found[t]![k]).toBeCloseTo(value / total, 6));
        });
      }),
    );
  });

  it('walks no further in a second than a person does, and loses no mass', () => {
    const n = 30;
    const along = Float64Array.from({ length: n }, (_, i) => i);
    const zeros = new Float64Array(n);
    const grid: RoomGrid = {
      x_m: along,
      y_m: zeros,
      level: new Int16Array(n),
      room: new Int32Array(n),
      rooms: [],
      step_m: 1,
    };
    const even = new Float64Array(n + 1).fill(1 / (n + 1));
    const from = new Float64Array(n + 1);
    from[10] = 1;
    const next = walkOnGrid(grid, even)(from, 1);
    expect(next.reduce((a, b) => a + b, 0)).toBeCloseTo(1, 6);
    expect([7, 8, 9, 10, 11, 12, 13].reduce((sum, i) => sum + next[i]!, 0)).toBeGreaterThan(0.95);
    expect(next[20]).toBeLessThan(0.001);
  });

  it('spreads by 1.3 m per root second in each direction, a pause rounded up to 0.5, 1, 2, 4 ... s', () => {
    const n = 321;
    const x_m = Float64Array.from({ length: n }, (_, i) => (i - 160) / 10);
    const grid: RoomGrid = {
      x_m,
      y_m: new Float64Array(n),
      level: new Int16Array(n),
      room: new Int32Array(n),
      rooms: [],
      step_m: 0.1,
    };
    const even = new Float64Array(n + 1).fill(1 / (n + 1));
    const from = new Float64Array(n + 1);
    from[160] = 1;
    const walk = walkOnGrid(grid, even);
    /** A normal distribution cut at 2.5 sd keeps 0.911 of its variance. */
    const KEPT = 0.911;
    for (const [seconds, rounded] of [
      [0.5, 0.5],
      [0.7, 1],
      [1, 1],
      [2, 2],
      [3, 4],
      [4, 4],
    ] as const) {
      const anywhere = 1 - 0.99 ** seconds;
      const variance = walk(from, seconds)
        .map((mass, i) => ((mass - anywhere * even[i]!) / (1 - anywhere)) * (x_m[i] ?? 0) ** 2)
        .reduce((a, b) => a + b, 0);
      expect(variance / (KEPT * 1.3 ** 2 * rounded)).toBeCloseTo(1, 1);
    }
  });
});
