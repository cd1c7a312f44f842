import type { Act } from '../model/case.ts';
import type { UnixSeconds } from '../model/record.ts';

/** Data held under an act may be read until `retain_until`, exclusive, and must be gone from then on. */
export const isRetained = (act: Act, at_s: UnixSeconds): boolean => at_s < act.retain_until_s;

/** The acts under which data may still be held at `at_s`. */
export const retainedActs = (acts: readonly Act[], at_s: UnixSeconds): Act[] =>
  acts.filter((act) => isRetained(act, at_s));

/**
 * Ids of the acts whose data must be deleted by `at_s`, sorted. Annulled acts are among them at once: what came from
 * them goes, whatever retention they once had.
 */
export const actsToDelete = (acts: readonly Act[], at_s: UnixSeconds): string[] =>
  acts
    .filter((act) => act.status === 'annulled' || !isRetained(act, at_s))
    .map(({ id }) => id)
    .toSorted();
