import type { RunOptions } from './run-outcome.ts';
import type { Workspace } from '../workspace.ts';

/**
 * Directive (EU) 2016/680 article 25: who reads how many rows, why, under which act, for which stage; one entry for each act.
 * Logged before the reading, so that no reading goes unlogged: the rows are counted first, those that the stage will read.
 */
export async function logReads(
  { custody }: Pick<Workspace, 'custody'>,
  { who, why }: Pick<RunOptions, 'who' | 'why'>,
  stage: string,
  reads: readonly { readonly act: string; readonly rows: number }[],
): Promise<void> {
  const byAct = new Map<string, number>();
  for (const { act, rows } of reads) if (act !== '') byAct.set(act, (byAct.get(act) ?? 0) + rows);
  await custody.appendMany([...byAct].map(([act, rows]) => ({ type: 'read', who, why, act, stage, rows })));
}
