import { applyBounds, LN10 } from '../statistics/index.ts';
import { type UserCalibration, userLlr10 } from './user-calibration.ts';
import { type HandsetCandidates, USER_COMPONENTS, type UserEvidence } from './user-evidence.ts';

/** One row of users.csv. */
export interface UserRow {
  readonly imei14: string;
  readonly component: number;
  readonly inmate_id: string;
  readonly llr10: number;
  /** How many inmates share the rank: the data do not tell them apart. */
  readonly set_size: number;
  readonly set_rank: number;
  /** Words, no identifiers. */
  readonly basis: readonly string[];
}

/** The set of rank 1 holds a user with this probability, if each candidate is as likely as the other beforehand. */
export const SET_PROBABILITY = 0.9;
/** Ratios closer than this are one rank. */
const SAME_LLR10 = 0.05;

interface Scored {
  readonly candidate: UserEvidence;
  readonly raw: number;
  /** What may be stated: within the bounds of the references, and of those alike. */
  readonly llr10: number;
  readonly cut: boolean;
}

/** If each candidate is as likely as the other beforehand and one of them is the main user. */
export function mainUserProbability(handset: HandsetCandidates, calibration: UserCalibration): Map<string, number> {
  // A find is left out: two handsets found in one cell are not two of one user.
  const scores = handset.candidates.map((c) => userLlr10(calibration, c.ln));
  const most = Math.max(...scores);
  const total = scores.reduce((s, v) => s + 10 ** (v - most), 0);
  return new Map(handset.candidates.map((c, i) => [c.inmate_id, 10 ** ((scores[i] ?? 0) - most) / total]));
}

/** Strongest first. */
function score(handset: HandsetCandidates, calibration: UserCalibration): Scored[] {
  const scores = handset.candidates
    .map((candidate) => ({ candidate, raw: userLlr10(calibration, candidate.ln) + candidate.found_ln / LN10 }))
    .sort((a, b) => b.raw - a.raw || (a.candidate.inmate_id < b.candidate.inmate_id ? -1 : 1));
  const sameScore = new Map<string, number>();
  for (const { raw } of scores) sameScore.set(raw.toFixed(9), (sameScore.get(raw.toFixed(9)) ?? 0) + 1);
  let above = Infinity;
  return scores.map(({ candidate, raw }): Scored => {
    // Who is one of k+1 that no datum separates cannot be said to be the user more strongly than (N-1)/k.
    const alike = (sameScore.get(raw.toFixed(9)) ?? 1) - 1;
    const natural = Math.log10(Math.max(1, scores.length - 1) / Math.max(1, alike));
    const bounded = applyBounds(calibration.bounds, raw);
    // Nor can one who scores less be said to be it more strongly than those above him.
    const most = Math.min(natural, above);
    above = Math.min(bounded.llr10, most);
    return { candidate, raw, llr10: above, cut: bounded.cutBy !== undefined || most < bounded.llr10 };
  });
}

/** How many of the first hold {@link SET_PROBABILITY}, with everybody who is the same as the last of them. */
function firstSet(scored: readonly Scored[], same: (last: Scored, next: Scored) => boolean): number {
  const most = scored[0]?.raw ?? 0;
  const total = scored.reduce((s, { raw }) => s + 10 ** (raw - most), 0);
  let held = 0;
  let size = 0;
  for (const next of scored) {
    const last = scored[size - 1];
    if (held >= SET_PROBABILITY && last !== undefined && !same(last, next)) break;
    held += 10 ** (next.raw - most) / total;
    size++;
  }
  return size;
}

/**
 * The smallest set that holds {@link SET_PROBABILITY} by the uncut scores, to compare parts of one handset's life: who
 * stands out, not how strongly it may be stated.
 */
export function standOut(
  handset: HandsetCandidates,
  calibration: UserCalibration,
): { readonly inmate_ids: readonly string[]; readonly llr10: number } {
  const scored = score(handset, calibration);
  const first = scored.slice(
    0,
    firstSet(scored, (last, next) => last.raw - next.raw < SAME_LLR10),
  );
  return {
    inmate_ids: first.map(({ candidate }) => candidate.inmate_id),
    llr10: Math.max(-Infinity, ...first.map(({ llr10 }) => llr10)),
  };
}

/**
 * Ranks the candidates of one handset. Rank 1 is the smallest set that holds {@link SET_PROBABILITY}; it is widened by
 * everybody of whom the same may be stated as of its last member. Two users of one handset can both stand at the bound:
 * beyond it, nothing that was measured says which of them is the main one.
 */
export function rankUsers(handset: HandsetCandidates, calibration: UserCalibration): UserRow[] {
  const scored = score(handset, calibration);
  const same = (last: Scored, next: Scored): boolean => Math.abs(last.llr10 - next.llr10) < SAME_LLR10;
  const ranks: Scored[][] = [];
  const first = firstSet(scored, same);
  if (first > 0) ranks.push(scored.slice(0, first));
  for (const next of scored.slice(first)) {
    const open = ranks.at(-1);
    const last = open?.at(-1);
    if (ranks.length > 1 && last !== undefined && same(last, next)) open?.push(next);
    else ranks.push([next]);
  }
  return ranks.flatMap((set, at) =>
    set.map(({ candidate, llr10, cut }): UserRow => ({
      imei14: handset.subject.digest.imei14,
      component: handset.subject.digest.component,
      inmate_id: candidate.inmate_id,
      llr10,
      set_size: set.length,
      set_rank: at + 1,
      basis: basisOf(candidate, calibration, handset, cut),
    })),
  );
}

function basisOf(
  candidate: UserEvidence,
  calibration: UserCalibration,
  handset: HandsetCandidates,
  cut: boolean,
): string[] {
  const scale = (calibration.calibrator?.slope ?? LN10) / LN10 ** 2;
  const words = USER_COMPONENTS.map((name, k) => ({
    name,
    added: (candidate.ln[k] ?? 0) * (calibration.weights.weights[k] ?? 0) * scale,
  }))
    .filter(({ added }) => Math.abs(added) >= 0.1)
    .sort((a, b) => Math.abs(b.added) - Math.abs(a.added))
    .map(({ name, added }) => `${name} (${added > 0 ? '+' : ''}${added.toFixed(1)})`);
  if (candidate.usedAway > 0)
    words.push(`used on ${candidate.usedAway} day${candidate.usedAway === 1 ? '' : 's'} while away`);
  if (handset.wasFound && candidate.found_ln > 0) words.unshift(findInWords(candidate, handset));
  if (cut) words.push('cut at a bound');
  if (calibration.calibrator === undefined) words.push('not calibrated: too few attributed handsets');
  return words;
}

/** What the search says of a candidate: attributed to the person, or only found where that person had a bed. */
function findInWords(candidate: UserEvidence, { candidates, label }: HandsetCandidates): string {
  if (label === candidate.inmate_id) return 'attributed by the search';
  const beds = candidates.filter(({ found_ln }) => found_ln > 0).length;
  return beds === 1 ? 'found in the cell of this inmate alone' : `found in a cell that ${beds} inmates shared`;
}
