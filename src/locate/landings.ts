import type { PlanOutline, Room } from '../model/case.ts';
import { insideOutline } from './floor-plan.ts';
import type { RoomGrid } from './room-grid.ts';
import type { Survey } from './survey.ts';

/** The space between the rooms of one storey: corridor, landing, gallery. Nobody lives there, staff walk there. */
export interface Landing {
  readonly level: number;
  readonly points: readonly (readonly [x_m: number, y_m: number])[];
}

const STEP_M = 1;
/** Less is a wall or a shaft, metres to each side. */
const CLEAR_M = 0.4;
/** What has no room on both sides within this reach is a yard or the street, metres. */
const REACH_M = 6;
const REACH_STEP_M = 0.5;
/** A place of the walk-test belongs to a landing whose points are no further off than this, metres. */
const NEAR_M = 2;

/** Of each storey with two rooms or more the places that lie between them; storeys without such places are left out. */
export function landingsOf(rooms: readonly Room[]): Landing[] {
  const levels = [...new Set(rooms.map(({ level }) => level))].toSorted((a, b) => a - b);
  return levels.flatMap((level): Landing[] => {
    const outlines = rooms.flatMap((room) => (room.level === level && room.outline ? [room.outline] : []));
    const points = outlines.length < 2 ? [] : pointsBetween(outlines);
    return points.length === 0 ? [] : [{ level, points }];
  });
}

function pointsBetween(outlines: readonly PlanOutline[]): [number, number][] {
  const xs = outlines.flatMap((outline) => outline.map(([x]) => x));
  const ys = outlines.flatMap((outline) => outline.map(([, y]) => y));
  const [west, east, south, north] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
  const isRoom = (x: number, y: number): boolean => outlines.some((outline) => insideOutline(x, y, outline));
  const isClear = (x: number, y: number): boolean =>
    [-CLEAR_M, 0, CLEAR_M].every((dx) => [-CLEAR_M, 0, CLEAR_M].every((dy) => !isRoom(x + dx, y + dy)));
  const meets = (x: number, y: number, dx: number, dy: number): boolean => {
    for (let away_m = REACH_STEP_M; away_m <= REACH_M; away_m += REACH_STEP_M)
      if (isRoom(x + dx * away_m, y + dy * away_m)) return true;
    return false;
  };
  const isBetween = (x: number, y: number): boolean =>
    (meets(x, y, 1, 0) && meets(x, y, -1, 0)) || (meets(x, y, 0, 1) && meets(x, y, 0, -1));
  const found: [number, number][] = [];
  for (let x = west + STEP_M / 2; x < east; x += STEP_M)
    for (let y = south + STEP_M / 2; y < north; y += STEP_M) if (isClear(x, y) && isBetween(x, y)) found.push([x, y]);
  return found;
}

/** The grid with the points of landings, whose index of a room goes on from `from`. */
export function withLandings(grid: RoomGrid, landings: readonly Landing[], from: number): RoomGrid {
  if (landings.length === 0) return grid;
  const added = landings.flatMap(({ level, points }, i) => points.map(([x, y]) => ({ x, y, level, room: from + i })));
  return {
    ...grid,
    x_m: Float64Array.of(...grid.x_m, ...added.map(({ x }) => x)),
    y_m: Float64Array.of(...grid.y_m, ...added.map(({ y }) => y)),
    level: Int16Array.of(...grid.level, ...added.map(({ level }) => level)),
    room: Int32Array.of(...grid.room, ...added.map(({ room }) => room)),
    landingsFrom: from,
  };
}

/** The survey with its places on landings named as such: those in no room, with points of a landing about them. */
export function walkedLandings(survey: Survey, landings: readonly Landing[], from: number): Survey {
  const landingAt = (x_m: number, y_m: number, level: number): number =>
    landings.findIndex(
      (one) => one.level === level && one.points.some(([x, y]) => Math.hypot(x - x_m, y - y_m) <= NEAR_M),
    );
  const cells = survey.cells.map((cell) => {
    if (cell.room >= 0 || Number.isNaN(cell.x_m)) return cell;
    const landing = landingAt(cell.x_m, cell.y_m, cell.level);
    return landing < 0 ? cell : { ...cell, room: from + landing };
  });
  return { ...survey, cells };
}

/** A landing as the maps know rooms. No results name it: what is on a landing is in none of the listed rooms. */
export const asRoom = ({ level }: Landing, prison_id: string, building_id: string): Room => ({
  cell_id: '',
  prison_id,
  building_id,
  wing: '',
  landing: '',
  level,
  capacity: 0,
});
