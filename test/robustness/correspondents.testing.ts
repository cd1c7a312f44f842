import { readProfiles } from '../../src/intake/index.ts';

const BASE: Readonly<Record<string, string>> = {
  start_utc: '2025-10-06T08:00:00Z',
  duration_s: '60',
  service: 'VOICE',
  direction: 'MO',
  served_msisdn: '33639980001',
  served_imsi: '208990000000001',
  served_imei: '990000010000105',
};

/** A delivery of the layout leg-rows-utc: one and the same call a row, but for how the correspondent is written. */
export function callsWith(correspondents: readonly string[]): Buffer {
  const profile = readProfiles().find(({ id }) => id === 'leg-rows-utc')?.records;
  if (profile?.kind !== 'delimited') throw new Error('the profile is gone');
  const rows = correspondents.map((text) =>
    profile.header.map((name) => (name === profile.other ? text : (BASE[name] ?? ''))).join(','),
  );
  return Buffer.from([profile.header.join(','), ...rows, ''].join('\n'));
}
