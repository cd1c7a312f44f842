import { hitsInWords, type RoomHits } from './room-hits.ts';
import type { Located, LocatedPrison } from '../chain/run-outcome.ts';
import { counted } from '../print/words.ts';

/** `summary.rooms`: what was located where, and the error rate of the walk-test of each building. */
export function roomsReport(located: Located | undefined): Record<string, unknown> {
  if (located === undefined) return {};
  return {
    rooms: {
      prisons: located.prisons,
      buildings: located.buildings.map(({ prison_id, building_id, leftOut }) => ({
        prison_id,
        building_id,
        left_out: {
          looks: leftOut.looks,
          rooms: leftOut.rooms,
          right_first: leftOut.rightFirst,
          in_set_90: leftOut.inSet90,
          inside: leftOut.inside,
          landing_looks: leftOut.landingLooks,
          landings_inside: leftOut.landingsInside,
        },
      })),
      withheld: located.withheld,
    },
  };
}

const WHY = {
  'no-sensors': 'no sensor of it is known',
  'no-rooms': 'none of its rooms is listed',
  'no-plan-and-no-walk-test': 'it has neither a plan nor a walk-test',
} as const;

/** One line for each prison in which phones were located, and one for its unnamed tracks, one for each building that cannot be answered for. */
export function roomsInWords({ prisons, buildings, withheld }: Located): string[] {
  const hitsOf = (prison: string): RoomHits[] =>
    buildings
      .filter(({ prison_id }) => prison_id === prison)
      .map(({ leftOut: { looks, rightFirst, inSet90 } }) => ({ looks, right_first: rightFirst, in_set_90: inSet90 }));
  return [
    ...prisons.flatMap((prison) => [
      ...prisonInWords(prison, hitsOf(prison.prison_id)),
      ...landingsInWords(prison.prison_id, buildings),
    ]),
    ...withheld.map(
      ({ prison_id, building_id, why }) => `  ${prison_id}, building ${building_id}: no room is named, ${WHY[why]}`,
    ),
  ];
}

/** Who stands on a landing is taken for someone in a cell so often: this is what a guard's phone is exposed to. */
function landingsInWords(prison: string, buildings: Located['buildings']): string[] {
  const own = buildings.filter(({ prison_id }) => prison_id === prison);
  const sum = (of: 'landingLooks' | 'landingsInside'): number =>
    own.reduce((total, { leftOut }) => total + leftOut[of], 0);
  const looks = sum('landingLooks');
  if (looks === 0) return [];
  return [
    `  ${prison}: of ${counted(looks, 'left-out look')} from landings ${sum('landingsInside')} taken for one from a room`,
  ];
}

/** A walk carries a phone that is known: its rate is that of named phones, which are smoothed over their sessions. */
function prisonInWords({ prison_id, subjects, sessions, tracks, track_sessions }: LocatedPrison, hits: RoomHits[]) {
  const phones = subjects - tracks;
  const lines =
    phones === 0
      ? []
      : [
          `  ${prison_id}: ${counted(sessions - track_sessions, 'session')} of ${counted(phones, 'named phone')}; ${hitsInWords(hits)}`,
        ];
  if (tracks > 0)
    lines.push(
      `  ${prison_id}: ${counted(track_sessions, 'session')} of ${counted(tracks, 'track')} that no identity names; how often their rooms are right is NOT known${
        hits.some(({ looks }) => looks > 0) ? ': what the walk-test measured is said of named phones only' : ''
      }`,
    );
  return lines;
}
