import { Random } from './random.ts';
import { at } from './calendar.ts';
import type { Calendar } from './calendar.ts';
import type { Numbering } from './numbering.ts';
import type { Area, Room } from './places.ts';
import { RELATIONS } from './names.ts';
import type { WorldOptions } from './options.ts';

export interface Assignment {
  readonly area: number;
  readonly room: Room;
  readonly from: number;
  /** Infinity = still there. */
  until: number;
  readonly reason: string;
}

export interface Absence {
  readonly from: number;
  readonly until: number;
  readonly reason: 'court' | 'hospital' | 'leave' | 'transfer';
}

export interface Contact {
  readonly number: number;
  readonly relation: string;
}

export interface Visit {
  readonly visitor: string;
  readonly number: number;
  readonly area: number;
  readonly from: number;
  readonly until: number;
}

export interface Inmate {
  readonly index: number;
  readonly id: string;
  readonly assignments: Assignment[];
  readonly absences: Absence[];
  readonly contacts: Contact[];
  readonly visits: Visit[];
}

/** Lock-up hours by prison: [from, until) in local hours; a stay across midnight has from > until. Weekends lock earlier. */
const LOCKUP = [
  { midday: [11.75, 13.75], night: [17.75, 7.25] },
  { midday: [12.25, 13.5], night: [19, 7] },
  { midday: [12, 13.25], night: [20.25, 7.5] },
  { midday: [11.5, 14], night: [18, 7.75] },
] as const;

/** Lock-up intervals of a day of the week (1..7), local hours. */
export function lockup(area: Area, weekday: number): readonly (readonly [number, number])[] {
  const l = LOCKUP[area.index % LOCKUP.length] as (typeof LOCKUP)[number];
  const early = weekday > 5 ? 0.5 : 0;
  return [l.midday, [l.night[0] - early, l.night[1]]];
}

/** True while the doors are locked. */
export function lockedUp(area: Area, weekday: number, hour: number): boolean {
  return lockup(area, weekday).some(([from, until]) =>
    from < until ? hour >= from && hour < until : hour >= from || hour < until,
  );
}

/** Where an inmate is assigned at `t`. */
export function assignedAt(inmate: Inmate, t: number): Assignment | undefined {
  return inmate.assignments.find((a) => t >= a.from && t < a.until);
}

export function absentAt(inmate: Inmate, t: number): boolean {
  return inmate.absences.some((a) => t >= a.from && t < a.until);
}

/** Inmates with their rooms, moves, absences, approved numbers and visits. */
export function makeInmates(
  options: WorldOptions,
  calendar: Calendar,
  areas: readonly Area[],
  numbering: Numbering,
): Inmate[] {
  const random = new Random(options.seed, 'inmates');
  const inmates: Inmate[] = [];
  const prisons = areas.filter((a) => a.prison);
  const lawyers = Array.from({ length: 12 }, (_, i) => (i < 5 ? numbering.mobile() : numbering.landline()));
  for (const number of lawyers) numbering.isProtected[number] = true;
  for (const area of prisons) {
    const beds = random.shuffle(area.rooms.flatMap((room) => Array.from({ length: room.capacity }, () => room)));
    const free = beds.splice(0, Math.floor(beds.length * 0.06));
    // Some rooms hold one more than they should.
    const extra = area.rooms.filter(() => random.chance(0.04));
    for (const room of [...beds, ...extra]) {
      const inmate: Inmate = {
        index: inmates.length,
        id: `E${String(210_000 + ((inmates.length * 1237) % 90_000))}`,
        assignments: [
          {
            area: area.index,
            room,
            from: at(calendar, -1 - random.below(420), 14),
            until: Infinity,
            reason: 'arrival',
          },
        ],
        absences: [],
        contacts: [],
        visits: [],
      };
      moveInmate(random, calendar, inmate, area, prisons, free);
      absences(random, calendar, inmate);
      contactsAndVisits(random, calendar, inmate, numbering, lawyers);
      inmates.push(inmate);
    }
  }
  return inmates;
}

function moveInmate(
  random: Random,
  calendar: Calendar,
  inmate: Inmate,
  area: Area,
  prisons: readonly Area[],
  free: Room[],
): void {
  const first = inmate.assignments[0] as Assignment;
  const when = at(calendar, random.below(Math.max(1, calendar.days)), 9 + random.between(0, 2));
  if (random.chance(0.14) && free.length > 0) {
    const room = free.splice(random.below(free.length), 1)[0] as Room;
    free.push(first.room);
    first.until = when;
    inmate.assignments.push({ area: area.index, room, from: when, until: Infinity, reason: 'cell change' });
  } else if (prisons.length > 1 && random.chance(0.035)) {
    const to = random.pick(prisons.filter((p) => p !== area));
    const arrival = when + 3600 * Math.round(random.between(3, 7));
    first.until = when;
    inmate.absences.push({ from: when, until: arrival, reason: 'transfer' });
    inmate.assignments.push({
      area: to.index,
      room: random.pick(to.rooms),
      from: arrival,
      until: Infinity,
      reason: 'transfer',
    });
  }
}

function absences(random: Random, calendar: Calendar, inmate: Inmate): void {
  const add = (p: number, reason: Absence['reason'], hours: readonly [number, number]): void => {
    if (!random.chance((p * calendar.days) / 28)) return;
    const from = at(calendar, random.below(calendar.days), random.between(7.5, 11));
    const until = from + Math.round(random.between(hours[0], hours[1]) * 60) * 60;
    if (!inmate.absences.some((a) => from < a.until && a.from < until)) inmate.absences.push({ from, until, reason });
  };
  add(0.08, 'court', [2, 10]);
  add(0.035, 'hospital', [3, 60]);
  add(0.015, 'leave', [24, 72]);
}

function contactsAndVisits(
  random: Random,
  calendar: Calendar,
  inmate: Inmate,
  numbering: Numbering,
  lawyers: readonly number[],
): void {
  const n = 1 + random.poisson(3.2);
  for (let i = 0; i < n; i++) {
    const relation = random.pick(RELATIONS);
    const number =
      relation === 'lawyer' ? random.pick(lawyers) : random.chance(0.45) ? numbering.mobile() : numbering.landline();
    if (inmate.contacts.some((c) => c.number === number)) continue;
    inmate.contacts.push({ number, relation });
  }
  const prison = (t: number): Assignment | undefined => assignedAt(inmate, t);
  const family = inmate.contacts.filter(
    (c) => c.relation !== 'lawyer' && (numbering.numbers[c.number] ?? '').startsWith('336'),
  );
  for (const person of family.slice(0, 2)) {
    if (!random.chance(0.6)) continue;
    const every = random.pick([4, 7, 7, 10, 14]);
    const visitor = `V${String(80_000 + person.number)}`;
    for (let k = random.below(every); k < calendar.days; k += every) {
      const from = at(calendar, k, random.pick([9, 10, 13.5, 14.5, 15.5, 16.25]));
      const a = prison(from);
      if (!a || absentAt(inmate, from)) continue;
      inmate.visits.push({ visitor, number: person.number, area: a.area, from, until: from + 45 * 60 });
    }
  }
}
