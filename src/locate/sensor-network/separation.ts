import { normalCdf } from '../../statistics/index.ts';
import { effectiveBursts } from '../grid-posterior.ts';
import type { PowerClass } from '../power.ts';
import type { SensorColumn, SensorSite } from './site.ts';

/** Rooms beyond so many nearest ones are not compared: what is that far away is told apart by anything. */
const NEIGHBOURS = 24;
/** Points that stand for a room. */
const MOST_POINTS = 4;
/** How well the heard levels tell a phone's power, dB: no better, and no worse than the prior. */
const POWER_GIVEN_LEVELS_DB = 6;
const STOREY_AWAY_M = 6;
/** Gauss-Hermite nodes of a normal, three points: mean and mean +- sqrt(3) sd. */
const NODES = [-Math.sqrt(3), 0, Math.sqrt(3)] as const;
const NODE_WEIGHTS = [1 / 6, 2 / 3, 1 / 6] as const;
const NODE_COUNT = NODES.length;

/** Which rooms are compared, through which of their grid points. */
export interface RoomPairs {
  /** Grid points that stand for each room. */
  readonly points: readonly Int32Array[];
  readonly a: Int32Array;
  readonly b: Int32Array;
}

export interface SignalAssumed {
  readonly power: PowerClass;
  /** Bursts of one group. */
  readonly bursts: number;
}

export function roomPairs(site: Pick<SensorSite, 'grid'>, neighbours = NEIGHBOURS): RoomPairs {
  const { grid } = site;
  const all = grid.rooms.map((): number[] => []);
  grid.room.forEach((room, g) => {
    if (room >= 0) all[room]!.push(g);
  });
  const points = all.map((own) => spreadOf(own, grid));
  const centres = all.map((own) => ({
    x: own.reduce((sum, g) => sum + grid.x_m[g]!, 0) / own.length,
    y: own.reduce((sum, g) => sum + grid.y_m[g]!, 0) / own.length,
    z: (grid.rooms[grid.room[own[0]!]!]?.level ?? 0) * STOREY_AWAY_M,
  }));
  const chosen = new Set<number>();
  const n = centres.length;
  centres.forEach((centre, room) => {
    const near = centres
      .map(({ x, y, z }, other) => ({ other, away: Math.hypot(x - centre.x, y - centre.y, z - centre.z) }))
      .filter(({ other }) => other !== room)
      .sort((p, q) => p.away - q.away || p.other - q.other)
      .slice(0, neighbours);
    for (const { other } of near) chosen.add(Math.min(room, other) * n + Math.max(room, other));
  });
  const sorted = [...chosen].sort((p, q) => p - q);
  return {
    points,
    a: Int32Array.from(sorted, (key) => Math.floor(key / n)),
    b: Int32Array.from(sorted, (key) => key % n),
  };
}

/** Farthest-point choice: the first point, then always the one furthest from those chosen. */
function spreadOf(own: readonly number[], grid: SensorSite['grid']): Int32Array {
  const chosen = [own[0]!];
  while (chosen.length < Math.min(MOST_POINTS, own.length)) {
    let best = -1;
    let bestAway = -1;
    for (const g of own) {
      const away = Math.min(...chosen.map((c) => Math.hypot(grid.x_m[g]! - grid.x_m[c]!, grid.y_m[g]! - grid.y_m[c]!)));
      if (away > bestAway) [best, bestAway] = [g, away];
    }
    chosen.push(best);
  }
  return Int32Array.from(chosen);
}

/** What one receiver's readings are worth at the points that stand for rooms. */
interface Reading {
  readonly mean: Float64Array;
  readonly variance: Float64Array;
  /** Chance of hearing, per point and power node. */
  readonly hears: Float64Array;
}

/**
 * How well rooms are told apart by a set of receivers, in nats. Between two points the reading is normal with variance
 * v_s = map + frozen/C + drift + burst/N_eff and the phone's power P ~ N(P0, tau2) is common to all receivers, so that
 * the squared distance is A - B2 / (1/tau2 + W), A = sum h d2/v, B = sum h d/v, W = sum h/v, with d the difference of
 * mean levels and h the chance that both are heard: the common offset is projected out as tau grows. The Bhattacharyya
 * distance is an eighth of that, plus that of hearing against not hearing, times the temper of the fix. A pair of rooms
 * has the overlap exp(-distance) averaged over their points; -ln of it is the separation.
 */
export class Separation {
  readonly pairs: RoomPairs;
  private readonly site: SensorSite;
  private readonly signal: SignalAssumed;
  private readonly x: Int32Array;
  private readonly y: Int32Array;
  private readonly start: Int32Array;
  private readonly gridPoint: Int32Array;
  /** A, B, W and the distance of hearing, per point pair and power node. */
  private readonly sums: Float64Array;
  private readonly noise_db2: number;
  private readonly readings = new WeakMap<SensorColumn, Reading>();

  constructor(site: SensorSite, signal: SignalAssumed, pairs: RoomPairs = roomPairs(site)) {
    this.site = site;
    this.signal = signal;
    this.pairs = pairs;
    const offsets: number[] = [];
    let total = 0;
    for (const own of pairs.points) {
      offsets.push(total);
      total += own.length;
    }
    this.gridPoint = new Int32Array(total);
    pairs.points.forEach((own, room) => this.gridPoint.set(own, offsets[room]));
    const xs: number[] = [];
    const ys: number[] = [];
    this.start = new Int32Array(pairs.a.length + 1);
    for (let p = 0; p < pairs.a.length; p++) {
      this.start[p] = xs.length;
      const [a, b] = [pairs.a[p]!, pairs.b[p]!];
      for (let i = 0; i < pairs.points[a]!.length; i++) {
        for (let k = 0; k < pairs.points[b]!.length; k++) {
          xs.push(offsets[a]! + i);
          ys.push(offsets[b]! + k);
        }
      }
    }
    this.start[pairs.a.length] = xs.length;
    this.x = Int32Array.from(xs);
    this.y = Int32Array.from(ys);
    this.sums = new Float64Array(xs.length * NODE_COUNT * 4);
    const { errors, map } = site;
    this.noise_db2 =
      errors.frozen_db ** 2 + errors.drift_db ** 2 + errors.burst_db ** 2 / effectiveBursts(signal.bursts, map.repeat);
  }

  private readingOf(column: SensorColumn): Reading {
    let known = this.readings.get(column);
    if (!known) this.readings.set(column, (known = this.measure(column)));
    return known;
  }

  private measure(column: SensorColumn): Reading {
    const n = this.gridPoint.length;
    const mean = new Float64Array(n);
    const variance = new Float64Array(n);
    const hears = new Float64Array(n * NODE_COUNT);
    const { power, bursts } = this.signal;
    const most = 1 - this.site.map.lossRate ** bursts;
    for (let i = 0; i < n; i++) {
      const g = this.gridPoint[i]!;
      mean[i] = column.mean_db[g]!;
      variance[i] = column.map_db2[g]! + this.noise_db2;
      const sd = Math.sqrt(variance[i]! + Math.min(power.sd_db, POWER_GIVEN_LEVELS_DB) ** 2);
      for (let j = 0; j < NODE_COUNT; j++) {
        const level = mean[i]! + power.mean_db + NODES[j]! * power.sd_db;
        hears[i * NODE_COUNT + j] = Number.isFinite(column.threshold_dbm)
          ? most * normalCdf((level - column.threshold_dbm) / sd)
          : most;
      }
    }
    return { mean, variance, hears };
  }

  /** Adds the receiver's share to the sums of every pair of points (`sign` -1 takes it out). */
  add(column: SensorColumn, sign: 1 | -1 = 1): void {
    const reading = this.readingOf(column);
    for (let q = 0; q < this.x.length; q++) this.addTo(this.sums, q * NODE_COUNT * 4, reading, q, sign);
  }

  private addTo(sums: Float64Array, at: number, { mean, variance, hears }: Reading, q: number, sign: number): void {
    const x = this.x[q]!;
    const y = this.y[q]!;
    const d = mean[x]! - mean[y]!;
    const precision = 2 / (variance[x]! + variance[y]!);
    for (let j = 0; j < NODE_COUNT; j++) {
      const hx = hears[x * NODE_COUNT + j]!;
      const hy = hears[y * NODE_COUNT + j]!;
      const w = sign * hx * hy * precision;
      const o = at + j * 4;
      sums[o]! += w * d * d;
      sums[o + 1]! += w * d;
      sums[o + 2]! += w;
      const overlap = Math.sqrt(hx * hy) + Math.sqrt((1 - hx) * (1 - hy));
      if (overlap < 1) sums[o + 3]! -= sign * Math.log(overlap);
    }
  }

  /** Overlap (0..1) of each pair of rooms, with a further receiver if one is given. */
  overlaps(further?: SensorColumn): Float64Array {
    const out = new Float64Array(this.pairs.a.length);
    const reading = further === undefined ? undefined : this.readingOf(further);
    const passing = new Float64Array(NODE_COUNT * 4);
    const precision = 1 / this.signal.power.sd_db ** 2;
    const { temper } = this.site.errors;
    for (let p = 0; p < out.length; p++) {
      const [from, until] = [this.start[p]!, this.start[p + 1]!];
      let sum = 0;
      for (let q = from; q < until; q++) {
        let sums = this.sums;
        let at = q * NODE_COUNT * 4;
        if (reading !== undefined) {
          for (let i = 0; i < passing.length; i++) passing[i] = sums[at + i]!;
          this.addTo(passing, 0, reading, q, 1);
          sums = passing;
          at = 0;
        }
        for (let j = 0; j < NODE_COUNT; j++) {
          const o = at + j * 4;
          const squared = sums[o]! - sums[o + 1]! ** 2 / (precision + sums[o + 2]!);
          sum += NODE_WEIGHTS[j]! * Math.exp(-temper * (Math.max(0, squared) / 8 + sums[o + 3]!));
        }
      }
      out[p] = sum / (until - from);
    }
    return out;
  }
}

/** Separation of a pair in nats from its overlap. */
export const nats = (overlap: number): number => -Math.log(overlap) + 0;

/**
 * How often the wrong one of two rooms is taken, the two alike probable before: for normals whose Bhattacharyya distance
 * is D, Phi(-sqrt(2 D)). At most 0.5.
 */
export const pairError = (separation_nats: number): number => normalCdf(-Math.sqrt(2 * Math.max(0, separation_nats)));

/**
 * Room information in nats, by the pairwise bound on the information of a mixture's component (Kolchinsky & Tracey 2017,
 * Entropy 19:361, with Bhattacharyya distances): mean over rooms of -ln of the mean overlap with all rooms, its own 1.
 * Rooms alike probable; those not compared overlap nothing. Between 0 and ln(rooms).
 */
export function roomInformation_nats(pairs: RoomPairs, overlaps: Float64Array): number {
  const n = pairs.points.length;
  const confused = new Float64Array(n).fill(1);
  overlaps.forEach((overlap, p) => {
    confused[pairs.a[p]!]! += overlap;
    confused[pairs.b[p]!]! += overlap;
  });
  return confused.reduce((sum, own) => sum - Math.log(own / n), 0) / n;
}
