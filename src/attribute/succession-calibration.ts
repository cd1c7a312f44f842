import {
  calibratedLlr10,
  cllr,
  type CombinedBounds,
  fitLogisticCalibrator,
  llrBounds,
  type LogisticCalibrator,
} from '../statistics/index.ts';
import { CAUTIOUS_PRIOR, fitFusionWeights, fusedLlr10, type FusionWeights } from './map-weights.ts';
import { SUCCESSION_COMPONENTS } from './succession-evidence.ts';

/** What the case itself says of one compared pair. */
export interface ProxyLabel {
  /** True = a SIM was handed on; false = one of the two has another known partner; undefined = nothing known. */
  readonly proxy: boolean | undefined;
  /** Prison where the first was used, and the known succession that the label comes from. */
  readonly prison_id: string;
  readonly edge: string;
}

export interface ProxyPair extends ProxyLabel {
  readonly ln: readonly number[];
}

/** One SIM in ten that is handed on at the end of a handset goes to somebody else. Prior. */
const WRONG_PROXY = 0.1;
/**
 * Known edges, and wrong pairs beside them. Two edges leave one to learn from when the other is judged. Three need wrong pairs enough for a
 * bound of 10, as ratios have without calibration: with fewer, calibrating would only take away (docs/methods/succession.md).
 */
const LEAST_EDGES = 3;
const EDGES_WHATEVER_ELSE = 4;
const LEAST_OTHERS = { few: 20, else: 4 } as const;
const LEAST_EDGES_OF_PRISON = 3;
const UNCALIBRATED_BOUND_LLR10 = 1;

export interface SuccessionCalibration {
  readonly weights: FusionWeights;
  readonly calibrator: LogisticCalibrator | undefined;
  readonly bounds: CombinedBounds;
  readonly knownEdges: number;
  /** SIMs handed on that contradict everything else: more probably to another person. Left out of the figures. */
  readonly doubtfulEdges: number;
  readonly otherPairs: number;
  readonly heldOut: 'prisons' | 'edges' | 'none';
  readonly heldOutCllr: number;
  readonly hp_llr10: Float64Array;
  readonly hd_llr10: Float64Array;
}

/** Known edges that are learned from, and wrong pairs of each: more cost time and teach nothing. */
const MOST_EDGES = 200;
const MOST_WRONG_OF_EDGE = 20;
const MOST_FOLDS = 10;

/** Every n-th edge with some of its wrong pairs, by position: the same input gives the same sample, a sample gives itself. */
export function sampledProxies<Pair extends ProxyLabel>(pairs: readonly Pair[]): Pair[] {
  const edges = [...new Set(pairs.flatMap((p) => (p.proxy === true ? [p.edge] : [])))];
  const stride = Math.max(1, Math.ceil(edges.length / MOST_EDGES));
  const kept = new Set(edges.filter((_, i) => i % stride === 0));
  const wrong = new Map<string, number>();
  return pairs.filter((p) => {
    if (p.proxy === undefined || !kept.has(p.edge)) return false;
    if (p.proxy) return true;
    wrong.set(p.edge, (wrong.get(p.edge) ?? 0) + 1);
    return (wrong.get(p.edge) ?? 0) <= MOST_WRONG_OF_EDGE;
  });
}

interface Trusted extends ProxyPair {
  readonly trust: number;
}

const fit = (pairs: readonly Trusted[], start?: FusionWeights): FusionWeights =>
  fitFusionWeights(
    pairs.map((p) => p.ln),
    pairs.map((p) => p.proxy === true),
    SUCCESSION_COMPONENTS.length,
    CAUTIOUS_PRIOR,
    pairs.map((p) => p.trust),
    start,
  );

/**
 * Probability that a proxy edge is right, by what the components say with their prior weights; pairs known to be wrong
 * through an edge are as sure as the edge. So a SIM that plainly went to somebody else teaches little.
 */
function trusted(pairs: readonly ProxyPair[]): Trusted[] {
  const trustOf = new Map<string, number>();
  for (const p of pairs) {
    if (p.proxy !== true) continue;
    const lr = Math.exp(Math.min(50, CAUTIOUS_PRIOR.weight * p.ln.reduce((s, x) => s + x, 0)));
    trustOf.set(p.edge, ((1 - WRONG_PROXY) * lr) / ((1 - WRONG_PROXY) * lr + WRONG_PROXY));
  }
  return pairs.flatMap((p) => (p.proxy === undefined ? [] : [{ ...p, trust: trustOf.get(p.edge) ?? 0 }]));
}

/**
 * Proxy truth: chains of SIMs, with the SIM hidden. A handset whose successor is known by its SIM followed nobody else
 * and nobody else followed it, so its other pairs are known to be wrong. Users who keep their SIM may differ from those
 * who do not: that is the limit of this calibration.
 */
export function calibrateSuccession(all: readonly ProxyPair[]): SuccessionCalibration {
  const labelled = trusted(sampledProxies(all));
  const weights = fit(labelled);
  const believed = labelled.filter((p) => p.trust >= 0.5);
  const known = new Set(labelled.filter((p) => p.proxy === true).map((p) => p.edge));
  const edges = new Set(believed.filter((p) => p.proxy === true).map((p) => p.edge));
  const others = believed.filter((p) => p.proxy === false).length;
  const needed = edges.size < EDGES_WHATEVER_ELSE ? LEAST_OTHERS.few : LEAST_OTHERS.else;
  if (edges.size < LEAST_EDGES || others < needed) {
    const bound = UNCALIBRATED_BOUND_LLR10;
    return {
      weights,
      calibrator: undefined,
      bounds: { lower_llr10: -bound, upper_llr10: bound, lowerBy: 'n-source', upperBy: 'n-source' },
      knownEdges: edges.size,
      doubtfulEdges: known.size - edges.size,
      otherPairs: others,
      heldOut: 'none',
      heldOutCllr: Number.NaN,
      hp_llr10: new Float64Array(0),
      hd_llr10: new Float64Array(0),
    };
  }
  const perPrison = new Map<string, number>();
  for (const p of believed) if (p.proxy === true) perPrison.set(p.prison_id, (perPrison.get(p.prison_id) ?? 0) + 1);
  const byPrison = [...perPrison.values()].filter((n) => n >= LEAST_EDGES_OF_PRISON).length >= 2;
  const unitOf = (p: ProxyPair): string => (byPrison ? p.prison_id : p.edge);
  const units = [...new Set(labelled.map(unitOf))];
  const fold = new Map(units.map((unit, i) => [unit, String(i % MOST_FOLDS)]));
  const groupOf = (p: ProxyPair): string => fold.get(unitOf(p)) ?? '';
  const groups = [...new Set(believed.map(groupOf))];
  const scores = believed.map(() => Number.NaN);
  for (const group of groups) {
    const without = fit(
      labelled.filter((p) => groupOf(p) !== group),
      weights,
    );
    believed.forEach((p, i) => groupOf(p) === group && (scores[i] = fusedLlr10(without, p.ln)));
  }
  const calibratorOf = (keep: (p: Trusted) => boolean): LogisticCalibrator | undefined => {
    const of = (label: boolean): number[] => believed.flatMap((p, i) => (p.proxy === label && keep(p) ? [i] : []));
    const [hp, hd] = [of(true), of(false)];
    if (hp.length === 0 || hd.length === 0) return undefined;
    const trust = (list: number[]): number[] => list.map((i) => believed[i]?.trust ?? 0);
    const score = (list: number[]): number[] => list.map((i) => scores[i] ?? 0);
    return fitLogisticCalibrator(score(hp), score(hd), { weights: { hp: trust(hp), hd: trust(hd) } });
  };
  const calibrator = calibratorOf(() => true);
  const hp: number[] = [];
  const hd: number[] = [];
  for (const group of groups) {
    const c = calibratorOf((p) => groupOf(p) !== group);
    if (c === undefined) continue;
    believed.forEach((p, i) => {
      if (groupOf(p) === group) (p.proxy === true ? hp : hd).push(calibratedLlr10(c, scores[i] ?? 0));
    });
  }
  const [hp_llr10, hd_llr10] = [Float64Array.from(hp), Float64Array.from(hd)];
  return {
    weights,
    calibrator,
    bounds: llrBounds(hp_llr10, hd_llr10),
    knownEdges: edges.size,
    doubtfulEdges: known.size - edges.size,
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
