/** One look in the life of a phone. */
export interface TimedLook {
  readonly from_s: number;
  readonly until_s: number;
  /** Probability per room, outside, none, each for itself. */
  readonly p: Float64Array;
}

export interface FilterOptions {
  /** Prior per room, outside, none. */
  readonly prior: Float64Array;
  /** Hours between two instants in which doors stand open. */
  readonly openHours: (from_s: number, until_s: number) => number;
  /** How alike the errors of two looks at one place are, 0..1. */
  readonly alike: number;
}

/** A phone that can be carried is carried within hours, not minutes. */
const STAY_H = 10;
/** Looks this close together are of one stay: their errors are alike. */
const STAY_WINDOW_S = 86_400;
/** How many looks the prior of a phone's usual places is worth. */
const PRIOR_LOOKS = 1;
const ROUNDS = 3;

/**
 * Hidden Markov smoothing over rooms (forward-backward; Rabiner 1989): between looks the phone stays, or goes to one of its
 * usual places, with a chance that grows with the hours in which doors stand open; behind locked doors it cannot. Usual
 * places are learnt from the phone's own looks. Looks of one day count as n / (1 + (n - 1) alike): the map's error is the
 * same for all of them.
 */
export function smoothRooms(looks: readonly TimedLook[], options: FilterOptions): Float64Array[] {
  const n = looks.length;
  const { prior, openHours, alike } = options;
  const K = prior.length;
  if (n <= 1) return looks.map(({ p }) => p);
  const emission = looks.map(({ p, from_s }) => {
    let near = 0;
    for (const other of looks) if (Math.abs(other.from_s - from_s) < STAY_WINDOW_S / 2) near++;
    const exponent = 1 / (1 + (near - 1) * alike);
    let top = 0;
    const likelihood = Float64Array.from(p, (value, k) => {
      const ratio = (Math.max(value, 1e-9) / prior[k]!) ** exponent;
      top = Math.max(top, ratio);
      return ratio;
    });
    return likelihood.map((value) => value / top);
  });
  const stay = looks.map((look, t) =>
    t === 0 ? 0 : Math.exp(-openHours(looks[t - 1]!.until_s, look.from_s) / STAY_H),
  );
  let usual = prior;
  let smoothed: Float64Array[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    smoothed = forwardBackward(emission, stay, usual);
    const next = Float64Array.from(prior, (value) => value * PRIOR_LOOKS);
    let mass = PRIOR_LOOKS;
    for (const [t, p] of smoothed.entries()) {
      // Only where it may have moved does a look tell where the phone goes; the first one would count itself twice.
      const weight = t === 0 ? 0 : 1 - stay[t]!;
      mass += weight;
      for (let k = 0; k < K; k++) next[k]! += weight * p[k]!;
    }
    usual = next.map((value) => value / mass);
  }
  return smoothed;
}

function forwardBackward(
  emission: readonly Float64Array[],
  stay: readonly number[],
  usual: Float64Array,
): Float64Array[] {
  const n = emission.length;
  const K = usual.length;
  const forward: Float64Array[] = [];
  for (let t = 0; t < n; t++) {
    const before = forward[t - 1];
    const s = stay[t]!;
    const now = new Float64Array(K);
    let total = 0;
    for (let k = 0; k < K; k++) {
      const arrive = before ? s * before[k]! + (1 - s) * usual[k]! : usual[k]!;
      now[k] = arrive * emission[t]![k]!;
      total += now[k]!;
    }
    forward.push(now.map((value) => value / total));
  }
  let backward = new Float64Array(K).fill(1);
  const out = new Array<Float64Array>(n);
  for (let t = n - 1; t >= 0; t--) {
    let total = 0;
    const p = new Float64Array(K);
    for (let k = 0; k < K; k++) {
      p[k] = forward[t]![k]! * backward[k]!;
      total += p[k]!;
    }
    out[t] = p.map((value) => value / total);
    if (t === 0) break;
    const s = stay[t]!;
    const onward = new Float64Array(K);
    let leave = 0;
    let top = 0;
    for (let k = 0; k < K; k++) {
      onward[k] = emission[t]![k]! * backward[k]!;
      leave += usual[k]! * onward[k]!;
    }
    for (let k = 0; k < K; k++) {
      onward[k] = s * onward[k]! + (1 - s) * leave;
      top = Math.max(top, onward[k]!);
    }
    backward = onward.map((value) => value / top);
  }
  return out;
}
