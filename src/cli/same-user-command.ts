import { createHash } from 'node:crypto';
import { closeSync, createReadStream, existsSync } from 'node:fs';
import path from 'node:path';
import { Command, Option } from 'commander';
import { csvLines, type Field } from '../contract/csv.ts';
import { openOwn, writeAll, writeOwn } from '../contract/own-file.ts';
import { timeField } from '../contract/results.ts';
import {
  type Alternative,
  ALTERNATIVES,
  heldOutDays,
  LEAST_PAIRS,
  readTracks,
  REGIME_WORDS,
  SAME_AREA_KM,
  sameUser,
  type HeldOutDays,
  type SameUserOutcome,
  type SameUserRatio,
  type Track,
  type TracksFile,
  tracksOf,
} from '../attribute/index.ts';
import { CellsweepError } from '../model/errors.ts';
import { handsetListed, permits, plainIdentifier } from '../authority/index.ts';
import { actInLog, coverOf, type Cover } from './covered-files.ts';
import { EXIT } from './exit-codes.ts';
import { exportOf, sha256Of, type Exported } from './log-export.ts';
import { makePassingFolder, removePassingFolder } from './passing-folders.ts';
import { logPassingRead, logStanding } from './standing-log.ts';
import { codeOf, isSystemError } from './system-error.ts';
import { formulasInWords } from './print/formulas-in-words.ts';
import { counted } from './print/words.ts';
import { requireWritableFile } from './tables/results-folder.ts';
import { statedWho, statedWhy } from './this-user.ts';

const COLUMNS = ['device_a', 'device_b', 'from', 'until', 'llr10'];
const CHUNK = 1 << 20;

const say = (text: string): void => void process.stderr.write(`${text}\n`);

interface Options {
  readonly train: string;
  readonly out: string;
  readonly utcOffset?: string;
  readonly overlap?: string;
  readonly alternative?: Alternative;
  readonly who?: string;
  readonly why?: string;
}

function utcOffsetOf(text: string): number {
  const m = /^([+-])(\d\d):(\d\d)$/.exec(text);
  if (m === null) throw new CellsweepError('USAGE', '--utc-offset takes +HH:MM or -HH:MM.');
  return (m[1] === '-' ? -1 : 1) * (Number(m[2]) * 3600 + Number(m[3]) * 60);
}

const offsetInWords = (offset_s: number): string => {
  const minutes = Math.abs(offset_s) / 60;
  const two = (n: number): string => String(Math.floor(n)).padStart(2, '0');
  return `${offset_s < 0 ? '-' : '+'}${two(minutes / 60)}:${two(minutes % 60)}`;
};

/** Registrations that may be read, and how many rows were under which act. */
interface CoveredTracks {
  readonly file: TracksFile;
  readonly rowsOfActs: Readonly<Record<string, number>>;
  /** What no act lets be used. */
  readonly forbidden: number;
}

/** Of a file of a case, only what one of its acts permits: by its period, and of the handsets and people that it names. */
function permittedOf(file: TracksFile, cover: Cover): CoveredTracks {
  const all = file.registrations.length;
  const first = actInLog(cover);
  if (cover.kind !== 'covered') return { file, rowsOfActs: { [first]: all }, forbidden: 0 };
  const rowsOfActs: Record<string, number> = {};
  const registrations = file.registrations.filter(({ at_s, device, owner }) => {
    const act = cover.acts.find((one) =>
      permits([one], { at_s, identifiers: [device, handsetListed(plainIdentifier(device)), owner] }),
    );
    // What was read and passed over is logged too.
    const id = act?.id ?? first;
    rowsOfActs[id] = (rowsOfActs[id] ?? 0) + 1;
    return act !== undefined;
  });
  return { file: { ...file, registrations }, rowsOfActs, forbidden: all - registrations.length };
}

/** A file that is not there belongs to no case; who opens it says that it is not there. */
const coverOfTracks = (file: string): Cover => (existsSync(file) ? coverOf(file) : { kind: 'no-case' });

/** What the system does not let be opened is no matter of the command line. */
async function openTracks(file: string, what: string): Promise<TracksFile> {
  try {
    return await readTracks(file, what);
  } catch (error) {
    if (!(error instanceof CellsweepError) || !isSystemError(error.cause)) throw error;
    throw new CellsweepError('STORE_OPEN', `${file}: this file of tracks cannot be opened (${codeOf(error.cause)}).`, {
      cause: error.cause,
    });
  }
}

function reportFile(what: string, { file, forbidden }: CoveredTracks): void {
  say(`${what}: ${counted(file.registrations.length, 'registration')} read, ${counted(file.refused, 'row')} refused.`);
  if (forbidden > 0)
    say(
      `  ${counted(forbidden, 'row')} more passed over: no act of the case lets ${forbidden === 1 ? 'it' : 'them'} be read (period, identifiers).`,
    );
  for (const { place, code, expected } of file.refusals.slice(0, 10)) say(`  ${place}: ${code}, expected ${expected}`);
  if (file.refused > 10) say(`  and ${file.refused - 10} more`);
  if (file.withoutOffset > 0)
    say(
      `  ${counted(file.withoutOffset, 'timestamp names', 'timestamps name')} no offset from UTC: ${file.withoutOffset === 1 ? 'it was' : 'they were'} read as UTC.`,
    );
}

function reportOutcome(outcome: SameUserOutcome, training_s: number, judging_s: number): void {
  const { model, withheld, ratios, withheldRatios, unlike, elsewhere, pairsApart } = outcome;
  const each_ms = ratios === 0 ? 0 : (judging_s * 1000) / ratios;
  say(
    `Training ${training_s.toFixed(2)} s. ${counted(ratios, 'ratio')} in ${judging_s.toFixed(2)} s, ${each_ms.toFixed(4)} ms each;`,
  );
  say(`${withheldRatios} of them withheld (llr10 empty).`);
  if (withheld?.why === 'too-few-people')
    say('WITHHELD: fewer than six training people have two handsets, so nothing can be calibrated.');
  if (withheld?.why === 'too-few-pairs')
    say(
      `WITHHELD: fewer than ${LEAST_PAIRS} pairs of training people of one area can be held out together, so nothing can be calibrated. Next: more training people of that area.`,
    );
  if (withheld?.why === 'regime') {
    say('WITHHELD: the training handsets meet the network in another way than the questioned ones. They differ in:');
    for (const s of withheld.differs) say(`  ${REGIME_WORDS[s]}`);
    say('Next: train on handsets of the same operators, area and kind of records.');
  }
  if (unlike.length > 0)
    say(
      `WITHHELD for pairs of ${counted(unlike.length, 'handset')} whose coverage is unlike that of every training handset.`,
    );
  if (elsewhere.length > 0) {
    say(
      `WITHHELD for pairs of ${counted(elsewhere.length, 'handset')} in places where next to none of the training people ever were: how usual it is to be there is not known.`,
    );
    say('Next: train on people of that area.');
  }
  if (pairsApart > 0)
    say(
      `WITHHELD for ${counted(pairsApart, 'pair')} of handsets whose usual places lie more than ${SAME_AREA_KM} km apart: these are no people of one area. Next: ask with --alternative anyone.`,
    );
  if (model !== undefined) {
    say(HD_IN_WORDS[model.alternative]);
    say(
      `Trained on ${counted(model.owners, 'person', 'people')}; bounds ${model.bounds.lower_llr10.toFixed(2)} (${model.bounds.lowerBy}) to ${model.bounds.upper_llr10.toFixed(2)} (${model.bounds.upperBy}).`,
    );
    sayErrorRates(heldOutDays(model), withheldRatios < ratios);
  }
}

/** Against whom a ratio holds, with what else it would be (figures: docs/methods/same-user.md). */
const HD_IN_WORDS: Readonly<Record<Alternative, string>> = {
  anyone:
    'Each ratio compares with two people taken at random from the training people, wherever these live. Were the handsets noticed because they were heard in one place, it is too strong: ask with --alternative same-area.',
  'same-area': `Each ratio compares with two people of one area: usual places at most ${SAME_AREA_KM} km apart.`,
};

const shareInWords = ({ count, sources, rate }: HeldOutDays['sameBelow1']): string =>
  `${count} of ${sources} (${(100 * rate).toFixed(1)} %)`;

function sayErrorRates({ cllr, sameBelow1, differentAbove1, pairsOfPeople }: HeldOutDays, anyStated: boolean): void {
  say(
    `On their days, judged by models that saw neither person: Cllr ${cllr.toFixed(3)} (0 = perfect, 1 = says nothing);`,
  );
  say(
    `misleading: ${shareInWords(sameBelow1)} days of one person had LR below 1, ${shareInWords(differentAbove1)} days of two people LR above 1 (of ${counted(pairsOfPeople, 'pair')} of people, whose days resemble each other: other people may do better or worse).`,
  );
  if (anyStated)
    say('Days of one pair depend on each other: never multiply their ratios. Couples and colleagues are not covered.');
}

/** Names of the handsets, made unique by their owner where two people use the same name. */
function namesOf(tracks: readonly Track[]): Map<Track, string> {
  const uses = new Map<string, number>();
  for (const { device } of tracks) uses.set(device, (uses.get(device) ?? 0) + 1);
  const ambiguous = [...uses.values()].some((n) => n > 1);
  if (ambiguous) say('Several owners use the same device name: those handsets are named owner/device.');
  return new Map(tracks.map((t) => [t, uses.get(t.device) === 1 ? t.device : `${t.owner}/${t.device}`]));
}

/**
 * Writes rows in large pieces: a million ratios are a million short lines.
 *
 * @param out what the file will be called that names are counted for
 */
function rowWriter(file: string, out: string): { write(row: readonly Field[]): void; end(): Written } {
  const fd = openOwn(file);
  const { header, line, formulas } = csvLines(COLUMNS);
  const hash = createHash('sha256');
  let rows = 0;
  let text = header;
  const flush = (): void => {
    writeAll(fd, text);
    hash.update(text);
    text = '';
  };
  return {
    write(row) {
      rows++;
      text += line(row);
      if (text.length > CHUNK) flush();
    },
    end() {
      flush();
      closeSync(fd);
      formulasInWords({ path: path.basename(out), formulas }).forEach(say);
      return { sha256: hash.digest('hex'), rows };
    },
  };
}

interface Written {
  readonly sha256: string;
  readonly rows: number;
}

/** With this it may leave the system, and not before: what cannot be logged is not written. */
const logOut = (options: Options, what: Exported, written: Written): Promise<void> =>
  logStanding([exportOf(options, what, written)], { now: () => new Date(), environment: process.env });

/** Puts a whole table where it was asked for: a file, or a pipe that was named in its place. */
async function putOut(draft: string, file: string): Promise<void> {
  const fd = openOwn(file);
  try {
    for await (const bytes of createReadStream(draft, { highWaterMark: CHUNK })) writeAll(fd, bytes as Buffer);
  } finally {
    closeSync(fd);
  }
}

/** `cellsweep same-user`: exit 2 when training people are among the questioned ones. */
export async function runSameUser(tracksFile: string, options: Options): Promise<number> {
  requireWritableFile(options.out);
  // Ratios lie there until they are logged.
  const passing = makePassingFolder();
  try {
    return await askSameUser(tracksFile, options, path.join(passing, 'ratios.csv'));
  } finally {
    removePassingFolder(passing);
  }
}

async function askSameUser(tracksFile: string, options: Options, draft: string): Promise<number> {
  const alternative = options.alternative ?? 'anyone';
  const offered = options.utcOffset === undefined ? undefined : utcOffsetOf(options.utcOffset);
  const covers = { questioned: coverOfTracks(tracksFile), training: coverOfTracks(options.train) };
  const uncovered = Object.entries(covers).filter(([, { kind }]) => kind === 'uncovered');
  for (const [what] of uncovered)
    say(
      `${what}: AUTHORITY_MISSING: the file belongs to a case, and no act in force there covers it. Neither file was opened. Next: an act in authorisations.json that covers it.`,
    );
  if (uncovered.length > 0) return EXIT.input;
  const questioned = permittedOf(await openTracks(tracksFile, 'TRACKS'), covers.questioned);
  const known = permittedOf(await openTracks(options.train, 'training'), covers.training);
  const rowsOfActs: Record<string, number> = {};
  for (const [act, rows] of [questioned, known].flatMap((one) => Object.entries(one.rowsOfActs)))
    rowsOfActs[act] = (rowsOfActs[act] ?? 0) + rows;
  await logPassingRead(options, { of: 'records', stage: 'same-user' }, rowsOfActs);
  const { file: read } = questioned;
  const { file: trained } = known;
  reportFile('questioned', questioned);
  reportFile('training', known);
  const offset_s = offered ?? read.utcOffset_s;
  say(`Days run from 05:00 to 05:00 at UTC${offsetInWords(offset_s)}.`);
  const tracks = tracksOf(read.registrations, offset_s);
  const names = namesOf(tracks);
  const training = tracksOf(trained.registrations, offset_s);
  let rows: ReturnType<typeof rowWriter> | undefined;
  const start = performance.now();
  let fitted = start;
  const write = ({ a, b, from_s, until_s, llr10 }: SameUserRatio): void => {
    rows ??= rowWriter(draft, options.out);
    rows.write([names.get(a), names.get(b), timeField(from_s), timeField(until_s), llr10?.toFixed(4)]);
  };
  const outcome = sameUser(
    { tracks, training, utcOffset_s: offset_s, alternative },
    write,
    () => (fitted = performance.now()),
  );
  if (outcome.overlapping.length > 0) {
    const n = outcome.overlapping.length;
    say(
      `REFUSED: training people are never questioned people, and ${counted(n, 'person is', 'people are')} in both files.`,
    );
    if (options.overlap === undefined) say('--overlap FILE writes who they are.');
    else {
      const { header, line, formulas } = csvLines(['owner']);
      const text = header + outcome.overlapping.map((owner) => line([owner])).join('');
      await logOut(options, 'overlap.csv', { sha256: sha256Of(text), rows: n });
      writeOwn(options.overlap, text);
      formulasInWords({ path: path.basename(options.overlap), formulas }).forEach(say);
      say(`${options.overlap} names them.`);
    }
    say('No ratio was written. Next: take them out of one of the two files.');
    return EXIT.usage;
  }
  rows ??= rowWriter(draft, options.out);
  await logOut(options, 'ratios.csv', rows.end());
  await putOut(draft, options.out);
  reportOutcome(outcome, (fitted - start) / 1000, (performance.now() - fitted) / 1000);
  return EXIT.done;
}

export function sameUserCommand(): Command {
  return new Command('same-user')
    .description(
      'Were two handsets used by one person? A likelihood ratio for each pair and day, calibrated on handsets whose owners are known.',
    )
    .argument('<tracks>', 'questioned registrations (CSV, may be .gz; columns of NFI telcell)')
    .requiredOption('--train <tracks>', 'registrations of other people with two handsets each, owners known')
    .requiredOption('--out <file>', 'ratios: device_a, device_b, from, until, llr10 (empty where withheld)')
    .addOption(
      new Option(
        '--alternative <people>',
        `whose the other handset is if not the same person's: anyone of the training people, or somebody whose usual place is at most ${SAME_AREA_KM} km away (same-area), to be asked where handsets were noticed because they were heard in one place`,
      )
        .choices(ALTERNATIVES)
        .default('anyone'),
    )
    .option('--overlap <file>', 'where to name people who are in both files; messages only count them')
    .option(
      '--utc-offset <+HH:MM>',
      'offset at which days begin at 05:00 (default: the one that most timestamps carry)',
    )
    .option('--who <name>', 'who reads the tracks, for the log of reads (default: the user of this machine)', statedWho)
    .option('--why <reason>', 'why, for the log of reads', statedWhy)
    .action(async (file: string, options: Options) => {
      process.exitCode = await runSameUser(file, options);
    });
}
