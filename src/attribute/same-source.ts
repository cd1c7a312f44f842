import { lgamma } from '../statistics/index.ts';

/** Counts by key; keys of one kind (a number, a cell, an hour). */
export type Counts<Key> = ReadonlyMap<Key, number>;

const totals = new WeakMap<object, number>();

/** Sum of all counts; worked out once, since counts do not change. */
export function total<Key>(counts: Counts<Key>): number {
  const known = totals.get(counts);
  if (known !== undefined) return known;
  let n = 0;
  for (const k of counts.values()) n += k;
  totals.set(counts, n);
  return n;
}

/**
 * ln of the Dirichlet-multinomial Bayes factor "both counts come from one unknown distribution" against "from two", with
 * base measure q and concentration A. Terms of keys in one of them only cancel, so the sum runs over shared keys:
 *
 * Σ_c [lnΓ(Aq+n1+n2) + lnΓ(Aq) - lnΓ(Aq+n1) - lnΓ(Aq+n2)] + lnΓ(A+N1) + lnΓ(A+N2) - lnΓ(A) - lnΓ(A+N1+N2)
 */
export function sameSource_ln<Key>(
  one: Counts<Key>,
  two: Counts<Key>,
  base: (key: Key) => number,
  concentration: number,
): number {
  const n1 = total(one);
  const n2 = total(two);
  let ln =
    lgamma(concentration + n1) + lgamma(concentration + n2) - lgamma(concentration) - lgamma(concentration + n1 + n2);
  const [few, many] = one.size <= two.size ? [one, two] : [two, one];
  for (const [key, a] of few) {
    const b = many.get(key);
    if (b === undefined || a === 0 || b === 0) continue;
    const alpha = concentration * base(key);
    ln += lgamma(alpha + a + b) + lgamma(alpha) - lgamma(alpha + a) - lgamma(alpha + b);
  }
  return ln;
}

/** Scales counts down to a total: beyond it further ones of the same habit repeat what is known. */
export function damped<Key>(counts: Counts<Key>, most: number): Counts<Key> {
  const n = total(counts);
  if (n <= most) return counts;
  return new Map([...counts].map(([key, k]) => [key, (k * most) / n]));
}
