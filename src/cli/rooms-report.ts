import type { Located } from './run-outcome.ts';
import { hitsInWords, type RoomHits } from './room-hits.ts';

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

/** One line for each prison in which phones were located, one for each building that cannot be answered for. */
export function roomsInWords({ prisons, buildings, withheld }: Located): string[] {
  const hitsOf = (prison: string): RoomHits[] =>
    buildings
      .filter(({ prison_id }) => prison_id === prison)
      .map(({ leftOut: { looks, rightFirst, inSet90 } }) => ({ looks, right_first: rightFirst, in_set_90: inSet90 }));
  return [
    ...prisons.map(
      ({ prison_id, subjects, sessions }) =>
        `  ${prison_id}: ${sessions} ${sessions === 1 ? 'session' : 'sessions'} of ${subjects} ${subjects === 1 ? 'phone' : 'phones'}; ${hitsInWords(hitsOf(prison_id))}`,
    ),
    ...withheld.map(
      ({ prison_id, building_id, why }) => `  ${prison_id}, building ${building_id}: no room is named, ${WHY[why]}`,
    ),
  ];
}
