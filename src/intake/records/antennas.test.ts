import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { readAntennas } from './antennas.ts';
import type { AntennaTable } from './profile.ts';

const folder = mkdtempSync(path.join(os.tmpdir(), 'cellsweep-antennas-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const table: AntennaTable = {
  delimiter: ';',
  encoding: 'utf-8',
  title_lines: 0,
  header: ['key', 'lat', 'lon', 'az', 'from', 'until'],
  cell: ['key'],
  longitude: 'lon',
  latitude: 'lat',
  decimal: ',',
  azimuth: 'az',
  from: { column: 'from', format: 'dd/MM/yyyy HH:mm:ss', zone: 'Europe/Paris' },
  until: { column: 'until', format: 'dd/MM/yyyy HH:mm:ss', zone: 'Europe/Paris' },
};
const read = (lines: readonly string[]) => {
  const file = path.join(folder, 'a.csv');
  writeFileSync(file, ['key;lat;lon;az;from;until', ...lines].join('\r\n'));
  return readAntennas(file, 'operators/x/a.csv', table, 'x', [{ longitude: -20, latitude: 46.5 }]);
};

describe('readAntennas', () => {
  it('reads positions, azimuths and the validity of the day', async () => {
    const { rows, refusals } = await read([
      'K1;46,5;-20,1;15;;',
      'K2;46,5;-20,1;;21/01/2025 02:00:00;',
      'K3;46,5;-20,1;-1;;21/01/2025',
    ]);
    expect(refusals).toEqual([]);
    expect(rows.map((r) => r.antenna)).toMatchObject([
      { cell: 'K1', latitude: 46.5, longitude: -20.1, azimuth_deg: 15, from_s: -Infinity, until_s: Infinity },
      { cell: 'K2', azimuth_deg: undefined, from_s: Date.parse('2025-01-21T02:00:00+01:00') / 1000 },
      { cell: 'K3', azimuth_deg: undefined, until_s: Date.parse('2025-01-21T00:00:00+01:00') / 1000 },
    ]);
  });
  it('puts swapped coordinates right and says so', async () => {
    const { rows } = await read(['K1;-20,1;46,5;15;;', 'K2;46,5;-20,1;15;;']);
    expect(rows.map((r) => [r.swapped, r.antenna.latitude])).toEqual([
      [true, 46.5],
      [false, 46.5],
    ]);
  });
  it('refuses, with its line, what cannot be used; rows in = used + refused', async () => {
    const { rows, refusals, rows_in } = await read([
      'K1;46,5;-20,1;15;',
      ';46,5;-20,1;15;;',
      'K3;x;-20,1;15;;',
      'K4;46,5;-20,1;15;31/02/2025;',
      'K5;46,5;-20,1;15;02/01/2025;01/01/2025',
      'K6;46,5;-20,1;north;;',
      'K7;46,5;-20,1;0;;',
    ]);
    expect(refusals.map((r) => [r.place, r.code])).toEqual([
      ['line 2', 'COLUMN_COUNT'],
      ['line 3', 'RECORD_INCOMPLETE'],
      ['line 4', 'COORDINATE_IMPOSSIBLE'],
      ['line 5', 'TIME_IMPOSSIBLE'],
      ['line 6', 'INTERVAL_EMPTY'],
      ['line 7', 'FIELD_FORM'],
    ]);
    expect(rows.map((r) => r.antenna.cell)).toEqual(['K7']);
    expect(rows_in).toBe(rows.length + refusals.length);
  });
});
