import { lgamma } from './special.ts';

/**
 * A seeded source of chance. The same seed and stream give the same numbers on every machine: only 32-bit integer
 * arithmetic makes the bits; the transforms use Math.log, Math.sqrt and Math.exp, whose last bit may differ by engine.
 * Not for keys or anything that must not be guessed.
 */
export interface Random {
  /** An integer in [0, 2^32). */
  uint32(): number;
  /** A real in [0, 1) with 53 random bits. */
  uniform(): number;
  /** An integer in [0, n), each equally likely; 1 <= n <= 2^32. */
  int(n: number): number;
  /** True with probability p. */
  chance(p: number): boolean;
  /** Standard normal (Marsaglia's polar method). */
  normal(): number;
  /** Exponential with mean 1. */
  exponential(): number;
  /** Gamma with this shape > 0 and scale 1 (Marsaglia & Tsang, ACM TOMS 26 (2000) 363). */
  gamma(shape: number): number;
  /** Beta(a, b), a, b > 0, from two gammas. */
  beta(a: number, b: number): number;
  /** Poisson count (products of uniforms below mean 10, Hörmann's PTRS (1993) from there). */
  poisson(mean: number): number;
  /** Index i with probability weights[i]/Σ weights; weights >= 0, not all 0. */
  weighted(weights: ArrayLike<number>): number;
  /** Shuffles in place (Fisher-Yates) and returns the same array. */
  shuffle<T>(items: T[]): T[];
}

/** One round of splitmix32 (Steele, Lea & Flood 2014, 32-bit finaliser of MurmurHash3): spreads a seed over all bits. */
function mix(h: number): number {
  let z = h | 0;
  z = Math.imul(z ^ (z >>> 16), 0x85ebca6b);
  z = Math.imul(z ^ (z >>> 13), 0xc2b2ae35);
  return (z ^ (z >>> 16)) >>> 0;
}

function absorb(hash: number, part: number | string): number {
  let h = hash;
  const text = typeof part === 'number' ? `#${part}` : `$${part}`;
  for (let i = 0; i < text.length; i++) h = mix((h ^ text.charCodeAt(i)) + 0x9e3779b9);
  return mix(h + text.length);
}

/**
 * Generator for a seed and, optionally, a stream named by further numbers or words: each (seed, stream) can be replayed
 * alone, so that adding draws in one part does not change another.
 */
export function createRandom(seed: number | string, ...stream: readonly (number | string)[]): Random {
  let h = absorb(0x243f6a88, seed);
  for (const part of stream) h = absorb(h, part);
  const state = Uint32Array.from([1, 2, 3, 4], (k) => mix(h + Math.imul(k, 0x9e3779b9)));
  if (state.every((s) => s === 0)) state[0] = 1;
  return randomFrom(xoshiro128starstar(state));
}

/** xoshiro128** 1.1 (Blackman & Vigna 2018). `state` is four words, not all zero, and is advanced in place. */
export function xoshiro128starstar(state: Uint32Array): () => number {
  return () => {
    const s1 = state[1]!;
    const five = Math.imul(s1, 5);
    const result = Math.imul((five << 7) | (five >>> 25), 9) >>> 0;
    state[2]! ^= state[0]!;
    state[3]! ^= s1;
    state[1]! ^= state[2]!;
    state[0]! ^= state[3]!;
    state[2]! ^= s1 << 9;
    const s3 = state[3]!;
    state[3] = (s3 << 11) | (s3 >>> 21);
    return result;
  };
}

/** The distributions over any source of uniform 32-bit integers. */
export function randomFrom(uint32: () => number): Random {
  const uniform = (): number => ((uint32() >>> 5) * 67108864 + (uint32() >>> 6)) / 9007199254740992;
  /** In (0, 1]: safe to take the logarithm of. */
  const positive = (): number => 1 - uniform();

  const int = (n: number): number => {
    // Lowest multiples are rejected so that no remainder is favoured.
    const reject = 4294967296 % n;
    for (;;) {
      const draw = uint32();
      if (draw >= reject) return draw % n;
    }
  };

  let spare = Number.NaN;
  const normal = (): number => {
    if (!Number.isNaN(spare)) {
      const kept = spare;
      spare = Number.NaN;
      return kept;
    }
    for (;;) {
      const u = 2 * uniform() - 1;
      const v = 2 * uniform() - 1;
      const s = u * u + v * v;
      if (s < 1 && s > 0) {
        const f = Math.sqrt((-2 * Math.log(s)) / s);
        spare = v * f;
        return u * f;
      }
    }
  };

  const gamma = (shape: number): number => {
    if (shape < 1) return gamma(shape + 1) * positive() ** (1 / shape);
    const d = shape - 1 / 3;
    const c = 1 / Math.sqrt(9 * d);
    for (;;) {
      const x = normal();
      const v = (1 + c * x) ** 3;
      if (v > 0 && Math.log(positive()) < 0.5 * x * x + d - d * v + d * Math.log(v)) return d * v;
    }
  };

  const poissonSmall = (mean: number): number => {
    const limit = Math.exp(-mean);
    let k = 0;
    for (let p = uniform(); p > limit; p *= uniform()) k++;
    return k;
  };

  /** Hörmann, Insurance: Mathematics and Economics 12 (1993) 39, algorithm PTRS; exact for mean >= 10. */
  const poissonLarge = (mean: number): number => {
    const lnMean = Math.log(mean);
    const b = 0.931 + 2.53 * Math.sqrt(mean);
    const a = -0.059 + 0.02483 * b;
    const invAlpha = 1.1239 + 1.1328 / (b - 3.4);
    const vr = 0.9277 - 3.6224 / (b - 2);
    for (;;) {
      const u = uniform() - 0.5;
      const v = positive();
      const us = 0.5 - Math.abs(u);
      const k = Math.floor(((2 * a) / us + b) * u + mean + 0.43);
      if (us >= 0.07 && v <= vr) return k;
      if (k < 0 || (us < 0.013 && v > us)) continue;
      const accept = Math.log(v) + Math.log(invAlpha) - Math.log(a / (us * us) + b);
      if (accept <= k * lnMean - mean - lgamma(k + 1)) return k;
    }
  };

  return {
    uint32,
    uniform,
    int,
    chance: (p) => uniform() < p,
    normal,
    exponential: () => -Math.log(positive()),
    gamma,
    beta: (a, b) => {
      // Two gammas of tiny shape may both underflow to 0: draw again.
      for (;;) {
        const x = gamma(a);
        const sum = x + gamma(b);
        if (sum > 0) return x / sum;
      }
    },
    poisson: (mean) => (mean <= 0 ? 0 : mean < 10 ? poissonSmall(mean) : poissonLarge(mean)),
    weighted: (weights) => {
      let total = 0;
      for (let i = 0; i < weights.length; i++) total += weights[i]!;
      let left = uniform() * total;
      let last = 0;
      for (let i = 0; i < weights.length; i++) {
        const w = weights[i]!;
        if (w <= 0) continue;
        last = i;
        left -= w;
        if (left < 0) return i;
      }
      return last;
    },
    shuffle: (items) => {
      for (let i = items.length - 1; i > 0; i--) {
        const j = int(i + 1);
        [items[i], items[j]] = [items[j]!, items[i]!];
      }
      return items;
    },
  };
}
