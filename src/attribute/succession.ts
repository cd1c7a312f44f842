import { applyBounds, LN10 } from '../statistics/index.ts';
import { pathCover, type WeightedStep } from './path-cover.ts';
import { type SimRelation, simRelation } from './sim-continuity.ts';
import {
  calibrateSuccession,
  type ProxyLabel,
  sampledProxies,
  type SuccessionCalibration,
  successionLlr10,
} from './succession-calibration.ts';
import { type SuccessionPairs, successionPairs } from './succession-candidates.ts';
import { handOver, SUCCESSION_COMPONENTS, successionEvidence } from './succession-evidence.ts';
import { successionPopulation } from './succession-population.ts';
import { type SuccessionProfiles, successionProfiles } from './succession-profile.ts';
import { againstRivals, contemporary } from './succession-rivals.ts';
import type { Subject } from './subjects.ts';

/** One row of succession.csv. */
export interface SuccessionRow {
  readonly imei14_from: string;
  readonly component_from: number;
  readonly imei14_to: string;
  readonly component_to: number;
  readonly llr10: number;
  /** Hours from the last use of the one to the first of the other; negative = overlap. */
  readonly gap_h: number;
  /** Part of the best set of chains: each handset has at most one successor and one predecessor there. */
  readonly inChain: boolean;
  /** Words, no identifiers; empty where the pair is rather not one user's. */
  readonly basis: readonly string[];
}

export interface SuccessionInput {
  readonly subjects: readonly Subject[];
  /** Length of the case window. */
  readonly window_s: number;
  /** Per subject (same order): probability of each candidate to be the main user. */
  readonly userProbability: readonly ReadonlyMap<string, number>[];
}

/** A user keeps the SIM this often; how often others hand one on is counted, but never believed rarer than this. */
const KEEPS_SIM = 0.3;
const LEAST_LENT = 0.02;
/** Alternatives listed for one handset. */
const MOST_LISTED = 10;

/** P(one inmate is the main user of both) x number of candidates: 1 = the lists say nothing. */
function togetherOf(one: ReadonlyMap<string, number>, two: ReadonlyMap<string, number>): number | undefined {
  if (one.size === 0 || two.size === 0) return undefined;
  let sum = 0;
  for (const [inmate, p] of one) sum += p * (two.get(inmate) ?? 0);
  return sum * Math.max(one.size, two.size);
}

/** The same columns as the pairs: ln LR of each component, side by side, and what the SIMs of the two say. */
interface PairEvidence {
  readonly ln: Float64Array;
  readonly sim: readonly SimRelation[];
}

const NO_BASIS: readonly string[] = [];
const COMPONENTS = SUCCESSION_COMPONENTS.length;
/** A copy: a view of so few numbers is dearer. */
function lnOf({ ln }: PairEvidence, i: number): number[] {
  const own: number[] = [];
  for (let k = 0; k < COMPONENTS; k++) own.push(ln[i * COMPONENTS + k]!);
  return own;
}

function comparePairs(
  profiles: SuccessionProfiles,
  { from, to }: SuccessionPairs,
  { window_s, userProbability }: SuccessionInput,
): PairEvidence {
  const population = successionPopulation(profiles);
  const nobody = new Map<string, number>();
  const ln = new Float64Array(from.length * COMPONENTS);
  const sim = new Array<SimRelation>(from.length).fill('none');
  // Prison by prison: what is compared with one handset is at hand for the next.
  const order = Int32Array.from(from, (_, i) => i).sort(
    (i, j) => profiles.place[from[i]!]! - profiles.place[from[j]!]! || i - j,
  );
  for (const i of order) {
    const [a, b] = [from[i]!, to[i]!];
    const together = togetherOf(userProbability[a] ?? nobody, userProbability[b] ?? nobody);
    const components = successionEvidence(profiles, a, b, population, window_s, together);
    for (let k = 0; k < COMPONENTS; k++) ln[i * COMPONENTS + k] = components[k]!;
    sim[i] = simRelation(profiles, a, b);
  }
  return { ln, sim };
}

/** The case's own truth of some pairs, by the SIMs that were handed on. */
function proxyLabels(
  profiles: SuccessionProfiles,
  { from, to }: SuccessionPairs,
  { sim }: PairEvidence,
): (ProxyLabel & { readonly pair: number })[] {
  const knownFrom = new Map<number, number>();
  const knownTo = new Map<number, number>();
  const begins = (i: number): number => profiles.begin_s[i] ?? 0;
  sim.forEach((relation, i) => {
    if (relation !== 'handed-on') return;
    // Of several takers the first is the successor.
    const other = knownFrom.get(from[i]!);
    if (other === undefined || begins(to[i]!) < begins(other)) knownFrom.set(from[i]!, to[i]!);
  });
  for (const [a, b] of knownFrom) knownTo.set(b, a);
  const labels: (ProxyLabel & { readonly pair: number })[] = [];
  sim.forEach((relation, pair) => {
    const [a, b] = [from[pair]!, to[pair]!];
    const isEdge = knownFrom.get(a) === b;
    // One who follows the known successor may be of the same chain; only who was in use beside it was somebody else's.
    const isRival =
      relation === 'none' && (contemporary(profiles, knownFrom.get(a), b) || contemporary(profiles, knownTo.get(b), a));
    if (!isEdge && !isRival) return;
    const start = knownFrom.has(a) ? a : (knownTo.get(b) ?? -1);
    labels.push({ pair, proxy: isEdge, prison_id: profiles.subjects[a]?.prison_id ?? '', edge: String(start) });
  });
  return labels;
}

export function succession(input: SuccessionInput): { rows: SuccessionRow[]; calibration: SuccessionCalibration } {
  const profiles = successionProfiles(input.subjects);
  const pairs = successionPairs(profiles);
  const evidence = comparePairs(profiles, pairs, input);
  const calibration = calibrateSuccession(
    sampledProxies(proxyLabels(profiles, pairs, evidence)).map((label) => ({
      ...label,
      ln: lnOf(evidence, label.pair),
    })),
  );
  let [handedOn, shared] = [0, 0];
  for (const relation of evidence.sim) {
    if (relation === 'handed-on') handedOn++;
    if (relation === 'shared') shared++;
  }
  const lent = Math.max(LEAST_LENT, shared / Math.max(1, evidence.sim.length));
  const sim_llr10 = handedOn === 0 ? 0 : Math.log10((KEEPS_SIM + (1 - KEEPS_SIM) * lent) / lent);
  const alone = Float64Array.from(
    evidence.sim,
    (sim, i) => successionLlr10(calibration, lnOf(evidence, i)) + (sim === 'handed-on' ? sim_llr10 : 0),
  );
  const llr10 = againstRivals(profiles, pairs, alone);
  const steps: WeightedStep[] = [];
  llr10.forEach((weight, i) => {
    if (weight > 0) steps.push({ from: pairs.from[i]!, to: pairs.to[i]!, weight });
  });
  const successor = new Map(pathCover(steps).map(({ from, to }) => [from, to]));
  const rowOf = (i: number): SuccessionRow => {
    const [from, to] = [pairs.from[i]!, pairs.to[i]!];
    const [one, two] = [profiles.subjects[from]!, profiles.subjects[to]!];
    const sim = evidence.sim[i]!;
    return {
      imei14_from: one.digest.imei14,
      component_from: one.digest.component,
      imei14_to: two.digest.imei14,
      component_to: two.digest.component,
      llr10: applyBounds(calibration.bounds, llr10[i]!).llr10,
      gap_h: handOver(two.from_s - one.until_s, input.window_s).gap_h,
      inChain: successor.get(from) === to,
      basis: llr10[i]! < 0 ? NO_BASIS : basisOf(lnOf(evidence, i), sim, calibration, sim_llr10),
    };
  };
  const rows: SuccessionRow[] = [];
  for (let first = 0, until = 0; first < llr10.length; first = until) {
    const from = pairs.from[first];
    while (pairs.from[until] === from) until++;
    const best = Array.from({ length: until - first }, (_, k) => first + k).sort(
      (a, b) => llr10[b]! - llr10[a]! || a - b,
    );
    best.forEach((i, position) => {
      if (position < MOST_LISTED || successor.get(pairs.from[i]!) === pairs.to[i]) rows.push(rowOf(i));
    });
  }
  return { rows, calibration };
}

function basisOf(
  ln: readonly number[],
  sim: SimRelation,
  calibration: SuccessionCalibration,
  sim_llr10: number,
): string[] {
  const scale = (calibration.calibrator?.slope ?? LN10) / LN10 ** 2;
  const words = SUCCESSION_COMPONENTS.map((name, k) => ({
    name,
    added: (ln[k] ?? 0) * (calibration.weights.weights[k] ?? 0) * scale,
  }))
    .filter(({ added }) => Math.abs(added) >= 0.1)
    .sort((a, b) => Math.abs(b.added) - Math.abs(a.added))
    .map(({ name, added }) => `${name} (${added > 0 ? '+' : ''}${added.toFixed(1)})`);
  if (sim === 'handed-on') words.unshift(`SIM handed on (+${sim_llr10.toFixed(1)})`);
  if (sim === 'shared') words.push('a SIM went to and fro');
  if (calibration.calibrator === undefined) words.push('not calibrated: too few SIMs handed on');
  return words;
}
