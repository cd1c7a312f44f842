import { Random } from '../random.ts';
import type { RadioBurst, RadioCase, RadioRoom, RadioSensor, RadioTruth, RadioWalk } from './radio-case.ts';
import { RadioSite, type Segment, type SiteOptions, type SitePlace } from './radio-site.ts';
import { receive, subjectOf } from './receive.ts';

const ROOM_M = 6;
const CORRIDOR_M = 3;
const ROOMS = 7;
const LEVELS = [0, 1, 2];
const [WIDTH_M, DEPTH_M] = [ROOMS * ROOM_M, 2 * ROOM_M + CORRIDOR_M];
const RADIO = { burst_db: 4, loss: 0.15, threshold_dbm: -95 };
const SITE: SiteOptions = {
  exponent: 2.1,
  wall_db: 4,
  wallSpread_db: 1.5,
  floor_db: 13,
  sensorGain_db: 2,
  field_db: 3.5,
  fieldLength_m: 3,
  shadow_db: 0,
  shadowLength_m: 2,
  pattern_db: 3,
  frozen_db: 4,
};
/** A sensor's antenna and cable differ by so much from band to band, and so does what the plan does not show. */
const OTHER_BAND_DB = 2;

export interface StoreyOptions {
  readonly sensors?: number;
  /** Share of the sensors whose place nobody knows. */
  readonly unplaced?: number;
  /** Levels on which the walk-test was made; all by default. */
  readonly walked?: readonly number[];
  /** Distance of its places, and readings at each. */
  readonly every_m?: number;
  readonly readings?: number;
  /** Sensors that are out of work now and then, replaced by others or added after the walk-test: said by heartbeats, or by nobody. */
  readonly gaps?: 'said' | 'unsaid';
  /** Phones use another band than the walk-test, or half of them do and the walk-test had both. */
  readonly bands?: 'other' | 'both';
  /** At 1 m. */
  readonly power_dbm?: number;
  /** Looks of one burst; a third as many of ten. */
  readonly looks?: number;
}

/**
 * Like the three-storey university building of Bi et al. 2022 turned round: rooms on both sides of a corridor on three levels, many
 * receivers of which each burst reaches some; a walk-test every few metres; single bursts of unknown power.
 */
export function storeys(seed: number, options: StoreyOptions = {}): RadioCase {
  const random = new Random(seed, 'storeys');
  const {
    sensors: S = 45,
    walked = LEVELS,
    every_m = 3,
    readings = 3,
    looks = 150,
    bands,
    power_dbm: walked_dbm = -42,
  } = options;
  const places = Array.from({ length: S }, (_, s): SitePlace => {
    const [x_m, y_m] = [random.between(0, WIDTH_M), random.between(0, DEPTH_M)];
    return { x_m, y_m, level: LEVELS[s % LEVELS.length]! };
  });
  const walls = wallsOf();
  const low = new RadioSite(seed, places, walls, SITE);
  const high = new RadioSite(seed, places, walls, {
    ...SITE,
    wall_db: SITE.wall_db + 2.5,
    floor_db: SITE.floor_db + 4,
  });
  const own = new RadioSite(seed + 5000, places, [], {
    ...NOTHING,
    field_db: OTHER_BAND_DB,
    sensorGain_db: OTHER_BAND_DB,
  });
  const other = {
    sensors: places,
    level_db: (s: number, at: SitePlace) => high.level_db(s, at, 1) + own.level_db(s, at) - 6,
  };
  const drift = places.map(() => random.normal());
  const state = statesOf(random, S, options.gaps !== undefined);
  const hear = (at: SitePlace, power_dbm: number, at_s: number, band: string): number[] => {
    const levels = receive(random, band === LOW ? low : other, at, power_dbm, RADIO, at_s < BEGIN_S ? 0 : 1);
    return levels.map((level, s) => {
      if (!state.works(s, at_s)) return Number.NaN;
      return at_s < BEGIN_S ? level : Math.round(level + drift[s]!);
    });
  };
  const heardBy = (levels: readonly number[]) => levels.some((value) => !Number.isNaN(value));
  const walkTest: RadioWalk[] = [];
  let now_s = 0;
  for (const level of walked) {
    for (let y_m = every_m / 2; y_m < DEPTH_M; y_m += every_m) {
      for (let x_m = every_m / 2; x_m < WIDTH_M; x_m += every_m) {
        const at = { x_m, y_m, level };
        for (let k = 0; k < readings; k++) {
          for (const band of bands === 'both' ? [LOW, HIGH] : [LOW]) {
            const rssi_dbm = hear(at, walked_dbm, now_s++, band);
            if (heardBy(rssi_dbm)) walkTest.push({ at_s: now_s, cell_id: roomOf(at), level, x_m, y_m, band, rssi_dbm });
          }
        }
        now_s += 20;
      }
    }
  }
  if (now_s > BEGIN_S) throw new RangeError('the walk-test is longer than its time');
  const bursts: RadioBurst[] = [];
  const truth: RadioTruth[] = [];
  now_s = BEGIN_S + 3600;
  for (let n = 0; n < looks + Math.floor(looks / 3); n++) {
    const size = n < looks ? 1 : 10;
    const at = { x_m: random.between(0, WIDTH_M), y_m: random.between(0, DEPTH_M), level: random.pick(LEVELS) };
    const [imsi, power_dbm, from_s] = [subjectOf(n), walked_dbm + random.between(-8, 8), now_s];
    const band = bands === 'other' || (bands === 'both' && n % 2 === 1) ? HIGH : LOW;
    for (let k = 0; k < size; k++, now_s++) {
      const rssi_dbm = hear(at, power_dbm, now_s, band);
      if (heardBy(rssi_dbm)) bursts.push({ at_s: now_s, imsi, band, rssi_dbm });
    }
    const { x_m, y_m } = at;
    const unwalked = walked.includes(at.level) ? '' : ' unwalked';
    truth.push({
      subject: imsi,
      from_s,
      until_s: now_s,
      cell_id: roomOf(at),
      x_m,
      y_m,
      series: `K=${size}${unwalked}`,
    });
    now_s += 300;
  }
  const unplaced = Math.round(S * (options.unplaced ?? 0));
  const stated = places.map((place, s): RadioSensor => (s < S - unplaced ? place : { level: place.level }));
  const alive = options.gaps === 'said' ? places.map((_, s) => state.alive(s, now_s)) : [];
  return { name: 'storeys', rooms: roomsOf(), walls, sensors: stated, walkTest, bursts, alive, truth };
}

const [LOW, HIGH] = ['GSM900', 'LTE1800'];
/** Of what is heard in operation. */
const BEGIN_S = 200_000;
const NOTHING: SiteOptions = {
  exponent: 0,
  wall_db: 0,
  wallSpread_db: 0,
  floor_db: 0,
  sensorGain_db: 0,
  field_db: 0,
  fieldLength_m: 3,
  shadow_db: 0,
  shadowLength_m: 1,
  pattern_db: 0,
  frozen_db: 0,
};

/**
 * When each sensor works. With gaps: a fifth were added after the walk-test, a tenth are gone since, the others fail for two hours in
 * eight, each in its own.
 */
function statesOf(random: Random, S: number, gaps: boolean) {
  const kinds = Array.from({ length: S }, () => random.unit());
  const phases = Array.from({ length: S }, () => random.below(4));
  const block = (at_s: number) => Math.floor(at_s / 7200) % 4;
  const works = (s: number, at_s: number): boolean => {
    if (!gaps) return true;
    if (kinds[s]! < 0.2 && at_s < BEGIN_S) return false;
    if (kinds[s]! > 0.9 && at_s >= BEGIN_S) return false;
    return at_s < BEGIN_S || block(at_s) !== phases[s];
  };
  const alive = (s: number, until_s: number): (readonly [number, number])[] => {
    const found: [number, number][] = [];
    for (let from_s = 0; from_s < until_s; from_s += 400) {
      if (!works(s, from_s)) continue;
      const last = found.at(-1);
      if (last !== undefined && last[1] === from_s) last[1] = from_s + 400;
      else found.push([from_s, from_s + 400]);
    }
    return found;
  };
  return { works, alive };
}

/** South side, corridor in parts as long as a room, north side. */
function roomOf({ x_m, y_m, level }: SitePlace): string {
  const row = y_m < ROOM_M ? 'S' : y_m < ROOM_M + CORRIDOR_M ? 'C' : 'N';
  return `${level}${row}${Math.min(ROOMS - 1, Math.floor(x_m / ROOM_M))}`;
}

function roomsOf(): RadioRoom[] {
  const rows = [
    [ROOM_M / 2, ROOM_M],
    [ROOM_M + CORRIDOR_M / 2, CORRIDOR_M],
    [DEPTH_M - ROOM_M / 2, ROOM_M],
  ] as const;
  return LEVELS.flatMap((level) =>
    rows.flatMap(([y_m, depth_m]) =>
      Array.from({ length: ROOMS }, (_, i): RadioRoom => {
        const x_m = (i + 0.5) * ROOM_M;
        const cell_id = roomOf({ x_m, y_m, level });
        return { cell_id, wing: `level ${level}`, level, x_m, y_m, width_m: ROOM_M, depth_m };
      }),
    ),
  );
}

function wallsOf(): Segment[] {
  const walls: Segment[] = [ROOM_M, ROOM_M + CORRIDOR_M].map((y) => ({ x1_m: 0, y1_m: y, x2_m: WIDTH_M, y2_m: y }));
  for (let i = 1; i < ROOMS; i++) {
    const x = i * ROOM_M;
    walls.push({ x1_m: x, y1_m: 0, x2_m: x, y2_m: ROOM_M });
    walls.push({ x1_m: x, y1_m: ROOM_M + CORRIDOR_M, x2_m: x, y2_m: DEPTH_M });
  }
  return walls;
}
