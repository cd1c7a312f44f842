import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { z } from 'zod';
import { ANY_ACT } from '../../authority/made-act.testing.ts';
import type { Act } from '../../model/case.ts';
import type { Msisdn } from '../../model/identifiers.ts';
import type { Query } from '../../store/query.ts';
import { openRecords } from '../../store/records.ts';
import { readingsOfAll } from '../protection/index.ts';
import { loadRecords } from './load-records.ts';
import { openLoads } from './loads.ts';
import { profileSchema, type Profile } from './profile.ts';

const row = z.strictObject({
  place: z.int(),
  code: z.string(),
  at_s: z.int(),
  imei14: z.string(),
  imsi: z.string(),
  duration_s: z.int(),
  unreadable: z.int(),
  other: z.string(),
  own: z.string(),
  protected: z.int(),
  act: z.string(),
  filler: z.int(),
});
const rowsRead: Query<Record<string, never>, z.infer<typeof row>> = {
  file: 'inline',
  sql: `SELECT * FROM (
      SELECT place, '' AS code, toUnixTimestamp(at) AS at_s, leftPad(toString(l.imei14), 14, '0') AS imei14, substring(toString(imsi_marked), 2) AS imsi, duration_s,
        0 AS unreadable, substring(toString(other_marked), 2) AS other, substring(toString(msisdn_marked), 2) AS own, toUInt8(protected) AS protected, toString(act) AS act, toUInt8(l.filler) AS filler FROM leg_in_force AS l
      UNION ALL SELECT place, code, 0, '', '', 0, 0, '', '', 0, '', 0 FROM refused_row
    ) ORDER BY place`,
  parameters: z.any(),
  row,
};

const remarks = z.strictObject({ check_digit_wrong: z.int(), spare_zero: z.int(), imeisv: z.int(), filler: z.int() });
const remarksMade: Query<Record<string, never>, z.infer<typeof remarks>> = {
  file: 'inline',
  sql: `SELECT toUInt32(sum(check_digit_wrong)) AS check_digit_wrong, toUInt32(sum(spare_zero)) AS spare_zero,
      toUInt32(sum(imeisv)) AS imeisv, toUInt32(sum(filler)) AS filler FROM load_quality`,
  parameters: z.any(),
  row: remarks,
};

const COLUMNS = ['at', 'last', 'kind', 'way', 'own', 'other', 'imsi', 'imei', 'cell'];
/** One layout; what is not stated is plain. */
export const profileOf = (duration_form: 's' | 'hh:mm:ss' | 'm:ss' = 's', more: object = {}): Profile =>
  profileSchema.parse({
    id: 'test',
    version: 1,
    title: '',
    evidence: '',
    records: {
      kind: 'delimited',
      delimiter: ';',
      header: COLUMNS,
      time: { columns: ['at'], format: "yyyy-MM-dd'T'HH:mm:ss'Z'", zone: 'UTC' },
      duration_s: 'last',
      duration_form,
      service: { column: 'kind', map: { voice: 'voice' } },
      direction: { column: 'way', map: { MO: 'MO' } },
      msisdn: 'own',
      other: 'other',
      imsi: 'imsi',
      imei: 'imei',
      cell: ['cell'],
      ...more,
    },
  });
export const IMEI = '352099001761481';
export const IMSI = '208712469778212';

export interface Row {
  readonly at?: string;
  readonly imei?: string;
  readonly imsi?: string;
  readonly last?: string;
  readonly own?: string;
  readonly other?: string;
}

interface How {
  readonly acts?: readonly Act[];
  readonly hidden?: readonly string[];
  readonly profile?: Profile;
}

/** An empty store in a passing folder, into which rows are read. */
export async function openRowReader() {
  const folder = await mkdtemp(path.join(tmpdir(), 'cellsweep-rows-'));
  const records = await openRecords({ directory: path.join(folder, 'records') });
  const load = async (rows: readonly Row[], how: How = {}) => {
    const lines = rows.map((row, i) => {
      const { imei = IMEI, imsi = IMSI, last = '60', own = '33639980001', other = '33639980002' } = row;
      const minute = String(Math.floor(i / 60)).padStart(2, '0');
      const at = row.at ?? `2025-10-06T08:${minute}:${String(i % 60).padStart(2, '0')}Z`;
      return [at, last, 'voice', 'MO', own, other, imsi, imei, 'c'].join(';');
    });
    const original = path.join(folder, 'rows.csv');
    await writeFile(original, [COLUMNS.join(';'), ...lines, ''].join('\n'));
    const profile = how.profile ?? profileOf();
    const hidden = (how.hidden ?? []).map((number) => ({ number: number as Msisdn }));
    const acts = how.acts ?? [ANY_ACT];
    const loads = await openLoads(
      records,
      acts.map(({ id }) => id),
    );
    await loads.load({ key: 'k', path: 'p', kind: 'records', operator: 'o', profile: profile.id }, async (load_id) =>
      JSON.stringify(
        await loadRecords({ records, loads, spool: folder }, { path: 'p', original, sha256: 's' }, profile, {
          load_id,
          operator: 'o',
          by_handset: false,
          acts,
          protectedNumbers: [...readingsOfAll(hidden, '33')],
          callingCode: '33',
          caseZone: 'Europe/Paris',
        }),
      ),
    );
    const found = await records.rows(rowsRead, {});
    const made = (await records.rows(remarksMade, {}))[0];
    await loads.revokeAllBut(new Set());
    return { found, made };
  };
  return {
    /** What the reader makes of rows that differ in these fields, in their order. */
    read: async (rows: readonly Row[], how?: How) => (await load(rows, how)).found,
    /** How often it remarks on their handset numbers. */
    remarksOn: async (rows: readonly Row[], how?: How) => (await load(rows, how)).made,
    async close(): Promise<void> {
      await records.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
