import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DISTANCE_CLASSES } from './classes.ts';
import { companyOf, countAbout, countAt, crowdOf, peopleIn } from './crowd.ts';
import { positionsOf } from './positions.ts';
import { tracksOf } from './tracks.ts';

const handsetsAt = fc.array(fc.array(fc.integer({ min: 0, max: 40 }), { minLength: 1, maxLength: 6 }), {
  minLength: 2,
  maxLength: 8,
});
/** One handset for each list, north of an origin by so many kilometres. */
const tracksAt = (handsets: readonly (readonly number[])[]) =>
  tracksOf(
    handsets.flatMap((kms, device) =>
      kms.map((km, n) => ({
        owner: '',
        device: String(device),
        at_s: 40_000 + n * 600,
        latitude: 46 + km / 111.195,
        longitude: -21,
        azimuth_deg: undefined,
      })),
    ),
    0,
  );

describe('a crowd', () => {
  it('is counted about a place once for each registration, whoever it is of', () => {
    fc.assert(
      fc.property(handsetsAt, (handsets) => {
        const tracks = tracksAt(handsets);
        const crowd = crowdOf(tracks, 0);
        const first = tracks[0]!;
        const at = positionsOf(first, 0);
        const [all, own, others] = [
          peopleIn(crowd, () => true),
          peopleIn(crowd, (t) => t === first),
          peopleIn(crowd, (t) => t !== first),
        ];
        expect(own.all + others.all).toBe(all.all);
        const [about, without] = [countAbout(all, at).n, countAbout(others, at).n];
        for (let i = 0; i < first.at_s.length; i++) {
          for (let k = 0; k < DISTANCE_CLASSES; k++) {
            const c = i * DISTANCE_CLASSES + k;
            expect(about[c]! - countAt(own, at, i, k)).toBe(without[c]);
          }
          const row = about.subarray(i * DISTANCE_CLASSES, (i + 1) * DISTANCE_CLASSES);
          expect(row.reduce((sum, n) => sum + n, 0)).toBe(all.all);
        }
      }),
    );
  });

  it('is the company of a handset as far as it lies within 9 km', () => {
    const share = (handsets: readonly (readonly number[])[]): number => {
      const tracks = tracksAt(handsets);
      const people = peopleIn(crowdOf(tracks, 0), (t) => t !== tracks[0]);
      return companyOf(countAbout(people, positionsOf(tracks[0]!, 0)));
    };
    expect(share([[0], [0], [5], [8.9], [9.1], [300]])).toBeCloseTo(3 / 5, 6);
    expect(share([[0], [300]])).toBe(0);
  });
});
