import { actsFor } from '../../authority/index.ts';
import type { Deletion, FileRefusal } from '../../custody/index.ts';
import { roleOf } from '../../intake/index.ts';
import type { Act } from '../../model/case.ts';
import { CellsweepError } from '../../model/errors.ts';
import type { Refusal } from '../../model/refusal.ts';
import { renewFindings } from '../tables/withdraw-results.ts';
import type { Workspace } from '../workspace.ts';
import type { RunOptions } from './run-outcome.ts';
import { whyUncovered, type ToldOfFiles } from './told-by-log.ts';

/** A file that may be read, and the acts in force that let it; none are needed for the manifest and the acts themselves. */
export interface CoveredFile {
  readonly file: string;
  readonly ids: readonly string[];
}

export interface FilesUnderActs {
  readonly covered: readonly CoveredFile[];
  /** Operators' files that no act in force covers. */
  readonly refusals: readonly Refusal[];
  /** Files that an earlier run received and still holds, and that are gone from the case folder. */
  readonly removed: readonly string[];
  /** Files under custody that no act covers any more: not read, not deleted. */
  readonly uncovered: readonly string[];
}

const AT_AN_END = 'data deleted at the end of their retention';
const IN_WORDS = { 'act-annulled': 'an annulled act', 'retention-end': AT_AN_END, 'no-act': 'none' } as const;

/** An entry of the custody log names the acts of a file; it holds 64 KiB, its path and the rest included. */
const MAX_IDS_BYTES = 48 << 10;

/** A file that is compressed now is the same document. */
const withoutGzip = (file: string): string => file.replace(/\.gz$/, '');

function requireNameable(ids: readonly string[]): void {
  if (Buffer.byteLength(JSON.stringify(ids)) <= MAX_IDS_BYTES) return;
  throw new CellsweepError(
    'CASE_MANIFEST',
    'authorisations.json: the ids of the acts that cover one file are too long, taken together, for an entry of the custody log (48 KiB).',
  );
}

/**
 * Which files of a case folder an act in force covers. What is held under an act that fell goes, with its bytes. What merely lost its
 * cover stays under custody, unread: a slip in authorisations.json must cost no evidence. Both are logged.
 */
export async function filesUnderActs(
  workspace: Workspace,
  paths: readonly string[],
  acts: readonly Act[],
  told: ToldOfFiles,
  by: Pick<RunOptions, 'who' | 'why'>,
): Promise<FilesUnderActs> {
  const { custody } = workspace;
  const { held, ended } = told;
  const covered: CoveredFile[] = [];
  const refusals: Refusal[] = [];
  const unread: FileRefusal[] = [];
  const gone: Deletion[] = [];
  const uncovered: string[] = [];
  const refuse = (file: string, expected: string, found: string): void =>
    void refusals.push({ file, place: '', code: 'AUTHORITY_MISSING', expected, found });
  const leave = (file: string): string => {
    const { act, reason } = whyUncovered(file, acts, told);
    unread.push({ path: file, code: 'AUTHORITY_MISSING', act });
    if (held.has(file) && reason === 'no-act') uncovered.push(file);
    else if (held.has(file)) gone.push({ path: file, act, reason });
    return IN_WORDS[reason];
  };
  for (const file of paths) {
    const role = roleOf(file);
    if (role === 'unknown') continue;
    if (ended.has(file)) {
      refuse(file, 'an act whose retention has not ended', AT_AN_END);
      continue;
    }
    const own = role === 'manifest' || role === 'acts';
    const ids = own ? [] : actsFor(file, acts).map((act) => act.id);
    if (own || ids.length > 0) {
      requireNameable(ids);
      covered.push({ file, ids });
      continue;
    }
    const found = leave(file);
    if (role === 'operator') refuse(file, 'an act in force that covers the file', found);
  }
  // Of a file that is gone from the folder, and that no act in force would cover, the same holds.
  const present = new Set(paths);
  const named = new Set(paths.map(withoutGzip));
  for (const file of held) if (!present.has(file) && actsFor(file, acts).length === 0) leave(file);
  // Before anything is logged or goes, so that a run that is cut off here does it again.
  if (gone.length > 0 || uncovered.some((file) => !told.leftUnread.has(file))) await renewFindings(workspace);
  // Begun at once, they share one signed head.
  await Promise.all([custody.forgetFiles(gone, by), custody.refuseFiles(unread)]);
  const isTold = new Set([...gone.map(({ path }) => path), ...uncovered]);
  const removed = [...held].filter((file) => !named.has(withoutGzip(file)) && !isTold.has(file)).sort();
  return { covered, refusals, removed, uncovered: uncovered.sort() };
}
