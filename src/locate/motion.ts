import type { RoomGrid } from './room-grid.ts';

/** Passes a distribution over places on by some seconds of a walk. */
export type Motion = (from: Float64Array, seconds: number) => Float64Array;

/** Per axis and root second, of one who walks 1 m/s and keeps a direction for some 3.5 s: sqrt(v^2 T / 2). */
const WALK_M = 1.3;
/** A room is left after this long, where nothing is known of distances. */
const IN_ROOM_S = 10;
/** Chance per second of being anywhere: stairs, lifts, what the plan does not show. */
const ANYWHERE_PER_S = 0.01;
/** Pauses are rounded up to these: each has its own kernel. */
const SECONDS = [0.5, 1, 2, 4, 8, 16];

/** Between points of a plan: a normal step in the plane, the last place being none of them. */
export function walkOnGrid(grid: RoomGrid, prior: Float64Array): Motion {
  const points = grid.x_m.length;
  const kernels = new Map<number, { readonly starts: Int32Array; readonly to: Int32Array; readonly p: Float32Array }>();
  const kernelOf = (seconds: number) => {
    const known = kernels.get(seconds);
    if (known) return known;
    const sd_m = Math.max(WALK_M * Math.sqrt(seconds), grid.step_m / 2);
    const far_m = Math.max(2.5 * sd_m, 1.5 * grid.step_m);
    const starts = new Int32Array(points + 1);
    const to: number[] = [];
    const p: number[] = [];
    for (let g = 0; g < points; g++) {
      let total = 0;
      for (let h = 0; h < points; h++) {
        if (grid.level[g] !== grid.level[h] || prior[h] === 0) continue;
        const dx = grid.x_m[g]! - grid.x_m[h]!;
        if (dx > far_m || dx < -far_m) continue;
        const dy = grid.y_m[g]! - grid.y_m[h]!;
        const square = dx * dx + dy * dy;
        if (square > far_m * far_m) continue;
        const weight = Math.exp(-square / (2 * sd_m * sd_m));
        total += weight;
        to.push(h);
        p.push(weight);
      }
      for (let i = starts[g]!; i < p.length; i++) p[i]! /= total;
      starts[g + 1] = p.length;
    }
    const kernel = { starts, to: Int32Array.from(to), p: Float32Array.from(p) };
    kernels.set(seconds, kernel);
    return kernel;
  };
  return (from, seconds) => {
    const { starts, to, p } = kernelOf(SECONDS.find((one) => one >= seconds) ?? SECONDS.at(-1)!);
    const next = new Float64Array(points + 1);
    const anywhere = 1 - (1 - ANYWHERE_PER_S) ** seconds;
    for (let g = 0; g < points; g++) {
      const mass = from[g]! * (1 - anywhere);
      if (mass < 1e-12) continue;
      for (let i = starts[g]!; i < starts[g + 1]!; i++) next[to[i]!]! += mass * p[i]!;
    }
    next[points]! += from[points]! * (1 - anywhere);
    return mixed(next, from, prior, anywhere);
  };
}

/** Between rooms of which only names are known. */
export function walkBetweenRooms(prior: Float64Array): Motion {
  return (from, seconds) => {
    const leaves = 1 - Math.exp(-seconds / IN_ROOM_S);
    return mixed(
      from.map((value) => value * (1 - leaves)),
      from,
      prior,
      leaves,
    );
  };
}

function mixed(next: Float64Array, from: Float64Array, prior: Float64Array, share: number): Float64Array {
  const mass = from.reduce((sum, value) => sum + value, 0);
  return next.map((value, k) => value + share * mass * prior[k]!);
}

/**
 * Posterior of each step given all (forward-backward). `logs`: ln likelihood of each step at each place; the motion is taken as
 * the same forwards and backwards.
 */
export function followed(
  logs: readonly Float64Array[],
  seconds: readonly number[],
  prior: Float64Array,
  motion: Motion,
): Float64Array[] {
  const emission = logs.map((log) => {
    const top = log.reduce((a, b) => Math.max(a, b), -Infinity);
    return log.map((value) => Math.exp(value - top));
  });
  const forward: Float64Array[] = [];
  for (const [t, own] of emission.entries()) {
    const before = t === 0 ? prior : motion(forward[t - 1]!, seconds[t]!);
    forward.push(normalised(before.map((value, k) => value * own[k]!)));
  }
  const out: Float64Array[] = [];
  // From behind: what comes after, as a distribution over places, passed back by the same steps.
  let after = prior;
  for (let t = logs.length - 1; t >= 0; t--) {
    const own = emission[t]!;
    out[t] = normalised(forward[t]!.map((value, k) => (prior[k]! > 0 ? (value * after[k]!) / prior[k]! : 0)));
    if (t > 0) after = motion(normalised(after.map((value, k) => value * own[k]!)), seconds[t]!);
  }
  return out;
}

function normalised(values: Float64Array): Float64Array {
  const total = values.reduce((sum, value) => sum + value, 0);
  return total > 0 ? values.map((value) => value / total) : values;
}
