import { cubicles } from './cubicles.ts';
import { office } from './office.ts';
import type { RadioCase } from './radio-case.ts';
import { sectors } from './sectors.ts';
import { zones } from './zones.ts';

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
};
