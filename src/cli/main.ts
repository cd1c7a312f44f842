import { writeFileSync } from 'node:fs';
import { Command, CommanderError } from 'commander';
import { CellsweepError } from '../model/errors.ts';
import { brokenInWords } from './broken-program.ts';
import { calibrateCommand, checkCommand, nextRequestsCommand, runCommand } from './case-commands.ts';
import { runDemo } from './demo-command.ts';
import { EXIT, exitCodeOf } from './exit-codes.ts';
import { HELP } from './help.ts';
import { whenInterrupted } from './interruption.ts';
import { removeLeftFolders } from './passing-folders.ts';
import { profileCommand } from './profile-command.ts';
import { makeFolder, requireOutsideCases } from './tables/results-folder.ts';
import { actCommand, explainCommand, logCommand, retentionCommand } from './results-commands.ts';
import { sameUserCommand } from './same-user-command.ts';
import { sensorsCommand } from './sensors/sensors-command.ts';
import { VERSION } from './session.ts';
import { refusedBySystem } from './system-error.ts';

const IS_DEBUG = process.env['CELLSWEEP_DEBUG'] === '1';

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
4 custody log not sound, 5 a store failed or a file cannot be used, 70 broken program; interrupted (run it again):
130 by Ctrl-C, 143 by SIGTERM, 129 by a terminal that went.
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

for (const command of [
  runCommand(),
  checkCommand(),
  explainCommand(),
  calibrateCommand(),
  nextRequestsCommand(),
  profileCommand(),
  sameUserCommand(),
  sensorsCommand(),
  logCommand(),
  actCommand(),
  retentionCommand(),
]) {
  command.copyInheritedSettings(program);
  for (const part of command.commands) part.copyInheritedSettings(program);
  program.addCommand(command);
}

// Whoever reads no further (`cellsweep ... | head`) has seen enough: no failure.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit(EXIT.done);
});

// Where nobody is there any more to be told (a terminal that went), the work goes on in silence.
process.stderr.on('error', () => undefined);

// Thrown where nothing waits for it. The runtime itself would print the message, with what it quotes.
process.on('uncaughtException', (error) => {
  writeFileSync(2, `\n${brokenInWords(error, IS_DEBUG)}\n`);
  process.exit(EXIT.broken);
});

program.hook('preAction', (_, command) => {
  const { out } = command.opts<{ out?: string }>();
  const results = out ?? (['annul', 'retention'].includes(command.name()) ? command.args[0] : undefined);
  removeLeftFolders();
  whenInterrupted(command.name(), results);
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
    else process.stderr.write(`\n${brokenInWords(error, IS_DEBUG)}\n`);
    if (IS_DEBUG && error instanceof CellsweepError) writeFileSync(2, `${String(error.cause)}\n`);
    return exitCodeOf(error);
  }
}

process.exitCode = await main();
