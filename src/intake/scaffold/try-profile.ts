import path from 'node:path';
import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import type { Act } from '../../model/case.ts';
import { mask } from '../../model/identifiers.ts';
import type { LoggedReads } from '../../model/logged-reads.ts';
import { definePersonalQuery } from '../../store/query.ts';
import { openRecords } from '../../store/records.ts';
import { readAntennas } from '../records/antennas.ts';
import { loadRecords } from '../records/load-records.ts';
import { reportIntake } from '../records/intake-report.ts';
import { openLoads } from '../records/loads.ts';
import type { Profile } from '../records/profile.ts';
import type { Recognised } from '../records/recognise.ts';
import { proseOf, sampleOf } from './sample.ts';
import { callingCodeOf } from '../calling-code.ts';
import { withNumbersAsRead } from '../listed-numbers.ts';
import { MIN_READABLE } from './readable-share.ts';
import type { ScaffoldCase } from './case.ts';
import { draftProfiles } from './scaffold.ts';

const none = z.strictObject({});
const tryRows = definePersonalQuery(
  import.meta.url,
  'try-rows.sql',
  none,
  z.strictObject({
    place: z.int(),
    at_s: z.coerce.number(),
    duration_s: z.int(),
    service: z.string(),
    direction: z.string(),
    msisdn: z.string(),
    imsi: z.string(),
    imei14: z.string(),
    other: z.string(),
    cell: z.string(),
  }),
);
/** For a file of no case. Nobody's data are kept: the trial's store is removed, and identifiers leave it masked. */
const TRIAL: Act = {
  id: 'trial',
  kind: 'trial',
  issued_by: '',
  legal_basis: '',
  purpose: 'trial of a profile',
  from_s: -Infinity,
  until_s: Infinity,
  retain_until_s: Infinity,
  covers: [],
  identifiers: null,
  status: 'in-force',
};

/** What a profile makes of one file. */
export interface ProfileTrial {
  readonly rows: number;
  readonly refused: number;
  /** Of these, what no act but the form of the row is the reason for. */
  readonly refusedForForm: number;
  readonly refusals: Readonly<Record<string, number>>;
  /** Whether so many rows have the form that a draft must read to be used unasked; not, where there is none. */
  readonly sure: boolean;
  /** Ten rows as read, identifiers masked. */
  readonly sample: readonly string[];
}

/** Rows by the act that lets them be read; those that were refused belong to the first. Of a file of no case, no act. */
export type RowsOfActs = readonly { readonly act: string | undefined; readonly rows: number }[];

const isSure = (rows: number, refused: number): boolean => rows > 0 && (rows - refused) / rows >= MIN_READABLE;

const utc = (at_s: number): string => new Date(at_s * 1000).toISOString().replace('.000', '');

/** What an act forbids says nothing of a profile. */
const isOfForm = (code: string): boolean => !code.startsWith('AUTHORITY');

/**
 * Reads one file by a profile, as a run would, into a store of its own: no row that a run may not read. It shows masked rows and keeps
 * nothing.
 *
 * @param about.acts that cover the file, at least one; undefined = it belongs to no case
 * @param about.log logs what was read, before anything is told of it
 * @param about.spool an empty folder, removed by the caller
 */
export async function tryProfile(
  file: string,
  recognised: Extract<Recognised, { profile: Profile }>,
  about: {
    readonly timezone: string;
    readonly country: string;
    readonly spool: string;
    readonly acts: readonly Act[] | undefined;
    readonly log: (rows: RowsOfActs) => Promise<LoggedReads<'records'>>;
  },
): Promise<ProfileTrial> {
  const { profile } = recognised;
  const acts = about.acts === undefined ? [TRIAL] : withNumbersAsRead(about.acts, callingCodeOf(about.country));
  const ids = acts.map(({ id }) => id);
  const rowsOfActs = (rows: number, ofOthers: RowsOfActs = []): RowsOfActs => {
    if (about.acts === undefined) return [{ act: undefined, rows }];
    const others = ofOthers.filter(({ act }) => act !== ids[0]);
    return [{ act: ids[0], rows: rows - others.reduce((sum, other) => sum + other.rows, 0) }, ...others];
  };
  if (recognised.as === 'antennas') {
    const reading = await readAntennas(file, path.basename(file), recognised.table, '', []);
    await about.log(rowsOfActs(reading.rows_in));
    const refusals: Record<string, number> = {};
    for (const { code } of reading.refusals) refusals[code] = (refusals[code] ?? 0) + 1;
    return {
      rows: reading.rows_in,
      refused: reading.refusals.length,
      refusedForForm: reading.refusals.length,
      refusals,
      sure: isSure(reading.rows_in, reading.refusals.length),
      sample: reading.rows.slice(0, 10).map(({ line, antenna: a }) => {
        const ends = [a.from_s, a.until_s].map((at_s) => (Number.isFinite(at_s) ? utc(at_s) : 'open')).join(' - ');
        return `line ${line}  cell ${mask(a.cell)}  azimuth ${a.azimuth_deg ?? 'none'}  ${a.technology}  ${ends}`;
      }),
    };
  }
  const records = await openRecords({ directory: path.join(about.spool, 'records') });
  try {
    const loads = await openLoads(records, ids);
    const name = path.basename(file);
    const load = await loads.load(
      { key: 'trial', path: name, kind: 'records', operator: 'trial', profile: profile.id },
      async (load_id) =>
        JSON.stringify(
          await loadRecords(
            { records, loads, spool: about.spool },
            { path: name, original: file, sha256: 'trial' },
            profile,
            {
              load_id,
              operator: 'trial',
              by_handset: false,
              acts,
              protectedNumbers: [],
              callingCode: profile.calling_code ?? callingCodeOf(about.country),
              caseZone: about.timezone,
            },
          ),
        ),
    );
    const report = await reportIntake(records, [load], [profile], ids);
    const refusals: Record<string, number> = Object.fromEntries(report.refusedRows);
    for (const { code } of report.refusals) refusals[code] = (refusals[code] ?? 0) + 1;
    const sumOf = (isCounted: (code: string) => boolean): number =>
      Object.entries(refusals).reduce((sum, [code, n]) => sum + (isCounted(code) ? n : 0), 0);
    const rows = report.quality[0]?.rows_in ?? 0;
    const logged = await about.log(rowsOfActs(rows, report.rowsByAct));
    return {
      rows,
      refused: sumOf(() => true),
      refusedForForm: sumOf(isOfForm),
      refusals,
      sure: isSure(rows, sumOf(isOfForm)),
      sample: (await records.rows(tryRows(logged), {})).map(
        (row) =>
          `${profile.records.kind === 'xml' ? 'record' : 'line'} ${row.place}  ${utc(row.at_s)}  ${row.duration_s} s  ${row.service} ${row.direction}  customer ${mask(row.msisdn)}  imsi ${mask(row.imsi)}  imei ${mask(row.imei14)}  other ${mask(row.other)}  cell ${mask(row.cell)}`,
      ),
    };
  } finally {
    await records.close();
  }
}

/** Drafts profiles from files anywhere on disk, with the operator's sheet where there is one. */
export async function draftFiles(
  files: readonly string[],
  sheet: string | undefined,
  about: ScaffoldCase,
  known: readonly Profile[],
) {
  const samples = await Promise.all(files.map((file) => sampleOf(file, file, about.anchors)));
  const text = sheet === undefined ? '' : proseOf(await readFile(sheet));
  return draftProfiles(samples, text, about, known);
}
