import type { HandsetHistory } from '../model/record.ts';
import { type CellDistances, classifyMove, MOVES } from './cell-moves.ts';
import { partitionSims } from './clone-partition.ts';
import { pickLegs } from './history-parts.ts';
import { minimumPathCover } from './path-cover.ts';

/** Distinct impossible moves (site pair and day) that one SIM must show before its own legs are split. */
const IMPOSSIBLE_MOVES_OF_ONE_SIM = 4;
/** More stays than this are left together: the cover is cubic, and no one reads such a component by hand. */
const MOST_STAYS = 1500;

/**
 * Splits the history of one handset identifier into the devices that used it (ITU-T Q.5052 clause 7.4). One device:
 * the same object back. Components are numbered by falling number of legs, then by first leg.
 * @param slots SIM slots of the make; undefined where no profile names it
 */
export function splitClones(history: HandsetHistory, distances: CellDistances, slots?: number): HandsetHistory[] {
  const moves = movesOf(history, distances);
  if (!moves.farAtChange && !moves.impossible) return [history];
  const devices = moves.farAtChange ? partitionSims(history, distances, slots).devices : [];
  const groups = legsOf(history, devices).flatMap((legs) => splitOneSim(history, legs, distances));
  if (groups.length < 2) return [history];
  groups.sort((a, b) => b.length - a.length || (a[0] ?? 0) - (b[0] ?? 0));
  return groups.map((legs, at) => pickLegs(history, legs, at + 1));
}

/** Cheap screen, linear in the legs: only a far or an impossible move between consecutive legs can show two devices. */
function movesOf(history: HandsetHistory, distances: CellDistances): { farAtChange: boolean; impossible: boolean } {
  let farAtChange = false;
  let impossible = false;
  let last = -1;
  let before = -1;
  for (let i = 0; i < history.at_s.length; i++) {
    const cell = history.cell[i] ?? -1;
    if (cell < 0) continue;
    const excess = last < 0 || before === cell ? 0 : (distances.excess_m(before, cell) ?? 0);
    before = cell;
    if (excess > 0) {
      farAtChange ||= history.imsi[last] !== history.imsi[i];
      const gap_s = (history.at_s[i] ?? 0) - (history.at_s[last] ?? 0);
      impossible ||= classifyMove(excess, gap_s) === MOVES.impossible;
    }
    last = i;
  }
  return { farAtChange, impossible };
}

/** Legs (positions in time order) of each device; a leg whose SIM is in none goes with the leg before it. */
function legsOf(history: HandsetHistory, devices: readonly (readonly number[])[]): number[][] {
  const deviceOf = new Map(devices.flatMap((sims, device) => sims.map((sim) => [sim, device] as const)));
  const legs: number[][] = devices.length < 2 ? [[]] : devices.map(() => []);
  let last = 0;
  for (let i = 0; i < history.at_s.length; i++) {
    last = legs.length < 2 ? 0 : (deviceOf.get(history.imsi[i] ?? -1) ?? last);
    legs[last]?.push(i);
  }
  return legs.filter((device) => device.length > 0);
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
