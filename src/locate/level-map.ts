import type { Bearings } from './direction-terms.ts';
import type { RoomGrid } from './room-grid.ts';

/** A map of a building without one place of its survey: what a left-out look is judged by. */
export interface LeftOutMap {
  readonly mean_db: Float64Array;
  readonly map_db2: Float64Array;
  /** Points that stand for the left-out places themselves: 1 = not to be considered. */
  readonly gone?: Uint8Array | undefined;
}

/** What each sensor would read from each of a list of points, however that is known. Sensor-major (sensor * points + point). */
export interface LevelMap {
  readonly grid: RoomGrid;
  readonly sensors: readonly { readonly sensor_id: string }[];
  readonly bands: readonly string[];
  /** Per band of the survey (one without a survey): mean level relative to the transmitter's, dB. */
  readonly mean_db: readonly Float64Array[];
  /** Per sensor, mean over all places in rooms: what "none of these places" expects. NaN: a sensor of which the map knows nothing. */
  readonly sensorMean_db: Float64Array;
  /** Variance of the map itself, dB2. */
  readonly map_db2: Float64Array;
  /** Bearings of sensors; undefined where places of sensors or points are not known. */
  readonly bearings?: Bearings | undefined;
  /** Correlation of one burst's noise with the next, 0..0.9. */
  readonly repeat: number;
  readonly thresholds_dbm: Float64Array;
  readonly lossRate: number;
  readonly surveyed: boolean;
  /** The map that never saw a place of the survey, nor any within `radius_m` of it; undefined without a survey. */
  readonly without?: ((cell: number, band: number, radius_m: number) => LeftOutMap) | undefined;
}
