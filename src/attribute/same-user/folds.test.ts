import { describe, expect, it } from 'vitest';
import { DISTANCE_CLASSES } from './classes.ts';
import { countAbout, crowdOf, peopleIn } from './crowd.ts';
import { foldsOf, inFoldOf } from './folds.ts';
import { positionsOf } from './positions.ts';
import { tracksOf } from './tracks.ts';

const owners = Array.from({ length: 12 }, (_, k) => `p${k}`);
/** One registration of each person; p0 and p5, of one fold, in one place, the others far away. */
const tracks = tracksOf(
  owners.map((owner, k) => ({
    owner,
    device: `${owner}-1`,
    at_s: 36_000 + k,
    latitude: k % 5 === 0 && k < 10 ? 52 : 53 + k,
    longitude: 4,
    azimuth_deg: undefined,
  })),
  0,
);

describe('folds of people', () => {
  it('hold two people each at least, and no more than five', () => {
    expect([4, 6, 9, 10, 40].map(foldsOf)).toEqual([2, 3, 4, 5, 5]);
  });

  it('leave out of the crowd about a person everybody who is held out with that person', () => {
    const isLeftOut = inFoldOf(owners, 'p0');
    expect(owners.filter(isLeftOut)).toEqual(['p0', 'p5', 'p10']);
    const at = positionsOf(tracks[0]!, 0);
    const near = (left: (owner: string) => boolean): number => {
      const people = peopleIn(crowdOf(tracks, 0), ({ owner }) => !left(owner));
      return Math.exp(countAbout(people, at).ln[0]!);
    };
    // p5 lies where p0 is: to p0 that place is as rare as to a stranger's crowd.
    expect(near(isLeftOut)).toBeCloseTo(0.5 / (9 + 0.5 * DISTANCE_CLASSES), 6);
    expect(near((owner) => owner === 'p0')).toBeCloseTo(1.5 / (11 + 0.5 * DISTANCE_CLASSES), 6);
  });
});
