import { applyBounds, LN10 } from '../statistics/index.ts';
import { pathCover } from './path-cover.ts';
import { simRelation } from './sim-continuity.ts';
import {
  type ProxyPair,
  calibrateSuccession,
  type SuccessionCalibration,
  successionLlr10,
} from './succession-calibration.ts';
import { mayFollow, type SuccessionPair, successionPairs } from './succession-candidates.ts';
import { handOver, MOST_OVERLAP_S, SUCCESSION_COMPONENTS, successionEvidence } from './succession-evidence.ts';
import { successionPopulation, type SuccessionProfile, successionProfiles } from './succession-profile.ts';
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

/** Share of handsets whose user goes on with another one that is seen. Prior. */
const GOES_ON = 0.5;
/** A user keeps the SIM this often; how often others hand one on is counted, but never believed rarer than this. */
const KEEPS_SIM = 0.3;
const LEAST_LENT = 0.02;
/** Alternatives listed for one handset. */
const MOST_LISTED = 10;
const LEAST_RIVAL_LLR10 = -1;

/** P(one inmate is the main user of both) x number of candidates: 1 = the lists say nothing. */
function togetherOf(one: ReadonlyMap<string, number>, two: ReadonlyMap<string, number>): number | undefined {
  if (one.size === 0 || two.size === 0) return undefined;
  let sum = 0;
  for (const [inmate, p] of one) sum += p * (two.get(inmate) ?? 0);
  return sum * Math.max(one.size, two.size);
}

export function succession(input: SuccessionInput): { rows: SuccessionRow[]; calibration: SuccessionCalibration } {
  const profiles = successionProfiles(input.subjects);
  const population = successionPopulation(profiles);
  const pairs = successionPairs(profiles).map(({ from, to }) => {
    const [one, two] = [profiles[from]!, profiles[to]!];
    const together = togetherOf(input.userProbability[from] ?? new Map(), input.userProbability[to] ?? new Map());
    return {
      from,
      to,
      ln: successionEvidence(one, two, population, input.window_s, together),
      sim: simRelation(one, two),
    };
  });
  const knownFrom = new Map<number, number>();
  const knownTo = new Map<number, number>();
  for (const pair of pairs) {
    if (pair.sim !== 'handed-on') continue;
    // Of several takers the first is the successor.
    const other = knownFrom.get(pair.from);
    const begins = (i: number): number => profiles[i]?.subject.from_s ?? 0;
    if (other === undefined || begins(pair.to) < begins(other)) knownFrom.set(pair.from, pair.to);
  }
  for (const [from, to] of knownFrom) knownTo.set(to, from);
  // One who follows the known successor may be of the same chain; only who was in use beside it was somebody else's.
  const proxies = pairs.flatMap((pair): ProxyPair[] => {
    const isEdge = knownFrom.get(pair.from) === pair.to;
    const rival =
      contemporary(profiles, knownFrom.get(pair.from), pair.to) ||
      contemporary(profiles, knownTo.get(pair.to), pair.from);
    if (!isEdge && !(rival && pair.sim === 'none')) return [];
    const start = knownFrom.has(pair.from) ? pair.from : (knownTo.get(pair.to) ?? -1);
    const prison_id = profiles[pair.from]?.subject.prison_id ?? '';
    return [{ ln: pair.ln, proxy: isEdge, prison_id, edge: String(start) }];
  });
  const calibration = calibrateSuccession(proxies);
  const handedOn = pairs.filter((p) => p.sim === 'handed-on').length;
  const lent = Math.max(LEAST_LENT, pairs.filter((p) => p.sim === 'shared').length / Math.max(1, pairs.length));
  const sim_llr10 = handedOn === 0 ? 0 : Math.log10((KEEPS_SIM + (1 - KEEPS_SIM) * lent) / lent);
  const alone = pairs.map((p) => successionLlr10(calibration, p.ln) + (p.sim === 'handed-on' ? sim_llr10 : 0));
  const llr10 = againstRivals(profiles, pairs, alone);
  const bounded = llr10.map((v) => applyBounds(calibration.bounds, v).llr10);
  const steps = pairs.flatMap(({ from, to }, i) => ((llr10[i] ?? 0) > 0 ? [{ from, to, weight: llr10[i] ?? 0 }] : []));
  const successor = new Map(pathCover(steps).map(({ from, to }) => [from, to]));
  const byFrom = new Map<number, number[]>();
  pairs.forEach((p, i) => {
    const list = byFrom.get(p.from);
    if (list === undefined) byFrom.set(p.from, [i]);
    else list.push(i);
  });
  const rows: SuccessionRow[] = [];
  for (const list of byFrom.values()) {
    list.sort((a, b) => (llr10[b] ?? 0) - (llr10[a] ?? 0) || a - b);
    list.forEach((i, position) => {
      const pair = pairs[i]!;
      const inChain = successor.get(pair.from) === pair.to;
      if (position >= MOST_LISTED && !inChain) return;
      const [one, two] = [profiles[pair.from]!.subject, profiles[pair.to]!.subject];
      rows.push({
        imei14_from: one.digest.imei14,
        component_from: one.digest.component,
        imei14_to: two.digest.imei14,
        component_to: two.digest.component,
        llr10: bounded[i] ?? 0,
        gap_h: handOver(two.from_s - one.until_s, input.window_s).gap_h,
        inChain,
        basis: (llr10[i] ?? 0) < 0 ? [] : basisOf(pair.ln, pair.sim, calibration, sim_llr10),
      });
    });
  }
  return { rows, calibration };
}

/**
 * A handset has one successor and one predecessor: a rival that fits better speaks against this pair. Rivals are handsets
 * in use beside each other; of two that follow each other both may belong to the chain. Ratio of the pair against
 * "another of the rivals, or none", with even prior weights among rivals; the tighter of both sides.
 */
function againstRivals(
  profiles: readonly SuccessionProfile[],
  pairs: readonly SuccessionPair[],
  llr10: readonly number[],
): number[] {
  const n = profiles.length;
  const size = { from: new Int32Array(n), to: new Int32Array(n) };
  const bySide: { from: (number[] | undefined)[]; to: (number[] | undefined)[] } = { from: [], to: [] };
  pairs.forEach((pair, i) => {
    for (const side of ['from', 'to'] as const) {
      const handset = pair[side];
      size[side][handset] = (size[side][handset] ?? 0) + 1;
      // All those below together change a ratio by less than a tenth.
      if ((llr10[i] ?? 0) >= LEAST_RIVAL_LLR10) (bySide[side][handset] ??= []).push(i);
    }
  });
  const lr = Float64Array.from(llr10, (v) => 10 ** v);
  const begin = Float64Array.from(profiles, (p) => p.subject.from_s);
  const end = Float64Array.from(profiles, (p) => p.subject.until_s - MOST_OVERLAP_S);
  const oneSide = (side: 'from' | 'to', i: number): number => {
    const pair = pairs[i]!;
    const other = side === 'from' ? pair.to : pair.from;
    const list = bySide[side][pair[side]] ?? [];
    const share = GOES_ON / Math.max(1, size[side][pair[side]] ?? 1);
    let sum = 0;
    for (const j of list) {
      if (j === i) continue;
      const rival = side === 'from' ? pairs[j]!.to : pairs[j]!.from;
      // In use beside each other, as `contemporary` has it: neither begins after the other's end.
      if (begin[rival]! <= end[other]! && begin[other]! <= end[rival]!) sum += lr[j]!;
    }
    return Math.log10((1 - GOES_ON + share * sum) / (1 - share));
  };
  return pairs.map((_, i) => (llr10[i] ?? 0) - Math.max(oneSide('from', i), oneSide('to', i)));
}

/** In use beside each other, so not two of one chain. */
function contemporary(profiles: readonly SuccessionProfile[], a: number | undefined, b: number): boolean {
  const [one, two] = [profiles[a ?? -1], profiles[b]];
  return one !== undefined && two !== undefined && a !== b && !mayFollow(one, two) && !mayFollow(two, one);
}

function basisOf(ln: readonly number[], sim: string, calibration: SuccessionCalibration, sim_llr10: number): string[] {
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
