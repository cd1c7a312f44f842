import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RecordStore } from '../../store/records.ts';
import { ABOUT, plainLegs } from './plain-legs.testing.ts';
import { PLAIN, write, type Dialect } from './dialects.testing.ts';
import { recognise } from '../records/recognise.ts';
import { profilesFor, type OperatorFile } from './deliveries.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'cellsweep-unknown-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** No other operator's records are there to check by: the store must not be asked. */
const ALONE = { records: undefined as unknown as RecordStore, against: [] };

async function files(dialect: Dialect, sheet?: string, change: (text: string) => string = (text) => text) {
  const written: OperatorFile[] = [];
  const texts = write(plainLegs(11), dialect).map(
    ({ path: name, head }) => [name, change(head.toString('utf8'))] as const,
  );
  for (const [name, text] of [
    ...texts,
    ...(sheet === undefined ? [] : [['operators/nobody/SHEET.txt', sheet] as const]),
  ]) {
    const original = path.join(folder, path.basename(name));
    await writeFile(original, text);
    written.push({ path: name, original });
  }
  return written;
}
const draft = (all: readonly OperatorFile[], profiles: Parameters<typeof profilesFor>[4] = []) =>
  profilesFor(ALONE, 'nobody', all, all, profiles, ABOUT);

describe('profilesFor', () => {
  it('reads an unknown layout with a warning that names every assumption', async () => {
    const all = await files({ ...PLAIN, time: 'iso-space', zone: 'Europe/Paris', stated: false });
    const { profiles, warnings } = await draft(all);
    expect(profiles.map((profile) => profile.id)).toEqual(['draft-nobody']);
    expect(warnings).toHaveLength(1);
    expect(warnings[0]).toMatch(/LAYOUT NOT CONFIRMED/);
    expect(warnings[0]).toMatch(
      /time zone Europe\/Paris \(nothing states it: the case's zone is a GUESS; 0 calls known/,
    );
    expect(warnings[0]).toContain('imei = "IMEI"');
    expect(warnings[0]).toContain(
      'cellsweep profile scaffold CASE/operators/nobody/* --case CASE --operator nobody > profiles/nobody.json ',
    );
    expect(warnings[0]).not.toMatch(/\d{9}/);
  });

  it("takes the zone from the operator's sheet", async () => {
    const all = await files({ ...PLAIN, time: 'iso-space', zone: 'UTC', stated: false }, 'All times are in UTC.');
    const { profiles, warnings } = await draft(all);
    expect(profiles[0]?.records.time.zone).toBe('UTC');
    expect(warnings[0]).toContain("time zone UTC (the operator's sheet says so");
  });

  it('names what only the sheet says of the codes', async () => {
    const all = await files({ ...PLAIN, kinds: 'mo-mt' }, 'Direction: 1 = outgoing, 2 = incoming', (text) =>
      text.replaceAll(',MO,', ',1,').replaceAll(',MT,', ',2,'),
    );
    const { profiles, warnings } = await draft(all);
    expect(profiles).toHaveLength(1);
    expect(warnings[0]).toContain("directions 1 = MO, 2 = MT (the operator's sheet says so)");
  });

  it('says of a layout that it may not use which fields are missing', async () => {
    const all = await files({ ...PLAIN, kinds: 'mo-mt' }, undefined, (text) =>
      text.replaceAll(',MO,', ',1,').replaceAll(',MT,', ',2,'),
    );
    const { profiles, warnings, found } = await draft(all);
    expect(profiles).toEqual([]);
    expect(warnings).toHaveLength(1);
    expect(warnings[0]).toMatch(/LAYOUT UNKNOWN, NOT READ: 1 file \(handsets_x\.csv\).*not found for sure: direction/);
    expect(warnings[0]).toMatch(/which of "1", "2" mean that our customer originated/);
    expect(found.get('operators/nobody/handsets_x.csv')).toMatch(/not found for sure: direction/);
  });

  it('joins records to antenna tables of one layout that come in several files', async () => {
    const [records, cells] = await files(PLAIN);
    const lines = write(plainLegs(11), PLAIN)[1]?.head.toString('utf8').trimEnd().split('\r\n') ?? [];
    const parts = await Promise.all(
      [lines.slice(0, 19), [lines[0], ...lines.slice(19)]].map(async (part, n) => {
        const original = path.join(folder, `cells_${n}.csv`);
        await writeFile(original, `${part.join('\r\n')}\r\n`);
        return { path: `operators/nobody/cells_${n}.csv`, original };
      }),
    );
    expect(cells).toBeDefined();
    expect((await draft([...(records === undefined ? [] : [records]), ...parts])).profiles).toHaveLength(1);
    expect((await draft([...(records === undefined ? [] : [records]), ...parts.slice(1)])).profiles).toHaveLength(0);
  });

  it('drafts an antenna table that is new beside records that are known', async () => {
    const all = await files(PLAIN);
    const profiles = (await draft(all)).profiles.map((profile) => {
      const { antennas, ...known } = profile;
      expect(antennas?.cell).toEqual(['Cell']);
      return { ...known, id: 'known' };
    });
    const made = await profilesFor(ALONE, 'nobody', all, all.slice(1), profiles, ABOUT);
    expect(made.profiles.map((profile) => profile.id)).toEqual(['draft-nobody-antennas']);
    expect(made.warnings[0]).toMatch(/ANTENNA TABLE NOT CONFIRMED/);
    const cells = write(plainLegs(11), PLAIN)[1];
    expect(recognise('cells.csv', cells?.head ?? Buffer.alloc(0), [...profiles, ...made.profiles]).as).toBe('antennas');
  });
});
