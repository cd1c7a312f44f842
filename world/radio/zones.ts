import { Random } from '../random.ts';
import type { RadioBurst, RadioCase, RadioRoom, RadioTruth, RadioWalk } from './radio-case.ts';
import { RadioSite, type Segment, type SitePlace } from './radio-site.ts';
import { subjectOf } from './receive.ts';

const RATE_HZ = 10;
const RUN_S = 120;

export interface ZoneOptions {
  /** With places of rooms, walls and sensors; else names alone. */
  readonly plan?: boolean;
  /** A last run by someone who holds the transmitter otherwise than those who taught. */
  readonly otherPerson?: boolean;
}

/**
 * Like the ten receivers of Karoliny et al. 2021: a small room in a yard, the yard itself a listed area of wing `outside`, and one
 * seat in the room. A transmitter is carried in and out and heard ten times a second; runs differ by how it is held.
 */
export function zones(seed: number, options: ZoneOptions = {}): RadioCase {
  const random = new Random(seed, 'zones');
  const [west, east, south, north] = [8, 13, 6, 10];
  const sensors: SitePlace[] = [
    [8.2, 6.2],
    [12.8, 6.2],
    [8.2, 9.8],
    [12.8, 9.8],
    [10.5, 8],
    [7.6, 8],
    [13.4, 8],
    [10.5, 5.6],
    [10.5, 10.4],
    [8.3, 8.1],
  ].map(([x_m = 0, y_m = 0]) => ({ x_m, y_m, level: 0 }));
  const wall = (x1_m: number, y1_m: number, x2_m: number, y2_m: number): Segment => ({ x1_m, y1_m, x2_m, y2_m });
  const walls = [
    wall(west, south, east, south),
    wall(east, south, east, north),
    wall(west, north, east, north),
    wall(west, south, west, 7.4),
    wall(west, 8.6, west, north),
  ];
  const site = new RadioSite(seed, sensors, walls, {
    exponent: 1.8,
    wall_db: 2,
    wallSpread_db: 1,
    floor_db: 0,
    sensorGain_db: 2,
    field_db: 2.5,
    fieldLength_m: 1.5,
    shadow_db: 0,
    shadowLength_m: 1,
    pattern_db: 0,
    frozen_db: 4,
  });
  const zoneOf = ({ x_m, y_m }: SitePlace): string => {
    if (x_m < west || x_m > east || y_m < south || y_m > north) return 'yard';
    return x_m > 11.5 && y_m > 8.5 ? 'seat' : 'room';
  };
  /** Rounds of: about the yard, through the door, to the seat, a while there, out. */
  const path = (): SitePlace[] => {
    const found: SitePlace[] = [];
    let [x, y] = [3, 3];
    const go = (tx: number, ty: number, speed: number) => {
      for (;;) {
        const away = Math.hypot(tx - x, ty - y);
        const step = speed / RATE_HZ;
        if (away <= step) return;
        x += ((tx - x) / away) * step;
        y += ((ty - y) / away) * step;
        found.push({ x_m: x, y_m: y, level: 0 });
      }
    };
    const wait = (seconds: number) => {
      for (let i = 0; i < seconds * RATE_HZ; i++) found.push({ x_m: x, y_m: y, level: 0 });
    };
    while (found.length < RUN_S * RATE_HZ) {
      const speed = random.between(0.7, 1.3);
      // Round the room on the near side, so that no leg goes through a wall.
      go(random.between(1, 6), random.between(1, 15), speed);
      go(random.between(4, 7), random.between(3, 13), speed);
      wait(random.between(1, 5));
      go(6.8, 8, speed);
      go(random.between(8.8, 10.5), random.between(7.4, 8.8), speed);
      wait(random.between(1, 8));
      go(random.between(11.7, 12.7), random.between(8.8, 9.7), speed);
      wait(random.between(5, 12));
      go(9, 8, speed);
      go(6.8, 8, speed);
    }
    return found.slice(0, RUN_S * RATE_HZ);
  };
  /** A body stands in the way of half of the sensors, more or less, and each run is held otherwise. */
  const run = (unlike: number) => {
    const drift = sensors.map(() => (3.5 + 3 * unlike) * random.normal());
    const body_db = 7 + 6 * unlike;
    let heading = 0;
    let before: SitePlace | undefined;
    let noise = sensors.map(() => 0);
    return (at: SitePlace): number[] => {
      if (before && Math.hypot(at.x_m - before.x_m, at.y_m - before.y_m) > 0.02)
        heading = Math.atan2(at.y_m - before.y_m, at.x_m - before.x_m);
      before = at;
      noise = noise.map((value) => 0.9 * value + 2.2 * Math.sqrt(1 - 0.81) * random.normal());
      return sensors.map((sensor, s) => {
        const away = Math.cos(Math.atan2(sensor.y_m - at.y_m, sensor.x_m - at.x_m) - heading);
        const level = -50 + site.level_db(s, at) - (body_db * (1 - away)) / 2 + drift[s]!;
        const read = Math.round(level + noise[s]! + 2 * random.normal());
        return read < -95 || random.chance(0.05) ? Number.NaN : read;
      });
    };
  };
  const walkTest: RadioWalk[] = [];
  const bursts: RadioBurst[] = [];
  const truth: RadioTruth[] = [];
  const heardBy = (readings: readonly number[]) => readings.some((value) => !Number.isNaN(value));
  for (let n = 0; n < 10; n++) {
    const test = n >= 6;
    const read = run(test && options.otherPerson === true ? 1 : 0);
    const from_s = test ? 100_000 + n * 3600 : 600 + n * 600;
    path().forEach((at, i) => {
      const rssi_dbm = read(at);
      if (!heardBy(rssi_dbm)) return;
      const at_s = from_s + i / RATE_HZ;
      const cell_id = zoneOf(at);
      if (!test) {
        walkTest.push({ at_s, cell_id, level: 0, rssi_dbm });
        return;
      }
      bursts.push({ at_s, imsi: subjectOf(n), rssi_dbm });
      const series = `K=1 split=${options.otherPerson === true ? 'walk' : 'loo'} run=${n}`;
      truth.push({ subject: subjectOf(n), from_s: at_s, until_s: at_s + 0.1, cell_id, series });
    });
  }
  const named: RadioRoom[] = [
    { cell_id: 'room', wing: 'A', level: 0 },
    { cell_id: 'seat', wing: 'A', level: 0 },
    { cell_id: 'yard', wing: 'outside', level: 0 },
  ];
  const placed: RadioRoom[] = [
    { ...named[0]!, x_m: 10.5, y_m: 8, width_m: 5, depth_m: 4 },
    { ...named[1]!, x_m: 12.25, y_m: 9.25, width_m: 1.5, depth_m: 1.5 },
    { ...named[2]!, x_m: 8, y_m: 8, width_m: 16, depth_m: 16 },
  ];
  const plan = options.plan === true;
  return {
    name: 'zones',
    rooms: plan ? placed : named,
    walls: plan ? walls : [],
    sensors: plan ? sensors : sensors.map(({ level }) => ({ level })),
    walkTest,
    bursts,
    alive: [],
    truth,
  };
}
