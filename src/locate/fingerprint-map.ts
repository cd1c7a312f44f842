import type { Room } from '../model/case.ts';
import type { LeftOutMap, LevelMap } from './level-map.ts';
import { leftOutPlaces } from './left-out-places.ts';
import { millsRatio } from './base-map.ts';
import type { Survey } from './survey.ts';

/** Where fingerprints are compared: with each place of the survey, or with each room as one normal distribution. */
export type FingerprintUnit = 'place' | 'room';

export interface FingerprintInput {
  readonly survey: Survey;
  readonly sensors: readonly { readonly sensor_id: string }[];
  readonly rooms: readonly Room[];
  readonly thresholds_dbm: Float64Array;
  readonly lossRate: number;
  readonly burst_db: number;
  readonly repeat: number;
  readonly unit: FingerprintUnit;
}

/** Spread of what lies below a threshold about its own mean, and of a sensor nobody could ask. */
const UNHEARD_DB = 5;
const UNKNOWN_DB = 12;
/** A place is no better known than by this many bursts: what repeats between them does not average out. */
const MOST_BURSTS = 8;
/** Places that the spread within all rooms is worth in the spread within one. */
const PRIOR_PLACES = 4;
/** The spread within a room where no room has two places. */
const USUAL_SPREAD_DB = 5;
/** More places than this are thinned evenly. */
const MOST_PLACES = 1500;
/**
 * A map that needs no floor plan and no places of sensors: the survey's own levels, one point for each of its places (a
 * weighted nearest-neighbour rule once the power is integrated out) or for each room (one normal distribution per room and
 * sensor). What a sensor did not hear is below its threshold, by what a normal tail is on average.
 */
export function fingerprintMap(input: FingerprintInput): LevelMap {
  const { survey, sensors, rooms, thresholds_dbm, lossRate, repeat, unit } = input;
  const S = sensors.length;
  const B = Math.max(1, survey.bands.length);
  const inRooms = survey.cells.flatMap(({ room }, cell) => (room >= 0 ? [cell] : []));
  const step = Math.max(1, Math.ceil(inRooms.length / MOST_PLACES));
  const cells = inRooms.filter((_, index) => index % step === 0);
  const places = levelsOfPlaces(input, cells);
  const grid = unit === 'place' ? gridOf(survey, cells, rooms) : roomsAsGrid(survey, cells, rooms);
  const { mean_db, map_db2 } = unit === 'place' ? places : roomLevels(places, cells, survey, grid, S, B);
  const points = grid.room.length;
  const sensorMean_db = Float64Array.from(sensors, (_, s) => {
    // Unlike with a formula, nobody knows what it would read anywhere.
    if (places.told[s] === 0) return Number.NaN;
    let sum = 0;
    for (let g = 0; g < points; g++) sum += mean_db[0]![s * points + g]!;
    return sum / Math.max(1, points);
  });
  const without = (cell: number, band: number, radius_m: number): LeftOutMap => {
    const left = leftOutPlaces(survey, cell, radius_m);
    if (unit === 'place') {
      const gone = Uint8Array.from(cells, (own) => (left.has(own) ? 1 : 0));
      return { mean_db: mean_db[band] ?? mean_db[0]!, map_db2, gone };
    }
    const kept = cells.flatMap((own, i) => (left.has(own) ? [] : [i]));
    const rest = roomLevels(places, cells, survey, grid, S, B, kept);
    const empty = Uint8Array.from(grid.room, (room) =>
      kept.some((i) => survey.cells[cells[i]!]!.room === room) ? 0 : 1,
    );
    return { mean_db: rest.mean_db[band] ?? rest.mean_db[0]!, map_db2: rest.map_db2, gone: empty };
  };
  return {
    grid,
    sensors,
    bands: survey.bands,
    mean_db,
    sensorMean_db,
    map_db2,
    repeat,
    thresholds_dbm,
    lossRate,
    surveyed: true,
    without,
  };
}

interface Levels {
  readonly mean_db: Float64Array[];
  readonly map_db2: Float64Array;
}

/** `told`: sensors that heard any of the places. */
function levelsOfPlaces(input: FingerprintInput, cells: readonly number[]): Levels & { readonly told: Uint8Array } {
  const { survey, sensors, thresholds_dbm, burst_db } = input;
  const S = sensors.length;
  const B = Math.max(1, survey.bands.length);
  const n = cells.length;
  const at = new Map(cells.map((cell, i) => [cell, i]));
  const sum = Array.from({ length: B }, () => new Float64Array(S * n));
  const heard = Array.from({ length: B }, () => new Float64Array(S * n));
  const sent = Array.from({ length: B }, () => new Float64Array(S * n));
  const power = Array.from({ length: B }, () => new Float64Array(n));
  for (const { cell, band, level_db, power_dbm, alive } of survey.events) {
    const i = at.get(cell);
    if (i === undefined) continue;
    power[band]![i] = power_dbm;
    for (let s = 0; s < S; s++) {
      if (alive[s] === 1) sent[band]![s * n + i]!++;
      if (Number.isNaN(level_db[s]!)) continue;
      sum[band]![s * n + i]! += level_db[s]!;
      heard[band]![s * n + i]!++;
    }
  }
  const offsets = bandOffsets(sum, heard);
  const mean_db = Array.from({ length: B }, () => new Float64Array(S * n));
  const map_db2 = new Float64Array(S * n);
  const told = new Uint8Array(S);
  for (let s = 0; s < S; s++) {
    let total = 0;
    let count = 0;
    for (let i = 0; i < n; i++) {
      for (let b = 0; b < B; b++) {
        total += sum[b]![s * n + i]! - heard[b]![s * n + i]! * offsets[b]!;
        count += heard[b]![s * n + i]!;
      }
    }
    const usual = count > 0 ? total / count : 0;
    told[s] = count > 0 ? 1 : 0;
    for (let i = 0; i < n; i++) {
      const k = s * n + i;
      let [level, bursts, asked, threshold] = [0, 0, 0, Infinity];
      for (let b = 0; b < B; b++) {
        level += sum[b]![k]! - heard[b]![k]! * offsets[b]!;
        bursts += heard[b]![k]!;
        asked += sent[b]![k]!;
        if (sent[b]![k]! > 0) threshold = Math.min(threshold, thresholds_dbm[s]! - power[b]![i]! - offsets[b]!);
      }
      let mean = usual;
      let variance = UNKNOWN_DB ** 2;
      if (bursts > 0) {
        mean = level / bursts;
        variance = burst_db ** 2 / Math.min(bursts, MOST_BURSTS);
      } else if (asked > 0 && Number.isFinite(threshold)) {
        // Mean of what a normal distribution about the threshold leaves below it.
        mean = Math.min(threshold, usual) - UNHEARD_DB * millsRatio(0);
        variance = UNHEARD_DB ** 2;
      }
      map_db2[k] = variance;
      for (let b = 0; b < B; b++) {
        const own = heard[b]![k]!;
        // What was heard in this band counts as it is; the other bands stand in for it, by their usual difference.
        mean_db[b]![k] = own > 0 ? sum[b]![k]! / own : mean + offsets[b]!;
      }
    }
  }
  return { mean_db, map_db2, told };
}

/** How much louder each band is than the first, over links heard in both. */
function bandOffsets(sum: readonly Float64Array[], heard: readonly Float64Array[]): Float64Array {
  return Float64Array.from(sum, (own, b) => {
    let [total, count] = [0, 0];
    if (b === 0) return 0;
    for (let k = 0; k < own.length; k++) {
      if (heard[0]![k] === 0 || heard[b]![k] === 0) continue;
      total += own[k]! / heard[b]![k]! - sum[0]![k]! / heard[0]![k]!;
      count++;
    }
    return count > 0 ? total / count : 0;
  });
}

/** Mean and variance of each room over its places; the spread within a room is shrunk to that within all rooms. */
function roomLevels(
  places: Levels,
  cells: readonly number[],
  survey: Survey,
  grid: LevelMap['grid'],
  S: number,
  B: number,
  kept: readonly number[] = cells.map((_, i) => i),
): Levels {
  const n = cells.length;
  const R = grid.room.length;
  const point = new Map(Array.from(grid.room, (room, g) => [room, g]));
  const mean_db = Array.from({ length: B }, () => new Float64Array(S * R));
  const map_db2 = new Float64Array(S * R);
  const count = new Float64Array(R);
  const pointOf = kept.map((i) => point.get(survey.cells[cells[i]!]!.room)!);
  for (const g of pointOf) count[g]!++;
  for (let s = 0; s < S; s++) {
    for (let b = 0; b < B; b++) {
      kept.forEach((i, index) => (mean_db[b]![s * R + pointOf[index]!]! += places.mean_db[b]![s * n + i]!));
      for (let g = 0; g < R; g++) mean_db[b]![s * R + g]! /= Math.max(1, count[g]!);
    }
    const scatter = new Float64Array(R);
    kept.forEach((i, index) => {
      const g = pointOf[index]!;
      scatter[g]! += (places.mean_db[0]![s * n + i]! - mean_db[0]![s * R + g]!) ** 2;
    });
    let [all, freedom] = [PRIOR_PLACES * USUAL_SPREAD_DB ** 2, PRIOR_PLACES];
    for (let g = 0; g < R; g++) {
      all += scatter[g]!;
      freedom += Math.max(0, count[g]! - 1);
    }
    for (let g = 0; g < R; g++) {
      const c = count[g]!;
      const within = (scatter[g]! + (PRIOR_PLACES * all) / freedom) / (Math.max(0, c - 1) + PRIOR_PLACES);
      map_db2[s * R + g] = c > 0 ? within * (1 + 1 / c) : UNKNOWN_DB ** 2;
    }
  }
  return { mean_db, map_db2 };
}

function gridOf(survey: Survey, cells: readonly number[], rooms: readonly Room[]): LevelMap['grid'] {
  const of = (value: (cell: Survey['cells'][number]) => number) => cells.map((cell) => value(survey.cells[cell]!));
  return {
    x_m: Float64Array.from(of(({ x_m }) => x_m)),
    y_m: Float64Array.from(of(({ y_m }) => y_m)),
    level: Int16Array.from(of(({ level }) => level)),
    room: Int32Array.from(of(({ room }) => room)),
    rooms,
    step_m: 0,
  };
}

/** One point for each room that has a place, at the mean of its places. */
function roomsAsGrid(survey: Survey, cells: readonly number[], rooms: readonly Room[]): LevelMap['grid'] {
  const own = [...new Set(cells.map((cell) => survey.cells[cell]!.room))].toSorted((a, b) => a - b);
  const mean = (room: number, value: (cell: Survey['cells'][number]) => number): number => {
    const values = cells.map((cell) => survey.cells[cell]!).filter((cell) => cell.room === room);
    return values.reduce((sum, cell) => sum + value(cell), 0) / values.length;
  };
  return {
    x_m: Float64Array.from(own, (room) => mean(room, ({ x_m }) => x_m)),
    y_m: Float64Array.from(own, (room) => mean(room, ({ y_m }) => y_m)),
    level: Int16Array.from(own, (room) => rooms[room]!.level),
    room: Int32Array.from(own),
    rooms,
    step_m: 0,
  };
}
