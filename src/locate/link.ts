import { STOREY_M, wallsCrossed, type LevelWalls } from './floor-plan.ts';

/** A receiver with a place in the plan. */
export interface PlacedSensor {
  readonly sensor_id: string;
  readonly level: number;
  readonly x_m: number;
  readonly y_m: number;
  readonly threshold_dbm: number | undefined;
}

/** What the straight path from a point to a sensor is like. */
export interface Link {
  /** 10 log10 of the distance in metres, never below that of NEAREST_M. */
  readonly decades_db: number;
  readonly walls: number;
  /** Storeys from the transmitter up to the sensor; negative = down. */
  readonly storeys: number;
}

/** Closer than this the far-field formula does not hold. */
const NEAREST_M = 0.7;
export function linkOf(
  x_m: number,
  y_m: number,
  level: number,
  sensor: PlacedSensor,
  wallsOf: (level: number) => LevelWalls,
): Link {
  const storeys = Math.abs(level - sensor.level);
  const distance_m = Math.hypot(x_m - sensor.x_m, y_m - sensor.y_m, storeys * STOREY_M);
  return {
    decades_db: 10 * Math.log10(Math.max(distance_m, NEAREST_M)),
    walls: wallsCrossed(x_m, y_m, sensor.x_m, sensor.y_m, wallsOf(level)),
    storeys: sensor.level - level,
  };
}
