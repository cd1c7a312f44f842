import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { crowdOf } from './crowd.ts';
import { prepareHandset } from './handset.ts';
import { forSharedDays, trainingDays } from './labelled-days.ts';
import { type Registration, tracksOf } from './tracks.ts';

const START_S = Date.UTC(2026, 2, 2, 5) / 1000;
/** Registrations of one handset at noon of each day, so many kilometres north of an origin. */
const handset = (owner: string, device: string, days: readonly number[], north_km = 0): Registration[] =>
  days.map((day) => ({
    owner,
    device,
    at_s: START_S + day * 86_400 + 7 * 3600,
    latitude: 46 + north_km / 111.195,
    longitude: 2,
    azimuth_deg: undefined,
  }));
const prepared = (rows: readonly Registration[]) =>
  tracksOf(rows, 0).map((track) => prepareHandset(track, 0, 0, crowdOf([], 0)));
const training = (rows: readonly Registration[], alternative: 'anyone' | 'same-area') => {
  const owners = [...new Set(rows.map(({ owner }) => owner))].sort();
  const { labels, ownerA, ownerB, switches, slots } = trainingDays(prepared(rows), owners, alternative);
  const days = Array.from(labels, (label, i) => [label, owners[ownerA[i] ?? -1], owners[ownerB[i] ?? -1]]);
  return { days, ownerA, ownerB, switches, slots };
};

describe('forSharedDays', () => {
  it('meets each common day once, in order', () => {
    const days = fc.uniqueArray(fc.nat(20), { minLength: 1 });
    fc.assert(
      fc.property(days, days, (x, y) => {
        const [a, b] = prepared([...handset('a', '1', x), ...handset('b', '1', y)]);
        const met: number[] = [];
        forSharedDays(a!, b!, (i, j) => {
          expect(a!.track.days[i]).toBe(b!.track.days[j]);
          met.push((a!.track.days[i] ?? 0) - (a!.track.days[0] ?? 0) + Math.min(...x));
        });
        expect(met).toEqual(x.filter((day) => y.includes(day)).sort((p, q) => p - q));
      }),
    );
  });
});

describe('trainingDays', () => {
  const rows = [
    ...handset('a', '1', [0, 1, 2]),
    ...handset('a', '2', [1, 2, 3]),
    ...handset('b', '1', [2, 3], 3),
    ...handset('c', '1', [3], 90),
  ];

  it('says of each common day whether it is of one person, and of whom it is', () => {
    expect(training(rows, 'anyone').days).toEqual([
      // a's two handsets on two days; a and b on one and on two; the others on the last day.
      [1, 'a', 'a'],
      [1, 'a', 'a'],
      [0, 'a', 'b'],
      [0, 'a', 'b'],
      [0, 'a', 'b'],
      [0, 'a', 'c'],
      [0, 'b', 'c'],
    ]);
  });

  it('asks of different people those whom the alternative is about', () => {
    expect(training(rows, 'same-area').days.filter(([, , other]) => other === 'c')).toEqual([]);
    expect(training(rows, 'same-area').days).toHaveLength(5);
  });

  it('keeps the comparisons of each day together', () => {
    const { days, switches, slots } = training(rows, 'anyone');
    // One registration each at the same time: one switch, and one slot, a day.
    const ends = Array.from({ length: days.length + 1 }, (_, i) => i);
    expect([[...switches.start], [...slots.start]]).toEqual([ends, ends]);
  });
});
