/** One receiver's residual in one session, as left-out-receiver.ts gives it. */
export interface HealthNote {
  readonly sensor: number;
  /** Days since the first, whole. */
  readonly day: number;
  readonly room: number;
  readonly residual_db: number;
  readonly variance_db2: number;
}

export const BASELINE_DAYS = 10;
/** What a room's usual residual may be away from the map, dB. */
const MAP_DB = 3;
/** Sessions of one room on one day share their fading. */
const FADING_DB = 2;
export const LEAST_BASELINE_NOTES = 8;

interface RoomDay {
  readonly day: number;
  readonly room: number;
  readonly mean_db: number;
  readonly variance_db2: number;
}

/** Late readings against what was usual in their room. */
export function shiftsOf(early: readonly RoomDay[], late: readonly RoomDay[], place_db: number): Shift[] {
  const usual = baselineOf(early);
  const noise = scatterOf(early, usual);
  const elsewhere = { mean_db: overall(usual), variance_db2: MAP_DB ** 2 };
  return late.map((one) => {
    const known = usual.get(one.room) ?? elsewhere;
    return {
      ...one,
      shift_db: one.mean_db - known.mean_db,
      own_db2: one.variance_db2 * noise,
      usual_db2: known.variance_db2 + place_db ** 2,
    };
  });
}

const WINDOW_DAYS = 5;
const PLACE_DB = [0, 1, 1.5, 2, 2.5, 3, 3.5, 4, 5, 6];
const LEAST_SHIFTS = 30;

/**
 * How far a room's residual wanders from one few days to the next, over all receivers of a site: other phones, other corners
 * of the cell, furniture. The least of a few values with which four in five of the standardised shifts lie within 1.2816, so
 * that a few receivers that did change do not tell, and phones that come and go do. Without it the watch calls every new phone a moved antenna.
 */
export function placeScatter(bySensor: readonly (readonly HealthNote[])[], baselineDays = BASELINE_DAYS): number {
  const windows = bySensor.flatMap((notes): { shift: number; own: number; usual: number }[] => {
    const own = roomDays(notes);
    const first = Math.min(...own.map(({ day }) => day));
    const early = own.filter(({ day }) => day < first + baselineDays);
    if (early.length < LEAST_BASELINE_NOTES) return [];
    const late = shiftsOf(
      early,
      own.filter(({ day }) => day >= first + baselineDays),
      0,
    );
    const groups = new Map<string, { sum: number; weight: number; usual: number }>();
    for (const { day, room, shift_db, own_db2, usual_db2 } of late) {
      const key = `${room}|${Math.floor(day / WINDOW_DAYS)}`;
      const group = groups.get(key) ?? { sum: 0, weight: 0, usual: usual_db2 };
      group.sum += shift_db / own_db2;
      group.weight += 1 / own_db2;
      groups.set(key, group);
    }
    return [...groups.values()].map(({ sum, weight, usual }) => ({ shift: sum / weight, own: 1 / weight, usual }));
  });
  if (windows.length < LEAST_SHIFTS) return 0;
  const outer = (place_db: number): number => {
    const all = windows.map(({ shift, own, usual }) => Math.abs(shift) / Math.sqrt(own + usual + place_db ** 2));
    return all.sort((a, b) => a - b)[Math.floor(0.8 * all.length)]!;
  };
  return PLACE_DB.find((place_db) => outer(place_db) <= 1.2816) ?? PLACE_DB.at(-1)!;
}

/** Sessions of one room on one day as one reading. */
export function roomDays(notes: readonly HealthNote[]): RoomDay[] {
  const groups = new Map<string, HealthNote[]>();
  for (const note of notes) {
    const key = `${note.day}|${note.room}`;
    const group = groups.get(key);
    if (group) group.push(note);
    else groups.set(key, [note]);
  }
  return [...groups.values()]
    .map((group): RoomDay => {
      const weight = group.reduce((sum, { variance_db2 }) => sum + 1 / variance_db2, 0);
      const mean_db = group.reduce((sum, note) => sum + note.residual_db / note.variance_db2, 0) / weight;
      return { day: group[0]!.day, room: group[0]!.room, mean_db, variance_db2: FADING_DB ** 2 + 1 / weight };
    })
    .toSorted((a, b) => a.day - b.day || a.room - b.room);
}

interface Usual {
  readonly mean_db: number;
  readonly variance_db2: number;
}

/** Per room, what is usual: the mean of its first days, shrunk towards the receiver's own mean over rooms. */
function baselineOf(early: readonly RoomDay[]): Map<number, Usual> {
  let [sum, weight] = [0, 0];
  for (const { mean_db, variance_db2 } of early) {
    const w = 1 / (variance_db2 + MAP_DB ** 2);
    sum += mean_db * w;
    weight += w;
  }
  const centre = sum / weight;
  const rooms = new Map<number, { sum: number; weight: number }>();
  for (const { room, mean_db, variance_db2 } of early) {
    const own = rooms.get(room) ?? { sum: centre / MAP_DB ** 2, weight: 1 / MAP_DB ** 2 };
    own.sum += mean_db / variance_db2;
    own.weight += 1 / variance_db2;
    rooms.set(room, own);
  }
  return new Map(
    [...rooms].map(([room, own]) => [room, { mean_db: own.sum / own.weight, variance_db2: 1 / own.weight }]),
  );
}

const overall = (usual: ReadonlyMap<number, Usual>): number =>
  [...usual.values()].reduce((sum, { mean_db }) => sum + mean_db, 0) / Math.max(1, usual.size);

/** How much wider the first days scatter than their variances say, as a factor on variance; robust, at least a half. */
function scatterOf(early: readonly RoomDay[], usual: ReadonlyMap<number, Usual>): number {
  const standard = early
    .map(({ room, mean_db, variance_db2 }) => Math.abs(mean_db - usual.get(room)!.mean_db) / Math.sqrt(variance_db2))
    .toSorted((a, b) => a - b);
  // Median of |standard normal| is 0.6745.
  return Math.min(9, Math.max(0.5, ((standard[standard.length >> 1] ?? 0.6745) / 0.6745) ** 2));
}

export interface Shift extends RoomDay {
  readonly shift_db: number;
  readonly own_db2: number;
  readonly usual_db2: number;
}
