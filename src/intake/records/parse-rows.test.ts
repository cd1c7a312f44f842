import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { Act } from '../../model/case.ts';
import { isFillerImei, luhnCheckDigit, type Msisdn } from '../../model/identifiers.ts';
import { utcOffset_s } from '../../model/utc-offset.ts';
import type { Query } from '../../store/query.ts';
import { openRecords, type RecordStore } from '../../store/records.ts';
import { permits } from '../../authority/index.ts';
import { ANY_ACT } from '../../authority/made-act.testing.ts';

import { readingsOfAll } from '../protection/index.ts';
import { loadRecords } from './load-records.ts';
import { openLoads } from './loads.ts';
import { xmlParameters } from './layout-parameters.ts';
import { profileSchema, type Profile } from './profile.ts';
import { zonedSeconds } from './wall-clock.ts';
import { plainImei, plainImsi } from '../written-identifier.ts';

const row = z.strictObject({
  place: z.int(),
  code: z.string(),
  at_s: z.int(),
  imei14: z.string(),
  imsi: z.string(),
  duration_s: z.int(),
  unreadable: z.int(),
  other: z.string(),
  own: z.string(),
  protected: z.int(),
  act: z.string(),
  filler: z.int(),
});
const rowsRead: Query<Record<string, never>, z.infer<typeof row>> = {
  file: 'inline',
  sql: `SELECT * FROM (
      SELECT place, '' AS code, toUnixTimestamp(at) AS at_s, leftPad(toString(l.imei14), 14, '0') AS imei14, substring(toString(imsi_marked), 2) AS imsi, duration_s,
        0 AS unreadable, substring(toString(other_marked), 2) AS other, substring(toString(msisdn_marked), 2) AS own, toUInt8(protected) AS protected, toString(act) AS act, toUInt8(l.filler) AS filler FROM leg_in_force AS l
      UNION ALL SELECT place, code, 0, '', '', 0, 0, '', '', 0, '', 0 FROM refused_row
    ) ORDER BY place`,
  parameters: z.any(),
  row,
};

const remarks = z.strictObject({ check_digit_wrong: z.int(), spare_zero: z.int(), imeisv: z.int(), filler: z.int() });
const remarksMade: Query<Record<string, never>, z.infer<typeof remarks>> = {
  file: 'inline',
  sql: `SELECT toUInt32(sum(check_digit_wrong)) AS check_digit_wrong, toUInt32(sum(spare_zero)) AS spare_zero,
      toUInt32(sum(imeisv)) AS imeisv, toUInt32(sum(filler)) AS filler FROM load_quality`,
  parameters: z.any(),
  row: remarks,
};

const COLUMNS = ['at', 'last', 'kind', 'way', 'own', 'other', 'imsi', 'imei', 'cell'];
const profileOf = (duration_form: 's' | 'hh:mm:ss' | 'm:ss' = 's', more: object = {}): Profile =>
  profileSchema.parse({
    id: 'test',
    version: 1,
    title: '',
    evidence: '',
    records: {
      kind: 'delimited',
      delimiter: ';',
      header: COLUMNS,
      time: { columns: ['at'], format: "yyyy-MM-dd'T'HH:mm:ss'Z'", zone: 'UTC' },
      duration_s: 'last',
      duration_form,
      service: { column: 'kind', map: { voice: 'voice' } },
      direction: { column: 'way', map: { MO: 'MO' } },
      msisdn: 'own',
      other: 'other',
      imsi: 'imsi',
      imei: 'imei',
      cell: ['cell'],
      ...more,
    },
  });
const IMEI = '352099001761481';
const IMSI = '208712469778212';

let records: RecordStore;
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'cellsweep-rows-'));
  records = await openRecords({ directory: path.join(folder, 'records') });
});
afterAll(async () => {
  await records.close();
  await rm(folder, { recursive: true, force: true });
});

interface Row {
  readonly at?: string;
  readonly imei?: string;
  readonly imsi?: string;
  readonly last?: string;
  readonly own?: string;
  readonly other?: string;
}

/** What the reader makes of rows that differ in these fields, in their order. */
async function read(rows: readonly Row[], how: { acts?: readonly Act[]; hidden?: string[]; profile?: Profile } = {}) {
  const lines = rows.map((row, i) => {
    const { imei = IMEI, imsi = IMSI, last = '60', own = '33639980001', other = '33639980002' } = row;
    const minute = String(Math.floor(i / 60)).padStart(2, '0');
    const at = row.at ?? `2025-10-06T08:${minute}:${String(i % 60).padStart(2, '0')}Z`;
    return [at, last, 'voice', 'MO', own, other, imsi, imei, 'c'].join(';');
  });
  const original = path.join(folder, 'rows.csv');
  await writeFile(original, [COLUMNS.join(';'), ...lines, ''].join('\n'));
  const profile = how.profile ?? profileOf();
  const hidden = (how.hidden ?? []).map((number) => ({ number: number as Msisdn }));
  const acts = how.acts ?? [ANY_ACT];
  const loads = await openLoads(
    records,
    acts.map(({ id }) => id),
  );
  await loads.load({ key: 'k', path: 'p', kind: 'records', operator: 'o', profile: profile.id }, async (load_id) =>
    JSON.stringify(
      await loadRecords({ records, loads, spool: folder }, { path: 'p', original, sha256: 's' }, profile, {
        load_id,
        operator: 'o',
        by_handset: false,
        acts,
        protectedNumbers: [...readingsOfAll(hidden, '33')],
        callingCode: '33',
        caseZone: 'Europe/Paris',
      }),
    ),
  );
  const found = await records.rows(rowsRead, {});
  made = (await records.rows(remarksMade, {}))[0];
  await loads.revokeAllBut(new Set());
  return found;
}
/** The remarks on the rows that were read last. */
let made: z.infer<typeof remarks> | undefined;

describe('identifiers in groups', () => {
  it('are the handset and the SIM that they are without them', async () => {
    const found = await read([
      {},
      { imei: '35-209900-176148-1', imsi: '208-71-2469778212' },
      { imei: '35209900 176148 1', imsi: '208 71 2469778212' },
      { imei: '35.209900.176148.1', imsi: ' 208712469778212' },
      { imei: '352099/00/176148/1', imsi: '20871/2469778212' },
    ]);
    expect(found.map(({ code, imei14, imsi }) => [code, imei14, imsi])).toEqual(
      found.map(() => ['', '35209900176148', IMSI]),
    );
    expect(found).toHaveLength(5);
  });

  it('stay refused where a spreadsheet made numbers of them', async () => {
    const found = await read([
      { imei: '3.52E+14' },
      { imei: '3,52E+14' },
      { imei: '352099001761481.0' },
      { imei: '3.52099001761481' },
      { imei: '35-209900-176148' },
      { imei: '35-209900-176148-1-123' },
      { imei: '+352099001761481' },
      { imei: '-352099001761481' },
      { imsi: '208712469778212.0' },
      { imsi: '2.08E+14' },
      { imsi: '+208712469778212' },
    ]);
    expect(found.map(({ code }) => code)).toEqual([
      'IMEI_SCIENTIFIC',
      'IMEI_SCIENTIFIC',
      'IMEI_SCIENTIFIC',
      'IMEI_SCIENTIFIC',
      '',
      'IMEI_FORM',
      'IMEI_FORM',
      'IMEI_FORM',
      'IMSI_FORM',
      'IMSI_FORM',
      'IMSI_FORM',
    ]);
  });

  it('are read by the engine as by drafts', async () => {
    const text = fc
      .array(fc.constantFrom('35', '209900', '176148', '1', '35209900', '0', ' ', '-', '.', '/', '+', 'E', ','), {
        maxLength: 9,
      })
      .map((parts) => parts.join(''));
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(text, text), { minLength: 50, maxLength: 50 }), async (pairs) => {
        const found = await read(pairs.map(([imei, imsi]) => ({ imei, imsi })));
        found.forEach((got, i) => {
          const [imei, imsi] = [plainImei(pairs[i]?.[0] ?? ''), plainImsi(pairs[i]?.[1] ?? '')];
          const good = /^(\d{14,16})?$/.test(imei) && /^(\d{6,15})?$/.test(imsi);
          expect(got.code === '' ? [got.imei14, got.imsi] : 'refused', JSON.stringify(pairs[i])).toEqual(
            good ? [imei.slice(0, 14).padStart(14, '0'), imsi] : 'refused',
          );
        });
      }),
      { numRuns: 6 },
    );
  });

  it('are those that an act names, however either is written', async () => {
    const spellings: Row[] = [{}, { imei: '35-209900-176148-1' }, { imei: '35209900 176148 1' }];
    for (const listed of [IMEI, '35-209900-176148-1', '35209900176148', '35 209900 176148 0', '35/209900/176148']) {
      const act = { ...ANY_ACT, identifiers: [listed] };
      const found = await read([...spellings, { imei: '35-209900-999999-1' }], { acts: [act] });
      expect(
        found.map(({ code }) => code),
        listed,
      ).toEqual(['', '', '', 'AUTHORITY_IDENTIFIER']);
    }
    const bySim = await read(
      [{ imsi: '208-71-2469778212' }, { imsi: '208 71 2469778212' }, { imsi: '208-71-9999999999' }],
      { acts: [{ ...ANY_ACT, identifiers: ['208.71.2469778212'] }] },
    );
    expect(bySim.map(({ code }) => code)).toEqual(['', '', 'AUTHORITY_IDENTIFIER']);
    const byNumber = await read([{ own: '+33 6 39 98 00 01' }, { own: '33639980009' }], {
      acts: [{ ...ANY_ACT, identifiers: ['+33 6 39 98 00 01'] }],
    });
    expect(byNumber.map(({ code }) => code)).toEqual(['', 'AUTHORITY_IDENTIFIER']);
  });

  it('do not unmask a protected number', async () => {
    const found = await read(
      ['33639980123', '+33-6-39-98-01-23', '33 6 39.98.01/23', '0639980123'].map((other) => ({
        other,
        imei: '35-209900-176148-1',
        imsi: '208 71 2469778212',
      })),
      { hidden: ['33639980123'] },
    );
    expect(found.map(({ other, protected: hidden }) => [other, hidden])).toEqual(found.map(() => ['', 1]));
    expect(found).toHaveLength(4);
  });
});

describe('acts with lists', () => {
  const START_S = Date.parse('2025-10-06T08:00:00Z') / 1000;
  const PEOPLE = {
    imei: ['352099001761481', '352099001761499', ''],
    imsi: ['208712469778212', '208712469778213', ''],
    own: ['33639980001', '33639980002', '', '-'],
  };
  const row = fc.record({
    imei: fc.constantFrom(...PEOPLE.imei),
    imsi: fc.constantFrom(...PEOPLE.imsi),
    own: fc.constantFrom(...PEOPLE.own),
  });
  const named = fc.constantFrom(...Object.values(PEOPLE).flat(), ' ', '+', 'n/a', '35209900176148', '3520990017614991');
  const acts = fc
    .array(
      fc.record({
        from_s: fc.integer({ min: 0, max: 30 }),
        length: fc.integer({ min: 1, max: 60 }),
        identifiers: fc.option(fc.uniqueArray(named, { maxLength: 4 }), { nil: null, freq: 8 }),
      }),
      { minLength: 1, maxLength: 4 },
    )
    .map((list) =>
      list.map(({ from_s, length, identifiers }, i): Act => {
        const [from, until] = [START_S + from_s, START_S + from_s + length];
        return { ...ANY_ACT, id: `A${i}`, from_s: from, until_s: until, identifiers };
      }),
    );

  it('let in the rows that they name, each under an act that permits it alone', async () => {
    await fc.assert(
      fc.asyncProperty(acts, fc.array(row, { minLength: 60, maxLength: 60 }), async (all, rows) => {
        const found = await read(rows, { acts: all });
        expect(found).toHaveLength(rows.length);
        for (const { place, code, act } of found) {
          const { imei, imsi, own } = rows[place - 2] as Required<(typeof rows)[number]>;
          const subject = { at_s: START_S + place - 2, identifiers: [imei.slice(0, 14), imsi, own] };
          expect(code === '', `${place} ${code}`).toBe(permits(all, subject));
          const carried = all.filter(({ id }) => id === act);
          expect(permits(carried, subject), `${place} ${act}`).toBe(code === '');
        }
      }),
      { numRuns: 25 },
    );
  });

  it('let in nobody by a blank', async () => {
    for (const blank of ['', ' ', '-', '+', '\u2013']) {
      const found = await read([{ imei: '', imsi: '', own: '' }, { imei: '' }, { imsi: '' }, { own: '-' }], {
        acts: [{ ...ANY_ACT, identifiers: [blank] }],
      });
      expect(found.map(({ code }) => code)).toEqual(found.map(() => 'AUTHORITY_IDENTIFIER'));
      expect(found).toHaveLength(4);
    }
  });
});

describe('remarks on handset numbers', () => {
  const checked = profileOf('s', { imei_has_check_digit: true });

  it('find every wrong check digit, and none in the right ones or where a layout has none', async () => {
    // A digit changed anywhere changes the check digit: each digit counts, and each as the annex says.
    const numbers = fc.sample(fc.stringMatching(/^[1-9]\d{12}[1-9]$/), { numRuns: 40, seed: 1 });
    const right = numbers.filter((digits) => luhnCheckDigit(digits) !== 0);
    expect(right.length).toBeGreaterThan(25);
    await read(
      right.map((digits) => ({ imei: `${digits}${luhnCheckDigit(digits)}` })),
      { profile: checked },
    );
    expect(made).toEqual({ check_digit_wrong: 0, spare_zero: 0, imeisv: 0, filler: 0 });
    const wrong = right.map((digits) => ({ imei: `${digits}${(luhnCheckDigit(digits) % 9) + 1}` }));
    await read(wrong, { profile: checked });
    expect(made?.check_digit_wrong).toBe(wrong.length);
    await read(wrong, { profile: profileOf('s', { imei_has_check_digit: false }) });
    expect(made?.check_digit_wrong).toBe(0);
  });

  it('are made of XML deliveries as of others: where the layout says that there is a check digit', async () => {
    const etsi: unknown = JSON.parse(
      await readFile(new URL('../../../profiles/etsi-ts-102-657.json', import.meta.url), 'utf8'),
    );
    const context = {
      operator: 'o',
      by_handset: false,
      protectedNumbers: [],
      callingCode: '33',
      caseZone: 'Europe/Paris',
    };
    for (const has of [true, false]) {
      const { records: layout } = profileSchema.parse(etsi);
      const parameters =
        layout.kind === 'xml' ? xmlParameters({ ...layout, imei_has_check_digit: has }, context) : undefined;
      expect(parameters?.imei_has_check_digit).toBe(has ? 1 : 0);
    }
  });

  it('tell a spare zero, a software version and a filler', async () => {
    const imeis = [
      // Check digit 1 by the published example; its 0 is a spare digit, not a wrong check digit.
      '352099001761480',
      '3520990017614801',
      '35209900176148',
      '00000000123456',
      '11111111111111',
      '12345678901234',
      '01234567891234',
      '12345678910234',
    ];
    await read(
      imeis.map((imei) => ({ imei })),
      { profile: checked },
    );
    expect(made).toEqual({ check_digit_wrong: 0, spare_zero: 1, imeisv: 1, filler: 4 });
  });
});

it('a filler is what the other reader takes for one', async () => {
  const constant = Array.from({ length: 10 }, (_, digit) => String(digit).repeat(14));
  const known = ['00499901064000', '1234567890', '0123456789', '00000000', ...constant];
  // Each whole, padded, and with one digit changed.
  const near = fc
    .tuple(fc.constantFrom(...known), fc.stringMatching(/^\d{14}$/), fc.nat(13), fc.nat(9), fc.boolean())
    .map(([start, rest, at, digit, isChanged]) => {
      const whole = `${start}${rest}`.slice(0, 14);
      return isChanged ? `${whole.slice(0, at)}${digit}${whole.slice(at + 1)}` : whole;
    });
  const imeis = [...known.map((start) => start.padEnd(14, '7')), ...fc.sample(near, { numRuns: 600, seed: 1 })];
  const found = await read(imeis.map((imei) => ({ imei })));
  expect(found.map(({ place }) => place)).toEqual(imeis.map((_, i) => i + 2));
  expect(found.map(({ filler }) => filler === 1)).toEqual(imeis.map(isFillerImei));
  expect(found.slice(0, known.length).map(({ filler }) => filler)).toEqual(known.map(() => 1));
});

describe('times of a clock that is changed', () => {
  it('are read as by the other reader, and refused where no clock shows them', async () => {
    const local = profileOf('s', {
      time: { columns: ['at'], format: "yyyy-MM-dd'T'HH:mm:ss", zone: 'Europe/Paris' },
    });
    const two = (part: number): string => String(part).padStart(2, '0');
    for (const [month, day] of [
      [3, 30],
      [10, 26],
    ] as const) {
      const clocks = Array.from({ length: 200 }, (_, i): [number, number, number] => [
        Math.floor(i / 40),
        Math.floor((i % 40) * 1.5),
        (i * 7) % 60,
      ]);
      const found = await read(
        clocks.map((clock) => ({ at: `2025-${two(month)}-${two(day)}T${clock.map(two).join(':')}` })),
        { profile: local },
      );
      // What a clock shows twice may be either instant: compared is what it shows.
      const shown = (at_s: number): number => at_s + utcOffset_s(at_s, 'Europe/Paris');
      expect(found.map(({ code, at_s }) => (code === '' ? shown(at_s) : code))).toEqual(
        clocks.map(([hour, minute, second]) => {
          const at_s = zonedSeconds(2025, month, day, hour, minute, second, 'Europe/Paris');
          return at_s === undefined ? 'TIME_IMPOSSIBLE' : shown(at_s);
        }),
      );
    }
  });
});

describe('telephone numbers', () => {
  const WRITTEN = [
    '+33639980001',
    '0033639980001',
    '0639980001',
    '33639980001',
    '+33 (0)6 39 98 00 01',
    '0033(0)639980001',
  ];
  it('are one number in every way of dialling it, the customer’s and the correspondent’s', async () => {
    for (const end of ['own', 'other'] as const) {
      const found = await read(WRITTEN.map((text) => ({ [end]: text })));
      expect(found.map((row) => row[end])).toEqual(WRITTEN.map(() => '33639980001'));
    }
  });
});

describe('times with an offset', () => {
  it('are the instants that the platform reads, east and west, with or without colon', async () => {
    const offset = profileOf('s', {
      time: { columns: ['at'], format: "yyyy-MM-dd'T'HH:mm:ss", zone: 'UTC', offset: true },
    });
    const two = (max: number) => fc.integer({ min: 0, max }).map((part) => String(part).padStart(2, '0'));
    const written = fc.tuple(fc.constantFrom('+', '-'), two(14), fc.constantFrom(':', ''), two(59));
    const offsets = [
      ...fc
        .sample(written, { numRuns: 60, seed: 1 })
        .map(([sign, hours, colon, minutes]) => [sign, hours, colon, minutes]),
      ['Z'],
      ['+', '14', ':', '00'],
      ['-', '00', ':', '30'],
      ['-', '03', '', '30'],
    ];
    const found = await read(
      offsets.map((parts, i) => ({ at: `2025-06-30T12:00:${String(i % 60).padStart(2, '0')}${parts.join('')}` })),
      { profile: offset },
    );
    expect(found.map(({ at_s }) => at_s)).toEqual(
      offsets.map(([sign, hours = '', , minutes = ''], i) => {
        const zone = sign === 'Z' ? 'Z' : `${sign}${hours}:${minutes}`;
        return Date.parse(`2025-06-30T12:00:${String(i % 60).padStart(2, '0')}${zone}`) / 1000;
      }),
    );
  });
});

describe('durations', () => {
  it.each([
    ['hh:mm:ss', ['0:03:07', '00:03:07', '1:02:03', '12:00:00', '3:07', ''], [187, 187, 3723, 43_200, 0, 0]],
    ['m:ss', ['3:07', '03:07', '75:12', '0:00', '1:02:03', '3:75', '187', ''], [187, 187, 4512, 0, 3723, 0, 0, 0]],
    ['s', ['187', '0', '3:07'], [187, 0, 0]],
  ] as const)('as %s', async (form, written, seconds) => {
    const found = await read(
      written.map((last) => ({ last })),
      { profile: profileOf(form) },
    );
    expect(found.map(({ duration_s }) => duration_s)).toEqual(seconds);
  });
});
