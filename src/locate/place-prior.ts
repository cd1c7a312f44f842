import type { LeftOutMap, LevelMap } from './level-map.ts';
import { OUTSIDE } from './room-grid.ts';

/** Prior mass of each point, and of "none of these places". */
export interface PlacePrior {
  readonly points: Float64Array;
  readonly none: number;
}

const OUTSIDE_MASS = 0.02;
const NONE_MASS = 0.01;
/** Of all landings together, where there are any. */
const LANDINGS_MASS = 0.02;

/** Prior per room, per landing, then outside, then none: rooms by their size to the power `areaPower` (0 = each room alike), landings by theirs. */
export function roomPriorOf(sizes: ArrayLike<number>, areaPower = 0.5, landings: readonly number[] = []): Float64Array {
  const rooms = sizes.length;
  const known = Array.from(sizes).filter((size) => size > 0);
  const usual = known.length === 0 ? 1 : known.reduce((sum, size) => sum + size, 0) / known.length;
  const places = rooms + landings.length;
  const prior = new Float64Array(places + 2);
  const onLandings = landings.length > 0 ? LANDINGS_MASS : 0;
  let total = 0;
  for (let k = 0; k < rooms; k++) total += prior[k] = (sizes[k]! > 0 ? sizes[k]! : usual) ** areaPower;
  for (let k = 0; k < rooms; k++) prior[k]! *= (1 - OUTSIDE_MASS - NONE_MASS - onLandings) / total;
  const length = landings.reduce((sum, size) => sum + size, 0);
  landings.forEach((size, i) => (prior[rooms + i] = (onLandings * size) / length));
  prior[places] = OUTSIDE_MASS;
  prior[places + 1] = NONE_MASS;
  return prior;
}

/** Each room's mass spread evenly over its points, and the ring's; what has no point keeps its mass to itself. */
export function spreadPrior(grid: LevelMap['grid'], roomPrior: Float64Array, gone?: LeftOutMap['gone']): PlacePrior {
  const rooms = roomPrior.length - 2;
  const count = new Float64Array(rooms + 1);
  grid.room.forEach((room, g) => {
    if (gone?.[g] !== 1) count[room === OUTSIDE ? rooms : room]!++;
  });
  const points = Float64Array.from(grid.room, (room, g) => {
    const k = room === OUTSIDE ? rooms : room;
    return gone?.[g] === 1 ? 0 : roomPrior[k]! / count[k]!;
  });
  return { points, none: roomPrior[rooms + 1]! };
}

/** The prior of a grid whose rooms are as large as their share of its points. */
export function placePrior(map: { readonly grid: LevelMap['grid'] }, areaPower = 0.5): PlacePrior {
  const sizes = new Float64Array(map.grid.rooms.length);
  for (const room of map.grid.room) if (room !== OUTSIDE) sizes[room]!++;
  return spreadPrior(map.grid, roomPriorOf(sizes, areaPower));
}
