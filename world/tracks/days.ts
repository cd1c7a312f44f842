import type { Random } from '../../src/statistics/index.ts';
import { distance_km, drawNear, drawPlace, type Geography, type Point_km } from './geography.ts';

/** What kind of life the people of a scenario lead; the names follow the published labelled sets. */
export const SCENARIOS = [
  'baseline',
  'static_local',
  'dynamic_local',
  'many_locations',
  'time_dependent',
  'location_dependent',
] as const;
export type Scenario = (typeof SCENARIOS)[number];

export type PlaceKind = 'home' | 'work' | 'other';

export interface Person {
  readonly home: Point_km;
  readonly work: Point_km;
  readonly haunts: readonly Point_km[];
}

/** A stay at a place; between two stays the person travels in a straight line. */
export interface Stay extends Point_km {
  readonly kind: PlaceKind;
  readonly from_h: number;
  readonly until_h: number;
}

const SPEED_KM_H = 45;

/** In the local scenarios everybody lives in one district (about `centre`) and stays near home; else anywhere. */
export function drawPerson(scenario: Scenario, geography: Geography, centre: Point_km, random: Random): Person {
  const local = scenario === 'static_local' || scenario === 'dynamic_local';
  const home = local ? drawNear(centre, 7, random) : drawPlace(geography, random);
  const place = (): Point_km => (local ? drawNear(home, 3.5, random) : drawPlace(geography, random));
  return {
    home,
    work: place(),
    haunts: Array.from({ length: 5 }, () => (random.chance(0.6) ? drawNear(home, 5, random) : place())),
  };
}

/** Stays of one day from 05:00 (hour 5) to 05:00 of the next (hour 29). */
export function drawDay(
  scenario: Scenario,
  person: Person,
  weekend: boolean,
  geography: Geography,
  random: Random,
): Stay[] {
  const plan: { kind: PlaceKind; at: Point_km; until_h: number }[] = [];
  const haunt = (): Point_km => person.haunts[random.int(person.haunts.length)]!;
  const rises_h = (weekend ? 9.5 : 7.6) + 0.7 * random.normal();
  plan.push({ kind: 'home', at: person.home, until_h: rises_h });
  if (scenario === 'many_locations' || scenario === 'dynamic_local') {
    let until_h = rises_h;
    while (until_h < 19.5) {
      until_h += 0.7 + 1.6 * random.uniform();
      const at = scenario === 'many_locations' ? drawPlace(geography, random) : drawNear(person.home, 4, random);
      plan.push({ kind: random.chance(0.4) ? 'work' : 'other', at, until_h });
    }
  } else {
    if (!weekend && random.chance(0.9))
      plan.push({ kind: 'work', at: person.work, until_h: 17 + 0.8 * random.normal() });
    const errands = scenario === 'static_local' ? (random.chance(0.3) ? 1 : 0) : random.poisson(weekend ? 1.6 : 0.8);
    let until_h = plan.at(-1)!.until_h;
    for (let k = 0; k < errands; k++) {
      until_h += 0.8 + 1.5 * random.uniform();
      plan.push({ kind: 'other', at: haunt(), until_h });
    }
  }
  plan.push({ kind: 'home', at: person.home, until_h: 29 });
  const stays: Stay[] = [];
  let from_h = 5;
  for (const [i, { kind, at, until_h }] of plan.entries()) {
    const before = plan[i - 1];
    if (before !== undefined) from_h += distance_km(before.at, at) / SPEED_KM_H;
    const end_h = Math.min(29, Math.max(from_h, until_h));
    stays.push({ ...at, kind, from_h: Math.min(29, from_h), until_h: end_h });
    from_h = end_h;
  }
  return stays;
}

/** Where somebody is at an hour of the day, and at which kind of place (on the way: 'other'). */
export function whereAt(stays: readonly Stay[], at_h: number): Point_km & { readonly kind: PlaceKind } {
  let before = stays[0]!;
  for (const stay of stays) {
    if (at_h < stay.from_h) {
      const share = (at_h - before.until_h) / (stay.from_h - before.until_h);
      return {
        kind: 'other',
        east_km: before.east_km + share * (stay.east_km - before.east_km),
        north_km: before.north_km + share * (stay.north_km - before.north_km),
      };
    }
    if (at_h < stay.until_h) return stay;
    before = stay;
  }
  return before;
}
