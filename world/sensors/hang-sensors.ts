import { RadioSite } from '../radio/index.ts';
import { Random } from '../random.ts';
import { planToArea, type Area } from '../places.ts';
import type { World } from '../world.ts';
import { inArea, wallsOf } from './floor-plan.ts';

/** A fixed passive sensor of the pretend world. */
export interface Sensor {
  readonly id: string;
  readonly building: number;
  readonly level: number;
  /** In the building's plan. */
  readonly x_m: number;
  readonly y_m: number;
  readonly threshold_dbm: number;
  /** Seconds UTC, half-open: when it worked, as its heartbeats tell. */
  readonly alive: readonly (readonly [number, number])[];
}

/** The sensors of one prison and how radio travels there. `site` counts in metres of the area. */
export interface SensorNetwork {
  readonly area: Area;
  readonly sensors: readonly Sensor[];
  readonly site: RadioSite;
  readonly from: number;
}

/** Sensors on each level of a building, one for three rooms: about 50 m2 each, as in the densest networks that are sold. */
const PER_LEVEL = 6;
/** They were hung, and walked, before the traffic begins. */
export const HUNG_DAYS_BEFORE = 21;

/** Alternately in the corridor and on either outer wall; some fail for days. */
export function hangSensors(world: World, area: Area): SensorNetwork {
  const { options, calendar } = world;
  const random = new Random(options.seed, 'sensors');
  const from = calendar.from - HUNG_DAYS_BEFORE * 86_400;
  const sensors: Sensor[] = [];
  area.buildings.forEach(({ length_m, depth_m, levels }, building) => {
    for (let level = 0; level < levels; level++) {
      for (let i = 0; i < PER_LEVEL; i++) {
        sensors.push({
          id: `S${String(sensors.length + 1).padStart(4, '0')}`,
          building,
          level,
          x_m: centimetres(((i + 0.5) * length_m) / PER_LEVEL + random.between(-1, 1)),
          y_m: centimetres([depth_m / 2, 0.3, depth_m - 0.3][(i + level) % 3] as number),
          threshold_dbm: -65 + random.between(-1.5, 1.5),
          alive: aliveSpells(random, from, calendar),
        });
      }
    }
  });
  const places = sensors.map((s) => {
    const [x_m, y_m] = planToArea(area.buildings[s.building] as Area['buildings'][number], s.x_m, s.y_m);
    return { x_m, y_m, level: s.level };
  });
  const walls = area.buildings.flatMap((b) => wallsOf(b).map((wall) => inArea(b, wall)));
  const site = new RadioSite(options.seed, places, walls, {
    exponent: 2.1,
    wall_db: 5.5,
    wallSpread_db: 2,
    floor_db: 13,
    sensorGain_db: 1.5,
    field_db: 3.5,
    fieldLength_m: 3,
    shadow_db: 0,
    shadowLength_m: 1,
    pattern_db: 1.5,
    frozen_db: 2.5,
  });
  return { area, sensors, site, from };
}

function aliveSpells(random: Random, from: number, window: { from: number; until: number }): [number, number][] {
  if (!random.chance(0.1)) return [[from, window.until]];
  const stops = Math.floor(window.from + random.unit() * 0.8 * (window.until - window.from));
  const starts = stops + Math.floor(random.between(0.5, 5) * 86_400);
  return starts < window.until
    ? [
        [from, stops],
        [starts, window.until],
      ]
    : [[from, stops]];
}

export const centimetres = (m: number): number => Math.round(m * 100) / 100;
