import { readFileSync } from 'node:fs';
import path from 'node:path';
import { Command } from 'commander';
import { verifyCustody } from '../custody/index.ts';
import type { Act } from '../model/case.ts';
import { CellsweepError } from '../model/errors.ts';
import { retentionTime, type RetentionOptions } from './annul/retention-time.ts';
import { actsOfLastRun, listActs } from './act-command.ts';
import { deleteExpired } from './annul/delete-expired.ts';
import { requireActsInForce } from './annul/fallen-acts.ts';
import { annulAndRun } from './annul/annul-and-run.ts';
import { EXIT } from './exit-codes.ts';
import { explainHandset } from './explain/explain-handset.ts';
import { requireResults, requireRun, requireWorkspace, withWorkspace, type CommonOptions } from './session.ts';
import { statedWho, statedWhy, thisUser } from './this-user.ts';
import { compareTables, requireWholeResults } from './tables/whole-results.ts';
import { codeOf } from './system-error.ts';
import { verifiedInWords } from './print/print-verified.ts';
import { warningsInWords } from './print/words.ts';
import { expired } from './warnings/warnings.ts';
import { headsBeside, KEPT, type Workspace } from './workspace.ts';

const now_s = (): number => Date.now() / 1000;

/** Two people may ask of one folder at a time: the second waits. */
const PATIENCE_S = 20;

const ACTS_UNKNOWN =
  'The case folder of these results is no longer where it was: whether its acts still stand, and whether their retention has ended, was not looked at.';

/** Undefined where the case folder is gone: an expert may have been handed the results alone. */
async function actsAsTheyStand(workspace: Workspace): Promise<readonly Act[] | undefined> {
  try {
    return (await actsOfLastRun(workspace)).acts;
  } catch (error) {
    if (error instanceof CellsweepError && error.code === 'CASE_NOT_FOUND') return undefined;
    throw error;
  }
}

/** `cellsweep explain`. */
export function explainCommand(): Command {
  return new Command('explain')
    .argument('<results>', 'results folder of a finished run')
    .argument('<imei>', '14, 15 or 16 digits')
    .option('--who <name>', 'who reads, for the log of reads', statedWho)
    .option('--why <reason>', 'why, for the log of reads', statedWhy, 'explanation of one handset')
    .description(
      'one handset: each piece of evidence with its own log10 LR, what speaks against, what was not available',
    )
    .action(async (results: string, imei: string, options: { who?: string; why: string }) => {
      await requireResults(results);
      await withWorkspace(
        results,
        async (workspace) => {
          await requireWholeResults(workspace.custody.log.recorded, results);
          const acts = await actsAsTheyStand(workspace);
          if (acts !== undefined) requireActsInForce(workspace.custody.log.recorded, acts);
          const reader = { who: options.who ?? thisUser(), why: options.why };
          const text = await explainHandset(workspace, results, imei, reader);
          const warnings = warningsInWords(acts === undefined ? [ACTS_UNKNOWN] : expired(acts, now_s(), 'run'));
          process.stdout.write(`${warnings.map((line) => `${line}\n`).join('')}${text}`);
        },
        { patience_s: PATIENCE_S },
      );
    });
}

const collect = (value: string, all: string[]): string[] => [...all, value];

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new CellsweepError('STORE_OPEN', `A key or head that was named cannot be read (${codeOf(error)}).`, {
      cause: error,
    });
  }
}

/** `cellsweep log verify`. */
export function logCommand(): Command {
  const log = new Command('log').description('the custody log: who received, read, annulled what');
  log
    .command('verify')
    .argument('<results>', 'results folder')
    .description(
      'recompute the whole log, every kept original and every table of the last run; a single changed bit is found',
    )
    .option('--vkey <file>', 'public key of the log, as it was handed over when the case began')
    .option('--checkpoint <file>', 'signed head that was handed over earlier (may be given several times)', collect, [])
    .addHelpText(
      'after',
      `
Example:
  cellsweep log verify RESULTS --vkey deposited/vkey --checkpoint deposited/checkpoint.txt

Whoever holds the folder and its private key could put back an older copy or sign another history: only what was handed
over earlier tells. checkpoint.txt beside the results is compared without being named.`,
    )
    .action(async (results: string, options: { vkey?: string; checkpoint: string[] }) => {
      requireWorkspace(results);
      const report = await verifyCustody(path.join(results, KEPT, 'custody'), {
        ...(options.vkey === undefined ? {} : { vkey: textOf(options.vkey) }),
        checkpoints: [...headsBeside(results), ...options.checkpoint.map(textOf)],
      });
      const tables = await compareTables(report.entries, results, report.ok);
      const { text, isSound } = verifiedInWords(report, tables);
      process.stdout.write(text);
      if (!isSound) process.exitCode = EXIT.custody;
    });
  return log;
}

/** `cellsweep act list|annul`. */
export function actCommand(): Command {
  const act = new Command('act').description('the legal acts of a case');
  act
    .command('list')
    .argument('<results>', 'results folder')
    .description('the acts of the last run and whether they are in force')
    .action(async (results: string) => {
      await requireRun(results);
      await withWorkspace(results, async (workspace) => process.stdout.write(await listActs(workspace, now_s())));
    });
  act
    .command('annul')
    .argument('<results>', 'results folder')
    .argument('<act>', 'id of the act')
    .requiredOption('--why <reason>', 'the decision that annuls it', statedWhy)
    .option('--who <name>', 'who annuls', statedWho)
    .option('--quiet', 'no progress on standard error')
    .description('undo all that came from an act: its files, rows and bytes go, the chain runs again without them')
    .action(async (results: string, id: string, options: CommonOptions & { why: string }) => {
      await requireRun(results);
      process.stdout.write(await annulAndRun(results, id, options, now_s()));
    });
  return act;
}

/** `cellsweep retention`. */
export function retentionCommand(): Command {
  return new Command('retention')
    .argument('<results>', 'results folder')
    .option('--as-of <time>', 'ISO 8601 time with offset, now or in the past (default: now)')
    .option('--who <name>', 'who deletes, for the custody log (default: the user of this machine)', statedWho)
    .option('--why <reason>', 'why, for the custody log', statedWhy, 'end of retention')
    .option('--ahead-of-time', 'take a future --as-of as well: acts that are not due yet end for good')
    .description('delete what no act lets be held any more: rows, kept originals, result tables')
    .addHelpText(
      'after',
      '\nThere is no way back: an act that was ended lets nothing be read again, not even on an earlier day. So a future --as-of\nis refused (exit code 2) without --ahead-of-time.',
    )
    .action(async (results: string, options: RetentionOptions & { who?: string; why: string }) => {
      const asOf = retentionTime(options, new Date());
      const by = { who: options.who ?? thisUser(), why: options.why };
      requireWorkspace(results);
      await withWorkspace(results, async (workspace) => process.stdout.write(await deleteExpired(workspace, asOf, by)));
    });
}
