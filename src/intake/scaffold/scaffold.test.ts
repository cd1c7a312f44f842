import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { ANY_ACT } from '../../authority/made-act.testing.ts';
import { defineQuery } from '../../store/query.ts';
import { openRecords, type RecordStore } from '../../store/records.ts';
import { ABOUT, plainLegs, type PlainLeg } from './plain-legs.testing.ts';
import { LANGUAGES } from './dialect-words.testing.ts';
import { cellOf, PLAIN, TIMES, write, type Dialect } from './dialects.testing.ts';
import { loadRecords } from '../records/load-records.ts';
import { openLoads } from '../records/loads.ts';
import type { Profile } from '../records/profile.ts';
import { profileSchema } from '../records/profile.ts';
import type { ScaffoldCase } from './case.ts';
import { draftProfiles } from './scaffold.ts';
import type { SampleFile } from './table.ts';

/** The draft of the layout with most rows. */
const draftProfile = (files: readonly SampleFile[], sheet: string | undefined, about: ScaffoldCase) =>
  draftProfiles(files, sheet ?? '', about).drafts[0];

const legRows = defineQuery(
  import.meta.url,
  '../../../test/sql/legs-of-load.sql',
  z.strictObject({ load_id: z.int() }),
  z.strictObject({
    at_s: z.coerce.number(),
    duration_s: z.int(),
    service: z.string(),
    direction: z.string(),
    msisdn: z.string(),
    imsi: z.string(),
    imei14: z.string(),
    other: z.string(),
    cell: z.string(),
  }),
);

let records: RecordStore;
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'cellsweep-dialects-'));
  records = await openRecords({ directory: path.join(folder, 'records') });
});
afterAll(async () => {
  await records.close();
  await rm(folder, { recursive: true, force: true });
});

/** The legs that the program's own reader makes of the records by a profile. */
async function readBack(profile: Profile, text: Buffer) {
  const file = path.join(folder, 'records.csv');
  await writeFile(file, text);
  const loads = await openLoads(records, [ANY_ACT.id]);
  const load = await loads.load(
    { key: 'k', path: 'p', kind: 'records', operator: 'nobody', profile: profile.id },
    async (load_id) =>
      JSON.stringify(
        await loadRecords({ records, loads, spool: folder }, { path: 'p', original: file, sha256: 's' }, profile, {
          load_id,
          operator: 'nobody',
          by_handset: false,
          acts: [ANY_ACT],
          protectedNumbers: [],
          callingCode: '33',
          caseZone: ABOUT.timezone,
        }),
      ),
  );
  const rows = await records.rows(legRows, { load_id: load.load_id });
  await loads.revokeAllBut(new Set());
  return rows;
}

const expected = (legs: readonly PlainLeg[]) =>
  legs
    .map(({ lac, ci, ...leg }) => ({ ...leg, cell: cellOf({ lac, ci, ...leg }) }))
    .map(({ at_s, duration_s, service, direction, msisdn, imsi, imei14, other, cell }) =>
      JSON.stringify({ at_s, duration_s, service, direction, msisdn, imsi, imei14, other, cell }),
    )
    .sort();
const texts = (rows: readonly object[]): string[] => rows.map((row) => JSON.stringify(row)).sort();

const LAYOUTS: Record<string, Partial<Dialect>> = {
  'bars, epoch seconds, check digits': { delimiter: '|', time: 'unix-s', imei: 'check' },
  'hours of duration, packed times': { time: 'packed', duration: 'hh:mm:ss', zone: 'UTC' },
  'Spanish, 00 numbers, local time': {
    language: 'es',
    delimiter: ';',
    time: 'dmy',
    zone: 'Europe/Paris',
    number: '00',
  },
  'German in ISO-8859-1, separate LAC and CI, shuffled': {
    language: 'de',
    delimiter: ';',
    time: 'dots',
    zone: 'Europe/Paris',
    cell: 'split',
    shuffle: 7,
    encoding: 'iso-8859-1',
  },
  'quoted, extra columns, national numbers': { quoted: true, extra: true, number: 'national', time: 'iso-offset' },
  'American dates in two columns, IMEISV, codes for both': {
    time: 'mdy-two',
    imei: 'sv',
    kinds: 'moc-mtc',
    delimiter: '\t',
  },
  'French, caller and callee': {
    language: 'fr',
    roles: 'caller-callee',
    delimiter: ';',
    time: 'dmy-two',
    zone: 'Europe/Paris',
  },
  'Dutch, packed with offset, shuffled': { language: 'nl', time: 'packed-offset', shuffle: 3 },
  'Italian, words for both, milliseconds': { language: 'it', time: 'unix-ms', kinds: 'combined', delimiter: ';' },
  'identifiers in groups, minutes of duration': {
    imei: 'grouped',
    duration: 'm:ss',
    kinds: 'combined',
    language: 'de',
  },
  'month names': { time: 'month-name', delimiter: '|' },
};

describe('draftProfile', () => {
  it.each(Object.entries(LAYOUTS))('reads a layout that it has never seen: %s', async (_, part) => {
    const legs = plainLegs(1);
    const files = write(legs, { ...PLAIN, ...part });
    const draft = draftProfile(files, undefined, ABOUT);
    expect({
      questions: draft?.questions,
      weak: draft?.fields.filter((f) => f.strength !== 'strong'),
      usable: draft?.usable,
    }).toEqual({ questions: [], weak: [], usable: true });
    const profile = profileSchema.parse(draft?.profile);
    expect(texts(await readBack(profile, files[0]?.head ?? Buffer.alloc(0)))).toEqual(expected(legs));
    expect(profile.antennas?.azimuth).toBeDefined();
    expect(Object.values(profile.antennas?.technology?.map ?? {}).sort()).toEqual(['2G', '4G']);
  });

  it('never reads a random rewriting wrongly without asking', async () => {
    let usable = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.record<Dialect>({
          language: fc.constantFrom(...LANGUAGES),
          delimiter: fc.constantFrom(',', ';', '\t', '|'),
          time: fc.constantFrom(...TIMES),
          zone: fc.constantFrom('UTC', 'Europe/Paris'),
          stated: fc.boolean(),
          imei: fc.constantFrom('14', 'check', 'spare', 'sv', 'grouped'),
          number: fc.constantFrom('+', '00', 'plain', 'national'),
          kinds: fc.constantFrom('words', 'mo-mt', 'combined', 'moc-mtc'),
          roles: fc.constantFrom('served-other', 'caller-callee'),
          cell: fc.constantFrom('joined', 'split'),
          duration: fc.constantFrom('s', 'hh:mm:ss', 'm:ss'),
          quoted: fc.boolean(),
          extra: fc.boolean(),
          shuffle: fc.nat(50),
          encoding: fc.constantFrom('utf-8', 'iso-8859-1'),
        }),
        fc.nat(1000),
        async (dialect, seed) => {
          const legs = plainLegs(seed, 200);
          const files = write(legs, dialect);
          const draft = draftProfile(files, undefined, ABOUT);
          if (draft?.usable !== true || draft.profile === undefined) return;
          usable++;
          const read = texts(await readBack(draft.profile, files[0]?.head ?? Buffer.alloc(0)));
          // With the zone as the only open question, the times may be wrong by the zone's offset, and nothing else.
          const zoneRight = draft.zoneFrom !== 'guess' || dialect.zone === ABOUT.timezone;
          const timeless = (rows: readonly string[]): string[] =>
            rows.map((row) => row.replace(/"at_s":\d+,/, '')).sort();
          const view = zoneRight ? (rows: readonly string[]) => [...rows] : timeless;
          expect(zoneRight || draft.questions.some((question) => question.startsWith('Time zone'))).toBe(true);
          expect(view(read)).toEqual(view(expected(legs)));
        },
      ),
      { numRuns: 25 },
    );
    console.info(`${usable} of 25 rewritings were read unasked`);
    expect(usable).toBeGreaterThan(12);
  });

  it('asks for the time zone that nothing states', () => {
    const draft = draftProfile(
      write(plainLegs(2), { ...PLAIN, time: 'iso-space', zone: 'Europe/Paris', stated: false }),
      undefined,
      ABOUT,
    );
    expect(draft?.zoneFrom).toBe('guess');
    expect(draft?.questions.join()).toMatch(/Time zone: nothing states it/);
  });

  it('takes codes from the sheet, and does not guess which of 1 and 2 is outgoing without it', () => {
    const coded = write(plainLegs(3), { ...PLAIN, kinds: 'mo-mt' }).map((file) => ({
      ...file,
      head: Buffer.from(file.head.toString('utf8').replace(/,MO,/g, ',1,').replace(/,MT,/g, ',2,')),
    }));
    const mute = draftProfile(coded, undefined, ABOUT);
    expect(mute?.usable).toBe(false);
    expect([...(mute?.unresolvedDirections ?? [])].sort()).toEqual(['1', '2']);
    const told = draftProfile(coded, 'Direction   1 = outgoing, 2 = incoming', ABOUT);
    expect(told?.usable).toBe(true);
    expect(told?.profile?.records).toMatchObject({ direction: { column: 'Direction', map: { '1': 'MO', '2': 'MT' } } });
  });

  it('reads a list of the codes in the sheet as no explanation of any, in any order', () => {
    const files = write(plainLegs(12), { ...PLAIN, language: 'de', kinds: 'combined' });
    const codes = ['Sprache abgehend', 'Sprache ankommend', 'SMS abgehend', 'SMS ankommend', 'Daten'];
    const map = draftProfile(files, undefined, ABOUT)?.profile?.records;
    fc.assert(
      fc.property(
        fc.shuffledSubarray(codes, { minLength: 5 }),
        fc.constantFrom(' / ', '/', ' | ', ' • ', '\t', '   ', ' und ', ' - ', ', ', '; ', '\n'),
        (order, separator) => {
          const draft = draftProfile(files, `Zeiten in UTC\nArt: ${order.join(separator)}\n`, ABOUT);
          expect([draft?.usable, draft?.assumed, draft?.questions]).toEqual([true, [], []]);
          expect(draft?.profile?.records).toEqual(map);
        },
      ),
      { numRuns: 12 },
    );
    expect(map).toMatchObject({ direction: { map: { 'SMS abgehend': 'MO', 'SMS ankommend': 'MT', Daten: 'none' } } });
  });

  it('names every meaning that only the sheet gives', () => {
    const coded = write(plainLegs(3), { ...PLAIN, kinds: 'mo-mt' }).map((file) => ({
      ...file,
      head: Buffer.from(
        file.head
          .toString('utf8')
          .replace(/,VOICE,/g, ',K,')
          .replace(/,MO,/g, ',1,')
          .replace(/,MT,/g, ',2,'),
      ),
    }));
    const told = draftProfile(coded, 'Service  K = call\nDirection   1 = outgoing, 2 = incoming', ABOUT);
    expect(told?.usable).toBe(true);
    expect(told?.assumed).toEqual([
      "services K = voice (the operator's sheet says so)",
      "directions 1 = MO, 2 = MT (the operator's sheet says so)",
    ]);
  });

  it('leaves open what code and sheet say contrary things of, and what nothing explains', () => {
    const files = write(plainLegs(13), { ...PLAIN, kinds: 'combined' });
    const contrary = draftProfile(files, 'Call Type: SMS Outgoing = incoming text message', ABOUT);
    expect([contrary?.usable, contrary?.unresolvedDirections]).toEqual([false, ['SMS Outgoing']]);
    expect(contrary?.profile?.records).toMatchObject({
      direction: { map: { 'SMS Incoming': 'MT', 'Voice Outgoing': 'MO' } },
    });
    expect(contrary?.profile?.records).not.toHaveProperty(['direction', 'map', 'SMS Outgoing']);
    expect(contrary?.missing).toEqual(['direction of "SMS Outgoing"']);
    const written = profileSchema.safeParse(contrary?.incomplete);
    expect(written.error?.issues.map(({ path: at, message }) => [at.join('.'), message])).toEqual([
      ['records.direction.map.SMS Outgoing', expect.stringMatching(/meaning of this code is missing. FILL IN: MO/)],
    ]);
    const service = draftProfile(files, 'Call Type: Voice Outgoing = outgoing text message', ABOUT);
    expect([service?.usable, service?.missing]).toEqual([false, ['service of "Voice Outgoing"']]);
    expect(profileSchema.safeParse(service?.incomplete).success).toBe(false);
  });

  it('takes the unit of durations from the sheet, and reads none that is not sure', () => {
    const form = (duration: Dialect['duration'], sheet: string) => {
      // Short ones only: nothing but words can tell minutes from hours.
      const legs = plainLegs(14).map((leg) => ({ ...leg, duration_s: leg.duration_s % 1200 }));
      const layout = draftProfile(write(legs, { ...PLAIN, duration }), sheet, ABOUT)?.profile?.records;
      return layout?.kind === 'delimited' ? [layout.duration_s, layout.duration_form] : undefined;
    };
    expect(form('s', '')).toEqual(['Duration', 's']);
    expect(form('s', 'Duration   seconds of talk')).toEqual(['Duration', 's']);
    expect(form('s', 'Duration   minutes')).toEqual([undefined, 's']);
    expect(form('s', 'Duration: Zehntelsekunden')).toEqual([undefined, 's']);
    expect(form('s', 'Duration: Sekunden oder Minuten')).toEqual([undefined, 's']);
    expect(form('s', 'Other   in minutes')).toEqual(['Duration', 's']);
    expect(form('m:ss', '')).toEqual([undefined, 's']);
    expect(form('m:ss', 'Duration   mm:ss')).toEqual(['Duration', 'm:ss']);
    expect(form('m:ss', 'Duration: Minuten:Sekunden')).toEqual(['Duration', 'm:ss']);
    expect(form('m:ss', 'Duration: Stunden:Minuten')).toEqual([undefined, 's']);
  });

  it('takes a shift from UTC in the sheet for what it is', () => {
    const files = write(plainLegs(15), { ...PLAIN, time: 'iso-space', stated: false });
    const zone = (sheet: string) => draftProfile(files, sheet, ABOUT)?.profile?.records.time.zone;
    expect(zone('All times in UTC.')).toBe('UTC');
    expect(zone('All times in UTC+1.')).toBe('Etc/GMT-1');
    expect(zone('Start Time: UTC\n\nValidity of antennas in local time.')).toBe('UTC');
  });

  it('does not choose between day and month where both read', () => {
    const legs = plainLegs(6).map((leg) => ({ ...leg, at_s: Date.UTC(2025, 2, 4, 8) / 1000 + (leg.at_s % 3600) }));
    const year = { ...ABOUT, from_s: Date.UTC(2025, 0, 1) / 1000, until_s: Date.UTC(2026, 0, 1) / 1000 };
    const draft = draftProfile(write(legs, { ...PLAIN, time: 'dmy' }), undefined, year);
    expect(draft?.usable).toBe(false);
    expect(draft?.questions.join()).toMatch(/day and month cannot be told apart/);
  });

  it('takes the start, not the end, whatever their order', () => {
    const files = write(plainLegs(7), PLAIN).map((file) => ({
      ...file,
      head: Buffer.from(
        file.head
          .toString('utf8')
          .replace('Start Time,', 'Released,Setup,')
          .replace(
            /^(2025-[^,]*),(\d+)/gm,
            (_, at: string, s: string) =>
              `${new Date(Date.parse(at) + Number(s) * 1000).toISOString().slice(0, 19)}Z,${at},${s}`,
          ),
      ),
    }));
    const draft = draftProfile(files, undefined, ABOUT);
    expect(draft?.profile?.records).toMatchObject({ time: { columns: ['Setup'] } });
  });

  it('does not take numbers that do not say their country for sure', () => {
    const files = write(plainLegs(8), PLAIN).map((file) => ({
      ...file,
      head: Buffer.from(file.head.toString('utf8').replaceAll(',33', ',')),
    }));
    expect(draftProfile(files, undefined, ABOUT)?.usable).toBe(false);
  });

  it('does not use a layout whose cells no antenna table knows', () => {
    const [first] = write(plainLegs(4), PLAIN);
    expect(draftProfile(first === undefined ? [] : [first], undefined, ABOUT)?.usable).toBe(false);
  });

  it('refuses identifiers that a spreadsheet rounded', () => {
    const files = write(plainLegs(5), PLAIN).map((file) => ({
      ...file,
      head: Buffer.from(file.head.toString('utf8').replace(/,(00\d{12}),/g, ',3.59406E+14,')),
    }));
    const draft = draftProfile(files, undefined, ABOUT);
    expect(draft?.usable).toBe(false);
    expect(draft?.questions.join()).toMatch(/rounded numbers/);
  });

  it.each([
    ['JSON', '{"calls": []}'],
    ['XML', '<?xml version="1.0"?><Calls><c/></Calls>'],
    ['ZIP', 'PK\u0003\u0004\u0000'],
    ['fixed width', Array.from({ length: 9 }, (_, i) => `0000${i} 20250101 VOICE`).join('\n')],
    [
      'column names',
      Array.from({ length: 9 }, (_, i) => `3363998000${i};2025-03-04;10:11:1${i};00101000000000${i};1234`).join('\n'),
    ],
  ])('says what it found where no profile can help: %s', (word, text) => {
    const { drafts, unreadable } = draftProfiles([{ path: 'x', head: Buffer.from(`${text}\n`) }], '', ABOUT);
    expect(drafts).toEqual([]);
    expect(unreadable[0]?.found).toContain(word);
  });
});
