import { localDay, localHour, weekday } from './clock.ts';
import { dayOf } from './calendar.ts';
import { DATA, ORIGINATING } from './legs.ts';
import type { Selection } from './deliveries/selection.ts';
import type { Written } from './deliveries/write.ts';
import type { World } from './world.ts';

/** Counts over the usable distinct legs of one device, as an oracle reader would find them. */
export interface Observed {
  readonly device: number;
  legs: number;
  first: number;
  last: number;
  readonly imsis: Set<string>;
  readonly imsiWeeks: Set<string>;
  readonly days: Set<number>;
  outgoing: number;
  /** 22-07 local; 18-22; working days 08-17; the rest. */
  readonly hours: { night: number; evening: number; work: number; other: number };
  readonly onArea: Map<number, number>;
  readonly nearestSite: Map<number, number>;
  /** Days with an event off the cells of an area: all days minus those wholly on it. */
  readonly exitDays: Map<number, Set<number>>;
  readonly users: Map<number, number>;
}

/** Walks all legs with a usable row once. Devices without an IMEI of their own are left out. */
export function observe(world: World, selection: Selection, written: Written): Map<number, Observed> {
  const { legs, devices, numbering, calendar } = world;
  const seen = new Map<number, Observed>();
  const days: [Observed, number, number][] = [];
  for (const leg of legs.inTimeOrder()) {
    if (written.usable[leg] === 0) continue;
    const device = devices[legs.device[leg] as number];
    if (!device || device.filler) continue;
    let o = seen.get(device.index);
    const t = legs.time[leg] as number;
    if (!o) seen.set(device.index, (o = blank(device.index, t)));
    o.legs++;
    o.last = t;
    const day = localDay(t);
    o.days.add(day);
    const imsi = numbering.sims[legs.sim[leg] as number]?.imsi ?? '';
    o.imsis.add(imsi);
    o.imsiWeeks.add(`${imsi}/${Math.floor(dayOf(calendar, t) / 7)}`);
    if (legs.service[leg] !== DATA && legs.direction[leg] === ORIGINATING) o.outgoing++;
    const hour = localHour(t);
    if (hour >= 22 || hour < 7) o.hours.night++;
    else if (hour >= 18) o.hours.evening++;
    else if (weekday(day) < 6 && hour >= 8 && hour < 17) o.hours.work++;
    else o.hours.other++;
    const cell = legs.cell[leg] as number;
    const area = selection.areaOfCell[cell] as number;
    if (area >= 0) o.onArea.set(area, (o.onArea.get(area) ?? 0) + 1);
    const physical = world.cells[cell]?.area ?? -1;
    if (selection.nearestSite[cell] === 1) o.nearestSite.set(physical, (o.nearestSite.get(physical) ?? 0) + 1);
    days.push([o, day, area]);
    const user = legs.user[leg] as number;
    if (user >= 0) o.users.set(user, (o.users.get(user) ?? 0) + 1);
  }
  for (const [o, day, area] of days) {
    for (const a of o.onArea.keys()) {
      if (a === area) continue;
      const set = o.exitDays.get(a);
      if (set) set.add(day);
      else o.exitDays.set(a, new Set([day]));
    }
  }
  return seen;
}

function blank(device: number, t: number): Observed {
  return {
    device,
    legs: 0,
    first: t,
    last: t,
    imsis: new Set(),
    imsiWeeks: new Set(),
    days: new Set(),
    outgoing: 0,
    hours: { night: 0, evening: 0, work: 0, other: 0 },
    onArea: new Map(),
    nearestSite: new Map(),
    exitDays: new Map(),
    users: new Map(),
  };
}
