import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { parseTimestamp, readTracks } from './read-tracks.ts';

const folder = mkdtempSync(path.join(os.tmpdir(), 'tracks-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
let made = 0;
const fileOf = (text: string, packed = false): string => {
  const file = path.join(folder, `${made++}.csv${packed ? '.gz' : ''}`);
  writeFileSync(file, packed ? gzipSync(text) : text);
  return file;
};
const HEADER = 'owner,device,timestamp,cellinfo.wgs84.lat,cellinfo.wgs84.lon,cellinfo.azimuth_degrees,cell';
const GOOD = 'ann,1,2026-03-01 10:00:00+00:00,46.5,-21.25,120,1-1-2-3';

describe('readTracks', () => {
  it('reads telcell columns, plain and packed, in any order and among others', async () => {
    const expected = {
      owner: 'ann',
      device: '1',
      at_s: Date.UTC(2026, 2, 1, 10) / 1000,
      latitude: 46.5,
      longitude: -21.25,
      azimuth_deg: 120,
    };
    for (const packed of [false, true])
      expect((await readTracks(fileOf(`${HEADER}\r\n${GOOD}\r\n`, packed), 't')).registrations).toEqual([expected]);
    const other = `\uFEFF,timestamp,device,cellinfo.wgs84.lon,cellinfo.wgs84.lat,cellinfo.city,cellinfo.azimuth_degrees,owner\n0,2026-03-01T10:00:00Z,1,-21.25,46.5,"A, b",120.0,ann\n`;
    expect((await readTracks(fileOf(other), 't')).registrations).toEqual([expected]);
  });

  it('reads packed files whatever they are called, and those that are padded with zeros', async () => {
    const text = `${HEADER}\n${GOOD}\n`;
    const padded = fileOf('');
    writeFileSync(padded, Buffer.concat([gzipSync(text), Buffer.alloc(4096)]));
    expect((await readTracks(padded, 't')).registrations).toHaveLength(1);
    const long = fileOf('');
    writeFileSync(long, Buffer.concat([gzipSync(text + `${GOOD}\n`.repeat(20_000)), Buffer.alloc(1 << 20)]));
    expect((await readTracks(long, 't')).registrations).toHaveLength(20_001);
    const plain = path.join(folder, 'plain.csv.gz');
    writeFileSync(plain, text);
    expect((await readTracks(plain, 't')).registrations).toHaveLength(1);
  });

  it('needs no owner, azimuth or cell', async () => {
    const text = 'device,timestamp,cellinfo.wgs84.lat,cellinfo.wgs84.lon\n1,2026-03-01T10:00:00Z,46.5,-21.25\n';
    const { registrations } = await readTracks(fileOf(text), 't');
    expect(registrations).toMatchObject([{ owner: '', azimuth_deg: undefined }]);
    const omni = await readTracks(fileOf(`${HEADER}\n${GOOD.replace('120', '-1')}\n`), 't');
    expect(omni.registrations[0]!.azimuth_deg).toBeUndefined();
  });

  it.each([
    ['ann,1,2026-03-01 10:00:00+00:00,46.5', 'COLUMN_COUNT'],
    ['ann,,2026-03-01 10:00:00+00:00,46.5,-21.25,120,c', 'RECORD_INCOMPLETE'],
    ['ann,1,2026-02-30 10:00:00+00:00,46.5,-21.25,120,c', 'TIME_IMPOSSIBLE'],
    ['ann,1,1.7e9,46.5,-21.25,120,c', 'TIME_IMPOSSIBLE'],
    ['ann,1,2026-03-01 10:00:00+00:00,96.5,-21.25,120,c', 'COORDINATE_IMPOSSIBLE'],
    ['ann,1,2026-03-01 10:00:00+00:00,46.5,,120,c', 'COORDINATE_IMPOSSIBLE'],
    ['ann,1,2026-03-01 10:00:00+00:00,0x2e,-21.25,120,c', 'COORDINATE_IMPOSSIBLE'],
  ])('refuses %s with its line, and reads on', async (bad, code) => {
    const { registrations, refusals, refused } = await readTracks(fileOf(`${HEADER}\n${GOOD}\n${bad}\n${GOOD}\n`), 't');
    expect(refusals.map((r) => [r.place, r.code])).toEqual([['line 3', code]]);
    expect(refused).toBe(1);
    expect(registrations).toHaveLength(2);
  });

  it('counts every refused row though it keeps a hundred', async () => {
    const { refused, refusals } = await readTracks(fileOf(`${HEADER}\n${'x,y\n'.repeat(250)}`), 't');
    expect(refused).toBe(250);
    expect(refusals).toHaveLength(100);
  });

  it('throws USAGE for what is no file of tracks', async () => {
    for (const text of ['', 'a,b\n1,2\n', `${HEADER},device\n`])
      await expect(readTracks(fileOf(text), 't')).rejects.toMatchObject({ code: 'USAGE' });
    await expect(readTracks(path.join(folder, 'absent.csv'), 't')).rejects.toMatchObject({ code: 'USAGE' });
    const torn = path.join(folder, 'torn.csv.gz');
    writeFileSync(torn, gzipSync(`${HEADER}\n${GOOD}\n`).subarray(0, 30));
    await expect(readTracks(torn, 't')).rejects.toMatchObject({ code: 'USAGE' });
  });

  it('loses no row: read and refused add up, whatever the rows hold', async () => {
    const field = fc.stringMatching(/^[a-z0-9.:+ -]{0,12}$/);
    await fc.assert(
      fc.asyncProperty(fc.array(fc.array(field, { minLength: 2, maxLength: 9 }), { maxLength: 20 }), async (rows) => {
        const lines = rows.map((r) => r.join(','));
        const { registrations, refused } = await readTracks(fileOf([HEADER, GOOD, ...lines].join('\n')), 't');
        expect(registrations.length + refused).toBe(rows.length + 1);
      }),
      { numRuns: 40 },
    );
  });

  it('takes the offset that most rows carry', async () => {
    const at = (offset: string): string => GOOD.replace('+00:00', offset);
    const text = [HEADER, at('+02:00'), at('+02:00'), at('+01:00'), at('')].join('\n');
    expect(await readTracks(fileOf(text), 't')).toMatchObject({ utcOffset_s: 7200, withoutOffset: 1 });
  });
});

describe('parseTimestamp', () => {
  it('agrees with the built-in reader on what that writes', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 4e12 }), (ms) => {
        expect(parseTimestamp(new Date(ms).toISOString())?.at_s).toBeCloseTo(ms / 1000, 6);
      }),
    );
  });
  it('reads offsets, fractions and missing seconds', () => {
    const ten = Date.UTC(2026, 2, 1, 10) / 1000;
    expect(parseTimestamp('2026-03-01T12:00:00+02:00')).toEqual({ at_s: ten, offset_s: 7200 });
    expect(parseTimestamp('2026-03-01 05:30-0430')).toEqual({ at_s: ten, offset_s: -16_200 });
    expect(parseTimestamp('2026-03-01 10:00:00.250000')).toEqual({ at_s: ten + 0.25, offset_s: undefined });
    for (const bad of ['2026-13-01 10:00', '2026-03-01', '2026-03-01 24:00', '2026-03-01 10:60', '01-03-2026 10:00'])
      expect(parseTimestamp(bad)).toBeUndefined();
  });
});
