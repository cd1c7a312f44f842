import type { CaseDocuments, ReferenceClass } from '../model/case.ts';
import type { Interval } from '../model/record.ts';

/** A handset whose truth is known for a time. */
export interface KnownHandset extends Interval {
  readonly area_id: string;
  readonly class: ReferenceClass;
  /** References are never reported as findings; a seized handset that nobody made a reference is. */
  readonly reported: boolean;
  /** Another paper of the case says otherwise: neither is taken for the truth. */
  readonly doubtful: boolean;
}

/** What tells the truth of handsets, or contradicts it. */
type Papers = Pick<CaseDocuments, 'references' | 'seizures' | 'declared' | 'areas'>;

/** Classes of which nobody belongs in a room of the prison; a telephone of staff or of a visitor may be found in one. */
const NEVER_FOUND_INSIDE: ReadonlySet<ReferenceClass> = new Set(['neighbour', 'homebody', 'fixed']);

/**
 * imei14 of references that another paper of the case contradicts: called a neighbour's while a search found it inside; called inside
 * while the prison declared it and no search found it; called inside where no prison is. (Rows that contradict each other were
 * refused at intake.)
 */
export function contradictedReferences({ references, seizures, declared, areas }: Papers): ReadonlySet<string> {
  const found = new Map<string, number[]>();
  for (const { kind, imei14s, at_s } of seizures)
    if (kind === 'handset') for (const imei14 of imei14s) found.set(imei14, [...(found.get(imei14) ?? []), at_s]);
  const registered = new Set<string>(declared.flatMap(({ imei14 }) => imei14 ?? []));
  const placebos = new Set(areas.filter(({ kind }) => kind === 'placebo').map(({ id }) => id));
  return new Set(
    references
      .filter(({ imei14, area_id, class: called, from_s, until_s }) => {
        // A reference that ends with its seizure ends at that very time.
        if (NEVER_FOUND_INSIDE.has(called)) return found.get(imei14)?.some((at_s) => at_s >= from_s && at_s <= until_s);
        return called === 'inside' && (placebos.has(area_id) || (registered.has(imei14) && !found.has(imei14)));
      })
      .map(({ imei14 }) => imei14),
  );
}

/**
 * imei14 -> truth: the references of the case, and every handset that a search found inside, until its seizure. A seized
 * handset's label comes from the search, never from its records.
 */
export function knownHandsets(documents: Papers): ReadonlyMap<string, KnownHandset> {
  const known = new Map<string, KnownHandset>();
  const contradicted = contradictedReferences(documents);
  for (const { imei14, area_id, class: called, from_s, until_s } of documents.references)
    known.set(imei14, {
      area_id,
      class: called,
      from_s,
      until_s,
      reported: false,
      doubtful: contradicted.has(imei14),
    });
  for (const s of documents.seizures) {
    if (s.kind !== 'handset') continue;
    for (const imei14 of s.imei14s) {
      const before = known.get(imei14);
      if (before !== undefined && (!before.reported || before.until_s <= s.at_s)) continue;
      known.set(imei14, {
        area_id: s.prison_id,
        class: 'inside',
        from_s: -Infinity,
        until_s: s.at_s,
        reported: true,
        doubtful: false,
      });
    }
  }
  return known;
}
