import { DISTANCE_CLASSES, distanceClass } from './classes.ts';
import { numberOf, type Positions, positionsOf, squared_km2 } from './positions.ts';
import type { Track } from './tracks.ts';

/** An even sample of where people were: how many people are about a place. */
export interface Crowd {
  /** Whose registration each one is; those of one handset side by side. */
  readonly track: readonly Track[];
  /** Distinct places: many registrations are on the same cell ... */
  readonly places: Positions;
  /** ... and at which of them each registration lies. */
  readonly placeOf: Int32Array;
}

const MOST = 320;
/** Registrations that count as known beforehand, spread evenly over the classes. */
const EVEN_COUNT = 0.5;

/** The same number of registrations of each handset, evenly taken from its history. */
export function crowdOf(tracks: readonly Track[], reach_km: number): Crowd {
  const each = Math.max(1, Math.floor(MOST / tracks.length));
  const taken: Track[] = [];
  const placeOf: number[] = [];
  const known = new Map<string, number>();
  const places: number[] = [];
  for (const track of tracks) {
    const at = positionsOf(track, reach_km);
    const n = track.at_s.length;
    for (let k = 0; k < Math.min(each, n); k++) {
      const i = Math.floor(((k + 0.5) * n) / Math.min(each, n));
      const here = at.subarray(3 * i, 3 * i + 3);
      const key = here.join(' ');
      let place = known.get(key);
      if (place === undefined) {
        known.set(key, (place = known.size));
        places.push(...here);
      }
      taken.push(track);
      placeOf.push(place);
    }
  }
  return {
    track: taken,
    places: Float64Array.from(places),
    placeOf: Int32Array.from(placeOf),
  };
}

/** Where some people of a crowd were. */
export interface People {
  /** Distinct places ... */
  readonly places: Positions;
  /** ... and how many registrations of them lie at each. */
  readonly count: Float64Array;
  readonly all: number;
}

export function peopleIn({ track, places, placeOf }: Crowd, isMeant: (track: Track) => boolean): People {
  const each = new Float64Array(numberOf(places));
  let all = 0;
  let meant = false;
  for (let i = 0; i < placeOf.length; i++) {
    if (i === 0 || track[i] !== track[i - 1]) meant = isMeant(track[i]!);
    if (!meant) continue;
    each[placeOf[i]!] = each[placeOf[i]!]! + 1;
    all++;
  }
  return {
    places: places.filter((_, i) => each[Math.floor(i / 3)]! > 0),
    count: each.filter((n) => n > 0),
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
  const size = numberOf(at);
  const [n, ln] = [new Float32Array(size * DISTANCE_CLASSES), new Float32Array(size * DISTANCE_CLASSES)];
  // A handset is served by the same cells again and again: each place is counted about once.
  const counted = new Map<number, number>();
  const tally = new Float64Array(DISTANCE_CLASSES);
  const apart_km2 = new Float64Array(count.length);
  const lnOf = Float64Array.from({ length: all + 1 }, (_, k) => crowd_ln(k, all));
  for (let i = 0; i < size; i++) {
    const to = i * DISTANCE_CLASSES;
    const before = counted.get(at[3 * i]!);
    if (before !== undefined && squared_km2(at, i, at, before) === 0) {
      n.copyWithin(to, before * DISTANCE_CLASSES, (before + 1) * DISTANCE_CLASSES);
      ln.copyWithin(to, before * DISTANCE_CLASSES, (before + 1) * DISTANCE_CLASSES);
      continue;
    }
    counted.set(at[3 * i]!, i);
    tally.fill(0);
    // All distances first: a class waits for its distance, a distance waits for nothing.
    for (let j = 0; j < count.length; j++) apart_km2[j] = squared_km2(at, i, places, j);
    for (let j = 0; j < count.length; j++) {
      const k = distanceClass(apart_km2[j]!);
      tally[k] = tally[k]! + count[j]!;
    }
    for (let k = 0; k < DISTANCE_CLASSES; k++) {
      n[to + k] = tally[k]!;
      ln[to + k] = lnOf[tally[k]!]!;
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
