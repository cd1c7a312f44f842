import { describe, expect, it } from 'vitest';
import { smoothRooms } from './room-filter.ts';

const prior = Float64Array.of(0.48, 0.48, 0.02, 0.02);
const sure = Float64Array.of(0.94, 0.04, 0.01, 0.01);
const weak = Float64Array.of(0.4, 0.56, 0.02, 0.02);
const looks = [sure, weak].map((p, i) => ({ from_s: i * 3600, until_s: i * 3600 + 1, p }));

describe('smoothRooms', () => {
  it('leaves a single look as it is', () => {
    expect(smoothRooms(looks.slice(0, 1), { prior, openHours: () => 1, alike: 0.5 })[0]).toBe(sure);
  });

  it('cannot leave a locked room: the sure look decides the weak one', () => {
    const [, locked] = smoothRooms(looks, { prior, openHours: () => 0, alike: 0 });
    const [, open] = smoothRooms(looks, { prior, openHours: () => 100, alike: 0 });
    expect(locked![0]).toBeGreaterThan(0.85);
    expect(locked![0]).toBeGreaterThan(open![0]!);
    expect(locked!.reduce((sum, value) => sum + value, 0)).toBeCloseTo(1, 12);
  });

  it('gets no surer from a hundred looks whose errors are the same', () => {
    const many = Array.from({ length: 100 }, (_, i) => ({ from_s: i, until_s: i + 1, p: weak }));
    const last = smoothRooms(many, { prior, openHours: () => 0, alike: 1 }).at(-1)!;
    expect(last[1]).toBeLessThan(0.6);
    expect(smoothRooms(many, { prior, openHours: () => 0, alike: 0 }).at(-1)![1]).toBeGreaterThan(0.99);
  });
});
