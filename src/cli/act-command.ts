import path from 'node:path';
import { actsFor } from '../authority/index.ts';
import { CellsweepError } from '../model/errors.ts';
import { openRegularFile, readCaseManifest, readOwnText } from '../intake/index.ts';
import type { Act } from '../model/case.ts';
import { actsInWords } from './print/acts-in-words.ts';
import { lastRun } from './tables/case-queries.ts';
import { actsOf } from './chain/told-by-log.ts';
import type { RunOptions } from './chain/run-outcome.ts';
import { noRunKnown } from './session.ts';
import type { Workspace } from './workspace.ts';

/** The acts of the last run as they stand now: as its case folder gives them and the custody log changed them. */
export async function actsOfLastRun(workspace: Workspace): Promise<{ acts: Act[]; caseDir: string }> {
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
export async function annul(
  workspace: Workspace,
  id: string,
  { who, why }: Pick<RunOptions, 'who' | 'why'>,
): Promise<Annulled> {
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
  await workspace.custody.append({ type: 'act-annulled', act: id, reason: why, who, files: files.size });
  return { act, already: undefined };
}
