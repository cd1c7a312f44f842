import { existsSync, rmSync } from 'node:fs';
import path from 'node:path';
import { RESULT_COLUMNS } from '../../contract/results.ts';
import { openLoads } from '../../intake/index.ts';
import { carryRun, giveBackRun } from '../annul/carried-run.ts';
import { clearFindings } from './case-queries.ts';
import { KEPT, type Workspace } from '../workspace.ts';

/** Takes away the bytes of findings that were deleted; with what the last run was made stays known. */
export async function renewFindings({ caseStore, results }: Pick<Workspace, 'caseStore' | 'results'>): Promise<void> {
  const kept = path.join(results, KEPT);
  await carryRun(caseStore, kept);
  await caseStore.renew();
  await giveBackRun(caseStore, kept);
}

interface Staying {
  /** Ids of the acts in force under which rows may still be read. */
  readonly acts: readonly string[];
  /** Whether the rows of a file stay. */
  readonly holds: (file: string) => boolean;
}

const tablesOf = (results: string): string[] =>
  [...Object.keys(RESULT_COLUMNS), 'summary.json', 'model.json'].map((file) => path.join(results, file));

/**
 * Deletes rows of files that may no longer be held, and all findings and result tables; with what the run was made stays.
 *
 * @param why for the custody log, which is told first: tables that are gone without it were taken by somebody
 */
export async function withdrawResults(
  workspace: Workspace,
  staying: Staying,
  why: 'protection-uncovered' | 'retention-end' | 'act-annulled',
): Promise<void> {
  const tables = tablesOf(workspace.results).filter((file) => existsSync(file));
  if (tables.length > 0) await workspace.custody.append({ type: 'results-withdrawn', why });
  const loads = await openLoads(workspace.records, staying.acts);
  const stay = loads.all().filter((load) => staying.holds(load.path));
  await loads.revokeAllBut(new Set(stay.map((load) => load.key)));
  await workspace.caseStore.rows(clearFindings);
  await renewFindings(workspace);
  for (const file of tables) rmSync(file, { force: true });
}
