import type { CaseDocuments, ReferenceClass } from '../model/case.ts';
import type { Interval } from '../model/record.ts';

/** A handset whose truth is known for a time. */
export interface KnownHandset extends Interval {
  readonly area_id: string;
  readonly class: ReferenceClass;
  /** References are never reported as findings; a seized handset that nobody made a reference is. */
  readonly reported: boolean;
}

/**
 * imei14 -> truth: the references of the case, and every handset that a search found inside, until its seizure. A seized
 * handset's label comes from the search, never from its records.
 */
export function knownHandsets(documents: CaseDocuments): ReadonlyMap<string, KnownHandset> {
  const known = new Map<string, KnownHandset>();
  for (const r of documents.references)
    known.set(r.imei14, { area_id: r.area_id, class: r.class, from_s: r.from_s, until_s: r.until_s, reported: false });
  for (const s of documents.seizures) {
    if (s.kind !== 'handset') continue;
    for (const imei14 of s.imei14s) {
      const before = known.get(imei14);
      if (before !== undefined && (!before.reported || before.until_s <= s.at_s)) continue;
      known.set(imei14, { area_id: s.prison_id, class: 'inside', from_s: -Infinity, until_s: s.at_s, reported: true });
    }
  }
  return known;
}
