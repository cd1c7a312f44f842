import path from 'node:path';
import { actsFor, actsToDelete, parseIsoTime } from '../authority/index.ts';
import { CellsweepError } from '../model/errors.ts';
import { openRegularFile, readCaseManifest, readOwnText } from '../intake/index.ts';
import type { Act } from '../model/case.ts';
import { actsInWords } from './print/acts-in-words.ts';
import { lastRun } from './tables/case-queries.ts';
import { actsOf, heldFiles } from './chain/told-by-log.ts';
import { noRunKnown } from './session.ts';
import { withdrawResults } from './tables/withdraw-results.ts';
import type { Workspace } from './workspace.ts';

async function actsOfLastRun(workspace: Workspace): Promise<{ acts: Act[]; caseDir: string }> {
  const run = (await workspace.caseStore.rows(lastRun))[0];
  if (run === undefined) throw noRunKnown();
  let text: string;
  try {
    text = readOwnText(run.case_dir, 'authorisations.json');
  } catch (error) {
    if (error instanceof CellsweepError) throw error;
    throw new CellsweepError('CASE_NOT_FOUND', 'The case folder of the last run is no longer where it was.', {
      cause: error,
    });
  }
  return { acts: actsOf(workspace, text), caseDir: run.case_dir };
}

/** The acts of the last run, in the time zone of its case. */
export async function listActs(workspace: Workspace, now_s: number): Promise<string> {
  const { acts, caseDir } = await actsOfLastRun(workspace);
  const { timezone } = await readCaseManifest({
    paths: ['case.json'],
    open: (file) => openRegularFile(path.join(caseDir, file)),
  });
  return actsInWords(acts, timezone, now_s);
}

export interface Annulled {
  readonly act: Act;
  /** Why there is nothing to do; undefined where the chain must run. */
  readonly already: string | undefined;
}

/**
 * Records the annulment in the custody log; the next opening of the workspace knows it, its run undoes what came from it.
 * Of an act that is annulled already nothing is recorded, and the chain runs only where it did not end since.
 */
export async function annul(workspace: Workspace, id: string, reason: string): Promise<Annulled> {
  const { acts } = await actsOfLastRun(workspace);
  const act = acts.find((a) => a.id === id);
  if (act === undefined) throw new CellsweepError('USAGE', 'The case has no act with this id (cellsweep act list).');
  const { recorded } = workspace.custody.log;
  if (act.status === 'annulled') {
    const at = recorded.findIndex((entry) => entry.type === 'act-annulled' && entry.act === id);
    const ran = recorded.slice(at + 1).some((entry) => entry.type === 'run-finished' && entry.outcome === 'complete');
    if (at >= 0 && !ran) return { act, already: undefined };
    const since = at < 0 ? 'in authorisations.json' : `since ${recorded[at]?.at ?? ''}`;
    return { act, already: `${id} is annulled already (${since}): nothing was recorded and nothing was run.\n` };
  }
  const inForce = { ...act, status: 'in-force' as const };
  const files = new Set(
    recorded.flatMap((entry) =>
      entry.type === 'file-received' && actsFor(entry.path, [inForce]).length > 0 ? [entry.path] : [],
    ),
  );
  await workspace.custody.append({ type: 'act-annulled', act: id, reason, files: files.size });
  return { act, already: undefined };
}

/** Whether an act, were it in force, covers a file. */
export const coversFile = (act: Act, file: string): boolean =>
  actsFor(file, [{ ...act, status: 'in-force' }]).length > 0;

/**
 * Deletes what acts past their retention let be held: rows, bytes, and the results that rest on them.
 *
 * @param asOf from retentionTime
 */
export async function deleteExpired(workspace: Workspace, asOf: string): Promise<string> {
  const at_s = parseIsoTime(asOf);
  if (at_s === undefined) throw new CellsweepError('USAGE', '--as-of takes an ISO 8601 time with an offset.');
  const { acts } = await actsOfLastRun(workspace);
  const expired = new Set(actsToDelete(acts, at_s));
  const held = acts.filter((act) => !expired.has(act.id));
  const ending = acts.filter((act) => act.status === 'in-force' && expired.has(act.id));
  // What went on an earlier day is gone: results that were made since without it stay.
  const files = [...heldFiles(workspace)]
    .filter((file) => file !== 'case.json' && file !== 'authorisations.json')
    .sort();
  const gone = files.filter((file) => actsFor(file, held).length === 0);
  // Of a file that another act still covers go the rows that only an ending act let be read: the next run loads it anew.
  const shared = files.filter((file) => !gone.includes(file) && ending.some((act) => coversFile(act, file)));
  if (gone.length + shared.length > 0)
    await withdrawResults(
      workspace,
      {
        acts: held.filter((act) => act.status === 'in-force').map((act) => act.id),
        holds: (file) => !gone.includes(file) && !shared.includes(file),
      },
      'retention-end',
    );
  await workspace.custody.appendMany(ending.map(({ id }) => ({ type: 'retention-ended', act: id, as_of: asOf })));
  if (gone.length + shared.length === 0) return 'Nothing is past its retention.\n';
  let deleted = 0;
  const under = new Set<string>();
  for (const file of gone) {
    const ended = acts.filter((act) => expired.has(act.id) && coversFile(act, file)).map((act) => act.id);
    for (const id of ended) under.add(id);
    deleted += await workspace.custody.forgetFile(file, { act: ended[0] ?? null, reason: 'retention-end' });
  }
  for (const act of ending) if (shared.some((file) => coversFile(act, file))) under.add(act.id);
  const rest =
    shared.length === 0
      ? ''
      : ` Of ${shared.length} that another act still covers, what it does not let be read is not read again.`;
  return `${deleted} kept files deleted with all rows and results that rest on them (${[...under].sort().join(', ')}).${rest} The custody log keeps that they were here.\n`;
}
