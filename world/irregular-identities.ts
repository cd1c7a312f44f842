import { Random } from './random.ts';
import { itinerary } from './movement-of-classes.ts';
import { MODELS } from './handset-models.ts';
import { drawOperator, newImeis } from './people.ts';
import type { Device, PeopleContext } from './people.ts';
import type { PersonClass } from './person-class.ts';
import type { Area } from './places.ts';

/** Cloned identifiers: the device that belongs to the case first, those elsewhere after it. */
export interface Clone {
  readonly imei14: string;
  readonly devices: number[];
}

/**
 * Three things that identifiers do in the field: one IMEI on several devices far apart, no IMEI at all, and devices whose
 * traffic reached the folder only by a file that may not be read.
 */
export function irregularIdentities(c: PeopleContext): Clone[] {
  const random = new Random(c.options.seed, 'irregular');
  const clones: Clone[] = [];
  const mini = c.devices.filter((d) => MODELS[d.model]?.class === 'mini-phone' && d.imeis.length === 1);
  const inside = mini.filter((d) => d.cls === 'inside' && d.use === 'busy' && !d.end);
  const outside = mini.filter((d) => d.cls === 'neighbour');
  const originals: [Device, number][] = [];
  for (const d of inside.slice(0, 2)) originals.push([d, 1]);
  for (const d of outside.slice(0, 1)) originals.push([d, 5]);
  for (const [original, copies] of originals) {
    const clone: Clone = { imei14: original.imeis[0] as string, devices: [original.index] };
    for (let i = 0; i < copies; i++) {
      const others = c.areas.filter((a) => a.index !== original.area);
      if (others.length === 0) break;
      const d = outsider(random, c, random.pick(others), 'neighbour-far', original.model);
      d.imeis = [clone.imei14];
      clone.devices.push(d.index);
    }
    clones.push(clone);
  }
  const plain = c.devices.filter(
    (d) => d.cls === 'neighbour' && d.imeis.length === 1 && !clones.some((k) => k.devices.includes(d.index)),
  );
  for (const d of plain.slice(0, Math.ceil(3 * c.options.scale))) d.filler = true;
  for (const hiddenIn of [0, 1] as const) {
    for (let i = 0; i < 4; i++) outsider(random, c, c.areas[0] as Area, 'neighbour', 4 + (i % 3), hiddenIn);
  }
  return clones;
}

function outsider(
  random: Random,
  c: PeopleContext,
  area: Area,
  cls: PersonClass,
  model: number,
  hiddenIn?: 0 | 1,
): Device {
  const hidden = hiddenIn !== undefined;
  const number = hidden ? c.numbering.hiddenMobile() : c.numbering.mobile();
  const sim = c.numbering.sim(hidden ? hiddenIn : drawOperator(random), number);
  const numbers = Array.from({ length: 6 }, () => (hidden ? c.numbering.hiddenMobile() : c.numbering.landline()));
  const device: Device = {
    index: c.devices.length,
    cls,
    area: area.index,
    model,
    imeis: newImeis(random, c.numbering, model).slice(0, 1),
    sims: [{ sim, slot: 0, from: -Infinity, until: Infinity }],
    path: itinerary(random, {
      calendar: c.calendar,
      areas: c.areas.slice(area.index, area.index + 1),
      places: c.places,
      area,
      cls: 'neighbour',
      shift: random.below(4),
      visits: [],
    }),
    rate_per_day: random.logNormal(3, 0.4),
    from: -Infinity,
    until: Infinity,
    numbers,
    ...(hidden ? { hiddenIn } : {}),
  };
  c.devices.push(device);
  return device;
}
