import { existsSync, readFileSync } from 'node:fs';
import { actsFor, isRetained, parseActs, parseIsoTime } from '../../authority/index.ts';
import type { Custody, Deletion, LogEntry } from '../../custody/index.ts';
import type { Act } from '../../model/case.ts';

/** What the custody log says, up to its opening, of a case's acts and files. */

interface Told {
  readonly custody: {
    readonly log: Pick<Custody['log'], 'recorded'>;
    /** Where the lists of acts of earlier runs are kept; without them receipts alone say under which acts a file was read. */
    readonly originals?: Pick<Custody['originals'], 'path'>;
  };
}

/**
 * Acts as the case folder gives them and as annulments and ends of retention in the custody log, up to its opening, changed them.
 * An act whose retention was prolonged after it had ended lets new files be read; those that were deleted stay away.
 */
export function actsOf({ custody }: Told, text: string): Act[] {
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
function heldFiles({ custody }: Told): Set<string> {
  const held = new Set<string>();
  for (const entry of custody.log.recorded) {
    if (entry.type === 'file-received') held.add(entry.path);
    else if (entry.type === 'retention-deleted') held.delete(entry.path);
  }
  return held;
}

/** What the log says of the files of a case. */
export interface ToldOfFiles {
  /** Paths whose bytes are kept. */
  readonly held: ReadonlySet<string>;
  /** Paths whose data were deleted at the end of their retention. */
  readonly ended: ReadonlySet<string>;
  /** Paths that were received, and then left unread since no act covered them. */
  readonly leftUnread: ReadonlySet<string>;
  /** The same, where a run came to its end since: nothing rests on them any more, and it told of them. */
  readonly withoutResults: ReadonlySet<string>;
  /** Ids of the acts under which a path was last read. */
  readonly actsOfFile: (path: string) => readonly string[];
  readonly annulled: ReadonlySet<string>;
  /** Acts whose retention was enforced, and under which nothing was received since. One that is still listed may have been prolonged: its status says it. */
  readonly endedActs: ReadonlySet<string>;
}

/** The acts that were in force in the last complete run, and the receipts that it had; undefined where its list is not kept. */
function lastComplete(recorded: readonly LogEntry[], originals: Told['custody']['originals']) {
  const end = recorded.findLastIndex((entry) => entry.type === 'run-finished' && entry.outcome === 'complete');
  const before = recorded.slice(0, Math.max(end, 0));
  const list = before.findLast((entry) => entry.type === 'file-received' && entry.path === 'authorisations.json');
  if (list?.type !== 'file-received' || originals === undefined) return undefined;
  const file = originals.path(list.sha256);
  // `log verify` tells of one that is missing.
  if (!existsSync(file)) return undefined;
  const fell = new Set(before.flatMap((entry) => (entry.type === 'act-annulled' ? [entry.act] : [])));
  const acts = parseActs(readFileSync(file, 'utf8')).filter(({ id }) => !fell.has(id));
  return { end, acts };
}

export function toldOfFiles(workspace: Told): ToldOfFiles {
  const leftUnread = new Set<string>();
  const withoutResults = new Set<string>();
  const received = new Map<string, { readonly at: number; readonly acts: readonly string[] }>();
  const annulled = new Set<string>();
  const endedActs = new Set<string>();
  const { recorded } = workspace.custody.log;
  for (const [at, entry] of recorded.entries()) {
    if (entry.type === 'file-refused' && entry.code === 'AUTHORITY_MISSING') leftUnread.add(entry.path);
    else if (entry.type === 'file-received' || entry.type === 'retention-deleted') {
      leftUnread.delete(entry.path);
      withoutResults.delete(entry.path);
    } else if (entry.type === 'act-annulled') annulled.add(entry.act);
    else if (entry.type === 'retention-ended') endedActs.add(entry.act);
    else if (entry.type === 'run-finished' && entry.outcome === 'complete')
      for (const file of leftUnread) withoutResults.add(file);
    if (entry.type !== 'file-received') continue;
    received.set(entry.path, { at, acts: entry.acts });
    // It was prolonged: what ended is not what this file stands under.
    for (const act of entry.acts) endedActs.delete(act);
  }
  const last = lastComplete(recorded, workspace.custody.originals);
  // Earlier versions wrote no receipt where other acts came to cover a file.
  const actsOfFile = (path: string): readonly string[] => {
    const receipt = received.get(path);
    if (receipt === undefined) return [];
    const then = last === undefined || last.end < receipt.at ? [] : actsFor(path, last.acts).map(({ id }) => id);
    return then.length === 0 ? receipt.acts : then;
  };
  return {
    held: heldFiles(workspace),
    ended: endedFiles(workspace),
    leftUnread,
    withoutResults,
    actsOfFile,
    annulled,
    endedActs,
  };
}

/** Whether an act, were it in force, covers a file. */
export const coversFile = (act: Act, file: string): boolean =>
  actsFor(file, [{ ...act, status: 'in-force' }]).length > 0;

/**
 * Why a file that no act in force covers is not read: every act under which it was last read is annulled or has ended; or one of them
 * merely says nothing of it any more, or is gone, which may be a slip. Of a file that is not held, what acts say of its path.
 */
export function whyUncovered(
  file: string,
  acts: readonly Act[],
  { held, actsOfFile, annulled, endedActs }: Pick<ToldOfFiles, 'held' | 'actsOfFile' | 'annulled' | 'endedActs'>,
): Pick<Deletion, 'act' | 'reason'> {
  const fallen = acts.filter((act) => act.status !== 'in-force');
  const received = held.has(file) ? actsOfFile(file) : [];
  const isGone = (id: string): boolean => acts.every((act) => act.id !== id);
  const fell = (id: string): boolean =>
    annulled.has(id) || fallen.some((act) => act.id === id) || (isGone(id) && endedActs.has(id));
  if (!received.every(fell)) return { act: null, reason: 'no-act' };
  const act = fallen.find(received.length === 0 ? (a) => coversFile(a, file) : ({ id }) => received.includes(id));
  if (act !== undefined) return { act: act.id, reason: act.status === 'ended' ? 'retention-end' : 'act-annulled' };
  // By the log, and gone from the list since.
  const [id] = received;
  if (id === undefined) return { act: null, reason: 'no-act' };
  return { act: id, reason: annulled.has(id) ? 'act-annulled' : 'retention-end' };
}

/** Paths whose data were deleted because their retention had ended: they may not come back from the case folder. */
export function endedFiles({ custody }: Told): Set<string> {
  const ended = new Set<string>();
  for (const entry of custody.log.recorded)
    if (entry.type === 'retention-deleted' && entry.reason === 'retention-end') ended.add(entry.path);
  return ended;
}
