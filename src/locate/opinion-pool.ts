/** How several opinions about one room are put together, fitted on left-out places of the survey. */
export interface OpinionPool {
  /** Exponent of each opinion's likelihood of the rooms; their sum tempers the whole. */
  readonly weights: readonly number[];
  /** Chance that a look is explained by none of the opinions: the prior is mixed in by as much. */
  readonly blunder: number;
  /** Mean ln of the left-out rooms' probability; undefined where nothing was fitted. */
  readonly score: number | undefined;
}

/** ln of likelihood over the mean likelihood, of every room, outside and none: what an opinion says apart from the prior. */
export type LogRatios = Float64Array;

const MOST_WEIGHT = 2.5;
/** Left-out looks that the prior (all opinions alike, adding up to 1) is worth. */
const PRIOR_LOOKS = 5;
const BLUNDERS = [0.002, 0.01, 0.03];
const ROUNDS = 6;
const LEAST_WEIGHT = 0.1;

/** p proportional to prior * exp(sum of weight * log ratio), with the prior mixed in (log-linear pool: Genest & Zidek 1986). */
export function pooled(
  told: readonly (LogRatios | undefined)[],
  prior: Float64Array,
  weights: readonly number[],
  blunder: number,
): Float64Array {
  const K = prior.length;
  const log = new Float64Array(K);
  told.forEach((ratios, m) => {
    const weight = weights[m]!;
    if (ratios && weight > 0) for (let k = 0; k < K; k++) log[k]! += weight * ratios[k]!;
  });
  let top = -Infinity;
  for (let k = 0; k < K; k++) top = Math.max(top, log[k]!);
  let total = 0;
  for (let k = 0; k < K; k++) total += log[k] = prior[k]! * Math.exp(log[k]! - top);
  for (let k = 0; k < K; k++) log[k] = (1 - blunder) * (log[k]! / total) + blunder * prior[k]!;
  return log;
}

/**
 * Weights with the best logarithmic score of the true rooms, a prior towards equal weights adding up to 1: multinomial
 * logistic regression without an intercept. An opinion that hardly counts is not asked at all. `told`: [opinion][look].
 */
export function fitPool(
  told: readonly (readonly LogRatios[])[],
  truth: readonly number[],
  prior: Float64Array,
): OpinionPool {
  if (truth.length === 0) {
    return { weights: told.map((_, m) => (m === 0 ? 1 : 0)), blunder: BLUNDERS[1]!, score: undefined };
  }
  let asked = told.map((_, m) => m);
  for (;;) {
    const looks = asked.map((m) => told[m]!);
    const pool = fitWeights(looks, truth, prior);
    const counting = asked.filter((_, index) => pool.weights[index]! >= LEAST_WEIGHT);
    if (counting.length === asked.length || counting.length === 0) {
      const weights = told.map((_, m) => (asked.includes(m) ? pool.weights[asked.indexOf(m)]! : 0));
      return { weights, blunder: pool.blunder, score: pool.score };
    }
    asked = counting;
  }
}

interface FittedPool {
  readonly weights: readonly number[];
  readonly blunder: number;
  readonly score: number;
}

/** One weight after the other, uphill in halved steps: the score is concave in them. */
function fitWeights(
  told: readonly (readonly LogRatios[])[],
  truth: readonly number[],
  prior: Float64Array,
): FittedPool {
  const even = 1 / told.length;
  const ridge = PRIOR_LOOKS / truth.length / 2;
  const meanLog = (weights: readonly number[], blunder: number): number => {
    let sum = 0;
    for (const [i, room] of truth.entries()) {
      const p = pooled(
        told.map((looks) => looks[i]),
        prior,
        weights,
        blunder,
      );
      sum += Math.log(p[room]!);
    }
    return sum / truth.length;
  };
  const fits = BLUNDERS.map((blunder) => {
    const weights: number[] = told.map(() => even);
    const objective = () =>
      meanLog(weights, blunder) - ridge * weights.reduce((sum, weight) => sum + (weight - even) ** 2, 0);
    let value = objective();
    let step = 0.4;
    for (let round = 0; round < ROUNDS; round++) {
      for (let m = 0; m < weights.length; m++) {
        for (const sign of [1, -1]) {
          for (;;) {
            const before = weights[m]!;
            weights[m] = Math.min(MOST_WEIGHT, Math.max(0, before + sign * step));
            const next = weights[m] === before ? -Infinity : objective();
            if (next > value + 1e-7) value = next;
            else {
              weights[m] = before;
              break;
            }
          }
        }
      }
      step /= 2;
    }
    return { weights, blunder, value };
  });
  const { weights, blunder } = fits.reduce((a, b) => (b.value > a.value ? b : a));
  return { weights, blunder, score: meanLog(weights, blunder) };
}
