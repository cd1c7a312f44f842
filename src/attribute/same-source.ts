import { lgamma } from '../statistics/index.ts';

/** What counts of one kind are drawn from: base measure q and concentration A. One object for many comparisons. */
export interface Source {
  readonly base: (key: number) => number;
  readonly concentration: number;
}

/**
 * Counts by key (a number, a cell or an hour, numbered) that are compared many times: in order of keys, with their sum;
 * what each key contributes alone to a source is worked out once.
 */
export class Tally {
  /** Rising. */
  readonly keys: Int32Array;
  readonly counts: Float64Array;
  readonly total: number;
  #source: Source | undefined;
  #alpha = new Float64Array(0);
  #start = new Float64Array(0);
  #alone = new Float64Array(0);
  #aloneTotal = 0;

  /** Counts of 0 or less are left out. */
  constructor(counts: Iterable<readonly [key: number, count: number]>) {
    const sorted = [...counts].filter(([, n]) => n > 0).sort((a, b) => a[0] - b[0]);
    this.keys = Int32Array.from(sorted, ([key]) => key);
    this.counts = Float64Array.from(sorted, ([, n]) => n);
    this.total = this.counts.reduce((sum, n) => sum + n, 0);
  }

  /** lnΓ(A+N) − lnΓ(A). */
  aloneTotal(source: Source): number {
    if (this.#source !== source) this.#attend(source);
    return this.#aloneTotal;
  }

  /** Aq of each key. */
  alpha(source: Source): Float64Array {
    if (this.#source !== source) this.#attend(source);
    return this.#alpha;
  }

  /** lnΓ(Aq) of each key. */
  start(source: Source): Float64Array {
    if (this.#source !== source) this.#attend(source);
    return this.#start;
  }

  /** lnΓ(Aq+n) of each key. */
  alone(source: Source): Float64Array {
    if (this.#source !== source) this.#attend(source);
    return this.#alone;
  }

  #attend(source: Source): void {
    const { base, concentration } = source;
    this.#source = source;
    this.#aloneTotal = lgamma(concentration + this.total) - lgamma(concentration);
    this.#alpha = Float64Array.from(this.keys, (key) => concentration * base(key));
    this.#alone = this.#alpha.map((alpha, at) => lgamma(alpha + (this.counts[at] ?? 0)));
    this.#start = this.#alpha.map((alpha) => lgamma(alpha));
  }
}

/**
 * ln of the Dirichlet-multinomial Bayes factor "both counts come from one unknown distribution" against "from two", with
 * base measure q and concentration A. Terms of keys in one of them only cancel, so the sum runs over shared keys:
 *
 * Σ_c [lnΓ(Aq+n1+n2) + lnΓ(Aq) - lnΓ(Aq+n1) - lnΓ(Aq+n2)] + lnΓ(A+N1) + lnΓ(A+N2) - lnΓ(A) - lnΓ(A+N1+N2)
 */
export function sameSource_ln(one: Tally, two: Tally, source: Source): number {
  const { concentration } = source;
  let ln =
    one.aloneTotal(source) +
    two.aloneTotal(source) +
    lgamma(concentration) -
    lgamma(concentration + one.total + two.total);
  const [a, b] = [one.keys, two.keys];
  const alpha = one.alpha(source);
  const start = one.start(source);
  const alone = [one.alone(source), two.alone(source)] as const;
  for (let i = 0, j = 0; i < a.length && j < b.length;) {
    const [key, other] = [a[i] ?? 0, b[j] ?? 0];
    if (key === other)
      ln +=
        lgamma((alpha[i] ?? 0) + (one.counts[i] ?? 0) + (two.counts[j] ?? 0)) +
        (start[i] ?? 0) -
        (alone[0][i] ?? 0) -
        (alone[1][j] ?? 0);
    if (key <= other) i++;
    if (other <= key) j++;
  }
  return ln;
}

/** Scales counts down to a total: beyond it further ones of the same habit repeat what is known. */
export function damped(counts: ReadonlyMap<number, number>, most: number): Tally {
  let n = 0;
  for (const k of counts.values()) n += k;
  return new Tally(n <= most ? counts : [...counts].map(([key, k]) => [key, (k * most) / n] as const));
}
