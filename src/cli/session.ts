import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { CellsweepError } from '../model/errors.ts';
import type { ResidencyModel } from '../detect/index.ts';
import { requireOwnFilesRegular } from '../intake/index.ts';
import { lastRun } from './tables/case-queries.ts';
import { parseModel, readModel } from './tables/model-file.ts';
import { reportProgress } from './chain/progress.ts';
import { makeFolder, requireSameCase } from './tables/results-folder.ts';
import { retentionInWords } from './annul/ended-retention.ts';
import { runCase } from './chain/run-case.ts';
import type { RunOptions, RunOutcome } from './chain/run-outcome.ts';
import { thisUser } from './this-user.ts';
import { withStandingReads } from './standing-log.ts';
import { waitWhileBusy } from './wait-while-busy.ts';
import { withdrawnInWords } from './tables/whole-results.ts';
import { KEPT, openWorkspace, type Workspace } from './workspace.ts';

/** Version of the program, from its package. */
export const VERSION = (
  JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as { version: string }
).version;

export interface CommonOptions {
  readonly profiles?: readonly string[];
  readonly calibration?: string;
  /** A calibration that is already read; `calibration` names a file. */
  readonly model?: ResidencyModel;
  readonly who?: string;
  readonly why?: string;
  readonly quiet?: boolean;
}

interface Stay {
  /** How long to wait for another process to leave the folder: seconds for a question, none for a run. */
  readonly patience_s?: number;
  /** The folder goes with the command: reads are logged where they stay as well. */
  readonly isPassing?: boolean;
}

export async function withWorkspace<T>(
  results: string,
  work: (workspace: Workspace) => Promise<T>,
  { patience_s = 0, isPassing = false }: Stay = {},
): Promise<T> {
  makeFolder(results);
  const surroundings = { now: () => new Date(), environment: process.env, isPassing };
  const workspace = await waitWhileBusy(() => openWorkspace(results, surroundings), patience_s);
  try {
    return await work(
      isPassing ? { ...workspace, custody: withStandingReads(workspace.custody, surroundings) } : workspace,
    );
  } finally {
    await workspace.close();
  }
}

export function requireCase(caseDir: string): void {
  if (!existsSync(path.join(caseDir, 'case.json')))
    throw new CellsweepError(
      'CASE_NOT_FOUND',
      'There is no case.json in the given folder. A case folder holds case.json, authorisations.json and what was delivered (docs/formats).',
    );
  requireOwnFilesRegular(caseDir);
}

const NO_RUN = 'The given folder holds no finished run. Next: cellsweep run CASE --out RESULTS.';
const hasSummary = (results: string): boolean => existsSync(path.join(results, 'summary.json'));

export async function requireResults(results: string): Promise<void> {
  if (hasSummary(results)) return;
  const why = (await retentionInWords(results)) ?? (await withdrawnInWords(results)) ?? NO_RUN;
  throw new CellsweepError('RESULTS_NOT_FOUND', why);
}

/** For what asks for the acts of a run: they are known as well where its results were taken away until somebody decides. */
export async function requireRun(results: string): Promise<void> {
  if (hasSummary(results)) return;
  const ended = await retentionInWords(results);
  if (ended !== undefined || (await withdrawnInWords(results)) === undefined)
    throw new CellsweepError('RESULTS_NOT_FOUND', ended ?? NO_RUN);
}

export function requireWorkspace(results: string): void {
  if (!existsSync(path.join(results, KEPT)))
    throw new CellsweepError(
      'RESULTS_NOT_FOUND',
      'The given folder holds nothing that a run left. Next: cellsweep run CASE --out RESULTS.',
    );
}

export const noRunKnown = (): CellsweepError =>
  new CellsweepError(
    'RESULTS_NOT_FOUND',
    'The case store (RESULTS/.cellsweep/case) knows no run. Next: cellsweep run CASE --out RESULTS makes it anew.',
  );

/** With what the last run of a results folder was made, so that a later one on it gives the same figures. */
export async function asLastRun(
  workspace: Workspace,
): Promise<{ caseDir: string; profiles: string[]; model?: ResidencyModel } | undefined> {
  const run = (await workspace.caseStore.rows(lastRun))[0];
  if (run === undefined) return undefined;
  const profiles = JSON.parse(run.profile_dirs) as string[];
  return {
    caseDir: run.case_dir,
    profiles,
    ...(run.given_model === null ? {} : { model: parseModel(run.given_model) }),
  };
}

/** Runs the chain with progress on standard error. */
export async function runWithProgress(
  workspace: Workspace,
  caseDir: string,
  options: CommonOptions,
  more: Partial<RunOptions> = {},
): Promise<RunOutcome> {
  requireCase(caseDir);
  requireSameCase(workspace.custody, caseDir);
  const clock_s = (): number => performance.now() / 1000;
  const progress = reportProgress(process.stderr, options.quiet === true, more.checkOnly === true, clock_s);
  try {
    return await runCase(workspace, {
      caseDir,
      profileDirs: options.profiles ?? [],
      model: options.calibration === undefined ? options.model : readModel(options.calibration),
      who: options.who ?? thisUser(),
      why: options.why ?? 'run of the whole chain',
      version: VERSION,
      progress: (step) => progress.step(step),
      clock_s,
      peakRss_mb: () => Math.round(process.resourceUsage().maxRSS / 1024),
      ...more,
    });
  } finally {
    progress.end();
  }
}
