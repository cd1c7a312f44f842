/**
 * How many were there that nobody saw? From how often each device was seen: f[0] devices once, f[1] twice, ...
 * All of it assumes a closed population: no arrivals, departures or seizures between the first and the last sweep.
 */
export interface PopulationEstimate {
  readonly estimate: number;
  /** Standard error. */
  readonly se: number;
  /** 95 % log-normal interval; never below the number seen. */
  readonly lower: number;
  readonly upper: number;
}

const Z95 = 1.959963984540054;

/** Log-normal interval for `seen` + `unseen` with the variance of the unseen part (Chao 1987). */
function withInterval(seen: number, unseen: number, variance: number): PopulationEstimate {
  const estimate = seen + unseen;
  const se = Math.sqrt(variance);
  if (unseen <= 0) return { estimate, se, lower: estimate, upper: estimate };
  const c = Math.exp(Z95 * Math.sqrt(Math.log1p(variance / (unseen * unseen))));
  return { estimate, se, lower: seen + unseen / c, upper: seen + unseen * c };
}

/**
 * Chao's lower bound (Biometrics 43 (1987) 783): at least so many, if chances to be seen differ between devices.
 *
 * @param f f[k−1] = devices seen exactly k times
 * @param occasions number of sweeps or days K; `undefined` when sightings are counted without occasions (Poisson)
 */
export function chaoLowerBound(f: ArrayLike<number>, occasions?: number): PopulationEstimate {
  let seen = 0;
  for (let i = 0; i < f.length; i++) seen += f[i]!;
  return chaoFrom(seen, f[0] ?? 0, f[1] ?? 0, occasions);
}

function chaoFrom(seen: number, f1: number, f2: number, occasions: number | undefined): PopulationEstimate {
  const a = occasions === undefined ? 1 : (occasions - 1) / occasions;
  if (f2 > 0) {
    const r = f1 / f2;
    const variance = f2 * ((a * r ** 2) / 2 + a ** 2 * r ** 3 + (a ** 2 * r ** 4) / 4);
    return withInterval(seen, (a * f1 * f1) / (2 * f2), variance);
  }
  if (f1 <= 1) return withInterval(seen, 0, 0);
  const unseen = (a * f1 * (f1 - 1)) / 2;
  const variance = unseen + (a ** 2 * f1 * (2 * f1 - 1) ** 2) / 4 - (a ** 2 * f1 ** 4) / (4 * (seen + unseen));
  return withInterval(seen, unseen, variance);
}

/** Zelterman's estimate S/(1 − exp(−2 f2/f1)) (1988): leans only on devices seen once or twice. NaN without f1 or f2. */
export function zelterman(f: ArrayLike<number>): number {
  let seen = 0;
  for (let i = 0; i < f.length; i++) seen += f[i]!;
  const f1 = f[0] ?? 0;
  const f2 = f[1] ?? 0;
  return f1 > 0 && f2 > 0 ? seen / -Math.expm1((-2 * f2) / f1) : Number.NaN;
}

/**
 * Number of residents seen once, estimated from those seen twice, three and four times, because passers-by swell f1
 * (Chiu & Chao, PeerJ 4 (2016) e1634): 4f2²/(3f3) − f2f3/(2f4); with f3 or f4 empty one is added to both. Never below 0.
 */
export function chiuChaoSingletons(f: ArrayLike<number>): number {
  const f2 = f[1] ?? 0;
  const add = (f[2] ?? 0) > 0 && (f[3] ?? 0) > 0 ? 0 : 1;
  const f3 = (f[2] ?? 0) + add;
  const f4 = (f[3] ?? 0) + add;
  return Math.max(0, (4 * f2 * f2) / (3 * f3) - (f2 * f3) / (2 * f4));
}

/**
 * Chao's lower bound with the singletons replaced by {@link chiuChaoSingletons} where those are fewer than observed.
 * Its interval does not include the error of that replacement.
 */
export function chaoWithoutPassersBy(f: ArrayLike<number>, occasions?: number): PopulationEstimate {
  let seen = 0;
  for (let i = 0; i < f.length; i++) seen += f[i]!;
  const f1 = f[0] ?? 0;
  const singletons = Math.min(f1, chiuChaoSingletons(f));
  return chaoFrom(seen - f1 + singletons, singletons, f[1] ?? 0, occasions);
}

/**
 * Two lists (sensor and call records, say) that hold n1 and n2 devices, m of them in both. Chapman's estimate (1951)
 * (n1+1)(n2+1)/(m+1) − 1 with Seber's variance. Too low when being on one list makes being on the other likelier.
 * NaN when m exceeds a list.
 */
export function chapman(n1: number, n2: number, m: number): PopulationEstimate {
  if (!(m >= 0 && m <= n1 && m <= n2)) {
    return { estimate: Number.NaN, se: Number.NaN, lower: Number.NaN, upper: Number.NaN };
  }
  const estimate = ((n1 + 1) * (n2 + 1)) / (m + 1) - 1;
  const variance = ((n1 + 1) * (n2 + 1) * (n1 - m) * (n2 - m)) / ((m + 1) ** 2 * (m + 2));
  const seen = n1 + n2 - m;
  return withInterval(seen, estimate - seen, variance);
}
