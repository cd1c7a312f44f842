import type { ReferenceClass } from '../model/case.ts';
import type { HandsetHistory } from '../model/record.ts';
import { residencyEvidence } from './gather-evidence.ts';
import type { LocatedCells } from './fit-coverage.ts';
import type { KnownHandset } from './known-truth.ts';
import type { PreparedArea, PreparedResidency } from './prepare.ts';

/** Classes of handsets that lie within the area they are references of; of a neighbour or a visitor nobody knows where he was. */
const LIES_INSIDE: ReadonlySet<ReferenceClass> = new Set(['inside', 'fixed']);

export const isLocated = (known: KnownHandset): boolean => LIES_INSIDE.has(known.class) && !known.doubtful;

/**
 * Adds what one located handset tells of coverage: cells that are in range, each once in an hour, during the stay. Hours, so that one
 * long talk is no more than a short one. Of several devices with one cloned identifier the one that was on cells of the area is the
 * located one; where more than one was, nobody knows which lay inside, and none is.
 *
 * @param devices that bear the identifier of the located handset: one, unless it is cloned
 * @param prepared with a coverage that the handset did not teach: it tells when the stay began
 */
export function addLocatedCells(
  to: LocatedCells,
  devices: readonly HandsetHistory[],
  area: PreparedArea,
  prepared: PreparedResidency,
  known: KnownHandset,
): void {
  const [there, ...others] = devices.flatMap((history) => {
    const stay = residencyEvidence(history, area, prepared, known);
    return stay === undefined ? [] : [{ history, stay }];
  });
  if (there === undefined || others.length > 0) return;
  const { history, stay } = there;
  to.handsets++;
  let hour = NaN;
  let seen = new Set<number>();
  for (let i = 0; i < history.at_s.length; i++) {
    const at_s = history.at_s[i] ?? 0;
    if (at_s < stay.stayFrom_s || at_s > stay.stayUntil_s) continue;
    const cell = history.cell[i] ?? -1;
    if (cell < 0 || area.lnFit[cell] === -Infinity) continue;
    if (Math.floor(at_s / 3600) !== hour) {
      hour = Math.floor(at_s / 3600);
      seen = new Set();
    }
    if (seen.has(cell)) continue;
    seen.add(cell);
    to.hours.set(cell, (to.hours.get(cell) ?? 0) + 1);
  }
}
