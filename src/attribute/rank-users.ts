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
}

/** If each candidate is as likely as the other beforehand and one of them is the main user. */
export function mainUserProbability(handset: HandsetCandidates, calibration: UserCalibration): Map<string, number> {
  // A find is left out: two handsets found in one cell are not two of one user.
  const scores = handset.candidates.map((c) => userLlr10(calibration, c.ln));
  const most = Math.max(...scores);
  const total = scores.reduce((s, v) => s + 10 ** (v - most), 0);
  return new Map(handset.candidates.map((c, i) => [c.inmate_id, 10 ** ((scores[i] ?? 0) - most) / total]));
}

/**
 * Ranks the candidates of one handset. Rank 1 is the smallest set that holds {@link SET_PROBABILITY}; it is widened by
 * everybody who scores the same as its last member.
 */
export function rankUsers(handset: HandsetCandidates, calibration: UserCalibration): UserRow[] {
  const scored: Scored[] = handset.candidates
    .map((candidate) => ({ candidate, raw: userLlr10(calibration, candidate.ln) + candidate.found_ln / LN10 }))
    .sort((a, b) => b.raw - a.raw || (a.candidate.inmate_id < b.candidate.inmate_id ? -1 : 1));
  if (scored.length === 0) return [];
  const most = scored[0]?.raw ?? 0;
  const total = scored.reduce((s, { raw }) => s + 10 ** (raw - most), 0);
  const ranks: Scored[][] = [[]];
  let held = 0;
  let last = Infinity;
  for (const s of scored) {
    const open = ranks.at(-1) ?? [];
    const same = open.length > 0 && last - s.raw < SAME_LLR10;
    if (ranks.length === 1 ? held >= SET_PROBABILITY && !same : !same) ranks.push([s]);
    else open.push(s);
    held += 10 ** (s.raw - most) / total;
    last = s.raw;
  }
  const n = scored.length;
  const sameScore = new Map<string, number>();
  for (const { raw } of scored) sameScore.set(raw.toFixed(9), (sameScore.get(raw.toFixed(9)) ?? 0) + 1);
  return ranks.flatMap((set, at) =>
    set.map(({ candidate, raw }): UserRow => {
      // Who is one of k+1 that no datum separates cannot be said to be the user more strongly than (N-1)/k.
      const alike = (sameScore.get(raw.toFixed(9)) ?? 1) - 1;
      const natural = Math.log10(Math.max(1, n - 1) / Math.max(1, alike));
      const bounded = applyBounds(calibration.bounds, raw);
      return {
        imei14: handset.subject.digest.imei14,
        component: handset.subject.digest.component,
        inmate_id: candidate.inmate_id,
        llr10: Math.min(bounded.llr10, natural),
        set_size: set.length,
        set_rank: at + 1,
        basis: basisOf(candidate, calibration, handset, bounded.cutBy !== undefined || natural < bounded.llr10),
      };
    }),
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
  if (candidate.usedAway > 0) words.push(`used on ${candidate.usedAway} days while away`);
  if (handset.wasFound && candidate.found_ln > 0) words.unshift('found with');
  if (cut) words.push('cut at a bound');
  if (calibration.calibrator === undefined) words.push('not calibrated: too few attributed handsets');
  return words;
}
