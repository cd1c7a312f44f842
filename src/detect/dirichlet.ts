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
    // A handset of few events says little of its share: it counts as n/(n+5) handsets.
    const weight = n / (n + 5);
    handsets += weight;
    c.forEach((k, i) => (mean[i] = (mean[i] ?? 0) + (weight * k) / n));
  }
  let best = -Infinity;
  let alpha = prior.mean.map((m) => m * prior.concentration);
  for (const concentration of GRID) {
    if (concentration > (prior.mostConcentration ?? 64)) break;
    const candidate = mean.map((m) => Math.max(1e-3, (m / handsets) * concentration));
    const z = Math.log(concentration / prior.concentration) / CONCENTRATION_SD;
    let value = -0.5 * z * z;
    for (const c of counts) value += dirichletMultinomialLogEvidence(c, candidate);
    if (value > best) {
      best = value;
      alpha = candidate;
    }
  }
  return alpha;
}
