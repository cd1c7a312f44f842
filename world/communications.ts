import { Random } from './random.ts';
import { at } from './calendar.ts';
import type { Coverage } from './coverage.ts';
import { weekday } from './clock.ts';
import { hoursOf } from './hours.ts';
import { absentAt } from './prison-life.ts';
import type { Inmate } from './prison-life.ts';
import { placeAt } from './movement-of-classes.ts';
import type { Device, PeopleContext, SimSpell } from './people.ts';
import { MODELS } from './handset-models.ts';
import type { Area } from './places.ts';
import { DATA, Legs, ORIGINATING, SMS, TERMINATING, VOICE } from './legs.ts';

/** Draws the traffic of all devices, a day before the window to a day after it. */
export function communicate(c: PeopleContext, coverage: Coverage, books: ReadonlyMap<number, number[]>): Legs {
  const legs = new Legs();
  const random = new Random(c.options.seed, 'communications');
  const bySim = devicesBySim(c.devices);
  let communication = 0;
  for (const device of c.devices) {
    const hours = hoursOf(device, c.areas[device.area] as Area);
    for (let k = -1; k <= c.calendar.days; k++) {
      const midnight = at(c.calendar, k, 0);
      const table = weekday(c.calendar.firstDay + k) > 5 ? hours[1] : hours[0];
      const n = random.poisson(device.rate_per_day * Math.exp(0.45 * random.normal()));
      for (let i = 0; i < n; i++) {
        const t = midnight + random.byCumulated(table) * 3600 + random.below(3600);
        const party = partyAt(random, c, device, t);
        if (!party) continue;
        const service = drawService(random, device);
        const book = party.user >= 0 ? (books.get(party.user) ?? device.numbers) : device.numbers;
        // People call few numbers often: the square of a uniform prefers the head of the book.
        const other = service === DATA ? -1 : (book[Math.floor(book.length * random.unit() ** 2)] ?? -1);
        if (service !== DATA && (other < 0 || c.numbering.sims[party.spell.sim]?.number === other)) continue;
        const mine = random.chance(device.cls === 'inside' ? 0.72 : 0.55) ? ORIGINATING : TERMINATING;
        const duration_s = durationOf(random, service);
        const id = communication++;
        addLeg(random, c, coverage, legs, { device, party, t, service, direction: mine, duration_s, other, id });
        const otherSim = other < 0 ? -1 : (c.numbering.owner[other] ?? -1);
        const answering = otherSim < 0 ? undefined : bySim.get(otherSim)?.find((d) => usesAt(d, otherSim, t));
        if (!answering || answering === device) continue;
        const theirs = partyAt(random, c, answering, t, otherSim);
        if (!theirs) continue;
        const own = c.numbering.sims[party.spell.sim]?.number ?? -1;
        addLeg(random, c, coverage, legs, {
          device: answering,
          party: theirs,
          t,
          service,
          direction: 1 - mine,
          duration_s,
          other: own,
          id,
        });
      }
    }
  }
  return legs;
}

interface Party {
  readonly spell: SimSpell;
  readonly place: number;
  readonly user: number;
}

/** The SIM, place and user of a device at a time; undefined when it cannot be used then. */
function partyAt(random: Random, c: PeopleContext, device: Device, t: number, sim = -1): Party | undefined {
  if (t < device.from || t >= device.until) return undefined;
  const spells = device.sims.filter((s) => t >= s.from && t < s.until && (sim < 0 || s.sim === sim));
  const spell = spells.length > 1 ? (spells[random.chance(0.72) ? 0 : 1] as SimSpell) : spells[0];
  if (!spell) return undefined;
  if (!device.stays) {
    const place = device.path ? placeAt(device.path, t) : -1;
    return place < 0 ? undefined : { spell, place, user: -1 };
  }
  const stay = device.stays.find((s) => t >= s.from && t < s.until);
  if (!stay) return undefined;
  const present = stay.users.filter(([user]) => !absentAt(c.inmates[user] as Inmate, t));
  let u = random.unit() * present.reduce((sum, [, w]) => sum + w, 0);
  for (const [user, weight] of present) if ((u -= weight) < 0) return { spell, place: stay.place, user };
  return undefined;
}

function usesAt(device: Device, sim: number, t: number): boolean {
  return device.sims.some((s) => s.sim === sim && t >= s.from && t < s.until);
}

function devicesBySim(devices: readonly Device[]): Map<number, Device[]> {
  const map = new Map<number, Device[]>();
  for (const device of devices) {
    for (const { sim } of device.sims) {
      const list = map.get(sim);
      if (!list) map.set(sim, [device]);
      else if (!list.includes(device)) list.push(device);
    }
  }
  return map;
}

function drawService(random: Random, device: Device): number {
  const kind = MODELS[device.model]?.class;
  const u = random.unit();
  if (kind === 'smartphone') return u < 0.42 ? VOICE : u < 0.62 ? SMS : DATA;
  if (kind === 'module') return device.index % 4 === 0 ? (u < 0.3 ? VOICE : SMS) : u < 0.75 ? DATA : SMS;
  return u < 0.62 ? VOICE : SMS;
}

function durationOf(random: Random, service: number): number {
  if (service === SMS) return 0;
  if (service === VOICE) return random.chance(0.17) ? 0 : Math.min(7200, 1 + Math.floor(random.logNormal(75, 1.15)));
  return Math.min(14_400, 5 + Math.floor(random.logNormal(320, 1)));
}

interface LegInput {
  readonly device: Device;
  readonly party: Party;
  readonly t: number;
  readonly service: number;
  readonly direction: number;
  readonly duration_s: number;
  readonly other: number;
  readonly id: number;
}

function addLeg(random: Random, c: PeopleContext, coverage: Coverage, legs: Legs, l: LegInput): void {
  const model = MODELS[l.device.model];
  const lte = model?.bands.some((b) => b.startsWith('LTE')) ?? false;
  // Without voice over LTE a call falls back to 2G.
  const rat = lte && !random.chance(l.service === VOICE ? 0.3 : 0.06) ? 4 : 2;
  const operator = c.numbering.sims[l.party.spell.sim]?.operator ?? 0;
  const cell = coverage.serve(random, l.party.place, operator, rat, l.t);
  let last = cell;
  if (l.duration_s > 30 && random.chance(0.12)) {
    const later = l.device.path ? placeAt(l.device.path, l.t + l.duration_s) : l.party.place;
    last = coverage.serve(random, later < 0 ? l.party.place : later, operator, rat, l.t + l.duration_s);
  }
  const i = legs.add();
  legs.time[i] = l.t;
  legs.duration_s[i] = l.duration_s;
  legs.service[i] = l.service;
  legs.direction[i] = l.direction;
  legs.device[i] = l.device.index;
  legs.sim[i] = l.party.spell.sim;
  legs.slot[i] = l.device.imeis.length > 1 ? l.party.spell.slot : 0;
  legs.other[i] = l.other;
  legs.cell[i] = cell;
  legs.lastCell[i] = last;
  legs.communication[i] = l.id;
  legs.user[i] = l.party.user;
}
