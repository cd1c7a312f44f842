import type { CaseDocuments } from '../model/case.ts';
import type { ContactPopularity } from './contact-popularity.ts';

/** Numbers that a register ties to each inmate, and to how many inmates each. */
export interface InmateNumbers {
  readonly numbersOf: ReadonlyMap<string, ReadonlySet<string>>;
  readonly inmatesOf: ReadonlyMap<string, ReadonlySet<string>>;
}

function inmateNumbers(ties: Iterable<readonly [inmate: string, number: string]>): InmateNumbers {
  const numbersOf = new Map<string, Set<string>>();
  const inmatesOf = new Map<string, Set<string>>();
  for (const [inmate, number] of ties) {
    numbersOf.set(inmate, (numbersOf.get(inmate) ?? new Set()).add(number));
    inmatesOf.set(number, (inmatesOf.get(number) ?? new Set()).add(inmate));
  }
  return { numbersOf, inmatesOf };
}

export const approvedNumbers = (documents: Pick<CaseDocuments, 'contacts'>): InmateNumbers =>
  inmateNumbers(documents.contacts.map(({ inmate_id, number }) => [inmate_id, number] as const));

/** Numbers that visitors left and the inmate's list does not hold: those say nothing new. */
export function visitorNumbers(documents: Pick<CaseDocuments, 'visits'>, approved: InmateNumbers): InmateNumbers {
  return inmateNumbers(
    documents.visits.flatMap(({ inmate_id, visitor_number }) =>
      visitor_number === undefined || approved.numbersOf.get(inmate_id)?.has(visitor_number) === true
        ? []
        : [[inmate_id, visitor_number] as const],
    ),
  );
}

/** Priors: how many users call people of their list at all; the share of the list that a busy handset reaches. */
const CALLS_LIST = 0.85;
const MOST_REACHED = 0.6;
/** Correspondents at which half of that share is reached. */
const HALF_REACHED = 5;

/**
 * ln p(correspondents | j is a user) - ln p(correspondents | j is not), from the numbers tied to j. A shared number c
 * counts (ρ + (1-ρ)q)/q; q is the chance that a handset of somebody else reaches it: through other inmates who list it
 * (among `inmates` of the prison), or by its popularity among all handsets. So a lawyer's office counts little. A number
 * of the list that is not reached counts (1-ρ); that some users call nobody of their list bounds what silence costs.
 */
export function listedContacts_ln(
  contacts: ReadonlySet<string>,
  inmate_id: string,
  ties: InmateNumbers,
  popularity: ContactPopularity,
  inmates: number,
): number {
  const own = ties.numbersOf.get(inmate_id);
  if (own === undefined || contacts.size === 0) return 0;
  const reached = (MOST_REACHED * contacts.size) / (contacts.size + HALF_REACHED);
  let ln = 0;
  for (const number of own) {
    if (!contacts.has(number)) {
      ln += Math.log(1 - reached);
      continue;
    }
    const others = (ties.inmatesOf.get(number)?.size ?? 1) - 1;
    // The handset itself is left out of the popularity of its own correspondents.
    const popular = (Math.max(0, popularity.users(number) - 1) + 0.5) / (popularity.handsets + 1);
    const q = Math.min(1, (others * MOST_REACHED) / Math.max(1, inmates) + popular);
    ln += Math.log((reached + (1 - reached) * q) / q);
  }
  return Math.log(CALLS_LIST * Math.exp(Math.min(ln, 600)) + 1 - CALLS_LIST);
}
