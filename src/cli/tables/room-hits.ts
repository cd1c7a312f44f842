/** Left-out looks of one building's walk-test, as summary.json has them. */
export interface RoomHits {
  readonly looks: number;
  readonly right_first: number;
  readonly in_set_90: number;
}

const percent = (n: number, of: number): string => `${Math.round((100 * n) / of)} %`;

/** How often rooms of a prison are right: the walk-tests of its buildings together. */
export function hitsInWords(buildings: readonly RoomHits[]): string {
  const sum = (of: keyof RoomHits): number => buildings.reduce((total, building) => total + building[of], 0);
  const looks = sum('looks');
  if (looks === 0) return 'how often the room is right was NOT measured (no walk-test, or too little of one)';
  const [first, set] = [sum('right_first'), sum('in_set_90')];
  const unmeasured = buildings.filter((building) => building.looks === 0).length;
  return `on ${looks} left-out looks of the walk-test there the first room was right in ${first} (${percent(first, looks)}), the 90 % set held it in ${set} (${percent(set, looks)})${
    unmeasured === 0 ? '' : `; ${unmeasured} of ${buildings.length} buildings not measured`
  }`;
}
