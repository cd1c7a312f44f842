import type { Room, Sensor, WalkReading } from '../model/case.ts';
import type { Alive } from './alive.ts';
import { insideOutline } from './floor-plan.ts';

/** One transmission of the survey: what each sensor read of it. */
export interface SurveyEvent {
  readonly cell: number;
  /** Index in Survey.bands. */
  readonly band: number;
  readonly at_s: number;
  /** dB over the survey transmitter's stated power, or dBm where none is stated. Per sensor; NaN = not heard. */
  readonly level_db: Float64Array;
  /** Stated power, 0 where not stated: what `level_db` is relative to. */
  readonly power_dbm: number;
  /** Per sensor: 1 = it was alive. */
  readonly alive: Uint8Array;
}

/** A place of the survey: events closer together than half a cell; without coordinates, a minute in one room. */
export interface SurveyCell {
  /** NaN where no coordinates are stated. */
  readonly x_m: number;
  readonly y_m: number;
  readonly level: number;
  /** Index in the rooms; -1 = none of them. */
  readonly room: number;
  /** Walks between which nobody surveyed for minutes count up: levels drift from one to the next. */
  readonly walk?: number;
}

export interface Survey {
  readonly cells: readonly SurveyCell[];
  readonly events: readonly SurveyEvent[];
  readonly bands: readonly string[];
  /** False where the transmitter's power is not stated: levels are then relative to an unknown constant. */
  readonly powerStated: boolean;
}

/** Side of a survey cell: half a room's width at most, and above the wavelength of every band. */
const CELL_M = 0.5;
/** A pause as long as this ends a walk. */
const WALK_PAUSE_S = 300;
/** Without coordinates, readings of one room this close in time are of one place. */
const SAME_PLACE_S = 10;

/** Groups the rows of a building's walk-test into events and places. Rows of unknown sensors are passed over. */
export function surveyOf(
  readings: readonly WalkReading[],
  sensors: readonly Sensor[],
  rooms: readonly Room[],
  alive: Alive,
): Survey {
  const sensorIndex = new Map(sensors.map(({ sensor_id }, index) => [sensor_id, index]));
  const bands = [...new Set(readings.map(({ band }) => band))].toSorted();
  const powerStated = readings.length > 0 && readings.every(({ tx_power_dbm }) => tx_power_dbm !== undefined);
  const groups = new Map<string, WalkReading[]>();
  for (const reading of readings) {
    const { level, x_m, y_m, at_s, band, cell_id } = reading;
    const key = `${at_s}|${level}|${x_m}|${y_m}|${band}|${x_m === undefined ? cell_id : ''}`;
    const group = groups.get(key);
    if (group) group.push(reading);
    else groups.set(key, [reading]);
  }
  const places = new Map<string, { x: number; y: number; n: number; level: number; room: number; walk: number }>();
  const keyOfEvent: string[] = [];
  const ordered = [...groups.values()].toSorted((a, b) => a[0]!.at_s - b[0]!.at_s);
  let walk = 0;
  let before_s = ordered[0]?.[0]!.at_s ?? 0;
  for (const group of ordered) {
    const { at_s } = group[0]!;
    if (at_s - before_s > WALK_PAUSE_S) walk++;
    before_s = at_s;
    const { x_m, y_m, level, cell_id } = group[0]!;
    if (x_m === undefined || y_m === undefined) {
      const room = rooms.findIndex((one) => one.cell_id === cell_id);
      const key = room < 0 ? '' : `${room}|${Math.floor(group[0]!.at_s / SAME_PLACE_S)}`;
      if (room >= 0) places.set(key, { x: Number.NaN, y: Number.NaN, n: 1, level: rooms[room]!.level, room, walk });
      keyOfEvent.push(key);
      continue;
    }
    const room = roomAt(x_m, y_m, level, cell_id, rooms);
    const key = `${level}|${Math.floor(x_m / CELL_M)}|${Math.floor(y_m / CELL_M)}|${room}`;
    const place = places.get(key) ?? { x: 0, y: 0, n: 0, level, room, walk };
    place.x += x_m;
    place.y += y_m;
    place.n++;
    places.set(key, place);
    keyOfEvent.push(key);
  }
  const cellIndex = new Map([...places.keys()].map((key, index) => [key, index]));
  const events = ordered.flatMap((group, index): SurveyEvent[] => {
    const cell = cellIndex.get(keyOfEvent[index]!);
    if (cell === undefined) return [];
    const power_dbm = powerStated ? (group[0]!.tx_power_dbm ?? 0) : 0;
    const level_db = new Float64Array(sensors.length).fill(Number.NaN);
    for (const { sensor_id, rssi_dbm } of group) {
      const sensor = sensorIndex.get(sensor_id);
      if (sensor !== undefined) level_db[sensor] = rssi_dbm - power_dbm;
    }
    const { at_s, band } = group[0]!;
    const aliveThen = Uint8Array.from(sensors, ({ sensor_id }, s) =>
      Number.isFinite(level_db[s]!) || alive(sensor_id, at_s) ? 1 : 0,
    );
    return [{ cell, band: bands.indexOf(band), at_s, level_db, power_dbm, alive: aliveThen }];
  });
  const cells = [...places.values()].map(({ x, y, n, ...rest }) => ({ x_m: x / n, y_m: y / n, ...rest }));
  return { cells, events, bands, powerStated };
}

function roomAt(x_m: number, y_m: number, level: number, cell_id: string, rooms: readonly Room[]): number {
  const stated = cell_id === '' ? -1 : rooms.findIndex((room) => room.cell_id === cell_id);
  if (stated >= 0) return stated;
  return rooms.findIndex(({ level: own, outline }) => own === level && outline && insideOutline(x_m, y_m, outline));
}
