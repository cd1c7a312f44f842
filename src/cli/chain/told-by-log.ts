import { isRetained, parseActs, parseIsoTime } from '../../authority/index.ts';
import type { Custody } from '../../custody/index.ts';
import type { Act } from '../../model/case.ts';
import type { Workspace } from '../workspace.ts';

/** What the custody log says, up to its opening, of a case's acts and files. */

/**
 * Acts as the case folder gives them and as annulments and ends of retention in the custody log, up to its opening, changed them.
 * An act whose retention was prolonged after it had ended lets new files be read; those that were deleted stay away.
 */
export function actsOf({ custody }: Pick<Workspace, 'custody'>, text: string): Act[] {
  const annulled = new Set<string>();
  const ended_s = new Map<string, number>();
  for (const entry of custody.log.recorded) {
    if (entry.type === 'act-annulled') annulled.add(entry.act);
    if (entry.type === 'retention-ended')
      ended_s.set(entry.act, Math.max(ended_s.get(entry.act) ?? -Infinity, parseIsoTime(entry.as_of) ?? -Infinity));
  }
  const statusOf = (act: Act): Act['status'] => {
    if (annulled.has(act.id) || act.status === 'annulled') return 'annulled';
    return isRetained(act, ended_s.get(act.id) ?? -Infinity) ? 'in-force' : 'ended';
  };
  return parseActs(text).map((act) => ({ ...act, status: statusOf(act) }));
}

/** Paths whose bytes are kept, as the log knew them when it was opened. */
export function heldFiles({ custody }: { custody: { log: Pick<Custody['log'], 'recorded'> } }): Set<string> {
  const held = new Set<string>();
  for (const entry of custody.log.recorded) {
    if (entry.type === 'file-received') held.add(entry.path);
    else if (entry.type === 'retention-deleted') held.delete(entry.path);
  }
  return held;
}

/** Paths whose data were deleted because their retention had ended: they may not come back from the case folder. */
export function endedFiles({ custody }: Pick<Workspace, 'custody'>): Set<string> {
  const ended = new Set<string>();
  for (const entry of custody.log.recorded)
    if (entry.type === 'retention-deleted' && entry.reason === 'retention-end') ended.add(entry.path);
  return ended;
}
