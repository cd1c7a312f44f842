import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { distanceClass, delayClass, DELAY_CLASSES, DISTANCE_CLASSES, DISTANCE_ENDS_KM2 } from './classes.ts';
import { crowd_ln, crowdOf } from './crowd.ts';
import { prepareHandset } from './handset.ts';
import { emptyMeasure, FIELD, FIELDS, measureDay } from './measure.ts';
import { type Registration, tracksOf } from './tracks.ts';

const START_S = Date.UTC(2026, 2, 2, 5) / 1000;
/** Registrations of a day at given minutes from 05:00, north of an origin by so many kilometres. */
const handset = (device: string, at: readonly (readonly [minute: number, north_km: number])[], day = 0) =>
  at.map(([minute, north_km]): Registration => ({
    owner: '',
    device,
    at_s: START_S + day * 86_400 + minute * 60,
    latitude: 46 + north_km / 111.195,
    longitude: -21,
    azimuth_deg: undefined,
  }));
const prepared = (rows: readonly Registration[]) =>
  tracksOf(rows, 0).map((t) => prepareHandset(t, 0, 0, crowdOf([], 0)));
const switchesOf = (rows: readonly Registration[], turned = false) => {
  const [a, b] = prepared(rows);
  const measure = emptyMeasure();
  if (turned) measureDay(b!, 0, a!, 0, measure);
  else measureDay(a!, 0, b!, 0, measure);
  const { rows: table, count } = measure.switches;
  return Array.from({ length: count }, (_, r) => table.subarray(r * FIELDS, (r + 1) * FIELDS));
};

/** Fields of a comparison, and where they stand when the two handsets change names. */
const TURNED = [
  [FIELD.distance, FIELD.distance],
  [FIELD.delay, FIELD.delay],
  [FIELD.crowd, FIELD.crowd],
  [FIELD.clockSeenB, FIELD.clockSeenA],
  [FIELD.clockLookedB, FIELD.clockLookedA],
  [FIELD.everSeenB, FIELD.everSeenA],
  [FIELD.everLookedB, FIELD.everLookedA],
  [FIELD.clockSeenA, FIELD.clockSeenB],
  [FIELD.everSeenA, FIELD.everSeenB],
] as const;

describe('measureDay', () => {
  it('finds the switches of two merged tracks, with their distance and delay', () => {
    const rows = switchesOf([
      ...handset('a', [
        [0, 0],
        [10, 0],
        [100, 0],
      ]),
      ...handset('b', [
        [12, 5],
        [50, 0],
        [101, 0.1],
      ]),
    ]);
    expect(rows.map((r) => [r[FIELD.distance], r[FIELD.delay]])).toEqual([
      [distanceClass(25), delayClass(120)],
      [distanceClass(0), delayClass(3000)],
      [distanceClass(0.01), delayClass(60)],
    ]);
  });

  it('knows the popularity of a place by others than the two, whoever is in the crowd', () => {
    const rows = [
      ...handset('a', [[1, 0]]),
      ...handset('b', [[2, 0]]),
      ...handset('c', [[3, 0]]),
      ...handset('d', [[4, 90]]),
    ];
    const tracks = tracksOf(rows, 0);
    const crowd = crowdOf(tracks, 0);
    const [a, b] = tracks.map((t) => prepareHandset(t, 0, 0, crowd));
    const measure = emptyMeasure();
    measureDay(a!, 0, b!, 0, measure);
    expect(measure.switches.rows[FIELD.distance]).toBe(distanceClass(0));
    expect(measure.switches.rows[FIELD.crowd]).toBeCloseTo(crowd_ln(1, 2), 12);
    expect(measure.slots.rows[FIELD.crowd]).toBeCloseTo(crowd_ln(1, 2), 12);
  });

  it('says how well the whereabouts of a slot are known, by the one that is known worse', () => {
    // At the middle of the first slot, an hour after 05:00, a registration weighs 1; it fades by e in an hour.
    const known = (one: readonly number[], other: readonly number[]): number | undefined => {
      const at = (device: string, weights: readonly number[]) =>
        handset(
          device,
          weights.map((weight, i) => [60 - 60 * Math.log(weight) + i / 1e6, 0] as const),
        );
      const [a, b] = prepared([...at('a', one), ...at('b', other)]);
      const measure = emptyMeasure();
      measureDay(a!, 0, b!, 0, measure);
      return measure.slots.rows[1];
    };
    const well = [1, 1, 1];
    for (const [weights, expected] of [
      [[0.78], 0],
      [[0.82], 1],
      [[0.78, 1], 1],
      [[0.82, 1], 2],
      [well, 2],
    ] as const) {
      expect(known(weights, well)).toBe(expected);
      expect(known(well, weights)).toBe(expected);
    }
  });

  it('counts the other handset by its habits on other days around the same clock time, round 05:00 too', () => {
    const [first] = switchesOf([
      ...handset('a', [[1, 0]]),
      ...handset('b', [[2, 0]]),
      // Within two hours before 05:00 of the next day, at noon, and on the same clock time elsewhere.
      ...handset('b', [[1430, 0]], 3),
      ...handset('b', [[420, 0]], 4),
      ...handset('b', [[3, 30]], 5),
    ]);
    expect([first![FIELD.clockSeenB], first![FIELD.clockLookedB]]).toEqual([1, 2]);
    expect([first![FIELD.everSeenB], first![FIELD.everLookedB]]).toEqual([2, 3]);
    expect([first![FIELD.clockLookedA], first![FIELD.everLookedA]]).toEqual([0, 0]);
  });

  it('finds the same whichever handset is called a, the crowd about each included', () => {
    const minute = fc.uniqueArray(fc.nat(1439), { minLength: 1, maxLength: 6 });
    const place = fc.constantFrom(0, 0.3, 2, 7, 40);
    const track = fc.tuple(minute, fc.array(place, { minLength: 6, maxLength: 6 }));
    const at = (device: string, [minutes, places]: [number[], number[]], day = 0) =>
      handset(
        device,
        minutes.map((m, i) => [m, places[i] ?? 0] as const),
        day,
      );
    fc.assert(
      fc.property(track, track, track, track, (x, y, later, other) => {
        const rows = [...at('a', x), ...at('a', later, 3), ...at('b', y), ...at('b', other, 4), ...at('c', other)];
        const tracks = tracksOf(rows, 0);
        const [a, b] = tracks.map((t) => prepareHandset(t, 0, 0, crowdOf(tracks, 0)));
        const [one, turned] = [emptyMeasure(), emptyMeasure()];
        measureDay(a!, 0, b!, 0, one);
        measureDay(b!, 0, a!, 0, turned);
        for (const kind of ['switches', 'slots'] as const) {
          expect(turned[kind].count).toBe(one[kind].count);
          for (let r = 0; r < one[kind].count; r++)
            for (const [here, there] of TURNED)
              expect(turned[kind].rows[r * FIELDS + there]).toBeCloseTo(one[kind].rows[r * FIELDS + here] ?? NaN, 9);
        }
      }),
    );
  });

  it('takes both at once on one cell at the beginning of a day in the order that makes the fewest switches', () => {
    const on = (device: string, minutes: readonly number[]) =>
      handset(
        device,
        minutes.map((minute) => [minute, 0] as const),
      );
    for (const turned of [false, true])
      for (const both of [[0], [0, 5]]) {
        const one = switchesOf([...on('a', [...both, 10]), ...on('b', both)], turned);
        expect(one.map((r) => r[FIELD.delay])).toEqual(both.map(() => delayClass(0)));
        const other = switchesOf([...on('a', both), ...on('b', [...both, 10])], turned);
        expect(other).toHaveLength(both.length);
      }
  });

  it('orders registrations of one instant by place, on one latitude or one meridian too', () => {
    for (const [latitude, longitude] of [
      [0, 0.01],
      [0.01, 0],
      [0.01, 0.01],
    ] as const) {
      const still = handset('a', [
        [0, 0],
        [60, 0],
        [120, 0],
      ]);
      const beside = still.map((row) => ({
        ...row,
        device: 'b',
        latitude: row.latitude + latitude,
        longitude: row.longitude + longitude,
      }));
      // Always a then b, or always b then a: the second of one instant and the first of the next make a switch too.
      for (const turned of [false, true])
        expect(switchesOf([...still, ...beside], turned).map((r) => r[FIELD.delay])).toEqual(
          [0, 3600, 0, 3600, 0].map(delayClass),
        );
    }
  });

  it('finds the same switches whichever handset is called a, ties included', () => {
    const times = fc.uniqueArray(fc.integer({ min: 0, max: 20 }), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(times, times, (x, y) => {
        const rows = [
          ...handset(
            'a',
            x.map((m) => [m, 0] as const),
          ),
          ...handset(
            'b',
            y.map((m) => [m, 1] as const),
          ),
        ];
        const key = (turned: boolean): string[] =>
          switchesOf(rows, turned)
            .map((r) => String(r[FIELD.delay]))
            .sort();
        expect(key(true)).toEqual(key(false));
        expect(key(false).length).toBeGreaterThanOrEqual(1);
      }),
    );
  });
});

/** Of the earth: no two handsets are further apart. */
const DIAMETER_KM = 12_742;

describe('classes', () => {
  it('put a squared distance between its ends, however near to one of them', () => {
    const atEnds = [...DISTANCE_ENDS_KM2]
      .filter(Number.isFinite)
      .flatMap((end) => [end, end * (1 - 1e-12), end * (1 + 1e-12), end * (1 - 1e-7), end * (1 + 1e-7)]);
    const anywhere = fc.sample(fc.double({ min: 0, max: DIAMETER_KM ** 2, noNaN: true }), { numRuns: 2000, seed: 1 });
    for (const squared of [...atEnds, ...anywhere, 1e-300, DIAMETER_KM ** 2]) {
      const k = distanceClass(squared);
      expect(squared).toBeGreaterThanOrEqual(DISTANCE_ENDS_KM2[k]!);
      expect(squared < DISTANCE_ENDS_KM2[k + 1]! || k === DISTANCE_CLASSES - 1).toBe(true);
    }
  });

  it('put every distance and delay in one class, in order', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0, max: 1e6, noNaN: true }),
        fc.double({ min: 0, max: 1e6, noNaN: true }),
        (x, y) => {
          const [low, high] = [Math.min(x, y), Math.max(x, y)];
          expect(distanceClass(low)).toBeLessThanOrEqual(distanceClass(high));
          expect(distanceClass(high)).toBeLessThan(DISTANCE_CLASSES);
          expect(delayClass(low)).toBeLessThanOrEqual(delayClass(high));
          expect(delayClass(high)).toBeLessThan(DELAY_CLASSES);
        },
      ),
    );
  });
});
