import { Random } from '../random.ts';
import type { RadioBurst, RadioCase, RadioRoom, RadioTruth, RadioWalk } from './radio-case.ts';
import { RadioSite, type SitePlace } from './radio-site.ts';
import { subjectOf } from './receive.ts';

const SECTORS = 28;
const TAUGHT = 70;

export interface SectorOptions {
  /** State the transmitter's power in the walk-test. */
  readonly stated?: boolean;
  /** Single bursts tried in each sector and power. */
  readonly tried?: number;
}

/**
 * Like the beacons of the Albacete campaign: 28 sectors on two floors told apart by six receivers, no plan at all. The walk-test was
 * made at -8 dB; phones are heard in later sessions at -8, -4 and 0 dB, when levels have drifted for each sector.
 */
export function sectors(seed: number, options: SectorOptions = {}): RadioCase {
  const random = new Random(seed, 'sectors');
  const at = (x_m: number, y_m: number, level: number): SitePlace => ({ x_m, y_m, level });
  const sensors = [at(4, 2, 0), at(17, 8, 0), at(30, 3, 0), at(6, 8, 1), at(18, 2, 1), at(31, 8, 1)];
  const site = new RadioSite(seed, sensors, [], {
    exponent: 2.2,
    wall_db: 0,
    wallSpread_db: 0,
    floor_db: 9,
    sensorGain_db: 1.5,
    field_db: 3.5,
    fieldLength_m: 3,
    shadow_db: 0,
    shadowLength_m: 2,
    pattern_db: 0,
    frozen_db: 2.5,
  });
  const middle = (k: number): SitePlace => at(2.5 + 5 * (k % 7), k % 14 < 7 ? 2.5 : 7.5, k < 14 ? 0 : 1);
  /** One visit of a sector: the phone is held about one place, and all levels of the place have changed since the last. */
  const visit = (k: number) => {
    const centre = middle(k);
    const place = {
      ...centre,
      x_m: centre.x_m + random.between(-1.8, 1.8),
      y_m: centre.y_m + random.between(-1.8, 1.8),
    };
    const drift = sensors.map(() => 2.2 * random.normal());
    let [dx, dy] = [0, 0];
    let noise = sensors.map(() => 4.5 * random.normal());
    return (power_db: number): number[] => {
      dx = 0.97 * dx + 0.25 * random.normal();
      dy = 0.97 * dy + 0.25 * random.normal();
      noise = noise.map((value) => 0.9 * value + 1.9 * random.normal());
      const now = { ...place, x_m: place.x_m + dx, y_m: place.y_m + dy };
      return sensors.map((_, s) => {
        const level = Math.round(-50 + power_db + site.level_db(s, now) + drift[s]! + noise[s]! + 5 * random.normal());
        return level < -97 || random.chance(0.08) ? Number.NaN : level;
      });
    };
  };
  const rooms = Array.from({ length: SECTORS }, (_, k): RadioRoom => {
    const level = k < 14 ? 0 : 1;
    return { cell_id: `Z${String(k + 1).padStart(2, '0')}`, wing: `floor ${level}`, level };
  });
  const walkTest: RadioWalk[] = [];
  const bursts: RadioBurst[] = [];
  const truth: RadioTruth[] = [];
  let n = 0;
  const group = (k: number, series: string, readings: readonly number[][]) => {
    const from_s = 100_000 + 180 * n;
    const subject = subjectOf(n++);
    readings.forEach((rssi_dbm, i) => bursts.push({ at_s: from_s + i, imsi: subject, rssi_dbm }));
    truth.push({ subject, from_s, until_s: from_s + 30, cell_id: rooms[k]!.cell_id, series });
  };
  const tried = options.tried ?? 30;
  const heardBy = (readings: readonly number[]) => readings.some((value) => !Number.isNaN(value));
  for (let k = 0; k < SECTORS; k++) {
    for (const power_db of [-8, -4, 0]) {
      const next = visit(k);
      if (power_db === -8) {
        for (let i = 0; i < TAUGHT; i++) {
          const rssi_dbm = next(power_db);
          const { cell_id, level } = rooms[k]!;
          const stated = options.stated === true ? { power_dbm: power_db } : {};
          walkTest.push({ at_s: 1000 + 200 * k + i, cell_id, level, ...stated, rssi_dbm });
        }
      }
      const readings = Array.from({ length: tried }, () => next(power_db)).filter(heardBy);
      for (const one of readings) group(k, `K=1 train=-8 test=${power_db}`, [one]);
      for (let i = 0; i + 10 <= readings.length; i += 10) {
        group(k, `K=10 train=-8 test=${power_db}`, readings.slice(i, i + 10));
      }
    }
  }
  const bare = sensors.map(({ level }) => ({ level }));
  return { name: 'sectors', rooms, walls: [], sensors: bare, walkTest, bursts, alive: [], truth };
}
