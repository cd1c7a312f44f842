import { afterAll, describe, expect, it } from 'vitest';
import { readProfiles } from '../../src/intake/index.ts';
import { makeScratch } from './chain.testing.ts';
import { openReader } from './read-file.testing.ts';

describe('durations', () => {
  const scratch = makeScratch();
  afterAll(scratch.remove);

  it('that are no whole number of seconds count as zero and are said', async () => {
    const reader = await openReader(scratch.fresh('durations'));
    const profile = readProfiles().find(({ id }) => id === 'leg-rows-utc')?.records;
    if (profile?.kind !== 'delimited') throw new Error('the profile is gone');
    const durations = ['60', '0', '', '60.5', 'long', '-5', '1e3', '0:01:00'];
    const base: Record<string, string> = {
      start_utc: '2025-10-06T08:00:00Z',
      service: 'VOICE',
      direction: 'MO',
      served_msisdn: '33639980001',
      served_imsi: '208990000000001',
      served_imei: '990000010000105',
      other_party: '33639980002',
    };
    const lines = durations.map((duration) =>
      profile.header.map((name) => (name === profile.duration_s ? duration : (base[name] ?? ''))).join(','),
    );
    const reading = await reader.read('calls.csv', Buffer.from([profile.header.join(','), ...lines, ''].join('\n')));
    await reader.close();
    expect(reading.rows_used).toBe(durations.length);
    expect(reading.remarks).toMatchObject({ DURATION_UNREADABLE: 5 });
    const stored = [...reading.stored.values()].flat().map((row) => (JSON.parse(row) as unknown[])[4]);
    expect(stored).toEqual([60, 0, 0, 0, 0, 0, 0, 0]);
  });
});
