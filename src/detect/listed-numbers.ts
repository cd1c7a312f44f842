import type { CaseDocuments } from '../model/case.ts';

/** A number on more inmates' lists than this is a service (help line, office), not somebody's family. */
const MOST_LISTINGS = 5;

/**
 * Numbers tied to the inmates of each prison: approved for the official telephone, or left by visitors. `all` pools them
 * for placebo areas. An inmate counts for every prison whose roll ever held him.
 */
export interface ListedNumbers {
  readonly byPrison: ReadonlyMap<string, ReadonlySet<string>>;
  readonly all: ReadonlySet<string>;
}

export function listedNumbers(documents: CaseDocuments): ListedNumbers {
  const prisonOfRoom = new Map(documents.rooms.map((r) => [r.cell_id, r.prison_id]));
  const prisonsOf = new Map<string, Set<string>>();
  for (const stay of documents.rolls) {
    const prison = prisonOfRoom.get(stay.cell_id);
    if (prison === undefined) continue;
    const known = prisonsOf.get(stay.inmate_id);
    if (known === undefined) prisonsOf.set(stay.inmate_id, new Set([prison]));
    else known.add(prison);
  }
  const listings = new Map<string, Set<string>>();
  const tie = (inmate_id: string, number: string, prisons: Iterable<string>): void => {
    for (const prison of prisons) {
      const key = `${prison} ${number}`;
      const inmates = listings.get(key);
      if (inmates === undefined) listings.set(key, new Set([inmate_id]));
      else inmates.add(inmate_id);
    }
  };
  for (const c of documents.contacts) tie(c.inmate_id, c.number, prisonsOf.get(c.inmate_id) ?? []);
  for (const v of documents.visits)
    if (v.visitor_number !== undefined) tie(v.inmate_id, v.visitor_number, [v.prison_id]);
  const byPrison = new Map<string, Set<string>>();
  const all = new Set<string>();
  for (const [key, inmates] of listings) {
    if (inmates.size > MOST_LISTINGS) continue;
    const space = key.lastIndexOf(' ');
    const [prison, number] = [key.slice(0, space), key.slice(space + 1)];
    const set = byPrison.get(prison) ?? new Set<string>();
    set.add(number);
    byPrison.set(prison, set);
    all.add(number);
  }
  return { byPrison, all };
}
