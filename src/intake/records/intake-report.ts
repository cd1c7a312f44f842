import { z } from 'zod';
import type { Interval } from '../../model/record.ts';
import type { Refusal, RefusalCode, RemarkCode } from '../../model/refusal.ts';
import { defineQuery } from '../../store/query.ts';
import type { RecordStore } from '../../store/records.ts';
import type { FileQuality } from '../documents/index.ts';
import { readNotes } from './load-notes.ts';
import { emptyDaysOfLoads } from './days-of-loads.ts';
import { countEvents } from './event-counts.ts';
import type { RefusedLoad } from './list-refusals.ts';
import type { Load } from './loads.ts';
import type { Profile } from './profile.ts';
import { countRefusedRows, type RefusedRow } from './refused-rows.ts';
import { rowsInRepeatedHours } from './repeated-hours.ts';

const none = z.strictObject({});
const count = z.coerce.number().int().nonnegative();

const loadCounts = defineQuery(
  import.meta.url,
  'load-counts.sql',
  none,
  z.strictObject({
    load_id: count,
    rows_in: count,
    refused: count,
    with_msisdn: count,
    with_imsi: count,
    with_imei: count,
    with_other: count,
    with_cell: count,
    protected: count,
    check_digit_wrong: count,
    spare_zero: count,
    imeisv: count,
    duration_unreadable: count,
    filler: count,
    imei_missing: count,
  }),
);
const loadCells = defineQuery(
  import.meta.url,
  'load-cells.sql',
  none,
  z.strictObject({ load_id: count, without_cell: count, unknown_cell: count }),
);
const rowsByAct = defineQuery(
  import.meta.url,
  'rows-by-act.sql',
  none,
  z.strictObject({ act: z.string(), rows: count }),
);

/** What a row of that code should have held; the layout's own numbers stand in its profile. */
const EXPECTED: Partial<Record<RefusalCode, string>> = {
  RECORD_INCOMPLETE: 'a time',
  FIELD_FORM: 'quotation marks that open and close a field',
  IMEI_SCIENTIFIC: '14 to 16 digits, not a rounded number',
  IMEI_FORM: '14 to 16 digits',
  IMSI_FORM: '6 to 15 digits',
  VALUE_UNKNOWN: 'a service and a direction that the profile knows',
  AUTHORITY_PERIOD: 'a time within the period of the act',
  AUTHORITY_IDENTIFIER: 'an identifier that the act names',
};

export interface OperatorEvents {
  readonly operator: string;
  readonly rows: number;
  readonly legs: number;
  readonly communications: number;
  readonly duplicate_rows: number;
  readonly refused_rows: number;
  readonly protected_legs: number;
}

export interface DeliveryQuality extends FileQuality {
  /** Local days between the first and the last usable row that have none. */
  readonly days_without_rows: number;
  /** How probable their longest run is if nothing is missing (docs/methods/lost-rows.md); 1 where there are none. */
  readonly chance_of_silence: number;
  readonly profile: string;
}

/** A refused row of a load, as refusals.csv tells it. */
function refusedRowInWords(load: Load, profile: Profile | undefined): (row: RefusedRow) => Refusal {
  const layout = profile?.records;
  const expectedOf = (code: RefusalCode): string => {
    if (code === 'COLUMN_COUNT' && layout?.kind === 'delimited') return `${layout.header.length} columns`;
    if (code === 'TIME_IMPOSSIBLE') return `a time that exists, as ${layout?.time.format ?? 'the profile says'}`;
    return EXPECTED[code] ?? 'a usable row';
  };
  const what = layout?.kind === 'xml' ? 'record' : 'line';
  return ({ place, code, found }) => ({
    file: load.path,
    place: `${what} ${place}`,
    code: code as RefusalCode,
    expected: expectedOf(code as RefusalCode),
    found,
  });
}

/**
 * Counts of events, refusals and data quality of everything that the operators sent.
 *
 * @param actsInForce their ids, in a fixed order
 * @param around period of the case, around which hours are counted that the clocks show twice; none without it
 */
export async function reportIntake(
  records: RecordStore,
  loads: readonly Load[],
  profiles: readonly Profile[],
  actsInForce: readonly string[],
  around?: Interval,
) {
  const byId = new Map(loads.map((load) => [load.load_id, load]));
  const profileById = new Map(profiles.map((profile) => [profile.id, profile]));
  const refusals: Refusal[] = [];
  const refusedByLoad = new Map<number, Partial<Record<RefusalCode, number>>>();
  const refusedRows = new Map<RefusalCode, number>();
  for (const { load_id, code, rows } of await countRefusedRows(records)) {
    if (!byId.has(load_id)) continue;
    const codes = refusedByLoad.get(load_id) ?? {};
    codes[code as RefusalCode] = rows;
    refusedByLoad.set(load_id, codes);
    refusedRows.set(code as RefusalCode, (refusedRows.get(code as RefusalCode) ?? 0) + rows);
  }
  const refusedLoads = [...refusedByLoad].flatMap(([load_id, codes]): RefusedLoad[] => {
    const load = byId.get(load_id);
    if (load === undefined) return [];
    const rows = Object.values(codes).reduce((sum, n) => sum + n, 0);
    return [{ load_id, path: load.path, rows, inWords: refusedRowInWords(load, profileById.get(load.profile)) }];
  });
  const quality: DeliveryQuality[] = [];
  const cells = new Map((await records.rows(loadCells, {})).map((row) => [row.load_id, row]));
  const counted = new Map((await records.rows(loadCounts, {})).map((row) => [row.load_id, row]));
  const empty = await emptyDaysOfLoads(records);
  const twice =
    around === undefined ? new Map<number, number>() : await rowsInRepeatedHours(records, loads, profileById, around);
  const rowsByOperator = new Map<string, { rows: number; refused: number }>();
  for (const load of loads) {
    const notes = readNotes(load);
    for (const refusal of notes.refusals)
      refusals.push({ ...refusal, file: load.path, code: refusal.code as RefusalCode });
    const refused: Partial<Record<RefusalCode, number>> = { ...refusedByLoad.get(load.load_id) };
    const complete = !notes.refusals.some((r) => r.code === 'FILE_UNREADABLE' || r.code === 'XML_MALFORMED');
    if (load.kind === 'antennas') {
      for (const { code } of notes.refusals) refused[code as RefusalCode] = (refused[code as RefusalCode] ?? 0) + 1;
      const refusedRowsOf = notes.refusals.filter((r) => r.code !== 'FILE_UNREADABLE').length;
      quality.push({
        file: load.path,
        profile: load.profile,
        rows_in: notes.rows_in,
        rows_used: notes.rows_in - refusedRowsOf,
        refused,
        remarks: notes.swapped > 0 ? { COORDINATES_SWAPPED: notes.swapped } : {},
        completeness: {},
        complete,
        days_without_rows: 0,
        chance_of_silence: 1,
      });
      continue;
    }
    const row = counted.get(load.load_id);
    const silent = empty.get(load.load_id);
    const cell = cells.get(load.load_id);
    const rows_in = row?.rows_in ?? 0;
    const operator = rowsByOperator.get(load.operator) ?? { rows: 0, refused: 0 };
    operator.rows += rows_in;
    operator.refused += row?.refused ?? 0;
    rowsByOperator.set(load.operator, operator);
    const share = (n: number | undefined): number =>
      rows_in === 0 ? 0 : Math.round(((n ?? 0) / rows_in) * 10_000) / 10_000;
    const remarks: Partial<Record<RemarkCode, number>> = {};
    const remark = (code: RemarkCode, n: number | undefined): void => {
      if (n !== undefined && n > 0) remarks[code] = n;
    };
    remark('CHECK_DIGIT_WRONG', row?.check_digit_wrong);
    remark('SPARE_ZERO', row?.spare_zero);
    remark('IMEISV', row?.imeisv);
    remark('DURATION_UNREADABLE', row?.duration_unreadable);
    remark('HOUR_TWICE', twice.get(load.load_id));
    remark('FILLER_IMEI', row?.filler);
    remark('CELL_MISSING', cell?.without_cell);
    remark('CELL_UNKNOWN', cell?.unknown_cell);
    remark('IMEI_MISSING', row?.imei_missing);
    quality.push({
      file: load.path,
      profile: load.profile,
      rows_in,
      rows_used: rows_in - (row?.refused ?? 0),
      refused,
      remarks,
      completeness: {
        msisdn: share(row?.with_msisdn),
        imsi: share(row?.with_imsi),
        imei: share(row?.with_imei),
        other: share(row?.with_other),
        cell: share(row?.with_cell),
      },
      complete,
      days_without_rows: silent?.days ?? 0,
      chance_of_silence: Number((silent?.chance ?? 1).toPrecision(3)),
    });
  }
  const counts = await countEvents(records, actsInForce);
  const usable = new Map(counts.map((one) => [one.operator, one]));
  const events = [...rowsByOperator]
    // An operator all of whose rows are refused has no day that could be counted.
    .filter(([operator, { rows }]) => rows > 0 || usable.has(operator))
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([operator, { rows, refused }]): OperatorEvents => {
      const { usable_rows = 0, legs = 0, communications = 0, protected_legs = 0 } = usable.get(operator) ?? {};
      return {
        operator,
        rows,
        legs,
        communications,
        protected_legs,
        duplicate_rows: usable_rows - legs,
        refused_rows: refused,
      };
    });
  const whole = usable.get('');
  const sum = (pick: (e: OperatorEvents) => number): number => events.reduce((total, e) => total + pick(e), 0);
  return {
    events,
    total: {
      rows: sum((e) => e.rows),
      legs: sum((e) => e.legs),
      communications: whole?.communications ?? 0,
      communications_within_operators: sum((e) => e.communications),
      duplicate_rows: sum((e) => e.duplicate_rows),
      refused_rows: sum((e) => e.refused_rows),
      protected_legs: sum((e) => e.protected_legs),
    },
    /** Of whole files, and what only the reader of a file knows. */
    refusals,
    refusedLoads,
    refusedRows,
    quality,
    rowsByAct: await records.rows(rowsByAct, {}),
  };
}
export type IntakeReport = Awaited<ReturnType<typeof reportIntake>>;
