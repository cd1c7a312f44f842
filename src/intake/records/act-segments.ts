import type { Act } from '../../model/case.ts';
import { plainListed } from '../written-identifier.ts';

/** A stretch of time in which the same acts let a file's rows be read. */
export interface ActSegment {
  /** The act that rows of the stretch belong to. */
  readonly act: string;
  readonly from_s: number;
  readonly until_s: number;
  /** Whom rows may be about; undefined = anybody. */
  readonly identifiers: readonly string[] | undefined;
}

/**
 * The acts that cover one file as stretches that do not overlap: a row may be read when it lies in one of them and is about somebody
 * whom that one names. So an act that names nobody's handset in January does not open February, in which another act names one only.
 * Where acts overlap, one without a list opens all, else their lists add up.
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
    const act = (open ?? valid[0])?.id;
    if (act === undefined) continue;
    const identifiers = open
      ? undefined
      : [...new Set(valid.flatMap((one) => one.identifiers ?? []).map(plainListed))].sort();
    const before = segments.at(-1);
    const goesOn =
      before?.until_s === from_s && before.act === act && String(before.identifiers) === String(identifiers);
    if (goesOn) segments[segments.length - 1] = { ...before, until_s };
    else segments.push({ act, from_s, until_s, identifiers });
  }
  return segments;
}
