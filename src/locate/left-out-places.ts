import type { Survey } from './survey.ts';

/** Walks that must have seen a room for one of them to be left out whole. */
const LEAST_WALKS = 3;
/** Without coordinates, so many places before and after in one room are as good as the place itself. */
const NEIGHBOURS = 6;
/** To each side no more than this part of the room's places: else nothing is left of the room. */
const MOST_LEFT = 6;

/**
 * What goes with a place that is left out: those within the radius. Without coordinates the whole walk, where others saw the
 * room as well, since what drifts between walks will have drifted for a phone; else its neighbours in time.
 */
export function leftOutPlaces(survey: Survey, cell: number, radius_m: number): Set<number> {
  const centre = survey.cells[cell]!;
  const near = new Set([cell]);
  const unplaced = Number.isNaN(centre.x_m);
  const others = new Set(survey.cells.flatMap(({ walk, room }) => (room === centre.room ? [walk] : [])));
  const wholeWalk = unplaced && others.size >= LEAST_WALKS;
  const inRoom = survey.cells.reduce((n, { room }) => n + (room === centre.room ? 1 : 0), 0);
  const neighbours = Math.min(NEIGHBOURS, Math.floor(inRoom / MOST_LEFT));
  survey.cells.forEach(({ x_m, y_m, level, room, walk }, own) => {
    const placed = level === centre.level && Math.hypot(x_m - centre.x_m, y_m - centre.y_m) <= radius_m;
    const next = unplaced && room === centre.room && Math.abs(own - cell) <= neighbours;
    if (placed || next || (wholeWalk && walk === centre.walk)) near.add(own);
  });
  return near;
}

/** Whether left-out places share a walk with all that they are judged by. */
export function visitedOnce({ cells }: Survey): boolean {
  const walks = new Map<number, Set<number>>();
  for (const { room, walk = 0, x_m } of cells) {
    if (room < 0) continue;
    if (!Number.isNaN(x_m)) return false;
    walks.set(room, (walks.get(room) ?? new Set()).add(walk));
  }
  return walks.size > 0 && [...walks.values()].every((own) => own.size === 1);
}
