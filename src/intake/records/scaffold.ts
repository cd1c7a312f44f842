import path from 'node:path';
import { getCountryCallingCode, isSupportedCountry } from 'libphonenumber-js/max';
import type { Position } from '../../model/record.ts';
import { antennaCandidate, antennaLayout, type AntennaCandidate } from './scaffold-antennas.ts';
import { cellJoins, chooseCells } from './scaffold-cells.ts';
import { findDuration, findTime, timeTexts } from './scaffold-clock.ts';
import { e164, findIdentities } from './scaffold-identities.ts';
import { findKinds } from './scaffold-kinds.ts';
import { findNumbers, likelyOther } from './scaffold-numbers.ts';
import { percent, type FieldReading, type Notebook } from './scaffold-reading.ts';
import { columnOf, sniffTable, type SampledTable, type SampleFile } from './scaffold-table.ts';
import { inZone, readNaive } from './scaffold-time.ts';
import type { DelimitedRecords, Profile } from './profile.ts';

/** What the case says that helps to read its operators' files. */
export interface ScaffoldCase {
  /** IANA zone and ISO 3166-1 alpha-2 country of the case. */
  readonly timezone: string;
  readonly country: string;
  readonly from_s: number;
  readonly until_s: number;
  /** No case gives the period or the zone. */
  readonly assumedPeriod?: boolean;
  /** Places of the case, to tell longitude from latitude where names are silent. */
  readonly anchors?: readonly Position[];
  /** Names the draft: `draft-OPERATOR`. */
  readonly operator?: string;
}

export interface Draft {
  /** The files whose records have this layout. */
  readonly paths: readonly string[];
  /** Undefined where a field that every profile must have was not found. */
  readonly profile: Profile | undefined;
  /** What every profile must have and this one lacks; empty where there is a profile. */
  readonly missing: readonly string[];
  /** The parts that were found, in the form of a profile that its schema refuses: what is missing is left out. */
  readonly incomplete: Readonly<Record<string, unknown>>;
  /** Every needed field proven, almost every sampled row readable, the cells known to an antenna table: may be loaded unasked. */
  readonly usable: boolean;
  /** Nothing but the meaning of codes for the direction stands in the way. */
  readonly sound: boolean;
  readonly fields: readonly FieldReading[];
  readonly questions: readonly string[];
  /** Who says in which zone the times are. */
  readonly zoneFrom: 'offset' | 'column name' | 'title' | 'sheet' | 'guess' | undefined;
  /** Codes of calls and messages of which nothing says whether they are MO or MT. */
  readonly unresolvedDirections: readonly string[];
  readonly sample: DraftSample | undefined;
}

/** The sampled rows, for checks against what is already known of the case. Holds identifiers: never print it. */
export interface DraftSample {
  readonly layout: DelimitedRecords;
  readonly table: SampledTable;
}

const MUST = ['time', 'imei', 'imsi', 'msisdn', 'service', 'direction', 'cell'] as const;
const MIN_ROWS = 50;
/** Share of the sampled rows that a draft must read to be used unasked. */
export const MIN_READABLE = 0.95;
const MIN_JOINED = 0.8;

/** What a scaffold cannot read at all, in words. */
export interface Unreadable {
  readonly path: string;
  readonly found: string;
}

interface Sorted {
  readonly records: SampledTable[][];
  readonly antennas: AntennaCandidate[];
  readonly unreadable: Unreadable[];
}

const layoutOf = ({ delimiter, title_lines, header }: SampledTable): string =>
  JSON.stringify([delimiter, title_lines, header]);

function sortFiles(files: readonly SampleFile[], anchors: readonly Position[]): Sorted {
  const groups = new Map<string, SampledTable[]>();
  const antennas: AntennaCandidate[] = [];
  const unreadable: Unreadable[] = [];
  for (const file of files) {
    const sniffed = sniffTable(file);
    if (sniffed.table === undefined) {
      unreadable.push({ path: file.path, found: sniffed.found });
      continue;
    }
    const candidate = antennaCandidate(sniffed.table, anchors);
    if (candidate !== undefined) {
      // Tables of one layout in several files (by technology, by region) are one table.
      const same = antennas.findIndex((a) => layoutOf(a.table) === layoutOf(candidate.table));
      const before = antennas[same];
      if (before === undefined) antennas.push(candidate);
      else
        antennas[same] = {
          ...before,
          table: { ...before.table, rows: [...before.table.rows, ...candidate.table.rows] },
        };
      continue;
    }
    const key = layoutOf(sniffed.table);
    groups.set(key, [...(groups.get(key) ?? []), sniffed.table]);
  }
  const size = (tables: readonly SampledTable[]): number => tables.reduce((n, t) => n + t.rows.length, 0);
  return { records: [...groups.values()].sort((a, b) => size(b) - size(a)), antennas, unreadable };
}

/** Words in file names that say that a delivery was selected by handset. */
const BY_HANDSET = /handset|imei|terminal|endger|device|toestel|equipo|terminau/i;

/** Share of the sampled rows that the layout reads without refusal. */
export function readableShare(table: SampledTable, layout: DelimitedRecords, callingCode: string): number {
  const at = (name: string): number => table.header.indexOf(name);
  const time = timeTexts(table, layout.time.columns.map(at));
  const columns = {
    imei: at(layout.imei),
    imsi: at(layout.imsi),
    service: at(layout.service.column),
    direction: at(layout.direction.column),
    msisdn: at(layout.msisdn),
    other: at(layout.other),
  };
  const form = { format: layout.time.format, offset: layout.time.offset };
  const good = table.rows.filter((row, i) => {
    const naive_s = readNaive(time[i] ?? '', form);
    const field = (column: number): string => row[column] ?? '';
    const number = (text: string): boolean => text === '' || e164(text, callingCode) !== undefined;
    return (
      naive_s !== undefined &&
      inZone(naive_s, layout.time.zone) !== undefined &&
      /^(\d{14,16})?$/.test(field(columns.imei)) &&
      /^(\d{6,15})?$/.test(field(columns.imsi)) &&
      layout.service.map[field(columns.service)] !== undefined &&
      layout.direction.map[field(columns.direction)] !== undefined &&
      number(field(columns.msisdn)) &&
      number(field(columns.other))
    );
  }).length;
  return good / Math.max(1, table.rows.length + table.misfits);
}

export const callingCodeOf = (country: string): string =>
  isSupportedCountry(country) ? getCountryCallingCode(country) : '';

function draftGroup(
  tables: readonly SampledTable[],
  antennas: readonly AntennaCandidate[],
  sheet: string,
  about: ScaffoldCase,
  id: string,
): Draft {
  const first = tables[0];
  if (first === undefined) throw new RangeError('a layout without a file');
  const table: SampledTable = {
    ...first,
    encoding: tables.some((t) => t.encoding === 'iso-8859-1') ? 'iso-8859-1' : 'utf-8',
    rows: tables.flatMap((t) => t.rows),
    misfits: tables.reduce((n, t) => n + t.misfits, 0),
  };
  const notes: Notebook = { fields: [], questions: [] };
  const { header } = table;
  const callingCode = callingCodeOf(about.country);
  const time = findTime(table, sheet, about, notes);
  const used = new Set<number>(time?.columns);
  const identities = findIdentities(table, used, notes);
  for (const i of [identities.imei, identities.imsi]) if (i !== undefined) used.add(i);
  const joins = cellJoins(table, used, antennas);
  const cells = chooseCells(table, joins);
  if (cells === undefined)
    notes.fields.push({
      field: 'cell',
      columns: [],
      strength: 'none',
      why:
        antennas.length === 0
          ? 'no antenna table among the files'
          : 'no column whose values occur in the antenna table',
    });
  else {
    const names = cells.first.record.map((c) => header[c] ?? '');
    const joined = cells.first.share;
    notes.fields.push({
      field: 'cell',
      columns: names,
      strength: joined >= MIN_JOINED && !cells.ambiguous ? 'strong' : 'weak',
      why: `${percent(joined)} of the values stand in ${path.posix.basename(cells.first.antennas.table.path)}`,
    });
    if (cells.ambiguous)
      notes.questions.push(`Several columns hold cells. Is the one at the start in "${names.join(' + ')}"?`);
    for (const join of [cells.first, cells.last]) for (const c of join?.record ?? []) used.add(c);
  }
  const duration = findDuration(table, used, notes);
  if (duration !== undefined) used.add(duration.column);
  const other = likelyOther(table, used, callingCode);
  const kinds = findKinds(
    table,
    used,
    sheet,
    other,
    duration === undefined ? undefined : columnOf(table, duration.column),
    notes,
  );
  const numbers = findNumbers(table, used, identities.imsi, kinds, callingCode, notes);
  const pathsOf = tables.map((t) => t.path);
  const found = {
    time,
    imei: identities.imei,
    imsi: identities.imsi,
    'service and direction': kinds,
    'msisdn and other': numbers,
    cell: cells,
  };
  const lacking = Object.entries(found).flatMap(([field, reading]) => (reading === undefined ? [field] : []));
  const profile = compose();
  const repeated = new Set(header.filter((name, i) => header.indexOf(name) !== i));
  const strong = new Set(notes.fields.filter((f) => f.strength === 'strong').map((f) => f.field));
  let sound = profile !== undefined && [...MUST, 'other'].every((field) => field === 'direction' || strong.has(field));
  let readable = 0;
  const layout = profile?.records.kind === 'delimited' ? profile.records : undefined;
  if (layout !== undefined) {
    readable = readableShare(table, layout, callingCode);
    if (readable < MIN_READABLE)
      notes.questions.push(`Only ${percent(readable)} of the sampled rows can be read this way.`);
    const named = notes.fields.flatMap((f) => f.columns).filter((name) => repeated.has(name));
    if (named.length > 0) {
      sound = false;
      notes.questions.push(
        `Columns of one name (${named.map((n) => `"${n}"`).join(', ')}) cannot be told apart in a profile.`,
      );
    }
    if (table.rows.length < MIN_ROWS) {
      sound = false;
      notes.questions.push(`${table.rows.length} rows are too few to be sure.`);
    }
  }
  return {
    paths: pathsOf,
    profile,
    missing: lacking,
    incomplete: incomplete(),
    usable: sound && strong.has('direction') && kinds?.direction.unresolved.length === 0 && readable >= MIN_READABLE,
    sound,
    fields: notes.fields,
    questions: notes.questions,
    zoneFrom: time?.zoneFrom,
    unresolvedDirections: kinds?.direction.unresolved ?? [],
    sample: layout === undefined ? undefined : { layout, table },
  };

  /** What was found, each part where its field was; the rest a person must fill in. */
  function incomplete(): Record<string, unknown> {
    return {
      id,
      version: 1,
      title: `Draft for ${about.operator ?? 'an operator'}, read from its files`,
      evidence: `INCOMPLETE: ${lacking.join(', ')} not found; a guess as far as it goes, not confirmed by anyone`,
      records: { kind: 'delimited', ...parts() },
      ...(cells === undefined || time === undefined
        ? {}
        : { antennas: antennaLayout(cells.first.antennas, cells.first.antenna, time.form.format, time.zone) }),
    };
  }

  function parts(): Partial<DelimitedRecords> {
    const name = (i: number): string => header[i] ?? '';
    return {
      delimiter: table.delimiter,
      encoding: table.encoding,
      title_lines: table.title_lines,
      header: [...header],
      ...(time === undefined
        ? {}
        : {
            time: {
              columns: time.columns.map(name),
              format: time.form.format,
              zone: time.zone,
              offset: time.form.offset,
            },
          }),
      ...(duration === undefined ? {} : { duration_s: name(duration.column) }),
      duration_form: duration?.form ?? 's',
      ...(kinds === undefined
        ? {}
        : { service: kinds.service, direction: { column: kinds.direction.column, map: kinds.direction.map } }),
      ...(numbers === undefined
        ? {}
        : { numbers: numbers.numbers, msisdn: name(numbers.msisdn), other: name(numbers.other) }),
      ...(identities.imsi === undefined ? {} : { imsi: name(identities.imsi) }),
      ...(identities.imei === undefined
        ? {}
        : { imei: name(identities.imei), imei_has_check_digit: identities.imei_has_check_digit ?? false }),
      ...(identities.imei_digits === undefined ? {} : { imei_digits: identities.imei_digits }),
      ...(cells === undefined
        ? {}
        : { cell: cells.first.record.map(name), cell_end: (cells.last?.record ?? []).map(name) }),
    };
  }

  function compose(): Profile | undefined {
    if (
      time === undefined ||
      identities.imei === undefined ||
      identities.imsi === undefined ||
      kinds === undefined ||
      numbers === undefined ||
      cells === undefined
    )
      return undefined;
    const byHandset = [...new Set(pathsOf.flatMap((p) => BY_HANDSET.exec(path.posix.basename(p))?.[0] ?? []))];
    if (byHandset.length === 0)
      notes.questions.push(
        'Which of the files were selected by handset rather than by cell? Their names do not say; none is taken for one.',
      );
    const records = {
      kind: 'delimited' as const,
      ...parts(),
      selected_by_handset: byHandset.map((word) => `*${word}*`),
      // Every part that a profile must have was found: asked above.
    } as DelimitedRecords;
    return {
      id,
      version: 1,
      title: `Draft for ${about.operator ?? 'an operator'}, read from its files`,
      evidence: 'a guess: inferred from the files themselves, not confirmed by anyone',
      records,
      antennas: antennaLayout(cells.first.antennas, cells.first.antenna, time.form.format, time.zone),
    };
  }
}

const idOf = (operator: string | undefined, n: number): string => {
  const plain = (operator ?? 'operator')
    .normalize('NFD')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '');
  return `draft-${plain === '' ? 'operator' : plain}${n === 0 ? '' : `-${n + 1}`}`;
};

/** XML of the ETSI family under another document element: a known layout fits once its root is renamed. */
function draftXml(file: SampleFile, known: readonly Profile[], id: string): Draft | undefined {
  const text = file.head.toString('utf8');
  for (const profile of known) {
    const layout = profile.records;
    if (layout.kind !== 'xml' || !new RegExp(`<(?:[\\w.-]+:)?${layout.record}[\\s>]`).test(text)) continue;
    const root = /<(?:[\w.-]+:)?([\w.-]+)[\s>/]/.exec(text.replace(/<\?[^>]*\?>|<!--[\s\S]*?-->/g, ''))?.[1];
    if (
      root === undefined ||
      layout.legs.every(({ each }) => !new RegExp(`[<:]${each.split('/').at(-1) ?? ''}[\\s>]`).test(text))
    )
      continue;
    return {
      paths: [file.path],
      profile: {
        ...profile,
        id,
        version: 1,
        title: `Draft: ${profile.title}, under the document element ${root}`,
        evidence: `a guess: its records look like those of ${profile.id}`,
        records: { ...layout, root },
      },
      missing: [],
      incomplete: {},
      usable: true,
      sound: true,
      fields: [{ field: 'record', columns: [layout.record], strength: 'strong', why: `elements as in ${profile.id}` }],
      questions: [`The document element is ${root}, not ${layout.root}. Are the records those of ${profile.id}?`],
      zoneFrom: 'offset',
      unresolvedDirections: [],
      sample: undefined,
    };
  }
  return undefined;
}

/**
 * Drafts one profile for each layout of records among an operator's files; antenna tables serve them all.
 *
 * @param files first bytes of each file, unpacked; antenna tables of known layouts included
 * @param known profiles, for XML of a known family
 */
export function draftProfiles(
  files: readonly SampleFile[],
  sheetText: string,
  about: ScaffoldCase,
  known: readonly Profile[] = [],
): { readonly drafts: readonly Draft[]; readonly unreadable: readonly Unreadable[] } {
  const { records, antennas, unreadable } = sortFiles(files, about.anchors ?? []);
  const drafts = records.map((tables, n) => draftGroup(tables, antennas, sheetText, about, idOf(about.operator, n)));
  const rest: Unreadable[] = [];
  const roots = new Map<string, Draft>();
  for (const item of unreadable) {
    const file = files.find((f) => f.path === item.path);
    const draft = file && draftXml(file, known, idOf(about.operator, drafts.length + roots.size));
    if (draft?.profile?.records.kind !== 'xml') {
      rest.push(item);
      continue;
    }
    const same = roots.get(draft.profile.records.root);
    roots.set(
      draft.profile.records.root,
      same === undefined ? draft : { ...same, paths: [...same.paths, ...draft.paths] },
    );
  }
  return { drafts: [...drafts, ...roots.values()], unreadable: rest };
}

/** The draft of the layout with most rows. */
export function draftProfile(
  files: readonly SampleFile[],
  sheetText: string | undefined,
  about: ScaffoldCase,
): Draft | undefined {
  return draftProfiles(files, sheetText ?? '', about).drafts[0];
}
