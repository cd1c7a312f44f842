import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { CellsweepError } from '../model/errors.ts';
import { readModel } from './model-file.ts';
import { reportProgress } from './progress.ts';
import { runCase, type RunOptions, type RunOutcome } from './run-case.ts';
import { openWorkspace, type Workspace } from './workspace.ts';

/** Version of the program, from its package. */
export const VERSION = (
  JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as { version: string }
).version;

export interface CommonOptions {
  readonly profiles?: readonly string[];
  readonly calibration?: string;
  readonly who?: string;
  readonly why?: string;
  readonly quiet?: boolean;
}

/** The one who is logged as reader where `--who` says nothing. */
const user = (): string => {
  try {
    return os.userInfo().username;
  } catch {
    return 'unknown';
  }
};

export async function withWorkspace<T>(results: string, work: (workspace: Workspace) => Promise<T>): Promise<T> {
  mkdirSync(results, { recursive: true });
  const workspace = await openWorkspace(results, { now: () => new Date(), environment: process.env });
  try {
    return await work(workspace);
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
}

export function requireResults(results: string): void {
  if (!existsSync(path.join(results, 'summary.json')))
    throw new CellsweepError(
      'RESULTS_NOT_FOUND',
      'The given folder holds no finished run. Next: cellsweep run CASE --out RESULTS.',
    );
}

/** Runs the chain with progress on standard error. */
export async function runWithProgress(
  workspace: Workspace,
  caseDir: string,
  options: CommonOptions,
  more: Partial<RunOptions> = {},
): Promise<RunOutcome> {
  requireCase(caseDir);
  const progress = reportProgress(process.stderr, options.quiet === true);
  try {
    return await runCase(workspace, {
      caseDir,
      profileDirs: options.profiles ?? [],
      model: options.calibration === undefined ? undefined : readModel(options.calibration),
      who: options.who ?? user(),
      why: options.why ?? 'run of the whole chain',
      version: VERSION,
      progress: (step) => progress.step(step),
      clock_s: () => performance.now() / 1000,
      peakRss_mb: () => Math.round(process.resourceUsage().maxRSS / 1024),
      ...more,
    });
  } finally {
    progress.end();
  }
}
