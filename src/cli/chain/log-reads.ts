import type { Workspace } from '../workspace.ts';
import type { RunOptions } from './run-outcome.ts';
import { LoggedReads, type PersonalData } from '../../model/logged-reads.ts';

/** Of a document under several acts, any row may have been read under each: every one of them must stand for what is told of it. */
export const readsOf = (
  files: readonly { readonly act_ids: readonly string[]; readonly rows: number }[],
): { readonly act: string; readonly rows: number }[] =>
  files.flatMap(({ act_ids, rows }) => act_ids.map((act) => ({ act, rows })));

/**
 * Directive (EU) 2016/680 article 25: who reads how many rows, why, under which act, for which stage; one entry for each act.
 * Rows are counted as they are read: of a run, documents are logged directly after they were received, records once they are loaded
 * and before detection reads them, what sensors heard before phones are located. Before any of it is told, all of it is logged: what
 * reads it asks for what this gives.
 */
export async function logReads<Of extends PersonalData>(
  { custody }: Pick<Workspace, 'custody'>,
  { who, why }: Pick<RunOptions, 'who' | 'why'>,
  { of, stage }: { readonly of: Of; readonly stage: string },
  reads: readonly { readonly act: string; readonly rows: number }[],
): Promise<LoggedReads<Of>> {
  const byAct = new Map<string, number>();
  for (const { act, rows } of reads) if (act !== '') byAct.set(act, (byAct.get(act) ?? 0) + rows);
  return LoggedReads.write(
    custody,
    of,
    [...byAct].map(([act, rows]) => ({ type: 'read', who, why, act, stage, rows })),
  );
}
