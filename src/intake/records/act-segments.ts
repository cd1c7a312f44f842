import { plainIdentifier } from '../../authority/index.ts';
import type { Act } from '../../model/case.ts';

/** A stretch of time in which the same acts let a file's rows be read. */
export interface ActSegment {
  /** The act that rows of the stretch belong to, where `named` says nothing else. */
  readonly act: string;
  readonly from_s: number;
  readonly until_s: number;
  /** Whom rows may be about, by identifier, each with the first act that names it; undefined = anybody. */
  readonly named: ReadonlyMap<string, string> | undefined;
}

/**
 * The acts that cover one file as stretches that do not overlap: a row may be read when it lies in one of them and is about somebody
 * whom that one names. So an act that names nobody's handset in January does not open February, in which another act names one only.
 * Where acts overlap, one without a list opens all, else their lists add up, and each row belongs to an act that names it.
 *
 * @param acts at least one; earlier ones stand before later ones where several would do
 */
export function actSegments(acts: readonly Act[]): ActSegment[] {
  const bounds = [...new Set(acts.flatMap((act) => [act.from_s, act.until_s]))].sort((a, b) => a - b);
  const segments: ActSegment[] = [];
  for (const [i, from_s] of bounds.slice(0, -1).entries()) {
    const until_s = bounds[i + 1]!;
    const valid = acts.filter((act) => act.from_s <= from_s && act.until_s >= until_s);
    const open = valid.find((act) => act.identifiers === null);
    const named = open ? undefined : namedBy(valid);
    // Of a list that names nobody no row is read: which act stands there decides nothing.
    const act = open?.id ?? [...(named?.values() ?? [])][0] ?? valid[0]?.id;
    if (act === undefined) continue;
    const before = segments.at(-1);
    const goesOn = before?.until_s === from_s && before.act === act && textOf(before.named) === textOf(named);
    if (goesOn) segments[segments.length - 1] = { ...before, until_s };
    else segments.push({ act, from_s, until_s, named });
  }
  return segments;
}

const textOf = (named: ActSegment['named']): string => (named === undefined ? '' : JSON.stringify([...named]));

/** What records can hold of the lists: a record's identifiers are digits, and what is empty would be everybody without one. */
function namedBy(acts: readonly Act[]): Map<string, string> {
  const named = new Map<string, string>();
  for (const { id, identifiers } of acts)
    for (const identifier of (identifiers ?? []).map(plainIdentifier))
      if (/^\d+$/.test(identifier) && !named.has(identifier)) named.set(identifier, id);
  return named;
}
