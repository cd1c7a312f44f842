import { DISTANCE_CLASSES, distanceClass } from './classes.ts';
import { type Positions, positionsOf, squared_km2 } from './positions.ts';
import type { Track } from './tracks.ts';

/** An even sample of where the training people were: how many people are about a place. */
export interface Crowd {
  readonly owner: readonly string[];
  readonly at: Positions;
}

const MOST = 320;
/** Registrations that count as known beforehand, spread evenly over the classes. */
const EVEN_COUNT = 0.5;

/** The same number of registrations of each handset, evenly taken from its history. */
export function crowdOf(tracks: readonly Track[], reach_km: number): Crowd {
  const each = Math.max(1, Math.floor(MOST / tracks.length));
  const owner: string[] = [];
  const [x, y, z]: [number[], number[], number[]] = [[], [], []];
  for (const track of tracks) {
    const at = positionsOf(track, reach_km);
    const n = track.at_s.length;
    for (let k = 0; k < Math.min(each, n); k++) {
      const i = Math.floor(((k + 0.5) * n) / Math.min(each, n));
      owner.push(track.owner);
      x.push(at.x_km[i]!);
      y.push(at.y_km[i]!);
      z.push(at.z_km[i]!);
    }
  }
  return { owner, at: { x_km: Float64Array.from(x), y_km: Float64Array.from(y), z_km: Float64Array.from(z) } };
}

/** Where the people of a crowd were who are not left out. */
export interface Others {
  /** Distinct places ... */
  readonly places: Positions;
  /** ... and how many registrations of them lie at each: many are on the same cell. */
  readonly count: Float64Array;
  readonly all: number;
}

/** @param isLeftOut people who do not count as others */
export function othersIn(crowd: Crowd, isLeftOut: (owner: string) => boolean): Others {
  const { x_km, y_km, z_km } = crowd.at;
  const found = new Map<string, { i: number; count: number }>();
  let all = 0;
  for (const [i, owner] of crowd.owner.entries()) {
    if (isLeftOut(owner)) continue;
    all++;
    const key = `${x_km[i]!} ${y_km[i]!} ${z_km[i]!}`;
    const place = found.get(key);
    if (place === undefined) found.set(key, { i, count: 1 });
    else place.count++;
  }
  const each = [...found.values()];
  const along = (axis: Float64Array): Float64Array => Float64Array.from(each, ({ i }) => axis[i]!);
  return {
    places: { x_km: along(x_km), y_km: along(y_km), z_km: along(z_km) },
    count: Float64Array.from(each, ({ count }) => count),
    all,
  };
}

/**
 * ln P(distance class | place) of somebody else's registration, for each of the positions: popularity of the place.
 */
export function crowdAbout_ln({ places, count, all }: Others, at: Positions): Float32Array {
  const n = at.x_km.length;
  const out = new Float32Array(n * DISTANCE_CLASSES);
  const total = Math.log(all + EVEN_COUNT * DISTANCE_CLASSES);
  // A handset is served by the same cells again and again: each place is counted about once.
  const counted = new Map<number, number>();
  const tally = new Float64Array(DISTANCE_CLASSES);
  const apart_km2 = new Float64Array(count.length);
  for (let i = 0; i < n; i++) {
    const to = i * DISTANCE_CLASSES;
    const before = counted.get(at.x_km[i]!);
    if (before !== undefined && at.y_km[i] === at.y_km[before] && at.z_km[i] === at.z_km[before]) {
      out.copyWithin(to, before * DISTANCE_CLASSES, (before + 1) * DISTANCE_CLASSES);
      continue;
    }
    counted.set(at.x_km[i]!, i);
    tally.fill(EVEN_COUNT);
    // All distances first: a class waits for its distance, a distance waits for nothing.
    for (let j = 0; j < count.length; j++) apart_km2[j] = squared_km2(at, i, places, j);
    for (let j = 0; j < count.length; j++) {
      const k = distanceClass(apart_km2[j]!);
      tally[k] = tally[k]! + count[j]!;
    }
    for (let k = 0; k < DISTANCE_CLASSES; k++) out[to + k] = Math.log(tally[k]!) - total;
  }
  return out;
}
