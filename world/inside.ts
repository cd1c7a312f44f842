import { Random } from './random.ts';
import { absentAt, assignedAt } from './prison-life.ts';
import type { Assignment, Inmate } from './prison-life.ts';
import { drawOperator, newImeis } from './people.ts';
import type { Device, PeopleContext, SimSpell, Stay } from './people.ts';
import { MODELS, drawModel } from './handset-models.ts';

/** One user who went on with another handset. */
export interface Succession {
  readonly from: number;
  readonly to: number;
  readonly inmate: number;
  readonly gap_h: number;
  readonly sameSim: boolean;
}

/** A find in the window: the search that took a handset away. */
export interface Seizure {
  readonly device: number;
  readonly at: number;
  readonly area: number;
  readonly roomId: string;
  readonly inmate: number;
}

export interface Contraband {
  readonly successions: Succession[];
  readonly seizures: Seizure[];
  /** Numbers that each inmate calls from contraband handsets, by inmate index. */
  readonly books: Map<number, number[]>;
}

const HOUR = 3600;

/** Handsets inside: about nine for a hundred beds, some quiet, some busy, some taken and replaced. */
export function makeContraband(c: PeopleContext): Contraband {
  const random = new Random(c.options.seed, 'inside');
  const out: Contraband = { successions: [], seizures: [], books: new Map() };
  const byPrison = new Map<number, Inmate[]>();
  for (const inmate of c.inmates) {
    const a = inmate.assignments[0]?.area ?? 0;
    const list = byPrison.get(a);
    if (list) list.push(inmate);
    else byPrison.set(a, [inmate]);
  }
  for (const [areaIndex, inmates] of byPrison) {
    const beds = c.areas[areaIndex]?.capacity ?? 0;
    const wanted = Math.min(
      Math.floor(inmates.length / 2),
      Math.max(4, Math.round(beds * 0.1 * Math.min(2.5, c.options.scale))),
    );
    const holders = random.shuffle([...inmates]).slice(0, wanted);
    for (const holder of holders) chain(random, c, out, holder);
  }
  return out;
}

function chain(random: Random, c: PeopleContext, out: Contraband, holder: Inmate): void {
  const { from, until } = c.calendar;
  const busy = random.chance(0.45);
  let start = random.chance(0.75) ? from - 40 * 86_400 : from + random.unit() * 0.6 * (until - from);
  let before: Device | undefined;
  for (let step = 0; step < 3; step++) {
    const ends = random.chance(step === 0 ? 0.42 : 0.3);
    const room = until - Math.max(from, start);
    if (step > 0 && room < 2 * 86_400) return;
    let stop = ends ? Math.floor(Math.max(from, start) + random.between(0.12, 0.85) * room) : Infinity;
    const end = !ends ? undefined : random.chance(0.72) ? 'seized' : 'broken';
    if (end === 'seized') stop = Math.floor(stop / 86_400) * 86_400 + 5 * HOUR + random.below(9 * HOUR);
    const keepSim = before !== undefined && random.chance(0.4);
    const device = makeHandset(random, c, out, holder, {
      start,
      stop,
      busy,
      ...(end ? { end } : {}),
      ...(keepSim ? { lastSim: before?.sims.at(-1)?.sim as number } : {}),
    });
    if (!device) return;
    if (before) {
      const gap_h = (start - before.until) / HOUR;
      out.successions.push({ from: before.index, to: device.index, inmate: holder.index, gap_h, sameSim: keepSim });
    }
    if (!ends || !random.chance(0.75)) return;
    before = device;
    start = Math.floor(device.until + HOUR * (4 + random.logNormal(45, 0.9)));
  }
}

interface HandsetPlan {
  readonly start: number;
  readonly stop: number;
  readonly busy: boolean;
  readonly end?: 'seized' | 'broken';
  readonly lastSim?: number;
}

function makeHandset(
  random: Random,
  c: PeopleContext,
  out: Contraband,
  holder: Inmate,
  plan: HandsetPlan,
): Device | undefined {
  const stays = makeStays(random, c, holder, plan.start, plan.stop);
  const last = stays.at(-1);
  if (!last) return undefined;
  const model = drawModel(random, 'inside');
  const device: Device = {
    index: c.devices.length,
    cls: 'inside',
    area: stays[0]?.area ?? 0,
    model,
    imeis: newImeis(random, c.numbering, model),
    sims: simSpells(random, c, plan, MODELS[model]?.sims === 2),
    stays,
    rate_per_day: plan.busy ? random.logNormal(9, 0.6) : random.logNormal(1.9, 0.5),
    from: plan.start,
    until: plan.stop,
    numbers: [],
    use: plan.busy ? 'busy' : 'quiet',
    ...(plan.end ? { end: plan.end } : {}),
  };
  c.devices.push(device);
  for (const stay of stays)
    for (const [user] of stay.users)
      if (!out.books.has(user)) out.books.set(user, inmateBook(random, c, c.inmates[user] as Inmate));
  if (plan.end === 'seized')
    out.seizures.push({
      device: device.index,
      at: plan.stop,
      area: last.area,
      roomId: last.roomId,
      inmate: holder.index,
    });
  return device;
}

/** Most SIMs come and go; a few handsets keep one, some change every other day, some use two in turn. */
function simSpells(random: Random, c: PeopleContext, plan: HandsetPlan, two: boolean): SimSpell[] {
  const mean_d = plan.busy ? random.pick([2, 5, 9, 20]) : random.pick([8, 20, 90, 90]);
  const spells: SimSpell[] = [];
  const end = Math.min(plan.stop, c.calendar.until + 86_400);
  let t = Math.max(plan.start, c.calendar.from - 2 * 86_400);
  let sim = plan.lastSim ?? c.numbering.sim(drawOperator(random));
  const first = sim;
  while (t < end) {
    const until = t + 86_400 * Math.max(0.2, -mean_d * Math.log(1 - random.unit()));
    spells.push({ sim, slot: 0, from: t, until });
    t = until;
    sim = random.chance(0.25) ? first : c.numbering.sim(drawOperator(random));
  }
  if (two && random.chance(0.6))
    spells.push({ sim: c.numbering.sim(drawOperator(random)), slot: 1, from: -Infinity, until: Infinity });
  return spells;
}

/** Where it lies: with its holder through changes of cell, sometimes lent, sometimes left behind on a transfer. */
function makeStays(random: Random, c: PeopleContext, holder: Inmate, from: number, until: number): Stay[] {
  const stays: Stay[] = [];
  const shared = random.chance(0.5) ? random.between(0.08, 0.4) : 0;
  const along = random.chance(0.4);
  const push = (a: Assignment, user: Inmate, start: number, stop: number): void => {
    const s = Math.max(start, from);
    const e = Math.min(stop, until);
    if (s >= e) return;
    const users: [number, number][] = [[user.index, 1]];
    if (shared > 0) {
      for (const mate of c.inmates) {
        if (mate === user || users.length > 2) continue;
        const b = assignedAt(mate, Math.max(s, c.calendar.from));
        if (b && b.room === a.room && b.area === a.area) users.push([mate.index, shared]);
      }
    }
    stays.push({ area: a.area, roomId: a.room.id, place: a.room.place, from: s, until: e, users });
  };
  const firstArea = assignedAt(holder, Math.max(from, c.calendar.from))?.area;
  const lend =
    random.chance(0.22) && c.calendar.days > 8
      ? Math.floor(c.calendar.from + random.unit() * (c.calendar.until - c.calendar.from - 4 * 86_400))
      : 0;
  const lendUntil = lend + Math.floor(random.between(0.8, 4) * 86_400);
  for (const a of holder.assignments) {
    if (a.area === firstArea || along) {
      if (lend > a.from && lendUntil < a.until) {
        const friend = neighbourOf(random, c, holder, a, lend);
        const b = friend && assignedAt(friend, lend);
        if (friend && b) {
          push(a, holder, a.from, lend);
          push(b, friend, lend, lendUntil);
          push(a, holder, lendUntil, a.until);
          continue;
        }
      }
      push(a, holder, a.from, a.until);
      continue;
    }
    const heir = neighbourOf(random, c, holder, holder.assignments[0] as Assignment, a.from);
    const b = heir && assignedAt(heir, a.from);
    if (heir && b && b.area === firstArea) push(b, heir, a.from, Infinity);
    break;
  }
  return stays;
}

/** Another inmate of the same landing who is there at `t`. */
function neighbourOf(random: Random, c: PeopleContext, holder: Inmate, a: Assignment, t: number): Inmate | undefined {
  const near = c.inmates.filter((i) => {
    if (i === holder || absentAt(i, t)) return false;
    const b = assignedAt(i, t);
    return b !== undefined && b.area === a.area && b.room.landing === a.room.landing;
  });
  return near.length > 0 ? random.pick(near) : undefined;
}

/** An inmate's correspondents: some approved ones, friends outside, for a few a run of consecutive numbers. */
function inmateBook(random: Random, c: PeopleContext, inmate: Inmate): number[] {
  const book: number[] = [];
  const approved = random.pick([0, 0.3, 0.6, 0.9]);
  for (const contact of inmate.contacts) if (random.chance(approved)) book.push(contact.number);
  const friends = 2 + random.below(9);
  for (let i = 0; i < friends; i++) book.push(random.chance(0.3) ? c.numbering.mobile() : c.numbering.landline());
  if (random.chance(0.06)) for (let i = 0; i < 40; i++) book.push(c.numbering.mobile());
  return book;
}
