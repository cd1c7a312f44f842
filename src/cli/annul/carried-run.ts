import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { CaseStore } from '../../store/case-store.ts';
import { lastRun, runShape, storeRun } from '../tables/case-queries.ts';

const FILE = 'carried-run.json';
/** Keeps with what the last run was made, while the case store that knows it is taken away. */
export async function carryRun(caseStore: CaseStore, kept: string): Promise<void> {
  const [run] = await caseStore.rows(lastRun);
  if (run === undefined) return;
  const file = path.join(kept, FILE);
  writeFileSync(`${file}.part`, JSON.stringify(run));
  renameSync(`${file}.part`, file);
}

/** Gives it back to the new case store: at once, or at the next opening where the process was lost in between. */
export async function giveBackRun(caseStore: CaseStore, kept: string): Promise<void> {
  const file = path.join(kept, FILE);
  if (!existsSync(file)) return;
  const run = runShape.parse(JSON.parse(readFileSync(file, 'utf8')));
  await caseStore.rows(storeRun, [run.case_dir, run.profile_dirs, run.given_model, run.report]);
  rmSync(file);
}
