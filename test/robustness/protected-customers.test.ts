import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readProfiles } from '../../src/intake/index.ts';
import { makeScratch } from './chain.testing.ts';
import { openReader, type FileReader } from './read-file.testing.ts';

const LAWYER = '33639980123';
const IMEI = '990000010000105';
const IMSI = '208990000000001';
/** What is stored of a row, in its order, but the number of its load and its place. */
const COLUMNS = [
  'act',
  'operator',
  'by_handset',
  'at',
  'duration_s',
  'service',
  'direction',
  'msisdn_marked',
  'imsi_marked',
  'imei14',
  'filler',
].concat(['other_marked', 'protected', 'cell', 'cell_end', 'cell_number', 'leg_id', 'communication_id']);

describe('the telephone of a protected person', () => {
  const scratch = makeScratch();
  let reader: FileReader;
  beforeAll(async () => {
    reader = await openReader(scratch.fresh('store'), [LAWYER]);
  });
  afterAll(async () => {
    await reader.close();
    scratch.remove();
  });
  const profile = readProfiles().find(({ id }) => id === 'leg-rows-utc')?.records;
  if (profile?.kind !== 'delimited') throw new Error('the profile is gone');
  const call = (row: Record<string, string>): string =>
    profile.header
      .map((name) => ({ start_utc: '2025-10-06T08:00:00Z', duration_s: '60', service: 'VOICE', ...row })[name] ?? '')
      .join(',');
  const own = { served_msisdn: `+${LAWYER}`, served_imsi: IMSI, served_imei: IMEI, cgi: '208-99-1a30-3995' };
  const client = { served_msisdn: '33611223344', served_imsi: '208990000000002', served_imei: '990000020000104' };
  const file = (...rows: string[]): Buffer => Buffer.from([profile.header.join(','), ...rows, ''].join('\n'));
  const told = (stored: ReadonlyMap<number, readonly string[]>) =>
    [...stored.values()].flat().map((row) => {
      // Numbers of 64 bits as texts.
      const values = JSON.parse(row.replace(/(?<=[[,])\d+(?=[\],])/g, '"$&"')) as string[];
      return Object.fromEntries(COLUMNS.map((name, i) => [name, values[i]]));
    });

  for (const name of ['among small files', 'by a statement of its own'])
    it(`forms no handset and no SIM, and is counted, ${name}`, async () => {
      const reading = await reader.read(
        'calls.csv',
        file(
          call({ ...own, direction: 'MO', other_party: '33611223344' }),
          call({ ...client, direction: 'MT', other_party: LAWYER }),
          call({ ...own, service: 'DATA' }),
          call({ ...own, direction: 'MT', service: 'SMS', other_party: `+${LAWYER}` }),
          call({ ...client, direction: 'MO', other_party: '33655667788' }),
        ),
      );
      expect([reading.rows_used, reading.rows_refused]).toEqual([5, 0]);
      const [voice, partner, data, sms, other] = told(reading.stored);
      for (const row of [voice, data, sms])
        expect(row).toMatchObject({
          protected: '2',
          imei14: '0',
          imsi_marked: '0',
          msisdn_marked: '0',
          other_marked: '0',
          filler: '0',
          cell: '',
          cell_end: '',
          cell_number: '0',
        });
      expect(partner).toMatchObject({ protected: '1', other_marked: '0', imei14: '99000002000010' });
      expect(other).toMatchObject({ protected: '0', imei14: '99000002000010' });
      // Both legs are one communication, as ever.
      expect(voice?.['communication_id']).toBe(partner?.['communication_id']);
      expect(new Set(told(reading.stored).map((row) => row['leg_id'])).size).toBe(5);
      // What the operator stated is not called missing.
      expect(reading.remarks).toEqual({ CELL_MISSING: 2 });
      expect(
        [...reading.stored.values()].flat().filter((row) => row.includes(IMSI) || row.includes(IMEI.slice(0, 14))),
      ).toEqual([]);
    });

  it('is told by no digest: another handset and SIM give the same row', async () => {
    const row = { ...own, direction: 'MO', other_party: '33611223344' };
    const reading = await reader.read(
      'calls.csv',
      file(call(row), call({ ...row, served_imsi: '208990000000009', served_imei: '990000090000107' })),
    );
    expect(new Set([...reading.stored.values()].flat()).size).toBe(1);
  });
});
