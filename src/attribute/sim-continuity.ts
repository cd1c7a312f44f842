import type { SuccessionProfiles } from './succession-profile.ts';

/** Events below which a SIM in a handset may be a trial. */
const LEAST_EVENTS = 2;
/** The SIM was in the old handset up to its end, and in the new one from its beginning, give or take this. */
const AT_HAND_OVER_S = 36 * 3600;

export type SimRelation = 'handed-on' | 'shared' | 'none';

/**
 * `handed-on`: some SIM was in the one at its end and in the other from its beginning. `shared`: any other common SIM; in
 * the middle of a handset's life a SIM comes from somebody else, lent or sold. What a SIM proves is the SIM, never the
 * person.
 */
export function simRelation(
  { subjects, sims, begin_s, end_s }: SuccessionProfiles,
  from: number,
  to: number,
): SimRelation {
  let relation: SimRelation = 'none';
  const theirs = sims[to]!;
  for (const [at, sim] of sims[from]!.entries()) {
    const position = theirs.indexOf(sim);
    if (position < 0) continue;
    const before = subjects[from]!.digest.sims[at]!;
    const after = subjects[to]!.digest.sims[position]!;
    const handedOn =
      before.events >= LEAST_EVENTS &&
      after.events >= LEAST_EVENTS &&
      before.last_s < after.first_s &&
      before.last_s >= end_s[from]! - AT_HAND_OVER_S &&
      after.first_s <= begin_s[to]! + AT_HAND_OVER_S;
    if (handedOn) return 'handed-on';
    relation = 'shared';
  }
  return relation;
}
