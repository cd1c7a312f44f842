import {
  calibratedLlr10,
  cllr,
  type CombinedBounds,
  fitLogisticCalibrator,
  llrBounds,
  type LogisticCalibrator,
} from '../statistics/index.ts';
import { fitFusionWeights, fusedLlr10, type FusionWeights } from './map-weights.ts';
import { SUCCESSION_COMPONENTS } from './succession-evidence.ts';

/** One compared pair with what the case itself says of it. */
export interface ProxyPair {
  readonly ln: readonly number[];
  /** True = a SIM was handed on; false = one of the two has another known partner; undefined = nothing known. */
  readonly proxy: boolean | undefined;
  /** Prison where the first was used, and the known succession that the label comes from. */
  readonly prison_id: string;
  readonly edge: string;
}

export const LEAST_EDGES = 4;
const LEAST_EDGES_OF_PRISON = 3;
const UNCALIBRATED_BOUND_LLR10 = 1;

export interface SuccessionCalibration {
  readonly weights: FusionWeights;
  readonly calibrator: LogisticCalibrator | undefined;
  readonly bounds: CombinedBounds;
  readonly knownEdges: number;
  readonly otherPairs: number;
  readonly heldOut: 'prisons' | 'edges' | 'none';
  readonly heldOutCllr: number;
  readonly hp_llr10: Float64Array;
  readonly hd_llr10: Float64Array;
}

const fit = (pairs: readonly ProxyPair[]): FusionWeights =>
  fitFusionWeights(
    pairs.map((p) => p.ln),
    pairs.map((p) => p.proxy === true),
    SUCCESSION_COMPONENTS.length,
  );

/**
 * Proxy truth: chains of SIMs, with the SIM hidden. A handset whose successor is known by its SIM followed nobody else
 * and nobody else followed it, so its other pairs are known to be wrong. Users who keep their SIM may differ from those
 * who do not: that is the limit of this calibration.
 */
export function calibrateSuccession(all: readonly ProxyPair[]): SuccessionCalibration {
  const labelled = all.filter((p) => p.proxy !== undefined);
  const weights = fit(labelled);
  const edges = new Set(labelled.filter((p) => p.proxy === true).map((p) => p.edge));
  const others = labelled.filter((p) => p.proxy === false).length;
  if (edges.size < LEAST_EDGES || others < LEAST_EDGES) {
    const bound = UNCALIBRATED_BOUND_LLR10;
    return {
      weights,
      calibrator: undefined,
      bounds: { lower_llr10: -bound, upper_llr10: bound, lowerBy: 'n-source', upperBy: 'n-source' },
      knownEdges: edges.size,
      otherPairs: others,
      heldOut: 'none',
      heldOutCllr: Number.NaN,
      hp_llr10: new Float64Array(0),
      hd_llr10: new Float64Array(0),
    };
  }
  const perPrison = new Map<string, number>();
  for (const p of labelled) if (p.proxy === true) perPrison.set(p.prison_id, (perPrison.get(p.prison_id) ?? 0) + 1);
  const byPrison = [...perPrison.values()].filter((n) => n >= LEAST_EDGES_OF_PRISON).length >= 2;
  const groupOf = (p: ProxyPair): string => (byPrison ? p.prison_id : p.edge);
  const groups = [...new Set(labelled.map(groupOf))];
  const scores = labelled.map(() => Number.NaN);
  for (const group of groups) {
    const without = fit(labelled.filter((p) => groupOf(p) !== group));
    labelled.forEach((p, i) => groupOf(p) === group && (scores[i] = fusedLlr10(without, p.ln)));
  }
  const of = (label: boolean, keep: (p: ProxyPair) => boolean): number[] =>
    labelled.flatMap((p, i) => (p.proxy === label && keep(p) ? [scores[i] ?? 0] : []));
  const calibrator = fitLogisticCalibrator(of(true, () => true), of(false, () => true));
  const hp: number[] = [];
  const hd: number[] = [];
  for (const group of groups) {
    const [h1, h2] = [of(true, (p) => groupOf(p) !== group), of(false, (p) => groupOf(p) !== group)];
    if (h1.length === 0 || h2.length === 0) continue;
    const c = fitLogisticCalibrator(h1, h2);
    for (const s of of(true, (p) => groupOf(p) === group)) hp.push(calibratedLlr10(c, s));
    for (const s of of(false, (p) => groupOf(p) === group)) hd.push(calibratedLlr10(c, s));
  }
  const [hp_llr10, hd_llr10] = [Float64Array.from(hp), Float64Array.from(hd)];
  return {
    weights,
    calibrator,
    bounds: llrBounds(hp_llr10, hd_llr10),
    knownEdges: edges.size,
    otherPairs: others,
    heldOut: byPrison ? 'prisons' : 'edges',
    heldOutCllr: cllr(hp_llr10, hd_llr10).cllr,
    hp_llr10,
    hd_llr10,
  };
}

/** Before bounds and before what a handed-on SIM adds. */
export const successionLlr10 = (calibration: SuccessionCalibration, ln: readonly number[]): number => {
  const score = fusedLlr10(calibration.weights, ln);
  return calibration.calibrator === undefined ? score : calibratedLlr10(calibration.calibrator, score);
};
