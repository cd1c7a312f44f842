import { dirichletMultinomialLogEvidence } from '../statistics/index.ts';

/** What is believed of a class before its reference handsets are seen, worth `strength` handsets. */
export interface DirichletPrior {
  readonly mean: readonly number[];
  readonly strength: number;
  /** Concentration believed most probable. */
  readonly concentration: number;
  /** However alike a score of references look, a class has handsets unlike them: no more than this. Default 64. */
  readonly mostConcentration?: number;
}

const GRID = [0.5, 1, 2, 4, 8, 16, 32, 64];
/** Standard deviation of ln concentration around the prior. */
const CONCENTRATION_SD = 1;

/** No parameter is 0: what a class was never seen to do may happen. */
export const atLeast = (alpha: number): number => Math.max(1e-3, alpha);

/** Weight of a handset of n events, as a part of one: few events say little of its share. */
export const weightOf = (n: number): number => n / (n + 5);

/** The most probable concentration of the grid. @param lnEvidence of a class's counts at a concentration, nats */
export function likeliestConcentration(prior: DirichletPrior, lnEvidence: (concentration: number) => number): number {
  let [best, at] = [-Infinity, prior.concentration];
  for (const concentration of GRID) {
    if (concentration > (prior.mostConcentration ?? 64)) break;
    const z = Math.log(concentration / prior.concentration) / CONCENTRATION_SD;
    const value = lnEvidence(concentration) - 0.5 * z * z;
    if (value > best) [best, at] = [value, concentration];
  }
  return at;
}

/**
 * Dirichlet parameters of a class of handsets from their counts. Two quantities are fitted: the mean share (every handset
 * weighs the same, shrunk to the prior's) and the concentration (the most probable on a grid under the
 * Dirichlet-multinomial): with a score of references nothing finer can be carried.
 */
export function fitDirichlet(counts: readonly (readonly number[])[], prior: DirichletPrior): number[] {
  const mean = prior.mean.map((m) => m * prior.strength);
  let handsets = prior.strength;
  for (const c of counts) {
    const n = c.reduce((a, b) => a + b, 0);
    if (n === 0) continue;
    const weight = weightOf(n);
    handsets += weight;
    c.forEach((k, i) => (mean[i] = (mean[i] ?? 0) + (weight * k) / n));
  }
  const parameters = (concentration: number): number[] => mean.map((m) => atLeast((m / handsets) * concentration));
  return parameters(
    likeliestConcentration(prior, (concentration) => {
      const alpha = parameters(concentration);
      return counts.reduce((sum, c) => sum + dirichletMultinomialLogEvidence(c, alpha), 0);
    }),
  );
}
