import { afterAll, describe, expect, it } from 'vitest';
import { readProfiles } from '../../src/intake/index.ts';
import { makeScratch } from './chain.testing.ts';
import { openReader } from './read-file.testing.ts';

describe('the hour that the clocks show twice', () => {
  const scratch = makeScratch();
  afterAll(scratch.remove);

  it('is used, counted, and read as the second of the two', async () => {
    const reader = await openReader(scratch.fresh('hours'));
    const profile = readProfiles().find(({ id }) => id === 'antenna-key-local')?.records;
    if (profile?.kind !== 'delimited') throw new Error('the profile is gone');
    const times = ['01:59:59', '02:00:00', '02:30:00', '02:59:59', '03:00:00'].map((time) => `26/10/2025 ${time}`);
    const first = (map: Record<string, string>): string => Object.keys(map)[0] ?? '';
    const valueOf = (name: string, time: string): string =>
      name === profile.time.columns[0]
        ? time
        : name === profile.service.column
          ? first(profile.service.map)
          : name === profile.direction.column
            ? first(profile.direction.map)
            : '';
    const lines = times.map((time) => profile.header.map((name) => valueOf(name, time)).join(profile.delimiter));
    const title = Array.from({ length: profile.title_lines }, () => 'a title');
    const text = [...title, profile.header.join(profile.delimiter), ...lines, ''].join('\n');
    const reading = await reader.read('calls.csv', Buffer.from(text, 'latin1'));
    await reader.close();
    expect(reading.rows_used).toBe(times.length);
    expect(reading.remarks).toMatchObject({ HOUR_TWICE: 3 });
    const stored = [...reading.stored.values()].flat().join('\n');
    expect(stored.match(/2025-10-2\d \d\d:\d\d:\d\d/g)).toEqual([
      '2025-10-25 23:59:59',
      '2025-10-26 01:00:00',
      '2025-10-26 01:30:00',
      '2025-10-26 01:59:59',
      '2025-10-26 02:00:00',
    ]);
  });
});
