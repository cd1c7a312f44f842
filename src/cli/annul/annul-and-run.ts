import { annul } from '../act-command.ts';
import { coversFile } from '../chain/told-by-log.ts';
import { thisUser } from '../this-user.ts';
import { annulmentInWords, standingOf } from './annulment-report.ts';
import { emptiedInWords, filledTables } from '../tables/emptied-tables.ts';
import { printResult } from '../print/print-result.ts';
import { asLastRun, noRunKnown, runWithProgress, withWorkspace, type CommonOptions } from '../session.ts';
import { warningsOf } from '../warnings/warnings.ts';

/** Annuls an act and runs the chain without it; gives what the annulment did and, beneath it, the result of the run. */
export async function annulAndRun(
  results: string,
  id: string,
  options: CommonOptions & { readonly why: string },
  now_s: number,
): Promise<string> {
  const before = standingOf(results);
  const filled = filledTables(results);
  const { annulled, run } = await withWorkspace(results, async (workspace) => ({
    annulled: await annul(workspace, id, { who: options.who ?? thisUser(), why: options.why }),
    run: await asLastRun(workspace),
  }));
  if (annulled.already !== undefined) return annulled.already;
  if (run === undefined) throw noRunKnown();
  // Opened anew: the log is read at its opening, and only then speaks of the annulment.
  return withWorkspace(results, async (workspace) => {
    const outcome = await runWithProgress(workspace, run.caseDir, { ...options, ...run });
    const warnings = [...emptiedInWords(filled, results, false), ...warningsOf(outcome, now_s)];
    const done = annulmentInWords(id, (file) => coversFile(annulled.act, file), before, standingOf(results));
    return `${done}${printResult(outcome, warnings, results)}`;
  });
}
