import { Random } from '../random.ts';
import type { RadioBurst, RadioCase, RadioRoom, RadioTruth, RadioWalk } from './radio-case.ts';
import { RadioSite, type Segment, type SitePlace } from './radio-site.ts';
import { receive, subjectOf } from './receive.ts';

const SIDE_M = 15;
const TILE_M = 3;
const COUNTS = [4, 6, 8, 12, 20, 43];
const SUBSETS = 8;
/** Bursts of one group come at once; the next phone two minutes later. */
const APART_S = 300;

export interface CubicleOptions {
  /** What is said of the sensors that are left out of a group: nothing, or wrongly that they were alive; else that they were not. */
  readonly leftOut?: 'unsaid' | 'alive';
  /** So many places surveyed, one reading each. */
  readonly surveyed?: number;
  /** Groups of each number of sensors; all by default. */
  readonly most?: number;
}

/**
 * Like the 44 devices among cubicles of Patwari et al. 2003: devices in 225 m2 with light partitions hear each other, some of them
 * stand for the sensors. No walk-test, power unknown, receivers' gains unknown.
 */
export function cubicles(seed: number, options: CubicleOptions = {}): RadioCase {
  const random = new Random(seed, 'cubicles');
  const nodes: SitePlace[] = [];
  while (nodes.length < 44) {
    const at = { x_m: random.between(0.3, SIDE_M - 0.3), y_m: random.between(0.3, SIDE_M - 0.3), level: 0 };
    if (nodes.every((node) => Math.hypot(node.x_m - at.x_m, node.y_m - at.y_m) > 1.1)) nodes.push(at);
  }
  const walls = partitions(random);
  const site = new RadioSite(seed, nodes, walls, {
    exponent: 1.6,
    wall_db: 1.5,
    wallSpread_db: 1,
    floor_db: 14,
    sensorGain_db: 2.2,
    field_db: 0,
    fieldLength_m: 3,
    shadow_db: 1.5,
    shadowLength_m: 1.2,
    pattern_db: 3.6,
    frozen_db: 2.2,
  });
  const devicePower = nodes.map(() => -55 + 2.2 * random.normal());
  const rooms: RadioRoom[] = [];
  for (let i = 0; i < 5; i++) {
    for (let j = 0; j < 5; j++) {
      const [x_m, y_m] = [(i + 0.5) * TILE_M, (j + 0.5) * TILE_M];
      rooms.push({ cell_id: `T${i}${j}`, wing: 'A', level: 0, x_m, y_m, width_m: TILE_M, depth_m: TILE_M });
    }
  }
  const tileOf = ({ x_m, y_m }: SitePlace) => `T${Math.floor(x_m / TILE_M)}${Math.floor(y_m / TILE_M)}`;
  const quiet = { burst_db: 0.7, loss: 0, threshold_dbm: -200 };
  const bursts: RadioBurst[] = [];
  const truth: RadioTruth[] = [];
  const alive: [number, number][][] = nodes.map(() => []);
  let n = 0;
  const jobs = COUNTS.flatMap((count) =>
    nodes.flatMap((_, node) =>
      Array.from({ length: count === 43 ? 1 : SUBSETS }, (__, i) => ({ count, node, i })).filter(
        ({ i }) => i * 44 + node < (options.most ?? Infinity),
      ),
    ),
  );
  for (const { count, node } of random.shuffle(jobs)) {
    const at_s = 100_000 + n * APART_S;
    const others = random.shuffle(nodes.flatMap((_, s) => (s === node ? [] : [s]))).slice(0, count);
    const offset_db = random.between(-10, 10);
    const all = receive(random, site, nodes[node]!, devicePower[node]! + offset_db, quiet);
    const imsi = subjectOf(n++);
    bursts.push({ at_s, imsi, rssi_dbm: all.map((level, s) => (others.includes(s) ? level : Number.NaN)) });
    for (const s of others) alive[s]!.push([at_s - 5, at_s + 60]);
    const { x_m, y_m } = nodes[node]!;
    const series = `K=${count} power=unknown`;
    truth.push({ subject: imsi, from_s: at_s, until_s: at_s + 30, cell_id: tileOf(nodes[node]!), x_m, y_m, series });
  }
  const walkTest: RadioWalk[] = Array.from({ length: options.surveyed ?? 0 }, (_, i) => {
    const at = { x_m: random.between(0, SIDE_M), y_m: random.between(0, SIDE_M), level: 0 };
    const rssi_dbm = receive(random, site, at, -55, quiet);
    return { at_s: 3600 + 60 * i, cell_id: tileOf(at), level: 0, x_m: at.x_m, y_m: at.y_m, rssi_dbm };
  });
  return {
    name: 'cubicles',
    rooms,
    walls,
    sensors: nodes,
    walkTest,
    bursts,
    alive: heartbeats(alive, options.leftOut, 100_000 + n * APART_S),
    truth,
  };
}

function heartbeats(
  alive: readonly (readonly (readonly [number, number])[])[],
  leftOut: CubicleOptions['leftOut'],
  until_s: number,
): RadioCase['alive'] {
  if (leftOut === 'unsaid') return [];
  return alive.map((own) => (leftOut === 'alive' ? [[0, until_s]] : [[0, 90_000], ...own]));
}

/** Cubicle walls on a lattice of 2.5 m, two thirds of them there, with aisles between. */
function partitions(random: Random): Segment[] {
  const walls: Segment[] = [];
  for (let i = 0; i < 6; i++) {
    for (let j = 1; j < 6; j++) {
      const [a, b, at] = [i * 2.5, (i + 1) * 2.5, j * 2.5];
      if (random.chance(0.65)) walls.push({ x1_m: a, y1_m: at, x2_m: b, y2_m: at });
      if (random.chance(0.65)) walls.push({ x1_m: at, y1_m: a, x2_m: at, y2_m: b });
    }
  }
  return walls;
}
