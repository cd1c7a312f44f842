import { DISTANCE_CLASSES, distanceClass } from './classes.ts';
import { type Positions, positionsOf, squared_km2 } from './positions.ts';
import type { Track } from './tracks.ts';

/** An even sample of where people were: how many people are about a place. */
export interface Crowd {
  /** Whose registration each one is. */
  readonly track: readonly Track[];
  readonly at: Positions;
}

const MOST = 320;
/** Registrations that count as known beforehand, spread evenly over the classes. */
const EVEN_COUNT = 0.5;

/** The same number of registrations of each handset, evenly taken from its history. */
export function crowdOf(tracks: readonly Track[], reach_km: number): Crowd {
  const each = Math.max(1, Math.floor(MOST / tracks.length));
  const taken: Track[] = [];
  const [x, y, z]: [number[], number[], number[]] = [[], [], []];
  for (const track of tracks) {
    const at = positionsOf(track, reach_km);
    const n = track.at_s.length;
    for (let k = 0; k < Math.min(each, n); k++) {
      const i = Math.floor(((k + 0.5) * n) / Math.min(each, n));
      taken.push(track);
      x.push(at.x_km[i]!);
      y.push(at.y_km[i]!);
      z.push(at.z_km[i]!);
    }
  }
  return { track: taken, at: { x_km: Float64Array.from(x), y_km: Float64Array.from(y), z_km: Float64Array.from(z) } };
}

/** Where some people of a crowd were. */
export interface People {
  /** Distinct places ... */
  readonly places: Positions;
  /** ... and how many registrations of them lie at each: many are on the same cell. */
  readonly count: Float64Array;
  readonly all: number;
}

export function peopleIn(crowd: Crowd, isMeant: (track: Track) => boolean): People {
  const { x_km, y_km, z_km } = crowd.at;
  const found = new Map<string, { i: number; count: number }>();
  let all = 0;
  for (const [i, track] of crowd.track.entries()) {
    if (!isMeant(track)) continue;
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

/** ln P(distance class | place) of somebody else's registration, from `n` in the class among `all`. */
export const crowd_ln = (n: number, all: number): number =>
  Math.log((n + EVEN_COUNT) / (all + EVEN_COUNT * DISTANCE_CLASSES));

/** Popularity of places: rows of {@link DISTANCE_CLASSES} for each position. */
export interface About {
  /** How many registrations of other people lie in each distance class. */
  readonly n: Float32Array;
  /** The same as {@link crowd_ln}, where nobody has to be taken out. */
  readonly ln: Float32Array;
  /** Registrations of other people in all. */
  readonly all: number;
}

export function countAbout({ places, count, all }: People, at: Positions): About {
  const size = at.x_km.length;
  const [n, ln] = [new Float32Array(size * DISTANCE_CLASSES), new Float32Array(size * DISTANCE_CLASSES)];
  // A handset is served by the same cells again and again: each place is counted about once.
  const counted = new Map<number, number>();
  const tally = new Float64Array(DISTANCE_CLASSES);
  const apart_km2 = new Float64Array(count.length);
  for (let i = 0; i < size; i++) {
    const to = i * DISTANCE_CLASSES;
    const before = counted.get(at.x_km[i]!);
    if (before !== undefined && at.y_km[i] === at.y_km[before] && at.z_km[i] === at.z_km[before]) {
      n.copyWithin(to, before * DISTANCE_CLASSES, (before + 1) * DISTANCE_CLASSES);
      ln.copyWithin(to, before * DISTANCE_CLASSES, (before + 1) * DISTANCE_CLASSES);
      continue;
    }
    counted.set(at.x_km[i]!, i);
    tally.fill(0);
    // All distances first: a class waits for its distance, a distance waits for nothing.
    for (let j = 0; j < count.length; j++) apart_km2[j] = squared_km2(at, i, places, j);
    for (let j = 0; j < count.length; j++) {
      const k = distanceClass(apart_km2[j]!);
      tally[k] = tally[k]! + count[j]!;
    }
    for (let k = 0; k < DISTANCE_CLASSES; k++) {
      n[to + k] = tally[k]!;
      ln[to + k] = crowd_ln(tally[k]!, all);
    }
  }
  return { n, ln, all };
}

/** Of some people, how many registrations lie in distance class k from position i: for the few of one handset. */
export function countAt({ places, count }: People, at: Positions, i: number, k: number): number {
  let n = 0;
  for (let j = 0; j < count.length; j++) if (distanceClass(squared_km2(at, i, places, j)) === k) n += count[j]!;
  return n;
}

/** Distance classes of the country about a handset: below 9 km, about as far as a cell of the country reaches. */
const ABOUT_CLASSES = 9;

/**
 * Share of other people's registrations that lie about a handset, mean over its own; 0 = where it is, nobody else ever was.
 */
export function companyOf({ n, all }: About): number {
  if (n.length === 0 || all === 0) return 0;
  let near = 0;
  for (let i = 0; i < n.length; i += DISTANCE_CLASSES) for (let k = 0; k < ABOUT_CLASSES; k++) near += n[i + k]!;
  return near / (n.length / DISTANCE_CLASSES) / all;
}
