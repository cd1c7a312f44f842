import type { SuccessionProfile } from './succession-profile.ts';

/** Events below which a SIM in a handset may be a trial. */
const LEAST_EVENTS = 2;

export type SimRelation = 'handed-on' | 'shared' | 'none';

/**
 * `handed-on`: some SIM was last used in the one before it was first used in the other. `shared`: it went to and fro, so
 * it was lent. What a SIM proves is the SIM, never the person.
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
      before.last_s < after.first_s && before.events >= LEAST_EVENTS && after.events >= LEAST_EVENTS;
    if (handedOn) return 'handed-on';
    relation = 'shared';
  }
  return relation;
}
