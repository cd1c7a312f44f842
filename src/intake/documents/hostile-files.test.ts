import { Readable } from 'node:stream';
import { gunzipSync, gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ANY_ACT } from '../../authority/made-act.testing.ts';
import { LOGGED } from '../../model/logged-reads.testing.ts';
import { readCaseDocuments } from './read-documents.ts';
import type { CaseReading } from './read-documents.ts';

const at = (day: number) => `2025-01-${String(day).padStart(2, '0')}T10:00:00+01:00`;
const list = (count: number, row: (index: number) => string) => Array.from({ length: count }, (_, index) => row(index));
const GOOD: Readonly<Record<string, string>> = {
  'prisons/cells.csv': [
    'cell_id,prison_id,building_id,wing,landing,level,capacity,longitude,latitude',
    ...list(12, (i) => `R${i},P1,B1,A,A0,0,2,1.5${i},46.5`),
  ].join('\n'),
  'prisons/rolls.csv': [
    'inmate_id,cell_id,from,until,reason',
    ...list(12, (i) => `I${i % 5},R${i},${at(1 + i)},${at(2 + i)},"cell, change"`),
  ].join('\n'),
  'prisons/contacts.csv': ['inmate_id,number,relation', ...list(12, (i) => `I${i},+336399800${10 + i},uncle`)].join(
    '\n',
  ),
  'supply/ledger.csv': [
    'order_id,ordered_at,line,product,quantity,unit_price_eur,imei,buyer_name,buyer_email,buyer_phone,ship_name,ship_address,ship_postcode,ship_city,note',
    ...list(
      12,
      (i) =>
        `C-${i},${at(1 + i)},1,L1,1,9,00210311177${7100 + i},A,,06 39 98 00 ${10 + i},B,"1 rue ""X""\nbat. ${i}",90000,C,`,
    ),
  ].join('\r\n'),
  'searches/seizures.csv': [
    'seizure_id,search_id,at,prison_id,cell_id,kind,imei,iccid,model,hiding_place,powered,attributed_inmate_id,seal',
    ...list(12, (i) => `Z${i},S${i},${at(1 + i)},P1,R${i},handset,97330129268250${i % 10},,,fan,no,I${i},X`),
  ].join('\n'),
  'sensors/detections.csv': [
    'burst_id,at,prison_id,building_id,band,kind,sensor_id,rssi_dbm,imsi,imei',
    ...list(12, (i) => `T${i},${at(1 + i)},P1,B1,GSM900,access,S1,-40,${i % 2 ? '208715806170600' : ''},`),
  ].join('\n'),
};
const PROFILES = JSON.stringify(
  list(4, (i) => `0021031${i}`).map((tac) => ({ tac: [tac], model: 'L1', class: 'mini-phone', sims: 1, bands: [] })),
);
const SQUARE = [
  [
    [1, 46],
    [1.1, 46],
    [1.1, 46.1],
    [1, 46],
  ],
];
const AREAS = JSON.stringify({
  type: 'FeatureCollection',
  features: ['P1', 'Z1'].map((id) => ({
    type: 'Feature',
    properties: { kind: id === 'P1' ? 'perimeter' : 'placebo', id, name: id },
    geometry: { type: 'Polygon', coordinates: SQUARE },
  })),
});
const ALL: Readonly<Record<string, string>> = {
  ...GOOD,
  'device-profiles.json': PROFILES,
  'prisons/prisons.geojson': AREAS,
};
const MANIFEST =
  '{"format":"cellsweep-case/1","id":"T","title":"","timezone":"Europe/Paris","country":"FR","from":"2025-01-01T00:00:00Z","until":"2025-03-01T00:00:00Z"}';

function readOne(path: string, bytes: Uint8Array): Promise<CaseReading> {
  const open = (name: string) => Readable.from([name === 'case.json' ? Buffer.from(MANIFEST) : bytes]);
  return readCaseDocuments({ paths: ['case.json', path], open }, [ANY_ACT], 0);
}

/** Nothing is lost: every row is used or refused, and what could not be reached is said. */
function expectAccounts(reading: CaseReading): void {
  const [quality] = reading.quality;
  const refused = Object.values(quality?.refused ?? {}).reduce((sum, count) => sum + count, 0);
  expect(quality?.rows_in).toBe((quality?.rows_used ?? 0) + refused);
  const rowRefusals = reading.refusals.filter(({ code }) => code !== 'FILE_UNREADABLE');
  expect(rowRefusals).toHaveLength(refused);
  expect(reading.refusals.length - rowRefusals.length).toBe(quality?.complete ? 0 : 1);
}

const path = fc.constantFrom(...Object.keys(ALL));
const changes = fc.array(fc.tuple(fc.nat(), fc.nat(255)), { minLength: 1, maxLength: 6 });
function mutate(bytes: Uint8Array, edits: readonly (readonly [number, number])[]): Uint8Array {
  const copy = Uint8Array.from(bytes);
  for (const [position, value] of edits) copy[position % copy.length] = value;
  return copy;
}

describe('documents that somebody damaged', () => {
  it('are clean before the damage', async () => {
    for (const [name, text] of Object.entries(ALL)) {
      const reading = await readOne(name, Buffer.from(text));
      expect(reading.refusals).toEqual([]);
      expect(reading.quality[0]?.rows_used).toBeGreaterThan(1);
    }
  });

  it('account for every row after random bytes', async () => {
    await fc.assert(
      fc.asyncProperty(path, changes, async (name, edits) => {
        expectAccounts(await readOne(name, mutate(Buffer.from(ALL[name] ?? ''), edits)));
        expect.hasAssertions();
      }),
      { numRuns: 500 },
    );
  });

  it('lose at most the lines that were touched', async () => {
    const one = fc.constantFrom('prisons/contacts.csv', 'sensors/detections.csv', 'prisons/cells.csv');
    const byte = fc.oneof(fc.constantFrom(34, 44, 0, 0xff), fc.integer({ min: 32, max: 126 }));
    await fc.assert(
      fc.asyncProperty(one, fc.nat(), byte, async (name, place, value) => {
        const text = Buffer.from(GOOD[name] ?? '');
        const header = text.indexOf('\n') + 1;
        text[header + (place % (text.length - header))] = value;
        const { quality } = await readOne(name, text);
        // A line break that was overwritten joins two rows; no other single byte may cost more than its own row.
        expect(quality[0]?.rows_used).toBeGreaterThanOrEqual(10);
      }),
      { numRuns: 500 },
    );
  });

  it('account for every row of a compressed file that was cut off or damaged', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...Object.keys(GOOD)),
        fc.double({ min: 0, max: 1, noNaN: true }),
        changes,
        async (name, share, edits) => {
          const packed = gzipSync(GOOD[name] ?? '');
          const cut = packed.subarray(0, Math.floor(packed.length * share));
          for (const bytes of [cut, mutate(packed, edits)]) {
            const reading = await readOne(`${name}.gz`, bytes);
            expectAccounts(reading);
            const whole = tryGunzip(bytes);
            expect(reading.quality[0]?.complete === true && whole === undefined).toBe(false);
          }
        },
      ),
      { numRuns: 300 },
    );
  });

  it('read the same with columns in another order', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom('prisons/contacts.csv', 'prisons/cells.csv', 'sensors/detections.csv'),
        fc.infiniteStream(fc.nat()),
        async (name, random) => {
          const rows = (GOOD[name] ?? '').split('\n').map((line) => line.split(','));
          const order = (rows[0] ?? [])
            .map((_, index) => ({ index, by: random.next().value as number }))
            .toSorted((a, b) => a.by - b.by);
          const shuffled = rows.map((cells) => order.map(({ index }) => cells[index]).join(',')).join('\n');
          const reading = await readOne(name, Buffer.from(shuffled));
          const good = await readOne(name, Buffer.from(GOOD[name] ?? ''));
          expect(reading.documents.open(LOGGED.documents)).toEqual(good.documents.open(LOGGED.documents));
        },
      ),
    );
  });

  it('never show a whole identifier in a refusal', async () => {
    const identifier = fc.stringMatching(/^\d{15}$/);
    await fc.assert(
      fc.asyncProperty(path, identifier, fc.nat(), async (name, digits, place) => {
        const text = ALL[name] ?? '';
        const cells = text.split(',');
        cells[place % cells.length] = digits;
        const { refusals } = await readOne(name, Buffer.from(cells.join(',')));
        expect(JSON.stringify(refusals)).not.toContain(digits);
      }),
      { numRuns: 300 },
    );
  });

  it('take any bytes at all', async () => {
    await fc.assert(
      fc.asyncProperty(path, fc.uint8Array({ maxLength: 300 }), fc.boolean(), async (name, bytes, packed) => {
        expectAccounts(await readOne(packed && GOOD[name] ? `${name}.gz` : name, bytes));
        expect.hasAssertions();
      }),
      { numRuns: 300 },
    );
  });
});

function tryGunzip(bytes: Uint8Array): Buffer | undefined {
  try {
    return gunzipSync(bytes);
  } catch {
    return undefined;
  }
}
