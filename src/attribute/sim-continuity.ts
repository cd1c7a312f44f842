import type { SuccessionProfile } from './succession-profile.ts';

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
export function simRelation(from: SuccessionProfile, to: SuccessionProfile): SimRelation {
  let relation: SimRelation = 'none';
  const [few, many] = from.imsis.size <= to.imsis.size ? [from, to] : [to, from];
  for (const imsi of few.imsis.keys()) {
    if (!many.imsis.has(imsi)) continue;
    const before = from.imsis.get(imsi);
    const after = to.imsis.get(imsi);
    if (before === undefined || after === undefined) continue;
    const handedOn =
      before.events >= LEAST_EVENTS &&
      after.events >= LEAST_EVENTS &&
      before.last_s < after.first_s &&
      before.last_s >= from.subject.until_s - AT_HAND_OVER_S &&
      after.first_s <= to.subject.from_s + AT_HAND_OVER_S;
    if (handedOn) return 'handed-on';
    relation = 'shared';
  }
  return relation;
}
