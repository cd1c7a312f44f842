import { Random } from './random.ts';
import type { Calendar } from './calendar.ts';
import type { Inmate } from './prison-life.ts';
import { Numbering, nextImei14 } from './numbering.ts';
import { MODELS, drawModel } from './handset-models.ts';
import { OPERATORS } from './names.ts';
import type { Area, Places } from './places.ts';
import type { WorldOptions } from './options.ts';
import { itinerary } from './movement-of-classes.ts';
import type { Itinerary } from './movement-of-classes.ts';
import type { PersonClass } from './person-class.ts';

/** A SIM card in a slot of a handset for a time. */
export interface SimSpell {
  readonly sim: number;
  readonly slot: number;
  readonly from: number;
  readonly until: number;
}

/** A time that a contraband handset lies in one room, with those who use it (weights). */
export interface Stay {
  readonly area: number;
  readonly roomId: string;
  readonly place: number;
  readonly from: number;
  until: number;
  readonly users: readonly (readonly [number, number])[];
}

export interface Device {
  readonly index: number;
  readonly cls: PersonClass;
  /** The area that makes it a member of its class. */
  readonly area: number;
  readonly model: number;
  /** 14 digits each; two for a two-SIM handset. */
  imeis: string[];
  readonly sims: SimSpell[];
  readonly path?: Itinerary;
  readonly stays?: Stay[];
  /** Communications that it starts or takes, a day. */
  readonly rate_per_day: number;
  readonly from: number;
  readonly until: number;
  readonly numbers: readonly number[];
  readonly use?: 'quiet' | 'busy';
  readonly end?: 'seized' | 'broken';
  readonly shift?: number;
  /** Shows no identity of its own: the IMEI field is all zeros. */
  filler?: boolean;
  /** Its traffic stands only in the file that no act covers (0) or the one under the annulled act (1). */
  readonly hiddenIn?: 0 | 1;
  /** Basis on which its truth is known; then it is no subject of scoring. */
  basis?: string;
}

export interface PeopleContext {
  readonly options: WorldOptions;
  readonly calendar: Calendar;
  readonly areas: readonly Area[];
  readonly places: Places;
  readonly numbering: Numbering;
  readonly inmates: readonly Inmate[];
  readonly devices: Device[];
}

const SHARES = OPERATORS.map((o) => o.share);

export function drawOperator(random: Random): number {
  let u = random.unit();
  for (let i = 0; i < SHARES.length; i++) {
    u -= SHARES[i] ?? 0;
    if (u < 0) return i;
  }
  return 0;
}

/** Numbers that somebody in the world talks to: mobiles of others, landlines, now and then a protected number. */
export function phoneBook(random: Random, c: PeopleContext, size: number, lawful = 0.02): number[] {
  const book: number[] = [];
  for (let i = 0; i < size; i++) {
    const known = c.numbering.sims.length > 20 && random.chance(0.12);
    if (known) book.push(c.numbering.sims[random.below(c.numbering.sims.length)]?.number ?? c.numbering.landline());
    else book.push(c.numbering.landline());
  }
  if (random.chance(lawful)) {
    const lawyers = c.numbering.isProtected.flatMap((p, i) => (p ? [i] : []));
    if (lawyers.length > 0) book.push(random.pick(lawyers));
  }
  return book;
}

/** IMEIs of a new handset of a model. */
export function newImeis(random: Random, numbering: Numbering, model: number): string[] {
  const m = MODELS[model];
  if (!m) throw new RangeError('unknown model');
  const first = numbering.imei14(random.pick(m.tacs), m.sims);
  return m.sims === 2 ? [first, nextImei14(first)] : [first];
}

/** Everybody who is not a prisoner's handset. */
export function makePeople(c: PeopleContext): void {
  const random = new Random(c.options.seed, 'people');
  for (const area of c.areas) {
    // Density differs: a city block, an estate at the edge, farms.
    const dense = area.spacing_m < 700 ? 1.15 : area.spacing_m > 2000 ? 0.75 : 1;
    // Where two prisons share a ground, those around them are no more.
    const part = c.areas.filter(({ ground }) => ground === area.ground).length;
    const many = (n: number): number => Math.max(1, Math.round((n * dense * c.options.scale) / part));
    const add = (cls: PersonClass, n: number, rate: number, sigma: number): void => {
      for (let i = 0; i < n; i++) addPerson(random, c, area, cls, random.logNormal(rate, sigma));
    };
    add('neighbour', many(270), 1.4, 0.8);
    add('homebody', many(62), 1.6, 0.7);
    add('fixed', many(34), 1.5, 0.7);
    add('passer', many(150), 1.1, 0.8);
    add('delivery', many(11), 2.5, 0.5);
    if (area.prison)
      add('staff', Math.max(3, Math.round(area.capacity * 0.22 * Math.min(1, c.options.scale))), 1.6, 0.7);
  }
  visitors(random, c);
}

function addPerson(
  random: Random,
  c: PeopleContext,
  area: Area,
  cls: PersonClass,
  rate_per_day: number,
  number?: number,
  visits?: readonly number[],
): void {
  const model = drawModel(random, cls === 'fixed' ? 'fixed' : 'outside');
  const operator = drawOperator(random);
  const two = MODELS[model]?.sims === 2;
  const sims: SimSpell[] = [
    { sim: c.numbering.sim(operator, number ?? c.numbering.mobile()), slot: 0, from: -Infinity, until: Infinity },
  ];
  if (two && random.chance(0.55))
    sims.push({ sim: c.numbering.sim(drawOperator(random)), slot: 1, from: -Infinity, until: Infinity });
  // A few change their contract in the middle.
  const change = c.calendar.from + random.below(c.calendar.days) * 86_400 + 40_000;
  if (cls !== 'fixed' && random.chance(0.03)) {
    const old = sims[0] as SimSpell;
    sims[0] = { ...old, until: change };
    sims.push({ sim: c.numbering.sim(drawOperator(random)), slot: 0, from: change, until: Infinity });
  }
  const shift = random.below(4);
  const path = itinerary(random, {
    calendar: c.calendar,
    areas: c.areas,
    places: c.places,
    area,
    cls,
    shift,
    visits: visits ?? [],
  });
  c.devices.push({
    index: c.devices.length,
    cls,
    area: area.index,
    model,
    imeis: newImeis(random, c.numbering, model),
    sims,
    path,
    rate_per_day,
    from: -Infinity,
    until: Infinity,
    numbers: phoneBook(random, c, cls === 'fixed' ? 2 : 4 + random.below(14)),
    shift,
  });
}

/** Those on the visit lists with a telephone of their own in the data; some live next to the prison. */
function visitors(random: Random, c: PeopleContext): void {
  const share = Math.min(1, 0.55 * c.options.scale);
  for (const inmate of c.inmates) {
    for (const number of new Set(inmate.visits.map((v) => v.number))) {
      if (!random.chance(share) || c.numbering.owner[number] !== -1) continue;
      const mine = inmate.visits.filter((v) => v.number === number);
      const area = c.areas[mine[0]?.area ?? 0] as Area;
      addPerson(
        random,
        c,
        area,
        'visitor',
        random.logNormal(1.4, 0.6),
        number,
        mine.filter((v) => v.area === area.index).map((v) => v.from),
      );
    }
  }
}
