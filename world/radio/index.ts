import { cubicles } from './cubicles.ts';
import { flat } from './flat.ts';
import { office } from './office.ts';
import type { RadioCase } from './radio-case.ts';
import { sectors } from './sectors.ts';
import { storeys } from './storeys.ts';
import { zones } from './zones.ts';

export { RadioSite, type Segment, type SitePlace } from './radio-site.ts';
export { radioFiles, truthFile, beginOfRadioCases_s, type RadioCase } from './radio-case.ts';

/** Pretend radio cases of the kinds that published measurements are of; never kinder than those. */
export const RADIO_CASES: Readonly<Record<string, (seed: number) => RadioCase>> = {
  cubicles: (seed) => cubicles(seed, { most: 88 }),
  'cubicles-silent': (seed) => cubicles(seed, { most: 44, leftOut: 'unsaid' }),
  'cubicles-alive': (seed) => cubicles(seed, { most: 44, leftOut: 'alive' }),
  'cubicles-surveyed': (seed) => cubicles(seed, { most: 44, surveyed: 40 }),
  sectors: (seed) => sectors(seed),
  'sectors-stated': (seed) => sectors(seed, { stated: true }),
  zones: (seed) => zones(seed),
  'zones-plan': (seed) => zones(seed, { plan: true }),
  'zones-other': (seed) => zones(seed, { otherPerson: true }),
  office: (seed) => office(seed),
  storeys: (seed) => storeys(seed),
  'storeys-many': (seed) => storeys(seed, { sensors: 320, unplaced: 0.6, power_dbm: -60, looks: 150 }),
  'storeys-one-walked': (seed) => storeys(seed, { walked: [1] }),
  'storeys-gaps': (seed) => storeys(seed, { gaps: 'said' }),
  'storeys-gaps-unsaid': (seed) => storeys(seed, { gaps: 'unsaid' }),
  'storeys-other-band': (seed) => storeys(seed, { bands: 'other' }),
  'storeys-two-bands': (seed) => storeys(seed, { bands: 'both' }),
  'flat-one': (seed) => flat(seed),
  'flat-three': (seed) => flat(seed, { sensors: 3, perRoom: 6, readings: 5 }),
  'flat-one-three': (seed) => flat(seed, { sensors: 3 }),
};
