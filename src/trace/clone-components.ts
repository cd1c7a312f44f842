import type { HandsetHistory } from '../model/record.ts';
import { CellDistances, classifyMove, MOVES } from './cell-moves.ts';
import { CLONE, imsiPairEvidence, legsByImsi, mayBeCloned } from './clone-evidence.ts';
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
  const positions = legsByImsi(history);
  const order = positions
    .map((legs, imsi) => ({ imsi, legs }))
    .filter(({ legs }) => legs.length > 0)
    .sort((a, b) => b.legs.length - a.legs.length || (a.legs[0] ?? 0) - (b.legs[0] ?? 0));
  const n = order.length;
  const llr10: number[][] = order.map(() => new Array<number>(n).fill(0));
  let strongest = -Infinity;
  for (let a = 0; a < n; a++) {
    for (let b = a + 1; b < n; b++) {
      const value = imsiPairEvidence(history, order[a]?.legs ?? [], order[b]?.legs ?? [], distances).llr10;
      (llr10[a] ?? [])[b] = value;
      (llr10[b] ?? [])[a] = value;
      if (value > strongest) strongest = value;
    }
  }
  const whole = [order.flatMap(({ legs }) => legs).sort((a, b) => a - b)];
  // The first split has to overcome how rare clones are. After that the identifier is known to be cloned.
  if (strongest + Math.log10(CLONE.prior / (1 - CLONE.prior)) <= 0) return whole;
  const devices: number[][] = [];
  order.forEach((_, at) => {
    let best: { device: number[]; llr10: number } | undefined;
    for (const device of devices) {
      const against = Math.max(...device.map((member) => llr10[at]?.[member] ?? 0));
      if (against > Math.log10(CLONE.priorOnceCloned / (1 - CLONE.priorOnceCloned))) continue;
      const sum = device.reduce((total, member) => total + (llr10[at]?.[member] ?? 0), 0);
      if (best === undefined || sum < best.llr10) best = { device, llr10: sum };
    }
    if (best === undefined) devices.push([at]);
    else best.device.push(at);
  });
  return devices.map((device) => device.flatMap((at) => order[at]?.legs ?? []).sort((a, b) => a - b));
}

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
