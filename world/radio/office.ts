import { Random } from '../random.ts';
import type { RadioBurst, RadioCase, RadioTruth, RadioWalk } from './radio-case.ts';
import { RadioSite, type SitePlace } from './radio-site.ts';
import { receive, subjectOf } from './receive.ts';

const TILE_M = 3;
const [WIDTH_M, DEPTH_M] = [18, 21];
const EVERY_S = 0.4;
/** Draws of frozen multipath: the months of the survey and of the test. */
const LATER = 1;

export interface OfficeOptions {
  /** Groups of each length. */
  readonly groups?: number;
}

/**
 * Like the open office of Danis et al. 2022: twelve sensors, a survey of 81 points, nine months later other points, a quarter of
 * receptions lost whatever their level; and phones carried about at a walk.
 */
export function office(seed: number, options: OfficeOptions = {}): RadioCase {
  const random = new Random(seed, 'office');
  const sensors: SitePlace[] = [];
  for (const [x_m, y_m] of [
    [6.9, 7],
    [7.1, 0.7],
    [0.7, 6.2],
    [7.2, 11.4],
    [0.8, 12.1],
    [7.2, 17.6],
    [13.1, 12.3],
    [12.8, 16.8],
    [17.4, 11.9],
    [13, 5.5],
    [17.6, 6.3],
    [12.8, 0.3],
  ] as const)
    sensors.push({ x_m, y_m, level: 0 });
  const site = new RadioSite(seed, sensors, [], {
    exponent: 1.52,
    wall_db: 0,
    wallSpread_db: 0,
    floor_db: 0,
    sensorGain_db: 1.5,
    field_db: 2,
    fieldLength_m: 6,
    shadow_db: 1,
    shadowLength_m: 1.5,
    pattern_db: 1.8,
    frozen_db: 3.4,
  });
  const drift = sensors.map(() => 1.4 * random.normal());
  const radio = { burst_db: 4, loss: 0.25, threshold_dbm: -95 };
  const POWER_DBM = -58;
  const tileOf = ({ x_m, y_m }: SitePlace) => `T${Math.floor(x_m / TILE_M)}${Math.floor(y_m / TILE_M)}`;
  const later = (at: SitePlace, power_dbm: number): number[] =>
    receive(random, site, at, power_dbm, radio, LATER).map((level, s) => Math.round(level + drift[s]!));
  const heardBy = (readings: readonly number[]) => readings.some((value) => !Number.isNaN(value));
  const somewhere = (): SitePlace => ({ x_m: random.between(0, WIDTH_M), y_m: random.between(0, DEPTH_M), level: 0 });
  const walkTest: RadioWalk[] = [];
  for (let i = 0; i < 81; i++) {
    const at = { x_m: 1 + 2 * (i % 9), y_m: 1.2 + 2.3 * Math.floor(i / 9), level: 0 };
    for (let k = 0; k < 60; k++) {
      const rssi_dbm = receive(random, site, at, POWER_DBM, radio);
      if (!heardBy(rssi_dbm)) continue;
      walkTest.push({ at_s: 1000 + 120 * i + k, cell_id: tileOf(at), level: 0, x_m: at.x_m, y_m: at.y_m, rssi_dbm });
    }
  }
  const bursts: RadioBurst[] = [];
  const truth: RadioTruth[] = [];
  let [n, now_s] = [0, 100_000];
  const say = (imsi: string, at: SitePlace, power_dbm: number) => {
    const rssi_dbm = later(at, power_dbm);
    if (heardBy(rssi_dbm)) bursts.push({ at_s: now_s, imsi, rssi_dbm });
  };
  for (const [size, groups] of [
    [1, 240],
    [5, 240],
    [30, 160],
    [300, 40],
  ] as const) {
    for (let g = 0; g < Math.min(groups, options.groups ?? Infinity); g++) {
      const [at, imsi] = [somewhere(), subjectOf(n++)];
      const power_dbm = POWER_DBM + random.between(-10, 10);
      const from_s = now_s;
      for (let k = 0; k < size; k++, now_s += EVERY_S) say(imsi, at, power_dbm);
      const { x_m, y_m } = at;
      const series = `K=${size} power=unknown`;
      truth.push({ subject: imsi, from_s, until_s: now_s, cell_id: tileOf(at), x_m, y_m, series });
      now_s += 300;
    }
  }
  for (let track = 0; track < 4; track++) {
    const [imsi, power_dbm] = [subjectOf(n++), POWER_DBM + random.between(-10, 10)];
    let at = somewhere();
    let goal = somewhere();
    for (let second = 0; second < 150; second++) {
      const from_s = now_s;
      const seen: SitePlace[] = [];
      for (; now_s < from_s + 1 - 1e-6; now_s += EVERY_S) {
        while (Math.hypot(goal.x_m - at.x_m, goal.y_m - at.y_m) < 0.5) goal = somewhere();
        const away = Math.hypot(goal.x_m - at.x_m, goal.y_m - at.y_m);
        const step = Math.min(1, (0.9 * EVERY_S) / Math.max(away, 1e-6));
        at = { x_m: at.x_m + step * (goal.x_m - at.x_m), y_m: at.y_m + step * (goal.y_m - at.y_m), level: 0 };
        seen.push(at);
        say(imsi, at, power_dbm);
      }
      const x_m = seen.reduce((sum, one) => sum + one.x_m, 0) / seen.length;
      const y_m = seen.reduce((sum, one) => sum + one.y_m, 0) / seen.length;
      const cell_id = tileOf({ x_m, y_m, level: 0 });
      truth.push({ subject: imsi, from_s, until_s: from_s + 1, cell_id, x_m, y_m, series: 'track 1 s' });
    }
    now_s += 600;
  }
  const rooms = [];
  for (let i = 0; i < WIDTH_M / TILE_M; i++) {
    for (let j = 0; j < DEPTH_M / TILE_M; j++) {
      const [x_m, y_m] = [(i + 0.5) * TILE_M, (j + 0.5) * TILE_M];
      rooms.push({ cell_id: `T${i}${j}`, wing: `column ${i}`, level: 0, x_m, y_m, width_m: TILE_M, depth_m: TILE_M });
    }
  }
  return { name: 'office', rooms, walls: [], sensors, walkTest, bursts, alive: [], truth };
}
