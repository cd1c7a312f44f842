import { markedContact } from '../model/number-set.ts';
import type { HandsetHistory } from '../model/record.ts';
import { residencyEvidence } from './gather-evidence.ts';
import type { KnownCircles } from './known-circles.ts';
import type { KnownHandset } from './known-truth.ts';
import { EXCLUDES_LN, type PreparedArea, type PreparedResidency } from './prepare.ts';

function correspondents(history: HandsetHistory, counts: (event: number) => boolean): Set<number> {
  const found = new Set<number>();
  for (let i = 0; i < history.at_s.length; i++) {
    const contact = history.contact[i] ?? -1;
    if (contact >= 0 && counts(i)) found.add(markedContact(history, contact));
  }
  found.delete(0);
  return found;
}

/**
 * Adds the correspondents of one handset of known truth. Of one that is inside only those of its stay, on cells that do not exclude the
 * prison: what the same IMEI did elsewhere may be another device or another owner. Numbers under which it was a customer itself are not
 * added: those who talk to it live outside.
 */
export function addToCircles(
  to: KnownCircles,
  history: HandsetHistory,
  area: PreparedArea,
  prepared: PreparedResidency,
  known: KnownHandset,
): void {
  if (known.class !== 'inside') {
    const inTime = (i: number): boolean => history.at_s[i]! >= known.from_s && history.at_s[i]! < known.until_s;
    for (const number of correspondents(history, inTime))
      to.outside.set(number, (to.outside.get(number) ?? new Set()).add(history.imei14));
    return;
  }
  const stay = residencyEvidence(history, area, prepared, known);
  if (stay === undefined) return;
  const fits = (i: number): boolean =>
    history.at_s[i]! >= stay.stayFrom_s &&
    history.at_s[i]! <= stay.stayUntil_s &&
    (area.lnFit[history.cell[i] ?? -1] ?? -Infinity) >= EXCLUDES_LN;
  const prison = to.byPrison.get(area.id) ?? { handsets: new Set(), numbers: new Map<number, Set<string>>() };
  to.byPrison.set(area.id, prison);
  prison.handsets.add(history.imei14);
  for (const number of correspondents(history, fits))
    prison.numbers.set(number, (prison.numbers.get(number) ?? new Set()).add(history.imei14));
}
