import { Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { readDeviceProfiles } from './device-profiles.ts';

const read = (document: unknown) =>
  readDeviceProfiles({ path: 'f', bytes: Readable.from([Buffer.from(JSON.stringify(document))]) });
const GOOD = {
  tac: ['00210311', '00210319'],
  model: 'L1',
  class: 'mini-phone',
  sims: 1,
  bands: ['GSM900'],
  mass_g: 13,
};

describe('readDeviceProfiles', () => {
  it('reads type allocation codes as text', async () => {
    const { rows } = await read([GOOD]);
    expect(rows).toEqual([
      { tacs: ['00210311', '00210319'], model: 'L1', class: 'mini-phone', sims: 1, bands: ['GSM900'] },
    ]);
  });

  it('refuses codes that were numbers once, and classes nobody knows', async () => {
    const { rows, refusals } = await read([
      { ...GOOD, tac: [210311] },
      { ...GOOD, tac: ['210311'] },
      { ...GOOD, class: 'brick' },
      GOOD,
    ]);
    expect(rows).toHaveLength(1);
    expect(refusals.map(({ place }) => place)).toEqual(['record 1', 'record 2', 'record 3']);
    expect(refusals.map(({ found }) => found).join()).not.toContain('210311');
  });

  it('refuses what is no list whole', async () => {
    expect((await read({ profiles: [GOOD] })).refusals).toMatchObject([{ place: '', code: 'FILE_UNREADABLE' }]);
  });
});
