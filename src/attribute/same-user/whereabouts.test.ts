import { describe, expect, it } from 'vitest';
import { positionsOf } from './positions.ts';
import { type Registration, tracksOf } from './tracks.ts';
import { SLOTS, whereaboutsOf } from './whereabouts.ts';

const START_S = Date.UTC(2026, 2, 2, 5) / 1000;
/** Registrations at hours after 05:00 of a day, so many degrees north. */
const read = (list: readonly (readonly [day: number, hour: number, north_deg: number])[]) => {
  const rows = list.map(([day, hour, north_deg]): Registration => ({
    owner: 'a',
    device: '1',
    at_s: START_S + day * 86_400 + hour * 3600,
    latitude: north_deg,
    longitude: 0,
    azimuth_deg: undefined,
  }));
  const track = tracksOf(rows, 0)[0]!;
  const clock_s = track.at_s.map((at_s) => (at_s - START_S) % 86_400);
  const at = positionsOf(track, 0);
  return { at, whereabouts: whereaboutsOf(track, at, clock_s) };
};

describe('whereaboutsOf', () => {
  it('weighs registrations by e^(-hours from the middle of the slot), within three hours, and asks for a quarter', () => {
    const { weight } = read([[0, 7, 0]]).whereabouts;
    // Slots have their middles at 1, 3, 5 ... hours: e^-2 is too little.
    expect([...weight]).toEqual(Array.from({ length: SLOTS }, (_, s) => (s === 3 ? 1 : 0)));
    const two = read([
      [0, 6.5, 0],
      [0, 8, 1],
      [0, 4.1, 2],
    ]);
    const [near, far, away] = [Math.exp(-0.5), Math.exp(-1), Math.exp(-2.9)];
    expect(two.whereabouts.weight[3]).toBeCloseTo(near + far + away, 12);
    const z = (i: number): number => two.at[3 * i + 2]!;
    // In order of time: 4.1, 6.5 and 8 hours.
    expect(two.whereabouts.at[3 * 3 + 2]).toBeCloseTo(
      (away * z(0) + near * z(1) + far * z(2)) / (near + far + away),
      9,
    );
    // Beyond three hours nothing counts.
    const late = read([
      [0, 7, 0],
      [0, 10.1, 1],
    ]);
    expect(late.whereabouts.weight[3]).toBe(1);
    for (const [share, known] of [
      [0.24, 0],
      [0.26, 0.26],
    ] as const)
      expect(read([[0, 1 - Math.log(share), 0]]).whereabouts.weight[0]).toBeCloseTo(known, 9);
    expect(two.whereabouts.weight[5]).toBeCloseTo(0, 12);
    expect(two.whereabouts.weight[4]).toBeCloseTo(Math.exp(-1) + Math.exp(-2.5), 12);
  });

  it('samples each slot, the last before 05:00 too, over the days on which it is known', () => {
    const days = [0, 1, 2, 5];
    const { background } = read(
      days.flatMap((day): [number, number, number][] =>
        day === 1
          ? [[day, 1, 0]]
          : [
              [day, 1, 0],
              [day, 23, 0],
            ],
      ),
    ).whereabouts;
    const rowsOf = (slot: number): number[] =>
      Array.from(background.sample.slice(background.start[slot], background.start[slot + 1]));
    expect(background.start).toHaveLength(SLOTS + 1);
    expect(rowsOf(0)).toEqual([0, 1, 2, 3].map((row) => row * SLOTS));
    expect(rowsOf(11)).toEqual([0, 2, 3].map((row) => row * SLOTS + 11));
    expect(rowsOf(5)).toEqual([]);
    expect(rowsOf(11).map((row) => background.day[row])).toEqual([0, 2, 3]);
  });
});
