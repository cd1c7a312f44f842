import { frozenNormal, hash32, Random } from '../random.ts';
import { randomField, type RandomField } from './random-field.ts';

export interface Segment {
  readonly x1_m: number;
  readonly y1_m: number;
  readonly x2_m: number;
  readonly y2_m: number;
}
export interface SitePlace {
  readonly x_m: number;
  readonly y_m: number;
  readonly level: number;
}
/** How a site's radio behaves; all sd. */
export interface SiteOptions {
  readonly exponent: number;
  /** Mean loss of a wall, and how much walls differ. */
  readonly wall_db: number;
  readonly wallSpread_db: number;
  readonly floor_db: number;
  readonly sensorGain_db: number;
  /** Of each sensor by itself, over places. */
  readonly field_db: number;
  readonly fieldLength_m: number;
  /** Shared by links that run close to each other: what stands in the way (Agrawal & Patwari 2009). */
  readonly shadow_db: number;
  readonly shadowLength_m: number;
  /** Of each place by direction: furniture and bodies beside the transmitter favour whole groups of sensors. */
  readonly pattern_db: number;
  /** New at every half wavelength. */
  readonly frozen_db: number;
}

/** Half a wavelength at 2.4 GHz. */
const PATCH_M = 0.06;
/** Directions are favoured alike from places this close, in patterns of so many orders. */
const DESK_M = 1;
const ORDERS = 3;
const STOREY_M = 3;
const NEAREST_M = 0.5;

/** A place with sensors, the same for the same seed: each level comes from formula, fields and frozen multipath. */
export class RadioSite {
  readonly sensors: readonly SitePlace[];
  private readonly options: SiteOptions;
  private readonly walls: readonly (Segment & { readonly loss_db: number })[];
  private readonly gains: readonly number[];
  private readonly fields: readonly RandomField[];
  private readonly shadow: RandomField;
  private readonly seed: number;

  constructor(seed: number, sensors: readonly SitePlace[], walls: readonly Segment[], options: SiteOptions) {
    const random = new Random(seed, 'site');
    this.seed = hash32(seed, 77);
    this.sensors = sensors;
    this.options = options;
    this.walls = walls.map((wall) => ({
      ...wall,
      loss_db: Math.max(0, options.wall_db + options.wallSpread_db * random.normal()),
    }));
    this.gains = sensors.map(() => options.sensorGain_db * random.normal());
    this.fields = sensors.map(() => randomField(random, options.field_db, options.fieldLength_m));
    this.shadow = randomField(random, 1, options.shadowLength_m);
  }

  /** Mean level at a sensor from a place, dB relative to 1 m; `draw` tells carriers, months and postures apart. */
  level_db(s: number, at: SitePlace, draw = 0): number {
    const sensor = this.sensors[s]!;
    const { exponent, floor_db, shadow_db, shadowLength_m, frozen_db } = this.options;
    const flat_m = Math.hypot(at.x_m - sensor.x_m, at.y_m - sensor.y_m);
    const storeys = Math.abs(at.level - sensor.level);
    const distance_m = Math.max(NEAREST_M, Math.hypot(flat_m, storeys * STOREY_M));
    let level = this.gains[s]! - 10 * exponent * Math.log10(distance_m) - floor_db * storeys ** 0.8;
    for (const wall of this.walls) if (crosses(at, sensor, wall)) level -= wall.loss_db;
    level += this.fields[s]!(at.x_m + 1000 * at.level, at.y_m);
    if (shadow_db > 0 && flat_m > 0) {
      // Mean of the field along the link, scaled so that its variance does not depend on the length.
      const steps = Math.max(2, Math.ceil(flat_m / 0.3));
      let sum = 0;
      for (let i = 0; i < steps; i++) {
        const t = (i + 0.5) / steps;
        sum += this.shadow(at.x_m + t * (sensor.x_m - at.x_m), at.y_m + t * (sensor.y_m - at.y_m));
      }
      level += shadow_db * (sum / steps) * Math.sqrt(1 + flat_m / (2 * shadowLength_m));
    }
    const { pattern_db } = this.options;
    if (pattern_db > 0) {
      const angle = Math.atan2(sensor.y_m - at.y_m, sensor.x_m - at.x_m);
      const desk = hash32(Math.floor(at.x_m / DESK_M) * 31 + Math.floor(at.y_m / DESK_M), this.seed + at.level);
      let sum = 0;
      for (let order = 1; order <= ORDERS; order++) {
        sum += frozenNormal(desk, 2 * order) * Math.cos(order * angle);
        sum += frozenNormal(desk, 2 * order + 1) * Math.sin(order * angle);
      }
      level += (pattern_db * sum) / Math.sqrt(ORDERS);
    }
    const patch = hash32(Math.floor(at.x_m / PATCH_M), Math.floor(at.y_m / PATCH_M) * 7 + at.level);
    return level + frozen_db * frozenNormal(hash32(patch, this.seed + draw), s + 1);
  }
}

function crosses(a: SitePlace, b: SitePlace, { x1_m, y1_m, x2_m, y2_m }: Segment): boolean {
  const side = (px: number, py: number, qx: number, qy: number, x: number, y: number) =>
    (qx - px) * (y - py) - (qy - py) * (x - px);
  const c = side(x1_m, y1_m, x2_m, y2_m, a.x_m, a.y_m);
  const d = side(x1_m, y1_m, x2_m, y2_m, b.x_m, b.y_m);
  const e = side(a.x_m, a.y_m, b.x_m, b.y_m, x1_m, y1_m);
  const f = side(a.x_m, a.y_m, b.x_m, b.y_m, x2_m, y2_m);
  return c * d < 0 && e * f < 0;
}
