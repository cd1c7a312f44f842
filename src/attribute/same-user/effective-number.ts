/**
 * How many independent sources are days worth that come in groups (of one person, of one pair)? n / (1 + (m − 1)·ρ) with
 * the intra-class correlation ρ by one-way analysis of variance (Kish, Survey Sampling, 1965: the design effect); between
 * the number of groups and that of the days.
 */
export function effectiveNumber(values: ArrayLike<number>, groups: readonly number[]): number {
  const n = values.length;
  const byGroup = new Map<number, { n: number; sum: number }>();
  let total = 0;
  for (let i = 0; i < n; i++) {
    const g = byGroup.get(groups[i]!) ?? { n: 0, sum: 0 };
    g.n++;
    g.sum += values[i]!;
    byGroup.set(groups[i]!, g);
    total += values[i]!;
  }
  const k = byGroup.size;
  if (k < 2 || n <= k) return k;
  const mean = total / n;
  let between = 0;
  let squares = 0;
  for (const g of byGroup.values()) {
    between += g.n * (g.sum / g.n - mean) ** 2;
    squares += g.n * g.n;
  }
  let within = 0;
  for (let i = 0; i < n; i++) {
    const g = byGroup.get(groups[i]!)!;
    within += (values[i]! - g.sum / g.n) ** 2;
  }
  const msBetween = between / (k - 1);
  const msWithin = within / (n - k);
  const size = (n - squares / n) / (k - 1);
  const spread = msBetween + (size - 1) * msWithin;
  const rho = spread === 0 ? 1 : Math.min(1, Math.max(0, (msBetween - msWithin) / spread));
  return Math.max(k, n / (1 + (n / k - 1) * rho));
}
