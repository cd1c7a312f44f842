import { actsFor } from '../../authority/index.ts';
import { roleOf } from '../../intake/index.ts';
import type { Act } from '../../model/case.ts';
import type { Refusal } from '../../model/refusal.ts';
import { renewFindings } from '../tables/withdraw-results.ts';
import type { Workspace } from '../workspace.ts';

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
}

const AT_AN_END = 'data deleted at the end of their retention';

/** A file that is compressed now is the same document. */
const withoutGzip = (file: string): string => file.replace(/\.gz$/, '');

/**
 * Which files of a case folder an act in force covers. What an act covered once and none covers now goes, with its bytes; it is
 * logged.
 *
 * @param held paths whose bytes are kept, by the log
 * @param ended paths whose data were deleted at the end of their retention
 */
export async function filesUnderActs(
  workspace: Workspace,
  paths: readonly string[],
  acts: readonly Act[],
  { held, ended }: { readonly held: ReadonlySet<string>; readonly ended: ReadonlySet<string> },
): Promise<FilesUnderActs> {
  const { custody } = workspace;
  const covered: CoveredFile[] = [];
  const refusals: Refusal[] = [];
  const refuse = (file: string, expected: string, found: string): void =>
    void refusals.push({ file, place: '', code: 'AUTHORITY_MISSING', expected, found });
  const forget = async (file: string, former: Act | undefined): Promise<void> => {
    // Before the bytes go, so that a run that is cut off here does it again.
    if (held.has(file)) await renewFindings(workspace);
    const reason = former?.status === 'ended' ? 'retention-end' : 'act-annulled';
    await custody.forgetFile(file, { act: former?.id ?? null, reason });
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
      covered.push({ file, ids });
      continue;
    }
    const former = acts.find(
      (act) => act.status !== 'in-force' && actsFor(file, [{ ...act, status: 'in-force' }]).length > 0,
    );
    await forget(file, former);
    await custody.append({ type: 'file-refused', path: file, code: 'AUTHORITY_MISSING', act: former?.id ?? null });
    const found = former === undefined ? 'none' : former.status === 'ended' ? AT_AN_END : 'an annulled act';
    if (role === 'operator') refuse(file, 'an act in force that covers the file', found);
  }
  // A file that is gone from the folder, and that no act in force would cover, goes with its bytes as well.
  const present = new Set(paths);
  const named = new Set(paths.map(withoutGzip));
  const removed = [...held].filter((file) => !named.has(withoutGzip(file))).sort();
  for (const file of held) if (!present.has(file) && actsFor(file, acts).length === 0) await forget(file, undefined);
  return { covered, refusals, removed };
}
