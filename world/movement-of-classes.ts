import { at } from './calendar.ts';
import type { Calendar } from './calendar.ts';
import { weekday } from './clock.ts';
import type { Random } from './random.ts';
import type { Area, Places } from './places.ts';
import type { PersonClass } from './person-class.ts';

/** Where somebody is: at `place[i]` from `start[i]` to `start[i + 1]`. -1 = the phone is off. */
export interface Itinerary {
  readonly start: number[];
  readonly place: number[];
}

export interface MovementInput {
  readonly calendar: Calendar;
  readonly areas: readonly Area[];
  readonly places: Places;
  readonly area: Area;
  readonly cls: PersonClass;
  /** 0..3: which working pattern. */
  readonly shift: number;
  /** Starts of visits, seconds UTC. */
  readonly visits: readonly number[];
}

/** Place at a time; -1 = off. */
export function placeAt(path: Itinerary, t: number): number {
  let low = 0;
  let high = path.start.length - 1;
  while (low < high) {
    const mid = (low + high + 1) >> 1;
    if ((path.start[mid] ?? 0) <= t) low = mid;
    else high = mid - 1;
  }
  return path.place[low] ?? -1;
}

interface Day {
  readonly k: number;
  readonly workday: boolean;
  /** Goes to `place` at a local hour; hours may pass 24. */
  readonly go: (hour: number, place: number) => void;
}

/** Draws the whole itinerary of one phone by its class. */
export function itinerary(random: Random, input: MovementInput): Itinerary {
  const path: Itinerary = { start: [], place: [] };
  const routine = routineOf(random, input);
  path.start.push(-Infinity);
  path.place.push(routine.home);
  const moves: [number, number][] = [];
  for (let k = -2; k <= input.calendar.days + 1; k++) {
    const workday = weekday(input.calendar.firstDay + k) < 6;
    routine.day({ k, workday, go: (hour, place) => moves.push([at(input.calendar, k, hour), place]) });
  }
  for (const v of input.visits) {
    // The phone stays in a locker at the gate while its owner is inside.
    moves.push(
      [v - 35 * 60, routine.way],
      [v - 25 * 60, routine.gate],
      [v + 55 * 60, routine.way],
      [v + 80 * 60, routine.home],
    );
  }
  moves.sort((a, b) => a[0] - b[0]);
  for (const [t, place] of moves) {
    path.start.push(t);
    path.place.push(place);
  }
  return path;
}

interface Routine {
  readonly home: number;
  readonly gate: number;
  readonly way: number;
  readonly day: (day: Day) => void;
}

function routineOf(random: Random, input: MovementInput): Routine {
  const { area, places, cls } = input;
  const reach = 3.2 * area.spacing_m;
  const ring = (low: number, high: number, inArea = area): number => {
    const r = Math.sqrt(random.between(low * low, high * high));
    const angle = random.between(0, 2 * Math.PI);
    return places.add(inArea.index, r * Math.cos(angle), r * Math.sin(angle), random.chance(0.2) ? 9 : 1.5);
  };
  const edge = Math.max(area.half_x_m, area.half_y_m);
  const gate = places.add(area.index, area.half_x_m + 12, random.between(-0.3, 0.3) * area.half_y_m);
  // Half of the neighbours live just over the wall.
  const near = (): number =>
    random.chance(0.5) ? ring(edge + 15, edge + 140) : ring(edge + 40, edge + 0.55 * area.spacing_m + 150);
  const others = input.areas.filter((a) => a !== area);
  const elsewhere = (): number =>
    others.length > 0 && random.chance(0.15) ? ring(50, reach, random.pick(others)) : ring(0.9 * area.spacing_m, reach);
  const around = (): number => ring(edge + 60, edge + 0.8 * area.spacing_m);

  if (cls === 'fixed') {
    const home = near();
    return { home, gate, way: home, day: () => {} };
  }
  if (cls === 'homebody') {
    const home = near();
    const shop = around();
    const far = elsewhere();
    const outings = random.pick([0.02, 0.1, 0.25, 0.4]);
    return {
      home,
      gate,
      way: shop,
      day: ({ go }) => {
        if (!random.chance(outings)) return;
        const h = random.between(9, 17);
        go(h, random.chance(0.7) ? shop : far);
        go(h + random.between(0.4, 2.5), home);
      },
    };
  }
  if (cls === 'neighbour' || cls === 'staff' || cls === 'visitor') {
    const lives = cls === 'neighbour' ? near() : random.chance(cls === 'staff' ? 0.15 : 0.08) ? near() : elsewhere();
    const yard = places.add(
      area.index,
      random.between(-0.8, 0.8) * area.half_x_m,
      random.between(-0.8, 0.8) * area.half_y_m,
    );
    const work = cls === 'staff' ? (random.chance(0.7) ? yard : gate) : elsewhere();
    const leisure = elsewhere();
    const way = around();
    const day =
      cls === 'staff'
        ? staffDay(random, input.shift, lives, way, work, leisure)
        : workerDay(random, input.shift, lives, way, work, leisure);
    return { home: lives, gate, way, day };
  }
  // delivery and passers: live and work elsewhere, come by.
  const lives = elsewhere();
  const way = around();
  const stop = cls === 'delivery' ? gate : ring(edge + 10, edge + 0.4 * area.spacing_m);
  const often = cls === 'delivery' ? 0.8 : random.pick([0.05, 0.1, 0.3, 0.75]);
  return {
    home: lives,
    gate,
    way,
    day: ({ go, workday }) => {
      if (!workday && random.chance(0.7)) return;
      const work = elsewhere();
      const h = random.between(6.5, 10);
      go(h, work);
      if (random.chance(often)) {
        const by = random.between(h + 0.5, 18);
        go(by, way);
        go(by + 0.15, stop);
        go(by + (cls === 'delivery' ? random.between(0.3, 0.9) : random.between(0.1, 0.5)), work);
      }
      go(random.between(18.6, 21), lives);
    },
  };
}

type DayPlan = (day: Day) => void;

/** 0, 1 office hours; 2 part time or studies; 3 night work or out of work, in and out at any time. */
function workerDay(random: Random, shift: number, home: number, way: number, work: number, leisure: number): DayPlan {
  const remote = random.chance(0.2) ? 0.5 : 0.06;
  return ({ go, workday }) => {
    if (shift === 3) {
      if (random.chance(0.75)) {
        const h = random.between(9, 20);
        go(h, random.pick([way, leisure, work]));
        go(h + random.between(0.5, 4), home);
      }
      return;
    }
    if (workday && !random.chance(remote)) {
      const leave = shift === 2 ? random.between(8, 13) : random.between(6.6, 8.8);
      const back = shift === 2 ? leave + random.between(3, 5.5) : random.between(16.5, 19.2);
      go(leave, way);
      go(leave + 0.2, work);
      go(back, way);
      go(back + 0.25, home);
      if (random.chance(0.15)) {
        go(20, leisure);
        go(random.between(21.5, 23.8), home);
      }
    } else if (random.chance(0.65)) {
      const h = random.between(10, 18);
      go(h, random.chance(0.5) ? leisure : way);
      go(h + random.between(0.7, 5), home);
    }
  };
}

/** Early, late, night and office shifts in turn; the phone is used in the yard, in breaks or at the gate. */
function staffDay(random: Random, shift: number, home: number, way: number, work: number, leisure: number): DayPlan {
  const hours = [
    [6.75, 13.25],
    [13, 19.6],
    [19, 31],
    [8.5, 17],
  ] as const;
  return ({ k, go }) => {
    const turn = shift === 3 ? 3 : (Math.floor((k + 40) / 3) + shift) % 3;
    const off = shift === 3 ? (k + 40) % 7 > 4 : (k + 40 + shift) % 5 > 2;
    if (off || random.chance(0.04)) {
      if (random.chance(0.7)) {
        const h = random.between(10, 17);
        go(h, leisure);
        go(h + random.between(1, 5), home);
      }
      return;
    }
    const [from, until] = hours[turn] as readonly [number, number];
    go(from - 0.4, way);
    go(from - 0.1, work);
    go(until + 0.1, way);
    go(until + 0.5, home);
  };
}
