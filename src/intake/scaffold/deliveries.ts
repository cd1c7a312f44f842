import path from 'node:path';
import type { Position } from '../../model/record.ts';
import type { Profile } from '../records/profile.ts';
import { headOf, recognise } from '../records/recognise.ts';
import { antennaCandidate, antennaLayout } from './antennas.ts';
import { cellJoins, chooseCells } from './cells.ts';
import { proseOf, sampleOf } from './sample.ts';
import { directionsByPairs, pairsWithKnown, zoneByPairs, type KnownRecords } from './pairs.ts';
import { callingCodeOf, MIN_READABLE, readableShare } from './readable-share.ts';
import type { ScaffoldCase } from './case.ts';
import type { Draft } from './draft.ts';
import { draftProfiles } from './scaffold.ts';
import { sniffTable } from './table.ts';

export interface OperatorFile {
  readonly path: string;
  /** Where its bytes can be read. */
  readonly original: string;
}

/** What is done with the files of one operator whose layout no profile describes. */
export interface DraftedOperator {
  readonly operator: string;
  readonly profiles: readonly Profile[];
  /** Assumptions under which the files are read, and why others are not, for the top of every result. Names columns and codes, never who called. */
  readonly warnings: readonly string[];
  /** Why a file is not read, by path. */
  readonly found: ReadonlyMap<string, string>;
}

const PROSE = /\.(txt|md|text)$/i;

/** The words that an operator sent with its tables: sheets by name, and any text that is no table. */
async function sheetTextOf(files: readonly OperatorFile[]): Promise<string> {
  const texts: string[] = [];
  for (const file of files) {
    if (!PROSE.test(file.path)) continue;
    const head = await headOf(file.original);
    const sheet = recognise(file.path, head, []).as === 'sheet';
    if (!sheet && sniffTable({ path: file.path, head }).table !== undefined) continue;
    texts.push(proseOf(head));
  }
  return texts.join('\n');
}

/** For a shell: an operator's folder may have any name. */
const quoted = (name: string): string => (/^[\w.-]+$/.test(name) ? name : `'${name.replaceAll("'", `'\\''`)}'`);

/** Drafts what the run drafted: without the case's country, zone and period the same files give less, or another zone. */
const scaffold = (operator: string): string =>
  `mkdir -p profiles; cellsweep profile scaffold CASE/operators/${quoted(operator)}/* --case CASE --operator ${quoted(operator)} > profiles/${quoted(`${operator}.json`)} (CASE = the case folder)`;

const HOW = (operator: string): string =>
  `To confirm: ${scaffold(operator)}, correct it with the operator's answers, run again with --profiles profiles`;

const NEXT = (operator: string): string =>
  `Next: ${scaffold(operator)}, fill in what is missing, run again with --profiles profiles`;

const ZONE_SOURCE = {
  offset: 'the times carry their offset',
  'column name': 'the column name says so',
  title: 'the title line says so',
  sheet: "the operator's sheet says so",
  guess: "nothing states it: the case's zone is a GUESS",
} as const;

const fieldsOf = (draft: Draft): string =>
  draft.fields
    .flatMap((f) => (f.columns.length > 0 ? [`${f.field} = ${f.columns.map((c) => `"${c}"`).join(' + ')}`] : []))
    .join(', ');

/** Settles zone and directions of a draft by calls that another operator recorded too; says what that rests on. */
async function settle(known: KnownRecords, draft: Draft, operator: string, about: ScaffoldCase) {
  const profile = draft.profile;
  if (draft.sample === undefined || profile?.records.kind !== 'delimited')
    return { draft, remarks: [] as string[], sure: draft.zoneFrom === 'offset' };
  const pairs = await pairsWithKnown(known, draft.sample, operator, callingCodeOf(about.country));
  let layout = profile.records;
  let antennas = profile.antennas;
  const remarks: string[] = [];
  const verdict = zoneByPairs(pairs, [layout.time.zone, about.timezone, 'UTC']);
  const stated = ZONE_SOURCE[draft.zoneFrom ?? 'guess'];
  if (verdict === undefined)
    remarks.push(
      `time zone ${layout.time.zone} (${stated}; ${pairs.length} calls known from other operators, too few agree to check it)`,
    );
  else if (verdict.zone === layout.time.zone)
    remarks.push(
      `time zone ${verdict.zone} (${stated}; confirmed: ${verdict.agree} of ${verdict.pairs} calls that another operator recorded too fall on the same instant)`,
    );
  else {
    remarks.push(
      `time zone ${verdict.zone}, NOT ${layout.time.zone} (${stated}, but ${verdict.agree} of ${verdict.pairs} calls that another operator recorded too fall on the same instant only so)`,
    );
    layout = { ...layout, time: { ...layout.time, zone: verdict.zone } };
    if (antennas !== undefined)
      antennas = {
        ...antennas,
        ...(antennas.from === undefined ? {} : { from: { ...antennas.from, zone: verdict.zone } }),
        ...(antennas.until === undefined ? {} : { until: { ...antennas.until, zone: verdict.zone } }),
      };
  }
  const directions = directionsByPairs(pairs, layout.time.zone, draft.unresolvedDirections);
  if (directions !== undefined) {
    layout = { ...layout, direction: { ...layout.direction, map: { ...layout.direction.map, ...directions.map } } };
    remarks.push(
      `directions ${Object.entries(directions.map)
        .map(([code, to]) => `${code} = ${to}`)
        .join(', ')} (told by ${directions.pairs} calls that another operator recorded too)`,
    );
  }
  return {
    draft: { ...draft, profile: { ...profile, records: layout, ...(antennas === undefined ? {} : { antennas }) } },
    remarks,
    directionsTold: directions !== undefined,
    sure: verdict !== undefined || draft.zoneFrom === 'offset',
  };
}

/** A new antenna table beside records of a known layout: their cells show what its columns are. */
async function antennaDraft(
  operator: string,
  files: readonly OperatorFile[],
  unknown: readonly OperatorFile[],
  profiles: readonly Profile[],
  anchors: readonly Position[],
): Promise<{ profile: Profile; path: string; columns: string } | undefined> {
  for (const file of unknown) {
    const { table } = sniffTable(await sampleOf(file.path, file.original, anchors));
    const candidate = table && antennaCandidate(table, anchors);
    if (candidate === undefined) continue;
    for (const other of files) {
      const recognised = recognise(other.path, await headOf(other.original), profiles);
      if (recognised.as !== 'records' || recognised.profile.records.kind !== 'delimited') continue;
      const layout = recognised.profile.records;
      const sample = sniffTable(await sampleOf(other.path, other.original, anchors)).table;
      if (sample === undefined) continue;
      const columns = layout.cell.map((name) => sample.header.indexOf(name));
      const cells = chooseCells(
        sample,
        cellJoins(sample, new Set(), [candidate]).filter((join) => join.record.join() === columns.join()),
      );
      if (cells === undefined) continue;
      const antennas = antennaLayout(candidate, cells.first.antenna, layout.time.format, layout.time.zone);
      return {
        path: file.path,
        columns: antennas.cell.join(' + '),
        profile: {
          ...recognised.profile,
          id: `draft-${operator.toLowerCase().replace(/[^a-z0-9]+/g, '-')}-antennas`,
          antennas,
        },
      };
    }
  }
  return undefined;
}

/**
 * Drafts layouts for the files of one operator that no profile describes, and decides whether they may be read so.
 * What is known of other operators must be loaded before: their records check time zone and directions.
 *
 * @param files all files of the operator that an act covers
 * @param unknown those of them that no profile describes
 */
export async function profilesFor(
  known: KnownRecords,
  operator: string,
  files: readonly OperatorFile[],
  unknown: readonly OperatorFile[],
  profiles: readonly Profile[],
  about: Omit<ScaffoldCase, 'operator'>,
): Promise<DraftedOperator> {
  const anchors = about.anchors ?? [];
  const sheet = await sheetTextOf(files);
  const samples = [];
  for (const file of files) {
    const as = recognise(file.path, await headOf(file.original), profiles).as;
    if (as === 'sheet' || as === 'records') continue;
    samples.push(await sampleOf(file.path, file.original, anchors));
  }
  const scaffold: ScaffoldCase = { ...about, operator };
  const { drafts, unreadable } = draftProfiles(samples, sheet, scaffold, profiles);
  const found = new Map(unreadable.map((item) => [item.path, item.found]));
  const usable: Profile[] = [];
  const warnings: string[] = [];
  const questions = new Map<string, readonly string[]>();
  for (const first of drafts) {
    const { draft, remarks, directionsTold } = await settle(known, first, operator, scaffold);
    // Directions told by another operator's records supply what alone was missing.
    const missing = draft.fields.filter((f) => f.strength !== 'strong' && f.field !== 'duration').map((f) => f.field);
    const layout = draft.profile?.records;
    const whole =
      draft.usable ||
      (directionsTold === true &&
        draft.sound &&
        draft.sample !== undefined &&
        layout?.kind === 'delimited' &&
        readableShare(draft.sample.table, layout, callingCodeOf(about.country)) >= MIN_READABLE);
    if (!whole || draft.profile === undefined) {
      const why =
        missing.length > 0
          ? `a table in which these were not found for sure: ${missing.join(', ')}`
          : 'a table of which too many rows cannot be read';
      for (const file of draft.paths) found.set(file, why);
      const asked = draft.questions.filter((question) => !question.startsWith('Time zone:'));
      if (asked.length > 0) questions.set(why, asked);
      continue;
    }
    usable.push(draft.profile);
    const open = draft.questions.filter(
      (question) =>
        !(directionsTold === true && /that he received\?$|rows can be read this way/.test(question)) &&
        !question.startsWith('Time zone:'),
    );
    warnings.push(
      `${operator}: LAYOUT NOT CONFIRMED. No profile describes ${draft.paths.length} of its files (${draft.paths.map((p) => path.posix.basename(p)).join(', ')}); they are read by a draft (${draft.profile.id}) made from their content. Assumed: ${[...remarks, ...draft.assumed, fieldsOf(draft)].join('; ')}.${open.length > 0 ? ` Open questions: ${open.join(' ')}` : ''} ${HOW(operator)}`,
    );
  }
  if (usable.length === 0) {
    const antenna = await antennaDraft(operator, files, unknown, profiles, anchors);
    if (antenna !== undefined) {
      usable.push(antenna.profile);
      warnings.push(
        `${operator}: ANTENNA TABLE NOT CONFIRMED. ${path.posix.basename(antenna.path)} is read by a draft (${antenna.profile.id}); cells by ${antenna.columns}, since they occur in the records. ${HOW(operator)}`,
      );
    }
  }
  const unread = new Map<string, string[]>();
  for (const file of unknown) {
    const why = found.get(file.path);
    if (why !== undefined) unread.set(why, [...(unread.get(why) ?? []), path.posix.basename(file.path)]);
  }
  for (const [why, names] of unread)
    warnings.push(
      `${operator}: LAYOUT UNKNOWN, NOT READ: ${names.length} ${names.length === 1 ? 'file' : 'files'} (${names.join(', ')}), ${why}.${questions.has(why) ? ` Open questions: ${questions.get(why)?.join(' ')}` : ''} ${NEXT(operator)}`,
    );
  return { operator, profiles: usable, warnings, found };
}
