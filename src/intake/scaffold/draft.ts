import type { DelimitedRecords, Profile } from '../records/profile.ts';
import { callingCodeOf, MIN_READABLE, readableShare } from './readable-share.ts';
import type { AntennaCandidate } from './antennas.ts';
import type { ScaffoldCase } from './case.ts';
import { quoted } from './codes.ts';
import { composeProfile, incompleteProfile } from './compose.ts';
import { findFields } from './fields.ts';
import { percent, type FieldReading, type Notebook } from './reading.ts';
import type { SampledTable } from './table.ts';

export interface Draft {
  /** The files whose records have this layout. */
  readonly paths: readonly string[];
  /** Undefined where a field that every profile must have was not found. Codes that nothing explains are missing from its maps. */
  readonly profile: Profile | undefined;
  /** What a person must fill in: fields that were not found, codes that nothing explains. */
  readonly missing: readonly string[];
  /** The parts that were found, in the form of a profile that its schema refuses: what is missing is left out, or asked for in its place. */
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
  /** What is assumed of codes that do not say it themselves, in words. */
  readonly assumed: readonly string[];
  readonly sample: DraftSample | undefined;
}

/** The sampled rows, for checks against what is already known of the case. Holds identifiers: never print it. */
export interface DraftSample {
  readonly layout: DelimitedRecords;
  readonly table: SampledTable;
}

const MUST = ['time', 'imei', 'imsi', 'msisdn', 'service', 'direction', 'cell'] as const;
const MIN_ROWS = 50;

/** The draft of the files of one layout. */
export function draftLayout(
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
  const found = findFields(table, antennas, sheet, about, notes);
  const { time, identities, cells, kinds, numbers } = found;
  const naming = { id, operator: about.operator, paths: tables.map((t) => t.path) };
  const needed = {
    time,
    imei: identities.imei,
    imsi: identities.imsi,
    'service and direction': kinds,
    'msisdn and other': numbers,
    cell: cells,
  };
  const lacking = Object.entries(needed).flatMap(([field, reading]) => (reading === undefined ? [field] : []));
  const unresolved = (['service', 'direction'] as const).flatMap((field) =>
    (kinds?.[field].unresolved.length ?? 0) > 0 ? [`${field} of ${quoted(kinds?.[field].unresolved ?? [])}`] : [],
  );
  const profile = composeProfile(table, found, naming, notes);
  const { header } = table;
  const repeated = new Set(header.filter((name, i) => header.indexOf(name) !== i));
  const strong = new Set(notes.fields.filter((f) => f.strength === 'strong').map((f) => f.field));
  let sound = profile !== undefined && [...MUST, 'other'].every((field) => field === 'direction' || strong.has(field));
  let readable = 0;
  const layout = profile?.records.kind === 'delimited' ? profile.records : undefined;
  if (layout !== undefined) {
    readable = readableShare(table, layout, callingCodeOf(about.country));
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
    paths: naming.paths,
    profile,
    missing: [...lacking, ...unresolved],
    incomplete: incompleteProfile(table, found, [...lacking, ...unresolved], naming),
    usable: sound && strong.has('direction') && unresolved.length === 0 && readable >= MIN_READABLE,
    sound,
    fields: notes.fields,
    questions: notes.questions,
    zoneFrom: time?.zoneFrom,
    unresolvedDirections: kinds?.direction.unresolved ?? [],
    assumed: kinds?.assumed ?? [],
    sample: layout === undefined ? undefined : { layout, table },
  };
}
