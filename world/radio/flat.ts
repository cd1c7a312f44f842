import { Random } from '../random.ts';
import type { RadioBurst, RadioCase, RadioRoom, RadioTruth, RadioWalk } from './radio-case.ts';
import { RadioSite, type Segment, type SitePlace } from './radio-site.ts';
import { receive, subjectOf } from './receive.ts';

/** West, south, east, north. */
const ROOMS: Readonly<Record<string, readonly [number, number, number, number]>> = {
  living: [0, 0, 5, 4],
  annex: [5, 0, 7.5, 3],
  bed: [0, 4, 3.5, 7.5],
  kitchen: [3.5, 5, 7.5, 7.5],
  hall: [3.5, 4, 7.5, 5],
  bath: [5, 3, 7.5, 4],
};
const NAMES = Object.keys(ROOMS);

export interface FlatOptions {
  /** Places of the walk-test in each room. */
  readonly perRoom?: number;
  readonly readings?: number;
  readonly sensors?: number;
  readonly looks?: number;
}

/** Like the flat of Kolakowski 2021: six rooms of very different sizes, six receivers on the walls, here with hardly a walk-test. */
export function flat(seed: number, options: FlatOptions = {}): RadioCase {
  const random = new Random(seed, 'flat');
  const { perRoom = 1, readings = 1, looks = 180, sensors: S = 6 } = options;
  const sensors = (
    [
      [0.1, 2],
      [4.9, 0.2],
      [7.4, 1.5],
      [0.1, 6],
      [3.6, 7.4],
      [7.4, 5.5],
    ] as const
  )
    .filter((_, s) => s % Math.round(6 / S) === 0)
    .map(([x_m, y_m]): SitePlace => ({ x_m, y_m, level: 0 }));
  const wall = (x1_m: number, y1_m: number, x2_m: number, y2_m: number): Segment => ({ x1_m, y1_m, x2_m, y2_m });
  const walls = [
    wall(0, 4, 7.5, 4),
    wall(5, 0, 5, 4),
    wall(3.5, 4, 3.5, 7.5),
    wall(3.5, 5, 7.5, 5),
    wall(5, 3, 7.5, 3),
  ];
  const site = new RadioSite(seed, sensors, walls, {
    exponent: 1.6,
    wall_db: 2,
    wallSpread_db: 1.5,
    floor_db: 0,
    sensorGain_db: 1.5,
    field_db: 4.5,
    fieldLength_m: 1.6,
    shadow_db: 0,
    shadowLength_m: 1,
    pattern_db: 0,
    frozen_db: 2.5,
  });
  const radio = { burst_db: 4.2, loss: 0.05, threshold_dbm: -100 };
  const POWER_DBM = -55;
  const within = (name: string): SitePlace => {
    const [west, south, east, north] = ROOMS[name]!;
    return { x_m: random.between(west, east), y_m: random.between(south, north), level: 0 };
  };
  const heardBy = (levels: readonly number[]) => levels.some((value) => !Number.isNaN(value));
  const walkTest: RadioWalk[] = [];
  for (const cell_id of NAMES) {
    for (let i = 0; i < perRoom; i++) {
      const at = within(cell_id);
      for (let k = 0; k < readings; k++) {
        const rssi_dbm = receive(random, site, at, POWER_DBM, radio);
        const at_s = 600 + 20 * walkTest.length;
        if (heardBy(rssi_dbm)) walkTest.push({ at_s, cell_id, level: 0, x_m: at.x_m, y_m: at.y_m, rssi_dbm });
      }
    }
  }
  const bursts: RadioBurst[] = [];
  const truth: RadioTruth[] = [];
  let now_s = 100_000;
  for (let n = 0; n < 2 * looks; n++) {
    const [size, imsi, from_s] = [n < looks ? 1 : 5, subjectOf(n), now_s];
    const cell_id = random.pick(NAMES);
    const at = within(cell_id);
    const power_dbm = POWER_DBM + random.between(-10, 10);
    for (let k = 0; k < size; k++, now_s++) {
      const rssi_dbm = receive(random, site, at, power_dbm, radio, 1);
      if (heardBy(rssi_dbm)) bursts.push({ at_s: now_s, imsi, rssi_dbm });
    }
    truth.push({ subject: imsi, from_s, until_s: now_s, cell_id, x_m: at.x_m, y_m: at.y_m, series: `K=${size}` });
    now_s += 300;
  }
  const rooms = NAMES.map((cell_id): RadioRoom => {
    const [west, south, east, north] = ROOMS[cell_id]!;
    const [x_m, y_m] = [(west + east) / 2, (south + north) / 2];
    return { cell_id, wing: 'A', level: 0, x_m, y_m, width_m: east - west, depth_m: north - south };
  });
  return { name: 'flat', rooms, walls, sensors, walkTest, bursts, alive: [], truth };
}
