import { usualPlaceOf } from './alternative.ts';
import type { Background } from './background.ts';
import { type About, companyOf, countAbout, type Crowd, type People, peopleIn } from './crowd.ts';
import { habitsOf } from './habits.ts';
import type { Positions } from './positions.ts';
import { positionsOf } from './positions.ts';
import { dayBegins_s, type Track } from './tracks.ts';
import { type Whereabouts, whereaboutsOf } from './whereabouts.ts';

/** A track made ready to be compared: everything that does not depend on the other handset. */
export interface Handset {
  readonly track: Track;
  readonly at: Positions;
  /** Seconds from 05:00 of each registration. */
  readonly clock_s: Float64Array;
  readonly habits: Background;
  readonly slots: Whereabouts;
  /** Other people about each registration, and about each slot. */
  readonly others: About;
  readonly slotOthers: About;
  /** Its own registrations in the crowd: they are taken out where it is the other handset of a pair. */
  readonly own: People;
  /** Share of other people's registrations that lie about its own. */
  readonly company: number;
  readonly usualPlace: () => Positions;
}

/**
 * @param isLeftOut whom the crowd about the handset is without from the beginning: of training handsets everybody who is held out
 * together with their user, so that no partner has to be taken out any more
 */
export function prepareHandset(
  track: Track,
  reach_km: number,
  utcOffset_s: number,
  crowd: Crowd,
  isLeftOut?: (owner: string) => boolean,
): Handset {
  const at = positionsOf(track, reach_km);
  const n = track.at_s.length;
  const clock = Float64Array.from({ length: n }, (_, i) => track.at_s[i]! - dayBegins_s(track.day[i]!, utcOffset_s));
  const slots = whereaboutsOf(track, at, clock);
  const people = peopleIn(crowd, (one) => (isLeftOut === undefined ? one !== track : !isLeftOut(one.owner)));
  const others = countAbout(people, at);
  let usualPlace: Positions | undefined;
  return {
    track,
    at,
    clock_s: clock,
    habits: habitsOf(track, at, clock),
    slots,
    others,
    slotOthers: countAbout(people, slots.at),
    own: peopleIn(crowd, (one) => isLeftOut === undefined && one === track),
    company: companyOf(others),
    // Most questions are not about areas. A function, not a getter: that would give each handset a shape of its own.
    usualPlace: () => (usualPlace ??= usualPlaceOf(at)),
  };
}
