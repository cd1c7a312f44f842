import { Command } from 'commander';
import { CellsweepError } from '../model/errors.ts';
import { emptiedInWords, filledTables } from './tables/emptied-tables.ts';
import { makePassingFolder, removePassingFolder } from './passing-folders.ts';
import { readSimsOfDevices } from './chain/sims-of-devices.ts';
import { requestsCsv } from './print/requests-csv.ts';
import { referencesInWords } from './print/words.ts';
import { exportOf, sha256Of } from './log-export.ts';
import { modelText } from './tables/model-file.ts';
import { writeOwn } from '../contract/own-file.ts';
import { BIT_IN_WORDS, nextRequests } from './next-requests.ts';
import { printCheck } from './print/print-check.ts';
import { printResult } from './print/print-result.ts';
import { requireApart, requireOutsideCases, requireWritableFile } from './tables/results-folder.ts';
import { asLastRun, requireCase, runWithProgress, withWorkspace, type CommonOptions } from './session.ts';
import { statedWho, statedWhy, thisUser } from './this-user.ts';
import type { Workspace } from './workspace.ts';
import { warningsOf } from './warnings/warnings.ts';

const now_s = (): number => Date.now() / 1000;
const collect = (value: string, all: string[]): string[] => [...all, value];
const withCommon = (command: Command): Command =>
  command
    .option('--profiles <dir>', 'folder with further operator profiles (may be given several times)', collect, [])
    .option('--who <name>', 'who reads the data, for the log of reads (default: the user of this machine)', statedWho)
    .option('--why <reason>', 'why, for the log of reads', statedWhy)
    .option('--quiet', 'no progress on standard error');

interface RunFlags {
  readonly out: string;
  readonly onlyDetect?: boolean;
  readonly tracks?: boolean;
}

/** Works in a folder that is removed afterwards, where no results folder was asked for; who read what stays logged. */
async function inPassingWorkspace<T>(work: (workspace: Workspace) => Promise<T>): Promise<T> {
  const folder = makePassingFolder();
  try {
    return await withWorkspace(folder, work, { isPassing: true });
  } finally {
    removePassingFolder(folder);
  }
}

/** `cellsweep run`. */
export function runCommand(): Command {
  return withCommon(new Command('run'))
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
}

/** `cellsweep check`. */
export function checkCommand(): Command {
  return withCommon(new Command('check'))
    .argument('<case>', 'case folder')
    .description('data quality and refusals only; keeps nothing but the log of who read')
    .action(async (caseDir: string, options: CommonOptions) => {
      requireCase(caseDir);
      const asked = { why: 'check of the data', ...options };
      await inPassingWorkspace(async (workspace) => {
        const outcome = await runWithProgress(workspace, caseDir, asked, { checkOnly: true });
        process.stdout.write(printCheck(outcome, warningsOf(outcome, now_s(), 'check')));
      });
    });
}

/** `cellsweep calibrate`. */
export function calibrateCommand(): Command {
  return withCommon(new Command('calibrate'))
    .argument('<case>', 'case folder with reference handsets')
    .requiredOption('--out <model>', 'file to write')
    .description('fit the calibration on the reference handsets of a case, for `run --calibration` on another')
    .action(async (caseDir: string, options: CommonOptions & { out: string }) => {
      requireCase(caseDir);
      requireOutsideCases(options.out);
      requireWritableFile(options.out);
      const asked = { why: 'calibration for another case', ...options };
      await inPassingWorkspace(async (workspace) => {
        const { calibration } = await runWithProgress(workspace, caseDir, asked);
        if (calibration.model === undefined)
          throw new CellsweepError(
            'MODEL_INVALID',
            `This case cannot calibrate: ${calibration.why ?? 'no reference handsets'}. No model was written. Next: deliveries of handsets whose place is known (reference/handsets.csv, seizures), or the model of another case (run --calibration).`,
          );
        const { heldOut, references } = calibration.model;
        const text = modelText(calibration.model);
        const rows = Object.values(references).reduce((sum, n) => sum + n, 0);
        await workspace.custody.append(exportOf(asked, 'model.json', { sha256: sha256Of(text), rows }));
        writeOwn(options.out, text);
        process.stdout.write(
          `${options.out}: fitted on ${referencesInWords(references)}; held-out Cllr ${heldOut.cllr.toFixed(3)}\n`,
        );
      });
    });
}

/** `cellsweep next-requests`. */
export function nextRequestsCommand(): Command {
  return withCommon(new Command('next-requests'))
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
      const asked = { why: 'what to ask operators for next', ...options };
      const ask = async (workspace: Workspace): Promise<void> => {
        const last = await asLastRun(workspace);
        const profiles = options.profiles?.length ? options.profiles : (last?.profiles ?? []);
        const again = { ...last, ...asked, profiles };
        const filled = filledTables(workspace.results);
        const outcome = await runWithProgress(workspace, caseDir, again);
        const inside = outcome.findings.flatMap((f) => (f.judgement.verdict === 'inside' ? [f.evidence] : []));
        const reader = { who: asked.who ?? thisUser(), why: asked.why };
        const sims = await readSimsOfDevices(workspace, reader, inside, outcome.documents.deviceProfiles);
        const requests = nextRequests(outcome, sims, now_s()).slice(0, most);
        const warnings = warningsOf(outcome, now_s(), options.out === undefined ? 'check' : 'run');
        // Standard output may be a table.
        for (const warning of [...emptiedInWords(filled, workspace.results, false), ...warnings])
          process.stderr.write(`! ${warning}\n`);
        if (options.csv) {
          const { text, warnings: ofTable } = requestsCsv(requests);
          const sent = { sha256: sha256Of(text), rows: requests.length };
          await workspace.custody.append(exportOf(reader, 'requests.csv', sent));
          process.stdout.write(text);
          for (const warning of ofTable) process.stderr.write(`! ${warning}\n`);
          return;
        }
        for (const r of requests)
          process.stdout.write(
            `${String(r.rank).padStart(4)}  ${r.kind}  ${r.subject}  (${r.bits.toFixed(3)} bit; ${r.operator}; ${r.act})\n      ${r.reason}\n`,
          );
        if (requests.length > 0) process.stdout.write(BIT_IN_WORDS);
        else process.stdout.write('Nothing that could be asked for would change what is known.\n');
      };
      await (options.out === undefined ? inPassingWorkspace(ask) : withWorkspace(options.out, ask));
    });
}
