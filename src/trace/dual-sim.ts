import { tacOf } from '../model/identifiers.ts';
import type { HandsetHistory } from '../model/record.ts';
import { CellDistances, classifyMove, MOVES } from './cell-moves.ts';
import { addLog10, dirichletMultinomialLog10 } from './dirichlet-multinomial.ts';
import { weave } from './history-parts.ts';

/** Stated assumptions of the dual-SIM likelihood ratio; docs/methods/handset-components.md gives the reasons. */
export const DUAL_SIM = {
  /** Both IMEIs of a two-SIM handset are in the records and carry adjacent serials. */
  bothSeen: 0.5,
  /** A type allocation code of unknown make has two SIM slots. */
  unknownMakeIsDual: 0.3,
  /** Least density of other serials around a pair (a TAC holds 10^6 serials). */
  leastDensity: 1e-3,
  densityWindow: 50,
  /** One SIM moved between the slots of one handset / turns up by chance in the handset with the next serial. */
  sharedImsiSame: 0.3,
  sharedImsiOther: 3e-4,
  /** Share of handsets that talk to an ordinary number; concentrations of one user's contacts, equally likely (few friends ... dialler of thousands). */
  contactPopularity: 1e-3,
  contactConcentrations: [10, 100, 1000],
  /** Chance that a handset's slots serve separate circles of contacts. */
  separateCircles: 0.5,
  /** Moves between the two IMEIs (near, far, impossible), collapsed by site pair and day: one handset; two people. */
  movesSame: [12, 1, 0.01],
  movesOtherNear: [12, 1, 0.3],
  movesOtherFar: [1, 3, 1],
  /** log10 LR from which two IMEIs are one handset, and how much of it must come from use, not adjacency. */
  least_llr10: 1,
  leastUse_llr10: 0.3,
} as const;

/** Slots of a make: 2 or more, 1, or undefined where no profile names the type allocation code. */
export type SimSlots = (tac: string) => number | undefined;

export interface DualSimEvidence {
  /** log10 LR of adjacency alone against chance in a batch of this density. */
  readonly adjacency_llr10: number;
  /** log10 LR of shared SIMs, contacts and movements. */
  readonly use_llr10: number;
}

const isNamed = (imsi: string): boolean => imsi !== '';

/** H1: two IMEI-14s with adjacent serials are one handset; H2: two people's handsets of one batch. */
export function dualSimEvidence(
  a: HandsetHistory,
  b: HandsetHistory,
  distances: CellDistances,
  density: number,
  slots: number | undefined,
): DualSimEvidence {
  const both = DUAL_SIM.bothSeen * (slots === undefined ? DUAL_SIM.unknownMakeIsDual : 1);
  const adjacency = Math.log10(both / Math.min(1, Math.max(DUAL_SIM.leastDensity, density)));
  // Where records name no SIM, nobody knows whether it was the same.
  const simsOfA = a.imsis.filter(isNamed);
  const simsOfB = b.imsis.filter(isNamed);
  const shared = simsOfA.some((imsi) => simsOfB.includes(imsi));
  const none = simsOfA.length === 0 || simsOfB.length === 0;
  const imsi = shared
    ? Math.log10(DUAL_SIM.sharedImsiSame / DUAL_SIM.sharedImsiOther)
    : none
      ? 0
      : Math.log10((1 - DUAL_SIM.sharedImsiSame) / (1 - DUAL_SIM.sharedImsiOther));
  // One SIM in two slots has one circle of contacts: the circle then says nothing new.
  const circle = shared ? 0 : contactEvidence_llr10(a, b);
  return { adjacency_llr10: adjacency, use_llr10: imsi + circle + moveEvidence_llr10(a, b, distances) };
}

/** Dirichlet-multinomial LR on shared contacts, sparse form, counts damped to distinct days. Forensics note: bursts. */
export function contactEvidence_llr10(a: HandsetHistory, b: HandsetHistory): number {
  const daysA = contactDays(a);
  const daysB = contactDays(b);
  if (daysA.size === 0 || daysB.size === 0) return 0;
  let total1 = 0;
  let total2 = 0;
  for (const n of daysA.values()) total1 += n;
  for (const n of daysB.values()) total2 += n;
  const sharedDays: [number, number][] = [];
  for (const [number, n1] of daysA) {
    const n2 = daysB.get(number);
    if (n2 !== undefined) sharedDays.push([n1, n2]);
  }
  const perConcentration = DUAL_SIM.contactConcentrations.map((A) => {
    const base = A * DUAL_SIM.contactPopularity;
    let llr10 = risingLog10(A, total2) - risingLog10(A + total1, total2);
    for (const [n1, n2] of sharedDays) llr10 += risingLog10(base + n1, n2) - risingLog10(base, n2);
    return llr10;
  });
  const llr10 = addLog10(perConcentration) - Math.log10(perConcentration.length);
  const rho = DUAL_SIM.separateCircles;
  return addLog10([Math.log10(1 - rho) + llr10, Math.log10(rho)]);
}

/** log10 of from * (from + 1) * ... (n factors). */
function risingLog10(from: number, n: number): number {
  let sum = 0;
  for (let i = 0; i < n; i++) sum += Math.log10(from + i);
  return sum;
}

function contactDays(history: HandsetHistory): Map<string, number> {
  const seen = new Set<string>();
  const days = new Map<string, number>();
  for (let i = 0; i < history.at_s.length; i++) {
    const contact = history.contact[i] ?? -1;
    const number = contact < 0 ? undefined : history.contacts[contact];
    if (number === undefined) continue;
    const key = `${Math.floor((history.at_s[i] ?? 0) / 86_400)} ${number}`;
    if (seen.has(key)) continue;
    seen.add(key);
    days.set(number, (days.get(number) ?? 0) + 1);
  }
  return days;
}

function moveEvidence_llr10(a: HandsetHistory, b: HandsetHistory, distances: CellDistances): number {
  const counts = [0, 0, 0];
  const seen = new Set<string>();
  let i = 0;
  let j = 0;
  let last: { from: 0 | 1; at_s: number; end_s: number; cell: number; voice: boolean } | undefined;
  while (i < a.at_s.length || j < b.at_s.length) {
    const fromA = j >= b.at_s.length || (i < a.at_s.length && (a.at_s[i] ?? 0) <= (b.at_s[j] ?? 0));
    const history = fromA ? a : b;
    const at = fromA ? i++ : j++;
    const cell = history.cell[at] ?? -1;
    const at_s = history.at_s[at] ?? 0;
    const voice = history.service[at] === 0;
    const duration_s = history.duration_s[at] ?? 0;
    const from = fromA ? 0 : 1;
    if (last !== undefined && last.from !== from) {
      const excess = distances.excess_m(last.cell, cell);
      // Dual standby has one radio: a conversation on one slot shuts the other off.
      const overlap = voice && duration_s > 0 && last.voice && last.end_s > at_s + 2;
      if (excess !== undefined || overlap) {
        const move = overlap ? MOVES.impossible : classifyMove(excess ?? 0, at_s - last.at_s);
        const key = `${Math.floor(at_s / 86_400)} ${pairName(distances.site(last.cell), distances.site(cell))} ${move}`;
        if (!seen.has(key)) {
          seen.add(key);
          counts[move] = (counts[move] ?? 0) + 1;
        }
      }
    }
    if (cell >= 0 || voice) last = { from, at_s, end_s: at_s + (voice ? duration_s : 0), cell, voice };
  }
  const same = dirichletMultinomialLog10(counts, DUAL_SIM.movesSame);
  const other = addLog10([
    Math.log10(0.5) + dirichletMultinomialLog10(counts, DUAL_SIM.movesOtherNear),
    Math.log10(0.5) + dirichletMultinomialLog10(counts, DUAL_SIM.movesOtherFar),
  ]);
  return same - other;
}

const pairName = (a: string, b: string): string => (a < b ? `${a} ${b}` : `${b} ${a}`);

/**
 * Merges the IMEI-14s of two-SIM handsets. Input in IMEI order, one IMEI each; output in the same order, merged.
 * Memory: the serials of one unbroken row of adjacent serials (at most `longestRow`).
 */
export async function* mergeDualSim(
  histories: Iterable<HandsetHistory> | AsyncIterable<HandsetHistory>,
  distances: CellDistances,
  slotsOf: SimSlots,
  longestRow = 64,
): AsyncGenerator<HandsetHistory> {
  let row: HandsetHistory[] = [];
  const below: number[] = [];
  let tac = '';
  const serial = (history: HandsetHistory): number => Number(history.imei14.slice(8));
  const flush = (): HandsetHistory[] => {
    const slots = slotsOf(tac);
    const merged = slots === 1 || row.length < 2 ? row : mergeRow(row, below, distances, slots);
    for (const history of row) below.push(serial(history));
    if (below.length > 200) below.splice(0, below.length - 100);
    row = [];
    return merged;
  };
  for await (const history of histories) {
    const last = row.at(-1);
    const nextTac = tacOf(history.imei14);
    if (last !== undefined && (nextTac !== tac || serial(history) !== serial(last) + 1 || row.length >= longestRow)) {
      yield* flush();
    }
    if (nextTac !== tac) {
      tac = nextTac;
      below.length = 0;
    }
    row.push(history);
  }
  yield* flush();
}

function mergeRow(
  row: readonly HandsetHistory[],
  below: readonly number[],
  distances: CellDistances,
  slots: number | undefined,
): HandsetHistory[] {
  const first = Number(row[0]?.imei14.slice(8));
  const near = below.filter((serial) => serial >= first - DUAL_SIM.densityWindow).length;
  // How full the batch is around the pair, the pair itself left out.
  const density = (near + row.length - 2) / (DUAL_SIM.densityWindow + row.length - 2);
  const pairs: { at: number; llr10: number }[] = [];
  for (let at = 0; at + 1 < row.length; at++) {
    const a = row[at];
    const b = row[at + 1];
    if (a === undefined || b === undefined) continue;
    const { adjacency_llr10, use_llr10 } = dualSimEvidence(a, b, distances, density, slots);
    const llr10 = adjacency_llr10 + use_llr10;
    if (llr10 >= DUAL_SIM.least_llr10 && use_llr10 >= DUAL_SIM.leastUse_llr10) pairs.push({ at, llr10 });
  }
  pairs.sort((x, y) => y.llr10 - x.llr10 || x.at - y.at);
  const partner = new Map<number, number>();
  const taken = new Set<number>();
  for (const { at } of pairs) {
    if (taken.has(at) || taken.has(at + 1)) continue;
    partner.set(at, at + 1);
    taken.add(at).add(at + 1);
  }
  const out: HandsetHistory[] = [];
  row.forEach((history, at) => {
    const other = partner.get(at);
    const second = other === undefined ? undefined : row[other];
    if (second !== undefined) out.push(weave(history, second));
    else if (!taken.has(at)) out.push(history);
  });
  return out;
}
