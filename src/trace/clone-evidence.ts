import type { HandsetHistory } from '../model/record.ts';
import { type CellDistances, classifyMove, type Move, MOVES } from './cell-moves.ts';
import { addLog10, dirichletMultinomialLog10 } from './dirichlet-multinomial.ts';

/**
 * Stated assumptions of the clone likelihood ratio (docs/methods/handset-components.md). Moves are counted once per
 * site pair and day, because wrong-site records come in clusters (one stray cell makes a way out and a way back).
 */
export const CLONE = {
  /** Moves at a change of SIM (near, far, impossible) within one handset: mostly near; a traveller may change SIM. */
  oneHandset: [12, 1, 0.012],
  /** ... between two handsets whose users live near each other, and far from each other. */
  twoNear: [12, 1, 0.3],
  twoFar: [0.5, 4, 1],
  /** Simultaneous conversations of two SIMs per change of SIM: clocks and conference calls; two handsets in use. */
  overlapOne: 0.01,
  overlapTwo: 0.04,
  /** Longest overlap that clocks explain, seconds. */
  overlapSlack_s: 120,
  /** Share of IMEIs carried by more than one device. */
  prior: 1e-3,
  /** Once an IMEI is shown to be cloned, the next SIM elsewhere is as likely another device as not. */
  priorOnceCloned: 0.5,
} as const;

export interface SimChangeEvidence {
  /** log10 LR, H1: the SIMs were in different devices; H2: in one. */
  readonly llr10: number;
  readonly near: number;
  readonly far: number;
  readonly impossible: number;
  readonly overlaps: number;
}

/** Positions of the legs of each IMSI, in time order. */
export function legsByImsi(history: HandsetHistory): number[][] {
  const positions: number[][] = history.imsis.map(() => []);
  for (let i = 0; i < history.at_s.length; i++) positions[history.imsi[i] ?? 0]?.push(i);
  return positions;
}

/** Evidence from what each change of SIM between consecutive legs (rising `positions`) demanded of one device. */
export function simChangeEvidence(
  history: HandsetHistory,
  positions: readonly number[],
  distances: CellDistances,
): SimChangeEvidence {
  // Worst case of a site pair and day: way out and way back of one stray record are one observation.
  const worst = new Map<string, Move>();
  let overlaps = 0;
  let last = -1;
  for (const at of positions) {
    if ((history.cell[at] ?? -1) < 0) continue;
    if (last >= 0 && history.imsi[at] !== history.imsi[last]) {
      const gap_s = (history.at_s[at] ?? 0) - (history.at_s[last] ?? 0);
      const overlap_s = (history.duration_s[last] ?? 0) - gap_s;
      if (bothConversations(history, last, at) && overlap_s > CLONE.overlapSlack_s) overlaps++;
      const cellA = history.cell[last] ?? -1;
      const cellB = history.cell[at] ?? -1;
      const move = classifyMove(distances.excess_m(cellA, cellB) ?? 0, gap_s);
      const sites = [distances.site(cellA), distances.site(cellB)].sort().join(' ');
      const key = `${Math.floor((history.at_s[at] ?? 0) / 86_400)} ${sites}`;
      if (move > (worst.get(key) ?? -1)) worst.set(key, move);
    }
    last = at;
  }
  const counts = [0, 0, 0];
  for (const move of worst.values()) counts[move] = (counts[move] ?? 0) + 1;
  const two = addLog10([
    Math.log10(0.5) + dirichletMultinomialLog10(counts, CLONE.twoNear),
    Math.log10(0.5) + dirichletMultinomialLog10(counts, CLONE.twoFar),
  ]);
  const moves_llr10 = worst.size === 0 ? 0 : two - dirichletMultinomialLog10(counts, CLONE.oneHandset);
  // Absence of overlap says next to nothing (two people seldom talk at once); one overlap may be a clock.
  const overlap_llr10 = (overlaps - 1) * Math.log10(CLONE.overlapTwo / CLONE.overlapOne);
  return {
    // Both come from the same pair of histories: the stronger one speaks, they are not multiplied.
    llr10: overlaps < 2 ? moves_llr10 : Math.max(moves_llr10, Math.min(overlap_llr10, 2)),
    near: counts[0] ?? 0,
    far: counts[1] ?? 0,
    impossible: counts[2] ?? 0,
    overlaps,
  };
}

function bothConversations(history: HandsetHistory, a: number, b: number): boolean {
  return (
    history.service[a] === 0 &&
    history.service[b] === 0 &&
    (history.duration_s[a] ?? 0) > 0 &&
    (history.duration_s[b] ?? 0) > 0
  );
}

/**
 * Cheap screen, linear in the legs: may this handset hold more than one device? Only a far or impossible move between
 * consecutive legs can show it.
 */
export function mayBeCloned(history: HandsetHistory, distances: CellDistances): boolean {
  let last = -1;
  for (let i = 0; i < history.at_s.length; i++) {
    const cell = history.cell[i] ?? -1;
    if (cell < 0) continue;
    if (last >= 0) {
      const lastCell = history.cell[last] ?? -1;
      if (lastCell !== cell) {
        const excess = distances.excess_m(lastCell, cell) ?? 0;
        if (excess > 0) {
          if (history.imsi[last] !== history.imsi[i]) return true;
          if (classifyMove(excess, (history.at_s[i] ?? 0) - (history.at_s[last] ?? 0)) === MOVES.impossible)
            return true;
        }
      }
    }
    last = i;
  }
  return false;
}
