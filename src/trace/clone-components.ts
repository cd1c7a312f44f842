import type { HandsetHistory } from '../model/record.ts';
import { type CellDistances, classifyMove, MOVES } from './cell-moves.ts';
import { CLONE, legsByImsi, mayBeCloned, simChangeEvidence } from './clone-evidence.ts';
import { alternationEvidence_llr10, siteMixEvidence_llr10 } from './sim-sharing.ts';
import { pickLegs } from './history-parts.ts';
import { minimumPathCover } from './path-cover.ts';

/** Distinct impossible moves (site pair and day) that one SIM must show before its own legs are split. */
const IMPOSSIBLE_MOVES_OF_ONE_SIM = 4;
/** More stays than this are left together: the cover is cubic, and no one reads such a component by hand. */
const MOST_STAYS = 1500;

/**
 * Splits the history of one handset identifier into the devices that used it (ITU-T Q.5052 clause 7.4). One device:
 * the same object back. Components are numbered by falling number of legs, then by first leg.
 */
export function splitClones(history: HandsetHistory, distances: CellDistances): HandsetHistory[] {
  if (!mayBeCloned(history, distances)) return [history];
  const groups = groupImsis(history, distances).flatMap((legs) => splitOneSim(history, legs, distances));
  if (groups.length < 2) return [history];
  groups.sort((a, b) => b.length - a.length || (a[0] ?? 0) - (b[0] ?? 0));
  return groups.map((legs, at) => pickLegs(history, legs, at + 1));
}

/** Puts each SIM with the device it was used in: legs (positions in time order) of each device. */
function groupImsis(history: HandsetHistory, distances: CellDistances): number[][] {
  const all = Array.from({ length: history.at_s.length }, (_, at) => at);
  // The first split has to overcome how rare clones are. After that the identifier is known to be cloned.
  if (simChangeEvidence(history, all, distances).llr10 + Math.log10(CLONE.prior / (1 - CLONE.prior)) <= 0) return [all];
  const sims = legsByImsi(history)
    .filter((legs) => legs.length > 0)
    .sort((a, b) => b.length - a.length || (a[0] ?? 0) - (b[0] ?? 0));
  const devices: number[][][] = [];
  for (const sim of sims) {
    let best: { device: number[][]; llr10: number } | undefined;
    for (const device of devices) {
      const against = device.map((other) => twoDevices_llr10(history, sim, other, distances));
      if (Math.max(...against) > Math.log10((1 - CLONE.priorOnceCloned) / CLONE.priorOnceCloned)) continue;
      const sum = against.reduce((total, value) => total + value, 0);
      if (best === undefined || sum < best.llr10) best = { device, llr10: sum };
    }
    if (best === undefined) devices.push([sim]);
    else best.device.push(sim);
  }
  return devices.map((device) => byTime(device.flat()));
}

/** Two SIMs of an identifier that is known to be cloned: places used, and how freely they alternate. */
function twoDevices_llr10(
  history: HandsetHistory,
  a: readonly number[],
  b: readonly number[],
  distances: CellDistances,
): number {
  const both = byTime([...a, ...b]);
  const moves = simChangeEvidence(history, both, distances).llr10;
  const places = siteMixEvidence_llr10(history, a, b, distances);
  // Both read the same cells: the stronger one speaks.
  const where = places !== undefined && Math.abs(places) > Math.abs(moves) ? places : moves;
  return where + alternationEvidence_llr10(history, a, b);
}

const byTime = (legs: readonly number[]): number[] => [...legs].sort((a, b) => a - b);

/** A network lets one SIM be in one place only, so this takes much evidence: a cloned SIM, or records mixed up. */
function splitOneSim(history: HandsetHistory, legs: readonly number[], distances: CellDistances): number[][] {
  const stays = staysOf(history, legs);
  const impossible = new Set<string>();
  for (let i = 1; i < stays.length; i++) {
    const a = stays[i - 1];
    const b = stays[i];
    if (a === undefined || b === undefined || canFollow(a, b, distances)) continue;
    impossible.add(
      `${Math.floor(b.from_s / 86_400)} ${[distances.site(a.cell), distances.site(b.cell)].sort().join(' ')}`,
    );
  }
  if (impossible.size < IMPOSSIBLE_MOVES_OF_ONE_SIM || stays.length > MOST_STAYS) return [[...legs]];
  const path = minimumPathCover(stays.length, (i, j) => {
    const a = stays[i];
    const b = stays[j];
    return a !== undefined && b !== undefined && canFollow(a, b, distances);
  });
  const out: number[][] = [];
  stays.forEach((stay, at) => {
    const device = path[at] ?? 0;
    (out[device] ??= []).push(...stay.legs);
  });
  return out.filter((device) => device.length > 0);
}

interface Stay {
  readonly cell: number;
  readonly from_s: number;
  until_s: number;
  readonly legs: number[];
}

/** Runs of legs on one cell; legs without a known place join the stay before. */
function staysOf(history: HandsetHistory, legs: readonly number[]): Stay[] {
  const stays: Stay[] = [];
  for (const leg of legs) {
    const cell = history.cell[leg] ?? -1;
    const at_s = history.at_s[leg] ?? 0;
    const last = stays.at(-1);
    if (last !== undefined && (cell < 0 || cell === last.cell)) {
      last.legs.push(leg);
      if (cell >= 0) last.until_s = at_s;
    } else stays.push({ cell, from_s: at_s, until_s: at_s, legs: [leg] });
  }
  return stays;
}

const canFollow = (a: Stay, b: Stay, distances: CellDistances): boolean =>
  classifyMove(distances.excess_m(a.cell, b.cell) ?? 0, b.from_s - a.until_s) !== MOVES.impossible;
