import { heardFrom, heardInWords, type ResidencyEvidence } from '../../detect/index.ts';
import { counted } from '../print/words.ts';

/** UTC to the minute: "2025-01-13 12:38". */
export const minute = (at_s: number): string =>
  Number.isFinite(at_s) ? new Date(at_s * 1000).toISOString().slice(0, 16).replace('T', ' ') : 'open';

/** When a device was seen, wherever that was. */
export function seenInWords(e: ResidencyEvidence): string {
  return `  Seen from ${minute(e.first_s)} until ${minute(e.last_s)} (UTC): ${counted(e.events, 'event')} on ${counted(e.activeDays, 'day')}, ${counted(e.imsis, 'SIM card')}.`;
}

/** What sensors, searches and the administration of one prison know of it. Identities, so of every device of a clone. */
export function sightingsInWords(e: ResidencyEvidence): string[] {
  const lines = [
    `  ${e.servingEvents} of its ${counted(e.events, 'event')} ${e.servingEvents === 1 ? 'was' : 'were'} on cells that serve this prison.`,
  ];
  const from = heardFrom(e);
  if (from !== 'nowhere') lines.push(`  One of its identities was ${heardInWords(e, from)}.`);
  if (e.seizedHere) lines.push('  A search of this prison seized a handset with this identity.');
  if (e.declared) lines.push('  The prison declared it as a handset that may be there.');
  return lines;
}
