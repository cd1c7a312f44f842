import { actsFor, actsToDelete, parseIsoTime } from '../../authority/index.ts';
import type { Deletion } from '../../custody/index.ts';
import type { Act } from '../../model/case.ts';
import { CellsweepError } from '../../model/errors.ts';
import { actsOfLastRun } from '../act-command.ts';
import type { RunOptions } from '../chain/run-outcome.ts';
import { coversFile, toldOfFiles, whyUncovered, type ToldOfFiles } from '../chain/told-by-log.ts';
import { withdrawResults } from '../tables/withdraw-results.ts';
import type { Workspace } from '../workspace.ts';
import { deletedInWords } from './deleted-in-words.ts';

interface Due {
  /** Acts in force until now, whose retention has ended. */
  readonly ending: readonly Act[];
  /** Ids of the acts in force that stay so. */
  readonly staying: readonly string[];
  /** Files that ended or annulled acts alone let be held. */
  readonly gone: readonly Deletion[];
  /** Files that lost their cover: a run told of them, and made results without them. */
  readonly lost: readonly Deletion[];
  /** The same, of which no run has told: results may rest on them, and whoever made a slip does not know it yet. */
  readonly untold: readonly string[];
  /** Files that stay, with rows that only an ending act let be read. */
  readonly shared: readonly string[];
}

function dueAt(acts: readonly Act[], at_s: number, told: ToldOfFiles): Due {
  const expired = new Set(actsToDelete(acts, at_s));
  const held = acts.filter((act) => !expired.has(act.id));
  const ending = acts.filter((act) => act.status === 'in-force' && expired.has(act.id));
  const then = acts.map((act) => (ending.includes(act) ? { ...act, status: 'ended' as const } : act));
  // What went on an earlier day is gone: results that were made since without it stay.
  const files = [...told.held].filter((file) => file !== 'case.json' && file !== 'authorisations.json').sort();
  const unheld = files
    .filter((file) => actsFor(file, held).length === 0)
    .map((file) => ({ path: file, ...whyUncovered(file, then, told) }));
  const lost = unheld.filter(({ reason }) => reason === 'no-act');
  const isTold = ({ path: file }: Deletion): boolean => told.withoutResults.has(file);
  return {
    ending,
    staying: held.filter((act) => act.status === 'in-force').map((act) => act.id),
    gone: unheld.filter(({ reason }) => reason !== 'no-act'),
    lost: lost.filter(isTold),
    untold: lost.filter((file) => !isTold(file)).map(({ path: file }) => file),
    // Of a file that another act still covers go the rows that only an ending act let be read: the next run loads it anew.
    shared: files.filter(
      (file) => !unheld.some(({ path }) => path === file) && ending.some((act) => coversFile(act, file)),
    ),
  };
}

/**
 * Deletes what acts past their retention let be held: rows, bytes, and the results that rest on them; and the bytes of files that lost
 * their cover, where a run has told of them.
 *
 * @param asOf from retentionTime
 */
export async function deleteExpired(
  workspace: Workspace,
  asOf: string,
  by: Pick<RunOptions, 'who' | 'why'>,
): Promise<string> {
  const at_s = parseIsoTime(asOf);
  if (at_s === undefined) throw new CellsweepError('USAGE', '--as-of takes an ISO 8601 time with an offset.');
  const { acts } = await actsOfLastRun(workspace);
  const due = dueAt(acts, at_s, toldOfFiles(workspace));
  const { ending, gone, lost, untold, shared } = due;
  const goes = new Set([...[...gone, ...lost].map(({ path }) => path), ...untold, ...shared]);
  const isUnderEnding = (file: string): boolean => ending.some((act) => coversFile(act, file));
  const resultsFall = gone.length + shared.length > 0 || untold.some(isUnderEnding);
  if (resultsFall)
    await withdrawResults(
      workspace,
      { acts: due.staying, holds: (file) => !goes.has(file) },
      ending.length > 0 || gone.some(({ reason }) => reason === 'retention-end') ? 'retention-end' : 'act-annulled',
    );
  await workspace.custody.appendMany(
    ending.map(({ id }) => ({ type: 'retention-ended', act: id, as_of: asOf, ...by })),
  );
  const deleted = await workspace.custody.forgetFiles(gone, by);
  await workspace.custody.forgetFiles(lost, by);
  const fallen = acts.filter((act) => !due.staying.includes(act.id));
  const under = fallen.filter(
    (act) =>
      gone.some(({ path }) => coversFile(act, path)) ||
      (ending.includes(act) && [...shared, ...untold].some((file) => coversFile(act, file))),
  );
  return deletedInWords({
    acts: resultsFall ? [...under.map(({ id }) => id), ...gone.flatMap(({ act }) => act ?? [])] : [],
    files: deleted,
    shared: shared.length,
    lost: lost.map(({ path }) => path),
    untold,
  });
}
