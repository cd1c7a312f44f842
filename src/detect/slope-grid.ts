import { PRIOR_COVERAGE, type CoverageParameters } from './coverage.ts';

/** What is believed of ln of either slope beforehand, chosen: exponents of 3 to 4.5 and shadowing of 6 to 10 dB lie within two of it. */
const PRIOR_SD = 0.25;
/** Steps of half a standard deviation, to three on either side. */
export const STEPS = Array.from({ length: 13 }, (_, k) => (k - 6) * 0.5 * PRIOR_SD);
const LN_PRIOR = STEPS.map((step) => -0.5 * (step / PRIOR_SD) ** 2);
/** Operators of one technology differ by a tenth: they buy the same antennas. Of a step to either side, and two. */
const BETWEEN_SD = 0.1;
const BETWEEN_OPERATORS = [0, 1, 2].map((k) => Math.exp(-0.5 * ((k * 0.5 * PRIOR_SD) / BETWEEN_SD) ** 2));
/** ln of likelihood by pair of slopes (row by row of the distance's), with the prior's. */
export const withPrior = (ln: Float64Array): Float64Array =>
  ln.map((value, at) => value + LN_PRIOR[Math.floor(at / STEPS.length)]! + LN_PRIOR[at % STEPS.length]!);

/** Sum of several, pair by pair. */
export const summed = (all: readonly Float64Array[]): Float64Array =>
  Float64Array.from({ length: STEPS.length ** 2 }, (_, at) => all.reduce((sum, one) => sum + one[at]!, 0));

/** Beyond so many nats nothing counts; a weight stays a number of which there is a logarithm. */
const MOST_AGAINST = 600;
/** Weights on the grid, greatest 1. */
function fromLn(ln: Float64Array): Float64Array {
  const top = ln.reduce((a, b) => Math.max(a, b), -Infinity);
  return ln.map((value) => Math.exp(Math.max(value - top, -MOST_AGAINST)));
}

/** What a layer says of the slopes of its technology, and the reverse: each is the other with the spread between operators added. */
function spread(weights: Float64Array): Float64Array {
  const S = STEPS.length;
  const along = (from: Float64Array, stride: number): Float64Array =>
    from.map((_, at) => {
      const own = Math.floor(at / stride) % S;
      let sum = 0;
      BETWEEN_OPERATORS.forEach((share, d) => {
        if (own + d < S) sum += share * from[at + d * stride]!;
        if (d > 0 && own - d >= 0) sum += share * from[at - d * stride]!;
      });
      return sum;
    });
  return along(along(weights, S), 1);
}

/** Posterior means of both slopes of one layer, by itself and by all layers of its technology (of which it is one). */
export function posteriorMean(own: Float64Array, technology: readonly Float64Array[]): CoverageParameters {
  const S = STEPS.length;
  const likelihood = fromLn(own);
  const ownTold = spread(likelihood);
  const told = technology.map((ln) => spread(fromLn(ln)));
  const ofTechnology = fromLn(
    withPrior(
      Float64Array.from({ length: S * S }, (_, at) =>
        told.reduce((sum, one) => sum + Math.log(one[at]!), -Math.log(ownTold[at]!)),
      ),
    ),
  );
  const prior = spread(ofTechnology);
  let [total, distance, pattern] = [0, 0, 0];
  likelihood.forEach((value, at) => {
    const weight = value * prior[at]!;
    total += weight;
    distance += weight * STEPS[Math.floor(at / S)]!;
    pattern += weight * STEPS[at % S]!;
  });
  return {
    distanceSlope: PRIOR_COVERAGE.distanceSlope * Math.exp(distance / total),
    patternSlope: PRIOR_COVERAGE.patternSlope * Math.exp(pattern / total),
  };
}
