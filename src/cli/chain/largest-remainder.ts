/**
 * Shares rounded so that what is printed adds up to exactly 1: each is cut, and the units that are then missing go to those that
 * lost most (Hamilton's method of the largest remainder); of equal ones to the earlier.
 *
 * @param shares not negative, one of them positive; taken as parts of their sum
 * @returns texts with so many decimals, in the same order
 */
export function sharesInWords(shares: readonly number[], decimals: number): string[] {
  const units = 10 ** decimals;
  const sum = shares.reduce((total, share) => total + share, 0);
  const exact = shares.map((share) => (share / sum) * units);
  const whole = exact.map(Math.floor);
  const missing = units - whole.reduce((total, n) => total + n, 0);
  const lost = (i: number): number => (exact[i] ?? 0) - (whole[i] ?? 0);
  const first = [...exact.keys()].sort((a, b) => lost(b) - lost(a) || a - b).slice(0, missing);
  for (const i of first) whole[i]! += 1;
  return whole.map((n) => (n / units).toFixed(decimals));
}
