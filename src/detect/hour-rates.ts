import { dirichletMultinomialLogEvidence } from '../statistics/index.ts';
import { atLeast, likeliestConcentration, weightOf, type DirichletPrior } from './dirichlet.ts';
import type { ResidencyEvidence } from './evidence.ts';

/**
 * How a class spreads its traffic over the bins of a regime, against everybody's traffic in the same bins. Who lives next to a prison
 * with long lock-up makes more calls during it than who lives next to one with short, and is no likelier an inmate for that.
 */
export interface HourRates {
  /** Times as much of its traffic as of everybody's, by bin (HOUR_BINS); only ratios between bins count. */
  readonly rates: readonly number[];
  /** Of the Dirichlet over bins. */
  readonly concentration: number;
}

/** Everybody's traffic in a prison of the priors. */
export const USUAL_OF_PRIORS: readonly number[] = [0.1, 0.35, 0.12, 0.43];

const LEAST_CHANGE = 1e-12;
const MOST_STEPS = 200;

const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);
const product = (rates: readonly number[], usual: readonly number[]): number[] =>
  rates.map((rate, bin) => rate * (usual[bin] ?? 0));

/** Dirichlet parameters over the bins of a place where everybody's traffic is spread so. */
export function hourParameters({ rates, concentration }: HourRates, usual: readonly number[]): number[] {
  const expected = product(rates, usual);
  const total = sum(expected);
  return expected.map((share) => atLeast((share / total) * concentration));
}

/**
 * Rates r of a class, of handsets with shares s_ib and everybody's traffic u_ib: those at which the expected shares
 * r_b u_ib / Σ r u_i agree with the seen ones in each bin, every handset weighing the same (the likelihood equation of a multinomial
 * logit with known offsets, found by its fixed point), shrunk to the prior's. Where u is the same for all it is the mean share.
 * The concentration is the most probable on a grid, as for other counts.
 *
 * @param references of one class
 */
export function fitHourRates(
  references: readonly Pick<ResidencyEvidence, 'hourSlots' | 'usualHours'>[],
  prior: DirichletPrior,
): HourRates {
  const seen = [{ weight: prior.strength, share: prior.mean, usual: USUAL_OF_PRIORS }];
  for (const { hourSlots, usualHours } of references) {
    const n = sum(hourSlots);
    if (n > 0) seen.push({ weight: weightOf(n), share: hourSlots.map((k) => k / n), usual: usualHours });
  }
  const found = prior.mean.map((_, bin) => sum(seen.map(({ weight, share }) => weight * (share[bin] ?? 0))));
  let rates = prior.mean.map((share, bin) => share / (USUAL_OF_PRIORS[bin] ?? 1));
  for (let step = 0; step < MOST_STEPS; step++) {
    const expected = prior.mean.map(() => 0);
    for (const { weight, usual } of seen) {
      const total = sum(product(rates, usual));
      usual.forEach((share, bin) => (expected[bin]! += (weight * share) / total));
    }
    const next = found.map((share, bin) => share / (expected[bin] ?? 1));
    const change = Math.max(...next.map((rate, bin) => Math.abs(rate / (rates[bin] ?? 1) - 1)));
    rates = next;
    if (change < LEAST_CHANGE) break;
  }
  const scale = sum(product(rates, USUAL_OF_PRIORS));
  rates = rates.map((rate) => rate / scale);
  const concentration = likeliestConcentration(prior, (at) =>
    references.reduce(
      (total, { hourSlots, usualHours }) =>
        total + dirichletMultinomialLogEvidence(hourSlots, hourParameters({ rates, concentration: at }, usualHours)),
      0,
    ),
  );
  return { rates, concentration };
}
