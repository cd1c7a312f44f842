import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ANY_ACT } from '../../authority/made-act.testing.ts';
import type { CaseManifest } from '../../model/case.ts';
import { openRecords, type RecordStore } from '../../store/records.ts';
import { loadDeliveries } from './deliveries.ts';
import { type IntakeReport, reportIntake } from './intake-report.ts';
import { openLoads } from './loads.ts';
import { readProfiles } from './profile.ts';

const ROWS = `call_ref,start_utc,duration_s,service,direction,served_msisdn,served_imsi,served_imei,other_party,cgi,rat
1,2025-10-06T08:00:00Z,60,VOICE,MO,33639980001,208712469778212,352099001761480,33639980002,A,2G
2,2025-10-06T08:10:00Z,60,VOICE,MO,33639980001,208712469778212,,33639980002,A,2G
3,2025-10-06T08:20:00Z,60,VOICE,MO,33639980001,,352099001761480,33639980002,Q,2G
4,2025-10-06T08:30:00Z,60,VOICE,MO,33639980001,,,33639980002,,2G
5,2025-10-06T08:40:00Z,60,VOICE,MO,33639980001,208712469778212,111111111111110,33639980002,A,2G
6,2025-10-06T25:00:00Z,60,VOICE,MO,33639980001,208712469778212,352099001761480,33639980002,A,2G
`;
/** B has its coordinates the other way round; C none. */
const ANTENNAS = `cgi,rat,latitude,longitude,azimuth_deg,beamwidth_deg,site,valid_from,valid_until
A,2G,46.5,2.1,15,65,s,,
B,2G,2.1,46.5,15,65,s,,
C,2G,x,2.1,15,65,s,,
`;
const RECORDS = 'operators/o/records.csv';
const CELLS = 'operators/o/cells.csv';
/** Of an operator none of whose rows can be used. */
const REFUSED = 'operators/p/records.csv';
const TEXTS: Readonly<Record<string, string>> = {
  [RECORDS]: ROWS,
  [CELLS]: ANTENNAS,
  [REFUSED]: ROWS.split('\n')
    .filter((line) => !line.includes('T08:'))
    .join('\n'),
};

describe('the report of a delivery', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'cellsweep-report-'));
  let records: RecordStore;
  let report: IntakeReport;
  beforeAll(async () => {
    records = await openRecords({ directory: path.join(folder, 'records') });
    const act = { ...ANY_ACT, covers: ['operators/**'], from_s: 0, until_s: 2e9 };
    const loads = await openLoads(records, [act.id]);
    const ring: [number, number][] = [
      [2, 46.4],
      [2.1, 46.4],
      [2.1, 46.5],
      [2, 46.4],
    ];
    const files = Object.entries(TEXTS).map(([file, text], i) => {
      const original = path.join(folder, `original-${i}`);
      writeFileSync(original, text);
      return { path: file, original, sha256: `s${i}` };
    });
    const documents = {
      manifest: { timezone: 'Europe/Paris', country: 'FR' } as CaseManifest,
      protectedNumbers: [],
      areas: [{ id: 'P1', kind: 'prison' as const, name: '', capacity: undefined, polygons: [[ring]] }],
    };
    const profiles = readProfiles();
    const outcome = await loadDeliveries(
      {
        records,
        loads,
        acts: [act],
        documents,
        profiles,
        spool: path.join(folder, 'spool'),
        progress: () => undefined,
      },
      files,
    );
    report = await reportIntake(records, outcome.loads, profiles, [act.id], act);
  });
  afterAll(async () => {
    await records.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it('counts rows, what they state and what is odd in them', () => {
    expect(report.quality.find(({ file }) => file === RECORDS)).toMatchObject({
      rows_in: 6,
      rows_used: 5,
      refused: { TIME_IMPOSSIBLE: 1 },
      remarks: { FILLER_IMEI: 1, SPARE_ZERO: 3, IMEI_MISSING: 2, CELL_MISSING: 1, CELL_UNKNOWN: 1 },
      complete: true,
    });
  });

  it('gives the share of rows that state each thing', () => {
    const { completeness } = report.quality.find(({ file }) => file === RECORDS) ?? {};
    // Of six rows, the refused one included; four decimals.
    expect(completeness).toEqual({ msisdn: 1, imsi: 0.6667, imei: 0.6667, other: 1, cell: 0.8333 });
  });

  it('counts the antennas that were put right, and names the line of one that could not be used', () => {
    expect(report.quality.find(({ file }) => file === CELLS)).toMatchObject({
      rows_in: 3,
      rows_used: 2,
      refused: { COORDINATE_IMPOSSIBLE: 1 },
      remarks: { COORDINATES_SWAPPED: 1 },
    });
    expect(report.refusals.map(({ file, place, code }) => [file, place, code])).toContainEqual([
      CELLS,
      'line 4',
      'COORDINATE_IMPOSSIBLE',
    ]);
  });

  it('adds up: rows are legs, repeated rows and refused rows, also of an operator all of whose rows are refused', () => {
    const { total, events } = report;
    expect(total).toMatchObject({ rows: 7, legs: 5, duplicate_rows: 0, refused_rows: 2, protected_legs: 0 });
    expect(total.legs + total.duplicate_rows + total.refused_rows).toBe(total.rows);
    expect(events.map(({ operator, rows, refused_rows }) => [operator, rows, refused_rows])).toEqual([
      ['o', 6, 1],
      ['p', 1, 1],
    ]);
  });
});
