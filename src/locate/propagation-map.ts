import type { Sensor, Wall } from '../model/case.ts';
import { baseReadings, chanceWeak, fitBaseMap, linkOf, type BaseMap, type PlacedSensor } from './base-map.ts';
import { bearingsOf } from './direction-terms.ts';
import { fieldAtPoints, kernelsOf } from './field-at-points.ts';
import { levelWalls, type LevelWalls } from './floor-plan.ts';
import {
  fitFieldScale,
  residualField,
  type FieldReading,
  type FieldScale,
  type ResidualField,
} from './residual-field.ts';
import { mapWithout } from './left-out.ts';
import { lossRateOf } from './loss-rate.ts';
import type { LevelMap } from './level-map.ts';
import { OUTSIDE, type RoomGrid } from './room-grid.ts';
import type { Survey } from './survey.ts';

/** What each sensor would read from each grid point by the formula and what it missed. */
export interface PropagationMap extends LevelMap {
  readonly sensors: readonly PlacedSensor[];
  readonly scale: FieldScale;
  readonly base: BaseMap;
  /** What leaving a place of the survey out would change. */
  readonly fields: readonly (ResidualField | undefined)[];
  readonly placedCells: Survey['cells'];
}

export interface MapInput {
  readonly grid: RoomGrid;
  readonly sensors: readonly PlacedSensor[];
  readonly walls: readonly Wall[];
  readonly survey: Survey;
  /** Weakest level that each sensor was seen to report, where its own threshold is not stated; NaN = not known. */
  readonly weakestHeard_dbm: Float64Array;
  /** Formula learnt otherwise; fitted to the survey where left out. */
  readonly base?: BaseMap;
  /** True to leave the walls out: distance, floors and the residual field alone. */
  readonly openPlan?: boolean;
}

/** Frozen multipath and burst noise assumed where nothing was surveyed (measured indoors: about 3.5 and 4 dB). */
const UNSURVEYED: FieldScale = { length_m: 2.6, smooth_db: 0, room_db: 0, frozen_db: 5, burst_db: 4 };
const DEFAULT_LOSS = 0.1;
/** What was less likely too weak than this is taken as lost. */
const LEAST_WEAK = 0.1;

export const isPlaced = (sensor: Sensor): sensor is Sensor & PlacedSensor =>
  sensor.x_m !== undefined && sensor.y_m !== undefined;

/** Builds the map: formula, fitted to the walk-test where there is one, and a Gaussian-process residual for each sensor. */
export function propagationMap(input: MapInput): PropagationMap {
  const { grid, sensors, survey, weakestHeard_dbm } = input;
  const wallsOf = wallsByLevel(input);
  const thresholds_dbm = Float64Array.from(sensors, ({ threshold_dbm }, s) => threshold_dbm ?? weakestHeard_dbm[s]!);
  const surveyed = survey.cells.some(({ x_m }) => !Number.isNaN(x_m));
  const lossRate = surveyed ? lossRateOf(survey, thresholds_dbm) : DEFAULT_LOSS;
  const readings = baseReadings(survey, sensors, thresholds_dbm, lossRate, wallsOf);
  const derived = grid.rooms.some(({ level }) => wallsOf(level).derived);
  const bands = surveyed ? Math.max(1, survey.bands.length) : 1;
  const base = input.base ?? fitBaseMap(readings, sensors.length, bands, derived);

  const fieldReadings = sensors.map((_, s) => fieldReadingsOf(s, readings, base));
  const noise = surveyed ? burstNoise(survey) : { burst_db: UNSURVEYED.burst_db, repeat: 0 };
  const scale = surveyed ? fitFieldScale(survey.cells, fieldReadings, noise.burst_db) : UNSURVEYED;
  const fields = fieldReadings.map((own) => (surveyed ? residualField(survey.cells, own, scale) : undefined));
  const points = grid.x_m.length;
  const mean_db = Array.from({ length: bands }, () => new Float64Array(sensors.length * points));
  const map_db2 = new Float64Array(sensors.length * points);
  // A landing is too long for its ends to have in common what the corners of a room have.
  const roomAt = (g: number): number => (grid.room[g]! < (grid.landingsFrom ?? Infinity) ? grid.room[g]! : OUTSIDE);
  const at = Array.from(grid.x_m, (x_m, g) => ({ x_m, y_m: grid.y_m[g]!, level: grid.level[g]!, room: roomAt(g) }));
  const kernels = surveyed ? kernelsOf(at, survey.cells, scale) : new Float64Array(0);
  // What leaving a place out changes is a by-product of the variance; kept until the errors are calibrated.
  const shares: Float32Array[] = [];
  sensors.forEach((sensor, s) => {
    const field = fields[s];
    const own = field && fieldAtPoints(field, at, survey.cells.length, kernels, scale);
    shares.push(own?.shares ?? new Float32Array(0));
    for (let g = 0; g < points; g++) {
      const { x_m, y_m, level, room } = at[g]!;
      const link = linkOf(x_m, y_m, level, sensor, wallsOf);
      for (let b = 0; b < bands; b++) {
        mean_db[b]![s * points + g] = base.mean_db(link, s, b) + (own?.mean_db[g] ?? 0);
      }
      const unread_db2 = scale.smooth_db ** 2 + (room >= 0 ? scale.room_db ** 2 : 0);
      map_db2[s * points + g] = own?.variance_db2[g] ?? base.variance_db2(link, s, 0) + unread_db2;
    }
  });
  const sensorMean_db = Float64Array.from(sensors, (_, s) => {
    let sum = 0;
    for (let g = 0; g < points; g++) sum += mean_db[0]![s * points + g]!;
    return sum / points;
  });
  const map: PropagationMap = {
    grid,
    sensors,
    bands: surveyed ? survey.bands : [],
    mean_db,
    sensorMean_db,
    map_db2,
    scale,
    bearings: bearingsOf(grid, sensors),
    repeat: noise.repeat,
    base,
    thresholds_dbm,
    lossRate,
    surveyed,
    fields,
    placedCells: survey.cells,
  };
  if (!surveyed) return map;
  const without = (cell: number, band: number, radius_m: number) => mapWithout(map, cell, band, shares, radius_m);
  return { ...map, without };
}

export function wallsByLevel({
  walls,
  grid,
  openPlan,
}: Pick<MapInput, 'walls' | 'openPlan'> & { readonly grid: Pick<RoomGrid, 'rooms'> }): (level: number) => LevelWalls {
  if (openPlan) return () => ({ segments: new Float64Array(0), derived: true });
  const known = new Map<number, LevelWalls>();
  return (level) => {
    let found = known.get(level);
    if (!found) {
      const outlines = grid.rooms.flatMap((room) => (room.level === level && room.outline ? [room.outline] : []));
      found = levelWalls(
        walls.filter((wall) => wall.level === level),
        outlines,
      );
      known.set(level, found);
    }
    return found;
  };
}

/** One reading per place: the mean over bands, whose frozen multipath is another draw each. */
function fieldReadingsOf(
  sensor: number,
  readings: readonly ReturnType<typeof baseReadings>[number][],
  base: BaseMap,
): FieldReading[] {
  const byPlace = new Map<number, { sum: number; bands: number; bursts: number; extra: number }>();
  for (const reading of readings) {
    if (reading.sensor !== sensor) continue;
    const mean = base.mean_db(reading.link, sensor, reading.band);
    let residual = reading.level_db - mean;
    let extra = 0;
    if (reading.censored) {
      // Not heard tells something only where the formula expected to be heard, or nearly.
      if (residual > 0) continue;
      // One that was lost for other reasons tells nothing: what is as likely lost as weak has twice the variance.
      const weak = chanceWeak(residual / base.residual_db, reading.lost);
      if (weak < LEAST_WEAK) continue;
      residual -= 1.5;
      extra = base.residual_db ** 2 / 2 + (base.residual_db ** 2 * (1 - weak)) / weak;
    }
    const place = byPlace.get(reading.cell) ?? { sum: 0, bands: 0, bursts: 0, extra: 0 };
    place.sum += residual;
    place.bands++;
    place.bursts += Math.max(1, reading.heard);
    place.extra += extra;
    byPlace.set(reading.cell, place);
  }
  return [...byPlace].map(([place, { sum, bands, bursts, extra }]) => ({
    place,
    residual_db: sum / bands,
    bursts,
    carriers: bands,
    extra_db2: extra / bands ** 2,
  }));
}

/** Noise of single bursts, and how much of it the next one repeats; `isMeasured`: from places that were heard more than once. */
export interface BurstNoise {
  readonly burst_db: number;
  readonly repeat: number;
  readonly isMeasured: boolean;
}

/**
 * Pooled sd of bursts about the mean of their place, band and sensor, and the correlation of one burst with the next;
 * the usual 2 dB of a calibrated receiver where none repeats.
 */
export function burstNoise(survey: Survey): BurstNoise {
  const groups = new Map<string, number[]>();
  for (const { cell, band, level_db } of survey.events) {
    level_db.forEach((level, sensor) => {
      if (Number.isNaN(level)) return;
      const key = `${cell}|${band}|${sensor}`;
      const group = groups.get(key);
      if (group) group.push(level);
      else groups.set(key, [level]);
    });
  }
  let scatter = 0;
  let freedom = 0;
  let product = 0;
  let pairs = 0;
  for (const levels of groups.values()) {
    const n = levels.length;
    const mean = levels.reduce((sum, level) => sum + level, 0) / n;
    for (const level of levels) scatter += (level - mean) ** 2;
    freedom += n - 1;
    if (n < 4) continue;
    // Residuals about their own mean are correlated by -1 / (n - 1) even where the bursts are not.
    for (let i = 1; i < n; i++) product += (levels[i]! - mean) * (levels[i - 1]! - mean);
    const own = levels.reduce((sum, level) => sum + (level - mean) ** 2, 0) / (n - 1);
    product += ((n - 1) / n) * own;
    pairs += n - 1;
  }
  if (freedom < 20) return { burst_db: 2, repeat: 0, isMeasured: false };
  const variance = scatter / freedom;
  const repeat = pairs < 100 ? 0 : Math.min(0.9, Math.max(0, product / pairs / variance));
  return { burst_db: Math.min(8, Math.max(0.5, Math.sqrt(variance))), repeat, isMeasured: true };
}
