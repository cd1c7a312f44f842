import { describe, expect, it } from 'vitest';
import { at, makeCalendar } from './calendar.ts';
import { itinerary, placeAt } from './movement-of-classes.ts';
import { withDefaults } from './options.ts';
import type { PersonClass } from './person-class.ts';
import { Places, makeAreas } from './places.ts';
import type { Area } from './places.ts';
import { Random } from './random.ts';

const options = withDefaults({ seed: 5, prisons: 2, placebos: 1 });
const calendar = makeCalendar(options);
const places = new Places();
const areas = makeAreas(options, places);
const area = areas[0] as Area;

/** Share of sampled times at which somebody of a class is within `reach` of the area's centre. */
function shareNear(cls: PersonClass, hours: readonly number[], weekdays: readonly number[], people = 60): number {
  const random = new Random(9, cls);
  let near = 0;
  let n = 0;
  for (let i = 0; i < people; i++) {
    const path = itinerary(random, { calendar, areas, places, area, cls, shift: i % 4, visits: [] });
    for (const k of weekdays) {
      for (const hour of hours) {
        const p = places.list[placeAt(path, at(calendar, k, hour))];
        n++;
        if (p && p.area === area.index && Math.hypot(p.x_m, p.y_m) < 0.55 * area.spacing_m + 240) near++;
      }
    }
  }
  return near / n;
}

describe('movement of classes', () => {
  const workdays = [0, 1, 2, 3, 4, 7, 8, 9];
  it('keeps fixed devices in place, homebodies mostly, and lets neighbours go to work', () => {
    const noon = [10, 11, 14, 15];
    expect(shareNear('fixed', noon, workdays)).toBe(1);
    expect(shareNear('homebody', noon, workdays)).toBeGreaterThan(0.85);
    expect(shareNear('neighbour', noon, workdays)).toBeLessThan(0.6);
    expect(shareNear('neighbour', [3], workdays)).toBeGreaterThan(0.9);
  });

  it('brings staff for a part of the day and passers hardly', () => {
    const all = Array.from({ length: 24 }, (_, h) => h + 0.5);
    const staff = shareNear('staff', all, workdays);
    expect(staff).toBeGreaterThan(0.15);
    expect(staff).toBeLessThan(0.55);
    expect(shareNear('passer', all, workdays)).toBeLessThan(0.1);
  });

  it('puts a visitor at the gate during a visit', () => {
    const visit = at(calendar, 3, 14);
    const path = itinerary(new Random(2), { calendar, areas, places, area, cls: 'visitor', shift: 3, visits: [visit] });
    const gate = places.list[placeAt(path, visit + 600)];
    expect(gate?.area).toBe(area.index);
    expect(gate?.x_m).toBe(area.half_x_m + 12);
  });
});
