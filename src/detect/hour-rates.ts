import { dirichletMultinomialLogEvidence } from '../statistics/index.ts';
import { atLeast, likeliestConcentration, weightOf, type DirichletPrior } from './dirichlet.ts';
import type { ResidencyEvidence } from './evidence.ts';

/**
 * How a class spreads its hours of use over the bins of a regime, against everybody's hours of use in the same bins. Who lives next to a prison
 * with long lock-up makes more calls during it than who lives next to one with short, and is no likelier an inmate for that.
 */
export interface HourRates {
  /** Times as many of its hours as of everybody's, by bin (HOUR_BINS); only ratios between bins count. */
  readonly rates: readonly number[];
  /** Of the Dirichlet over bins. */
  readonly concentration: number;
}

const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);

/** Everybody's hours of use beside a prison where no reference says better. */
export const USUAL_HOURS: readonly number[] = [0.1, 0.35, 0.12, 0.43];

/** What the references have in common: the mean of everybody's hours beside them. A prior's mean is a share there. */
export function usualOfAll(references: readonly Pick<ResidencyEvidence, 'usualHours'>[]): readonly number[] {
  if (references.length === 0) return USUAL_HOURS;
  return USUAL_HOURS.map((_, bin) =>
    sum(references.map(({ usualHours }) => (usualHours[bin] ?? 0) / references.length)),
  );
}

const LEAST_CHANGE = 1e-12;
const MOST_STEPS = 200;

const product = (rates: readonly number[], usual: readonly number[]): number[] =>
  rates.map((rate, bin) => rate * (usual[bin] ?? 0));

/** Dirichlet parameters over the bins of a place where everybody's hours are spread so. */
export function hourParameters({ rates, concentration }: HourRates, usual: readonly number[]): number[] {
  const expected = product(rates, usual);
  const total = sum(expected);
  return expected.map((share) => atLeast((share / total) * concentration));
}

/**
 * Rates r of a class, of handsets with shares s_ib and everybody's u_ib: those at which the expected shares
 * r_b u_ib / Σ r u_i agree with the seen ones in each bin, every handset weighing the same (the likelihood equation of a multinomial
 * logit with known offsets, found by its fixed point), shrunk to the prior's. Where u is the same for all it is the mean share.
 * The concentration is the most probable on a grid, as for other counts.
 *
 * @param references of one class
 * @param common everybody's hours where the prior's mean is a share: those of all references (usualOfAll)
 */
export function fitHourRates(
  references: readonly Pick<ResidencyEvidence, 'hourSlots' | 'usualHours'>[],
  prior: DirichletPrior,
  common: readonly number[],
): HourRates {
  const seen = [{ weight: prior.strength, share: prior.mean, usual: common }];
  for (const { hourSlots, usualHours } of references) {
    const n = sum(hourSlots);
    if (n > 0) seen.push({ weight: weightOf(n), share: hourSlots.map((k) => k / n), usual: usualHours });
  }
  const found = prior.mean.map((_, bin) => sum(seen.map(({ weight, share }) => weight * (share[bin] ?? 0))));
  const scaled = (rates: readonly number[]): number[] => {
    const total = sum(product(rates, common));
    return rates.map((rate) => rate / total);
  };
  let rates = scaled(prior.mean.map((share, bin) => share / (common[bin] || share)));
  for (let step = 0; step < MOST_STEPS; step++) {
    const expected = prior.mean.map(() => 0);
    for (const { weight, usual } of seen) {
      const total = sum(product(rates, usual));
      usual.forEach((share, bin) => (expected[bin]! += (weight * share) / total));
    }
    // Nobody's hours fall into a bin that no regime has: nothing is told of it.
    const next = scaled(found.map((share, bin) => (expected[bin] ? share / expected[bin] : (rates[bin] ?? 1))));
    const change = Math.max(...next.map((rate, bin) => Math.abs(rate / (rates[bin] ?? 1) - 1)));
    rates = next;
    if (change < LEAST_CHANGE) break;
  }
  const concentration = likeliestConcentration(prior, (at) =>
    references.reduce(
      (total, { hourSlots, usualHours }) =>
        total + dirichletMultinomialLogEvidence(hourSlots, hourParameters({ rates, concentration: at }, usualHours)),
      0,
    ),
  );
  return { rates, concentration };
}
