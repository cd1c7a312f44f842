import { open, stat } from 'node:fs/promises';
import path from 'node:path';
import { Command } from 'commander';
import { CellsweepError } from '../model/errors.ts';
import { actInLog, actsOf, coverOf, type Cover } from './covered-files.ts';
import { EXIT } from './exit-codes.ts';
import { makePassingFolder, removePassingFolder } from './passing-folders.ts';
import { logPassingRead, type Reader } from './standing-log.ts';
import { codeOf, isSystemError } from './system-error.ts';
import {
  draftFiles,
  headOf,
  profileJsonSchema,
  readOwnText,
  readProfiles,
  recognise,
  tryProfile,
  withUtf8,
  type Profile,
  type RowsOfActs,
} from '../intake/index.ts';
import { statedWho, statedWhy } from './this-user.ts';

const collect = (value: string, before: string[]): string[] => [...before, value];
const say = (text: string): void => void process.stdout.write(`${text}\n`);
const ask = (text: string): void => void process.stderr.write(`${text}\n`);

/** A name that was mistyped is no broken program. */
async function requireFiles(files: readonly string[]): Promise<void> {
  for (const file of files) {
    try {
      if ((await stat(file)).isDirectory()) throw new CellsweepError('USAGE', `${file} is a folder, not a file.`);
      await (await open(file)).close();
    } catch (error) {
      if (!isSystemError(error)) throw error;
      throw new CellsweepError('USAGE', `${file} is not there or cannot be read (${codeOf(error)}).`, { cause: error });
    }
  }
}

const NOT_COVERED =
  'AUTHORITY_MISSING: the file belongs to a case, and no act in force there covers it: it was not opened. Next: an act in authorisations.json that covers it, or a sample of the operator without personal data outside the case.';

interface CaseOption {
  readonly timezone: string;
  readonly country: string;
  readonly from_s: number;
  readonly until_s: number;
  /** No case says which period it is: a wide one is assumed. */
  readonly assumedPeriod: boolean;
}

const YEAR_S = 366 * 86_400;

/** Zone, country and period of a case folder; without one, the last ten years and UTC, which decides less. */
async function aboutCase(folder: string | undefined, now: () => Date): Promise<CaseOption> {
  if (folder === undefined) {
    const now_s = now().getTime() / 1000;
    return { timezone: 'UTC', country: '', from_s: now_s - 10 * YEAR_S, until_s: now_s + 86_400, assumedPeriod: true };
  }
  let manifest: { timezone?: string; country?: string; from: string; until: string };
  try {
    manifest = JSON.parse(readOwnText(folder, 'case.json')) as typeof manifest;
  } catch (error) {
    if (error instanceof CellsweepError) throw error;
    throw new CellsweepError('CASE_NOT_FOUND', 'case.json is not there or cannot be read.', { cause: error });
  }
  return {
    timezone: manifest.timezone ?? 'UTC',
    country: manifest.country ?? '',
    from_s: Date.parse(manifest.from) / 1000,
    until_s: Date.parse(manifest.until) / 1000,
    assumedPeriod: false,
  };
}

function kindOf(profile: Profile): string {
  const { records } = profile;
  if (records.kind === 'xml') return `XML <${records.root}>`;
  const name = { '\t': 'tab', ',': 'comma', ';': 'semicolon', '|': 'bar' }[records.delimiter] ?? records.delimiter;
  return `${name}, ${records.header.length} columns, ${records.time.zone}`;
}

function listCommand(): Command {
  return new Command('list')
    .description('List the operator layouts that can be read, with what each reading rests on.')
    .option('--profiles <dir>', 'folder of further profiles (repeatable)', collect, [])
    .action((options: { profiles: string[] }) => {
      for (const profile of readProfiles(options.profiles)) {
        say(`${profile.id}  v${profile.version}  ${kindOf(profile)}`);
        say(`    ${profile.title}`);
        say(`    rests on: ${profile.evidence}`);
      }
    });
}

function testCommand(now: () => Date): Command {
  return new Command('test')
    .description('Say which profile fits a file, and show ten of its rows as they are read, identifiers masked.')
    .addHelpText(
      'after',
      '\nExit code 1: no profile fits the file, or more than one row in twenty is refused for its form.',
    )
    .argument('<file>', 'records or antenna table of an operator')
    .option('--profiles <dir>', 'folder of further profiles (repeatable)', collect, [])
    .option(
      '--case <dir>',
      'case folder, for its time zone and country (default: the case that the file lies in; of none: UTC, and national numbers are not understood)',
    )
    .option('--who <name>', 'who reads the file, for the log of reads (default: the user of this machine)', statedWho)
    .option('--why <reason>', 'why, for the log of reads', statedWhy)
    .action(async (file: string, options: Reader & { profiles: string[]; case?: string }) => {
      await requireFiles([file]);
      const cover = coverOf(file);
      if (cover.kind === 'uncovered') {
        ask(NOT_COVERED);
        process.exitCode = EXIT.input;
        return;
      }
      const profiles = readProfiles(options.profiles);
      const recognised = recognise(path.basename(file), await headOf(file), profiles);
      if (recognised.as === 'unknown' || recognised.as === 'sheet') {
        ask(`No profile fits. cellsweep profile scaffold writes a draft of one from this file and its antenna table.`);
        process.exitCode = EXIT.undecided;
        return;
      }
      say(`profile   ${recognised.profile.id} v${recognised.profile.version}, as ${recognised.as}`);
      // A row is read as a run of its own case reads it, where none is named.
      const about = options.case ?? (cover.kind === 'covered' ? cover.caseDir : undefined);
      const { timezone, country } = await aboutCase(about, now);
      const spool = makePassingFolder();
      const log = (rows: RowsOfActs) =>
        logPassingRead(
          options,
          { of: 'records', stage: 'profile test' },
          Object.fromEntries(rows.map(({ act, rows: n }) => [act ?? actInLog(cover), n])),
        );
      try {
        const tried = await withUtf8(file, spool, (readable) =>
          tryProfile(readable, recognised, { timezone, country, spool, acts: actsOf(cover), log }),
        );
        say(`rows      ${tried.rows} read, ${tried.refused} refused`);
        for (const [code, n] of Object.entries(tried.refusals)) say(`    ${code}  ${n}`);
        for (const row of tried.sample) say(`  ${row}`);
        if (!tried.sure) {
          ask(
            tried.rows === 0
              ? 'NOT SURE: the file holds no row by which this profile could be judged.'
              : `NOT SURE: ${tried.refusedForForm} of ${tried.rows} rows are refused for their form, more than one in twenty. Either the profile does not describe this file, or something is wrong with the file.`,
          );
          process.exitCode = EXIT.undecided;
        }
      } finally {
        removePassingFolder(spool);
      }
    });
}

function scaffoldCommand(now: () => Date): Command {
  return new Command('scaffold')
    .description("Draft a profile from an operator's files: JSON to stdout, what a person must answer to stderr.")
    .addHelpText(
      'after',
      '\nExit code 1: no file holds records (nothing on stdout); or a field or the meaning of a code was not found: the draft on stdout is incomplete, its evidence says what it lacks, and --profiles refuses it; or something was found but is not sure.',
    )
    .argument('<file...>', 'records of one layout and the antenna table that belongs to them')
    .option('--sheet <file>', 'explanation sheet of the operator (text)')
    .option('--case <dir>', 'case folder, for its time zone, country and period')
    .option('--operator <name>', 'name of the operator, for the id of the draft')
    .option('--who <name>', 'who reads the files, for the log of reads (default: the user of this machine)', statedWho)
    .option('--why <reason>', 'why, for the log of reads', statedWhy)
    .action(async (named: string[], options: Reader & { sheet?: string; case?: string; operator?: string }) => {
      const asked = [...named, ...(options.sheet === undefined ? [] : [options.sheet])];
      await requireFiles(asked);
      const covers = new Map(asked.map((file): [string, Cover] => [file, coverOf(file)]));
      const isOpen = (file: string): boolean => covers.get(file)?.kind !== 'uncovered';
      for (const file of asked) if (!isOpen(file)) ask(`${path.basename(file)}: ${NOT_COVERED}`);
      const files = named.filter(isOpen);
      if (files.length === 0 || (options.sheet !== undefined && !isOpen(options.sheet))) {
        process.exitCode = EXIT.input;
        return;
      }
      const about = await aboutCase(options.case, now);
      if (options.case === undefined)
        ask(
          'Without --case the time zone is UTC, national numbers are not understood and day and month are told apart by their values alone.',
        );
      const sheet = options.sheet ?? files.find((file) => recognise(file, Buffer.alloc(0), []).as === 'sheet');
      const { drafts, unreadable } = await draftFiles(
        files.filter((file) => file !== sheet),
        sheet,
        { ...about, ...(options.operator === undefined ? {} : { operator: options.operator }) },
        readProfiles(),
      );
      // Every act whose file was opened, also where nothing came of it.
      const sampled: Record<string, number> = {};
      for (const file of asked.filter(isOpen)) sampled[actInLog(covers.get(file) ?? { kind: 'no-case' })] = 0;
      for (const { sample, paths } of drafts) {
        const act = actInLog(covers.get(paths[0] ?? '') ?? { kind: 'no-case' });
        sampled[act] = (sampled[act] ?? 0) + (sample?.table.rows.length ?? 0);
      }
      await logPassingRead(options, { of: 'records', stage: 'profile scaffold' }, sampled);
      for (const { path: file, found } of unreadable) ask(`${path.basename(file)}: ${found}`);
      const draft = drafts[0];
      if (draft === undefined) {
        ask('None of the files holds records that a profile could describe.');
        process.exitCode = EXIT.undecided;
        return;
      }
      for (const field of draft.fields)
        ask(
          `${field.strength.padEnd(6)}  ${field.field.padEnd(10)}  ${field.columns.map((c) => `"${c}"`).join(' + ') || '-'}  (${field.why})`,
        );
      for (const question of draft.questions) ask(`? ${question}`);
      for (const other of drafts.slice(1))
        ask(`Of another layout, scaffold them on their own: ${other.paths.map((p) => path.basename(p)).join(', ')}`);
      ask(
        draft.usable
          ? 'Every needed field is proven by the content. Confirm the answers with the operator all the same.'
          : draft.missing.length > 0
            ? `INCOMPLETE: the draft lacks ${draft.missing.join(', ')} and is refused by --profiles until that is filled in (cellsweep profile schema). Above stands what was found and why.`
            : 'NOT SURE enough to be used unasked: answer the questions and correct the draft.',
      );
      if (!draft.usable) process.exitCode = EXIT.undecided;
      const written = draft.missing.length > 0 ? draft.incomplete : draft.profile;
      say(JSON.stringify({ $schema: './profile.schema.json', ...written }, undefined, 2));
    });
}

/** `cellsweep profile list|test|scaffold|schema`. */
export function profileCommand(now: () => Date = () => new Date()): Command {
  return new Command('profile')
    .description("Operators' layouts: list, test and draft the profiles that describe them.")
    .addCommand(listCommand())
    .addCommand(testCommand(now))
    .addCommand(scaffoldCommand(now))
    .addCommand(
      new Command('schema').description('Print the JSON Schema of a profile.').action(() => {
        say(JSON.stringify(profileJsonSchema(), undefined, 2));
      }),
    );
}
