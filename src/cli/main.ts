import { mkdtempSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { Command, CommanderError } from 'commander';
import { csvField } from '../contract/results.ts';
import { verifyCustody } from '../custody/index.ts';
import { CellsweepError } from '../model/errors.ts';
import { deleteExpired, listActs } from './act-command.ts';
import { annulAndRun } from './annul-and-run.ts';
import { runDemo } from './demo-command.ts';
import { emptiedInWords, filledTables } from './emptied-tables.ts';
import { EXIT, exitCodeOf } from './exit-codes.ts';
import { explainHandset } from './explain/explain-handset.ts';
import { HELP } from './help.ts';
import { interruptedInWords, PassingFolders } from './interruption.ts';
import { writeModel } from './model-file.ts';
import { BIT_IN_WORDS, nextRequests } from './next-requests.ts';
import { printCheck, printResult } from './print-result.ts';
import { profileCommand } from './profile-command.ts';
import { sameUserCommand } from './same-user-command.ts';
import { sensorsCommand } from './sensors/sensors-command.ts';
import { makeFolder, requireApart, requireOutsideCases, requireWritableFile } from './results-folder.ts';
import {
  asLastRun,
  requireCase,
  requireResults,
  requireRun,
  requireWorkspace,
  runWithProgress,
  thisUser,
  VERSION,
  withWorkspace,
  type CommonOptions,
} from './session.ts';
import { refusedBySystem } from './system-error.ts';
import { warningsOf } from './warnings.ts';
import { requireWholeResults, tablesInWords } from './whole-results.ts';
import { KEPT } from './workspace.ts';

const now_s = (): number => Date.now() / 1000;
const collect = (value: string, all: string[]): string[] => [...all, value];
const withCommon = (command: Command): Command =>
  command
    .option('--profiles <dir>', 'folder with further operator profiles (may be given several times)', collect, [])
    .option('--who <name>', 'who reads the data, for the log of reads (default: the user of this machine)')
    .option('--why <reason>', 'why, for the log of reads')
    .option('--quiet', 'no progress on standard error');

interface RunFlags {
  readonly out: string;
  readonly onlyDetect?: boolean;
  readonly tracks?: boolean;
}

const passing = new PassingFolders();

/** Runs in a folder that is removed afterwards, where no results folder was asked for. */
async function inPassingFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'cellsweep-'));
  passing.add(folder);
  try {
    return await work(folder);
  } finally {
    passing.remove(folder);
  }
}

/** Two people may ask of one folder at a time: the second waits. */
const PATIENCE_S = 20;

const program = new Command('cellsweep')
  .description(
    'Which handsets live inside which prison, how sure that is and why - from what the law allows to be read.\n\nStart with `cellsweep demo`: a pretend jurisdiction with a known truth.',
  )
  .version(VERSION)
  .exitOverride()
  .configureHelp(HELP)
  .addHelpText(
    'after',
    `
Examples:
  cellsweep check CASE                          is the data sound, what is refused and why
  cellsweep run CASE --out RESULTS              the whole chain; run it again after an interruption or a new delivery
  cellsweep explain RESULTS 35209900176148      one handset: every piece of evidence, for and against
  cellsweep next-requests CASE --out RESULTS    what to ask the operators for next

Exit codes: 0 done, 1 profile test or profile scaffold is not sure, 2 usage, 3 case or results unusable,
4 custody log not sound, 5 a store failed or a file cannot be used, 70 broken program, 130 interrupted (run it again).
Servers instead of the embedded engines: CELLSWEEP_CLICKHOUSE_URL, CELLSWEEP_POSTGRES_URL. Key of the custody log: CELLSWEEP_LOG_KEY.`,
  );

program
  .command('demo')
  .description('make the pretend jurisdiction, run the chain on it and compare with its truth')
  .option('--out <dir>', 'where to put the pretend case and the results', 'results/demo')
  .option('--seed <n>', 'another seed, another jurisdiction', '1')
  .option('--quiet', 'no progress on standard error')
  .action(async (options: { out: string; seed: string; quiet?: boolean }) => {
    const seed = Number(options.seed);
    if (!Number.isSafeInteger(seed) || seed < 0)
      throw new CellsweepError('USAGE', '--seed takes a whole number, 0 or greater.');
    requireOutsideCases(options.out);
    makeFolder(options.out);
    process.stdout.write(await runDemo(options.out, seed, options));
  });

withCommon(program.command('run'))
  .argument('<case>', 'case folder')
  .requiredOption('--out <results>', 'results folder; what was read before is not read again')
  .option('--only-detect', 'stop after detection: no rooms, users or successors')
  .option('--tracks', 'locate phones that no sensor could name as well (slow: most of what sensors hear)')
  .option(
    '--calibration <model>',
    'calibration of another case (cellsweep calibrate), used only where coverage and data regime match',
  )
  .description('the whole chain: receive, check, trace, detect, locate, attribute; writes the results (docs/formats)')
  .action(async (caseDir: string, options: CommonOptions & RunFlags) => {
    requireCase(caseDir);
    requireApart(caseDir, options.out);
    await withWorkspace(options.out, async (workspace) => {
      const { tracks = false, onlyDetect = false } = options;
      const filled = filledTables(options.out);
      const outcome = await runWithProgress(workspace, caseDir, options, { tracks, onlyDetect });
      const warnings = [...emptiedInWords(filled, options.out, onlyDetect), ...warningsOf(outcome, now_s())];
      process.stdout.write(printResult(outcome, warnings, options.out));
    });
  });

withCommon(program.command('check'))
  .argument('<case>', 'case folder')
  .description('data quality and refusals only; keeps nothing')
  .action(async (caseDir: string, options: CommonOptions) => {
    requireCase(caseDir);
    await inPassingFolder((folder) =>
      withWorkspace(folder, async (workspace) => {
        const outcome = await runWithProgress(workspace, caseDir, options, { checkOnly: true });
        process.stdout.write(printCheck(outcome, warningsOf(outcome, now_s(), 'check')));
      }),
    );
  });

program
  .command('explain')
  .argument('<results>', 'results folder of a finished run')
  .argument('<imei>', '14, 15 or 16 digits')
  .option('--who <name>', 'who reads, for the log of reads')
  .option('--why <reason>', 'why, for the log of reads', 'explanation of one handset')
  .description('one handset: each piece of evidence with its own log10 LR, what speaks against, what was not available')
  .action(async (results: string, imei: string, options: { who?: string; why: string }) => {
    await requireResults(results);
    await withWorkspace(
      results,
      async (workspace) => {
        await requireWholeResults(workspace.custody.log.recorded, results);
        const reader = { who: options.who ?? thisUser(), why: options.why };
        const text = await explainHandset(workspace, results, imei, reader);
        await workspace.custody.append({
          type: 'read',
          ...reader,
          act: 'results',
          stage: 'detect',
          rows: 1,
        });
        process.stdout.write(text);
      },
      PATIENCE_S,
    );
  });

withCommon(program.command('calibrate'))
  .argument('<case>', 'case folder with reference handsets')
  .requiredOption('--out <model>', 'file to write')
  .description('fit the calibration on the reference handsets of a case, for `run --calibration` on another')
  .action(async (caseDir: string, options: CommonOptions & { out: string }) => {
    requireCase(caseDir);
    requireOutsideCases(options.out);
    requireWritableFile(options.out);
    await inPassingFolder((folder) =>
      withWorkspace(folder, async (workspace) => {
        const { calibration } = await runWithProgress(workspace, caseDir, options);
        if (calibration.model === undefined)
          throw new CellsweepError(
            'MODEL_INVALID',
            `This case cannot calibrate: ${calibration.why ?? 'no reference handsets'}.`,
          );
        writeModel(options.out, calibration.model);
        const { heldOut, references } = calibration.model;
        process.stdout.write(
          `${options.out}: fitted on ${Object.entries(references)
            .map(([name, n]) => `${n} ${name}`)
            .join(', ')}; held-out Cllr ${heldOut.cllr.toFixed(3)}\n`,
        );
      }),
    );
  });

withCommon(program.command('next-requests'))
  .argument('<case>', 'case folder')
  .option(
    '--out <results>',
    'results folder of a run of this case: saves reading everything again; its results are written anew',
  )
  .option('--most <n>', 'so many requests at the most', '50')
  .option('--csv', 'as CSV')
  .description(
    'which identifiers and cells to ask operators for next, under which act, ranked by what they would change',
  )
  .action(async (caseDir: string, options: CommonOptions & { out?: string; most: string; csv?: boolean }) => {
    const most = Number(options.most);
    if (!Number.isInteger(most) || most < 1)
      throw new CellsweepError('USAGE', '--most takes a whole number, 1 or greater.');
    requireCase(caseDir);
    if (options.out !== undefined) requireApart(caseDir, options.out);
    const ask = (folder: string): Promise<void> =>
      withWorkspace(folder, async (workspace) => {
        const last = await asLastRun(workspace);
        const profiles = options.profiles?.length ? options.profiles : (last?.profiles ?? []);
        const again = { ...last, ...options, profiles };
        const filled = filledTables(folder);
        const outcome = await runWithProgress(workspace, caseDir, again);
        const requests = nextRequests(outcome).slice(0, most);
        const warnings = warningsOf(outcome, now_s(), options.out === undefined ? 'check' : 'run');
        // Standard output may be a table.
        for (const warning of [...emptiedInWords(filled, folder, false), ...warnings])
          process.stderr.write(`! ${warning}\n`);
        const columns = ['rank', 'operator', 'kind', 'subject', 'bits', 'act', 'reason'] as const;
        if (options.csv) {
          process.stdout.write(
            `${columns.join(',')}\n${requests.map((r) => columns.map((c) => csvField(r[c])).join(',')).join('\n')}\n`,
          );
          return;
        }
        for (const r of requests)
          process.stdout.write(
            `${String(r.rank).padStart(4)}  ${r.kind}  ${r.subject}  (${r.bits.toFixed(3)} bit; ${r.operator}; ${r.act})\n      ${r.reason}\n`,
          );
        if (requests.length > 0) process.stdout.write(BIT_IN_WORDS);
        else process.stdout.write('Nothing that could be asked for would change what is known.\n');
      });
    await (options.out === undefined ? inPassingFolder(ask) : ask(options.out));
  });

for (const command of [profileCommand(), sameUserCommand(), sensorsCommand()]) {
  command.copyInheritedSettings(program);
  for (const part of command.commands) part.copyInheritedSettings(program);
  program.addCommand(command);
}

const log = program.command('log').description('the custody log: who received, read, annulled what');
log
  .command('verify')
  .argument('<results>', 'results folder')
  .description(
    'recompute the whole log, every kept original and every table of the last run; a single changed bit is found',
  )
  .action(async (results: string) => {
    requireWorkspace(results);
    const report = await verifyCustody(path.join(results, KEPT, 'custody'));
    for (const problem of report.problems)
      process.stdout.write(
        `${problem.code}  ${problem.file}${problem.index === undefined ? '' : `  entry ${problem.index}`}\n`,
      );
    const tables = await tablesInWords(report.entries, results);
    process.stdout.write(
      report.ok
        ? `sound: ${report.size} entries, root ${report.root ?? '-'}\n`
        : `NOT SOUND: ${report.problems.length} problems\n`,
    );
    process.stdout.write(`${tables.text}\n`);
    if (!report.ok || tables.changed) process.exitCode = EXIT.custody;
  });

const act = program.command('act').description('the legal acts of a case');
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
  .requiredOption('--why <reason>', 'the decision that annuls it')
  .option('--who <name>', 'who annuls')
  .option('--quiet', 'no progress on standard error')
  .description('undo all that came from an act: its files, rows and bytes go, the chain runs again without them')
  .action(async (results: string, id: string, options: CommonOptions & { why: string }) => {
    await requireRun(results);
    process.stdout.write(await annulAndRun(results, id, options, now_s()));
  });

program
  .command('retention')
  .argument('<results>', 'results folder')
  .option('--as-of <time>', 'ISO 8601 time with offset (default: now)')
  .description('delete what no act lets be held any more: rows, kept originals, result tables')
  .action(async (results: string, options: { asOf?: string }) => {
    requireWorkspace(results);
    await withWorkspace(results, async (workspace) =>
      process.stdout.write(await deleteExpired(workspace, options.asOf ?? new Date().toISOString())),
    );
  });

// Whoever reads no further (`cellsweep ... | head`) has seen enough: no failure.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit(EXIT.done);
});

// Whoever presses Ctrl-C is told what is left; then the process ends by the signal, as it would have.
program.hook('preAction', (_, command) => {
  const { out } = command.opts<{ out?: string }>();
  const results = out ?? (['annul', 'retention'].includes(command.name()) ? command.args[0] : undefined);
  process.once('SIGINT', () => {
    let text = interruptedInWords(command.name(), results);
    try {
      passing.removeAll();
    } catch {
      text = `Interrupted. Delete what is left of this command in ${os.tmpdir()} (cellsweep-*): it holds data of the case.`;
    }
    process.stderr.write(`\n${text}\n`);
    process.kill(process.pid, 'SIGINT');
  });
});

async function main(): Promise<number> {
  try {
    await program.parseAsync(process.argv);
    return typeof process.exitCode === 'number' ? process.exitCode : EXIT.done;
  } catch (thrown) {
    if (thrown instanceof CommanderError) return thrown.exitCode === 0 ? EXIT.done : EXIT.usage;
    const error = refusedBySystem(thrown) ?? thrown;
    if (error instanceof CellsweepError)
      process.stderr.write(
        `\ncellsweep: ${error.code}: ${error.message}\n${error.code === 'USAGE' ? '  (cellsweep --help)' : '  (docs/errors.md says what to do next)'}\n`,
      );
    else process.stderr.write(`\ncellsweep: broken program: ${error instanceof Error ? error.stack : 'unknown'}\n`);
    if (process.env['CELLSWEEP_DEBUG'] === '1' && error instanceof CellsweepError)
      writeFileSync(2, `${String(error.cause)}\n`);
    return exitCodeOf(error);
  }
}

process.exitCode = await main();
