import type { CaseDocuments, Room, Sensor, Wall } from '../../model/case.ts';
import { aliveOf, type Alive } from '../alive.ts';
import { baseReadings, fitBaseMap, linkOf, type BaseMap, type Link, type PlacedSensor } from '../base-map.ts';
import { levelWalls, type LevelWalls } from '../floor-plan.ts';
import { placePrior, type ErrorModel, type PlacePrior } from '../grid-posterior.ts';
import { BuildingLocator } from '../locate-building.ts';
import { bandMhz, nominalPower, RELATIVE_TO_SURVEY, type PowerClass } from '../power.ts';
import { isPlaced, propagationMap, type PropagationMap } from '../propagation-map.ts';
import type { FieldScale } from '../residual-field.ts';
import { roomGrid, type RoomGrid } from '../room-grid.ts';
import { surveyOf, type SurveyCell } from '../survey.ts';

/** What one receiver, real or thought of, would read from every grid point of a building. */
export interface SensorColumn {
  readonly sensor: PlacedSensor;
  /** Mean level relative to the transmitter's, dB, per grid point, of the band that the site is asked about. */
  readonly mean_db: Float64Array;
  /** Variance of the map itself, dB2, per grid point. */
  readonly map_db2: Float64Array;
  /** NaN = not known: everything is heard. */
  readonly threshold_dbm: number;
}

/** One building of a prison as the locating of `run` sees it: the same grid, map and error model. */
export interface SensorSite {
  readonly prison_id: string;
  readonly building_id: string;
  readonly grid: RoomGrid;
  /** Today's receivers that have a place and are in service. */
  readonly today: readonly SensorColumn[];
  /** In service, but without a heartbeat at the time asked about, or without a place. */
  readonly dead: readonly Sensor[];
  readonly alive: Alive;
  readonly map: PropagationMap;
  readonly base: BaseMap;
  readonly errors: ErrorModel;
  readonly prior: PlacePrior;
  /** What a place is like for a receiver that nobody has surveyed yet. */
  readonly scale: FieldScale;
  readonly surveyed: boolean;
  readonly surveyCells: readonly SurveyCell[];
  readonly band: string;
  /** What phones send at, relative to what the map's levels are relative to. */
  readonly powerOf: (kind: 'access' | 'traffic') => PowerClass;
  /** The column of a receiver at a place where there is none. */
  readonly columnAt: (sensor: PlacedSensor) => SensorColumn;
  readonly linkFrom: (x_m: number, y_m: number, level: number, sensor: PlacedSensor) => Link;
  /** Index of the receiver that nobody has, in `base`. */
  readonly thoughtOf: number;
}

/** A surveyed site before it was surveyed (middle of those measured: docs/methods/room-location.md). */
export const TYPICAL_FIELD: FieldScale = { length_m: 2.6, smooth_db: 3.5, room_db: 1, frozen_db: 3, burst_db: 4 };
const DEFAULT_BAND = 'GSM900';
/** What a phone's power differs by once the site has shown its mean (as the locating keeps without a survey). */
const LEARNT_POWER_SD_DB = 10;

export interface SiteQuestion {
  /** The time at which receivers must be alive. */
  readonly at_s: number;
  readonly band?: string | undefined;
  /** For receivers that are thought of and for those of unknown threshold. */
  readonly threshold_dbm?: number | undefined;
}

export function sensorSite(
  documents: CaseDocuments,
  prison_id: string,
  building_id: string,
  question: SiteQuestion,
): SensorSite {
  const own = (thing: { prison_id: string; building_id: string }) =>
    thing.prison_id === prison_id && thing.building_id === building_id;
  const all = (documents.sensors ?? []).filter(own);
  const alive = aliveOf(all, documents.heartbeats ?? []);
  const inService = all.filter(({ from_s, until_s }) => from_s <= question.at_s && question.at_s < until_s);
  const walls = (documents.walls ?? []).filter((wall) => wall.building_id === building_id);
  // Rooms without an outline cannot be drawn, nor a receiver put into them.
  const outlined = documents.rooms.filter((room) => own(room) && room.outline !== undefined);
  const { map, errors } = all.some(isPlaced)
    ? new BuildingLocator({ ...documents, rooms: outlined }, prison_id, building_id, new Map(), { landings: false })
    : withoutSensors(outlined, walls);
  const rooms = map.grid.rooms;
  const wallsOf = wallsByLevel(walls, rooms);
  const band = nearestOf(question.band, map.bands);
  const bandIndex = Math.max(0, map.bands.indexOf(band));

  // One more receiver than there are, which heard nothing because it was never alive: its place in the fit is the prior.
  const placed = all.filter(isPlaced);
  const nowhere: Sensor = { ...nobody, prison_id, building_id };
  const survey = surveyOf((documents.walkTest ?? []).filter(own), [...placed, nowhere], rooms, (sensor_id, at_s) =>
    sensor_id === nobody.sensor_id ? false : alive(sensor_id, at_s),
  );
  const thresholds = Float64Array.from([...map.thresholds_dbm, Number.NaN]);
  const withNobody = [...placed, { ...nowhere, x_m: 0, y_m: 0 }];
  const readings = baseReadings(survey, withNobody, thresholds, map.lossRate, wallsOf);
  const derived = rooms.some(({ level }) => wallsOf(level).derived);
  const base = fitBaseMap(readings, withNobody.length, Math.max(1, survey.bands.length), derived);

  const points = map.grid.x_m.length;
  const usual = question.threshold_dbm ?? median(map.thresholds_dbm);
  const today = map.sensors.flatMap((sensor, s): SensorColumn[] => {
    if (!inService.some(({ sensor_id }) => sensor_id === sensor.sensor_id)) return [];
    if (!alive(sensor.sensor_id, question.at_s)) return [];
    const from = s * points;
    const known = map.thresholds_dbm[s]!;
    return [
      {
        sensor,
        mean_db: map.mean_db[bandIndex]!.slice(from, from + points),
        map_db2: map.map_db2.slice(from, from + points),
        threshold_dbm: Number.isFinite(known) ? known : (question.threshold_dbm ?? Number.NaN),
      },
    ];
  });
  const scale = map.surveyed ? map.scale : { ...map.scale, ...UNSURVEYED_SPREAD };
  const linkFrom = (x_m: number, y_m: number, level: number, sensor: PlacedSensor) =>
    linkOf(x_m, y_m, level, sensor, wallsOf);
  const columnAt = (sensor: PlacedSensor): SensorColumn => {
    const mean_db = new Float64Array(points);
    const map_db2 = new Float64Array(points);
    for (let g = 0; g < points; g++) {
      const link = linkFrom(map.grid.x_m[g]!, map.grid.y_m[g]!, map.grid.level[g]!, sensor);
      mean_db[g] = base.mean_db(link, placed.length, bandIndex);
      const field = map.surveyed ? scale.smooth_db ** 2 + scale.room_db ** 2 : map.scale.smooth_db ** 2;
      map_db2[g] = base.variance_db2(link, placed.length, bandIndex) + field;
    }
    return { sensor, mean_db, map_db2, threshold_dbm: sensor.threshold_dbm ?? usual };
  };
  const powerOf = (kind: 'access' | 'traffic'): PowerClass => {
    if (map.surveyed) return survey.powerStated ? nominalPower(band, kind) : RELATIVE_TO_SURVEY;
    // The formula of an unsurveyed site leaves the loss in the first metre to the power.
    return { mean_db: nominalPower(band, kind).mean_db - firstMetre_db(band), sd_db: LEARNT_POWER_SD_DB };
  };
  return {
    prison_id,
    building_id,
    grid: map.grid,
    today,
    dead: inService.filter(({ sensor_id }) => !today.some(({ sensor }) => sensor.sensor_id === sensor_id)),
    alive,
    map,
    base,
    errors,
    prior: placePrior(map),
    scale,
    surveyed: map.surveyed,
    surveyCells: map.placedCells,
    band,
    powerOf,
    columnAt,
    linkFrom,
    thoughtOf: placed.length,
  };
}

/** The formula alone, of a building in which nothing hangs yet. */
function withoutSensors(rooms: readonly Room[], walls: readonly Wall[]) {
  const survey = surveyOf([], [], rooms, () => false);
  const weakestHeard_dbm = new Float64Array(0);
  const map = propagationMap({ grid: roomGrid(rooms), sensors: [], walls, survey, weakestHeard_dbm });
  const { frozen_db, burst_db } = map.scale;
  return { map, errors: { frozen_db, drift_db: DRIFT_DB, burst_db, pattern_db: 0, temper: 1 } };
}

/** Months between survey and use (measured over nine months: about 1 dB). */
const DRIFT_DB = 1;

/** What an unsurveyed map calls frozen (5 dB) is partly smooth: a walk-test could learn that part. */
const UNSURVEYED_SPREAD = {
  length_m: TYPICAL_FIELD.length_m,
  smooth_db: TYPICAL_FIELD.smooth_db,
  room_db: TYPICAL_FIELD.room_db,
};

const nobody = {
  sensor_id: '\u0000',
  level: 0,
  x_m: undefined,
  y_m: undefined,
  threshold_dbm: undefined,
  from_s: Infinity,
  until_s: Infinity,
} as const;

/** Free-space loss in the first metre, dB (Friis; 20 log10 f_MHz - 27.55). */
export const firstMetre_db = (band: string): number => 20 * Math.log10(bandMhz(band)) - 27.55;

function nearestOf(asked: string | undefined, surveyed: readonly string[]): string {
  if (surveyed.length === 0) return asked ?? DEFAULT_BAND;
  if (asked === undefined) return surveyed[0]!;
  const away = (name: string) => Math.abs(Math.log(bandMhz(name) / bandMhz(asked)));
  return surveyed.reduce((best, name) => (away(name) < away(best) ? name : best));
}

function wallsByLevel(walls: readonly Wall[], rooms: readonly Room[]) {
  const known = new Map<number, LevelWalls>();
  return (level: number): LevelWalls => {
    let found = known.get(level);
    if (!found) {
      const outlines = rooms.flatMap((room) => (room.level === level && room.outline ? [room.outline] : []));
      known.set(
        level,
        (found = levelWalls(
          walls.filter((wall) => wall.level === level),
          outlines,
        )),
      );
    }
    return found;
  };
}

function median(values: Float64Array): number {
  const known = values.filter((value) => Number.isFinite(value)).sort();
  return known.length === 0 ? Number.NaN : known[known.length >> 1]!;
}

/** The map that the fix needs, of any set of receivers. */
export function mapOfColumns(site: SensorSite, columns: readonly SensorColumn[]): PropagationMap {
  const points = site.grid.x_m.length;
  const mean_db = new Float64Array(columns.length * points);
  const map_db2 = new Float64Array(columns.length * points);
  columns.forEach((column, s) => {
    mean_db.set(column.mean_db, s * points);
    map_db2.set(column.map_db2, s * points);
  });
  return {
    ...site.map,
    sensors: columns.map(({ sensor }) => sensor),
    mean_db: [mean_db],
    map_db2,
    sensorMean_db: Float64Array.from(columns, ({ mean_db: own }) => own.reduce((a, b) => a + b, 0) / points),
    thresholds_dbm: Float64Array.from(columns, ({ threshold_dbm }) => threshold_dbm),
    fields: columns.map(() => undefined),
  };
}
