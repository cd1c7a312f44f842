import { lgamma } from '../statistics/index.ts';

/** What counts of one kind are drawn from: base measure q and concentration A. One object for many comparisons. */
export interface Source {
  readonly base: (key: number) => number;
  readonly concentration: number;
}

/** Of one key of a tally: Aq, lnΓ(Aq) and lnΓ(Aq+n), side by side. */
const TERMS = 3;

/** Counts of one handset by key. */
export type Counts = Iterable<readonly [key: number, count: number]>;

/**
 * Tallies, numbered from 0: counts by key (a number, a cell or an hour, numbered), in order of keys, with their sum. They
 * are compared many times, so they lie in columns, one behind the other: a comparison that has to fetch its numbers from
 * all over the memory takes five times as long. What a key contributes alone to a source is worked out when another
 * tally first shares it (most are never shared) and kept for the last source.
 */
export class Tallies {
  /** Tally t has the keys `keys[start[t]..start[t+1])`, rising, and their counts. */
  readonly start: Int32Array;
  readonly keys: Int32Array;
  readonly counts: Float64Array;
  readonly total: Float64Array;
  readonly #terms: Float64Array;
  readonly #aloneTotal: Float64Array;
  readonly #source: (Source | undefined)[] = [];

  /** Counts of 0 or less are left out. */
  constructor(tallies: Iterable<Counts>) {
    const start = [0];
    const keys: number[] = [];
    const counts: number[] = [];
    const total: number[] = [];
    for (const tally of tallies) {
      let sum = 0;
      for (const [key, n] of [...tally].filter(([, count]) => count > 0).sort((a, b) => a[0] - b[0])) {
        keys.push(key);
        counts.push(n);
        sum += n;
      }
      start.push(keys.length);
      total.push(sum);
      this.#source.push(undefined);
    }
    this.start = Int32Array.from(start);
    this.keys = Int32Array.from(keys);
    this.counts = Float64Array.from(counts);
    this.total = Float64Array.from(total);
    this.#terms = new Float64Array(TERMS * keys.length);
    this.#aloneTotal = new Float64Array(total.length);
  }

  keysOf(tally: number): Int32Array {
    return this.keys.subarray(this.start[tally], this.start[tally + 1]);
  }

  /**
   * ln of the Dirichlet-multinomial Bayes factor "the counts of tallies a and b come from one unknown distribution"
   * against "from two", with base measure q and concentration A. Terms of keys in one of them only cancel, so the sum
   * runs over shared keys:
   *
   * Σ_c [lnΓ(Aq+n1+n2) + lnΓ(Aq) - lnΓ(Aq+n1) - lnΓ(Aq+n2)] + lnΓ(A+N1) + lnΓ(A+N2) - lnΓ(A) - lnΓ(A+N1+N2)
   */
  sameSource_ln(a: number, b: number, source: Source): number {
    const { concentration } = source;
    if (this.#source[a] !== source) this.#attend(a, source);
    if (this.#source[b] !== source) this.#attend(b, source);
    const { keys, counts, start } = this;
    const terms = this.#terms;
    let ln =
      this.#aloneTotal[a]! +
      this.#aloneTotal[b]! +
      lgamma(concentration) -
      lgamma(concentration + this.total[a]! + this.total[b]!);
    const [endA, endB] = [start[a + 1]!, start[b + 1]!];
    for (let i = start[a]!, j = start[b]!; i < endA && j < endB;) {
      const [key, other] = [keys[i]!, keys[j]!];
      if (key === other) {
        if (Number.isNaN(terms[TERMS * i])) this.#work(i, source);
        if (Number.isNaN(terms[TERMS * j])) this.#work(j, source);
        ln +=
          lgamma(terms[TERMS * i]! + counts[i]! + counts[j]!) +
          terms[TERMS * i + 1]! -
          terms[TERMS * i + 2]! -
          terms[TERMS * j + 2]!;
      }
      if (key <= other) i++;
      if (other <= key) j++;
    }
    return ln;
  }

  /** lnΓ(A+N) − lnΓ(A), and nothing known of single keys. */
  #attend(tally: number, source: Source): void {
    this.#source[tally] = source;
    this.#aloneTotal[tally] = lgamma(source.concentration + this.total[tally]!) - lgamma(source.concentration);
    this.#terms.fill(Number.NaN, TERMS * this.start[tally]!, TERMS * this.start[tally + 1]!);
  }

  #work(at: number, { base, concentration }: Source): void {
    const alpha = concentration * base(this.keys[at]!);
    this.#terms[TERMS * at] = alpha;
    this.#terms[TERMS * at + 1] = lgamma(alpha);
    this.#terms[TERMS * at + 2] = lgamma(alpha + this.counts[at]!);
  }
}

/** Scales counts down to a total: beyond it further ones of the same habit repeat what is known. */
export function damped(counts: ReadonlyMap<number, number>, most: number): Counts {
  let n = 0;
  for (const k of counts.values()) n += k;
  return n <= most ? counts : [...counts].map(([key, k]) => [key, (k * most) / n] as const);
}
