import { Readable } from 'node:stream';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LOGGED } from '../../model/logged-reads.testing.ts';
import { ANY_ACT } from '../../authority/made-act.testing.ts';
import type { Interval } from '../../model/record.ts';
import { readBursts, type Burst } from './bursts.ts';
import { IdentifiedDetections } from './detections.ts';
import { readLinesOf, refusedIn } from './read-one.fixture.ts';

const HEADER = 'burst_id,at,prison_id,building_id,band,kind,sensor_id,rssi_dbm,imsi,imei';
async function read(lines: readonly string[], acts = [ANY_ACT], pieces?: readonly Interval[]): Promise<Burst[]> {
  const bursts: Burst[] = [];
  const open = () => Readable.from([Buffer.from([HEADER, ...lines].join('\n'))]);
  for await (const burst of readBursts(LOGGED.bursts, 'sensors/detections.csv', open, acts, pieces)) bursts.push(burst);
  return bursts;
}

/** As the program does: what the first reading saw decides how the second one goes. */
async function readTwice(lines: readonly string[], mostRows: number): Promise<Burst[]> {
  const detections = new IdentifiedDetections('Europe/Paris');
  await readLinesOf(detections.table, [HEADER, ...lines]);
  return read(lines, [ANY_ACT], detections.order.pieces(mostRows));
}
const T = '2025-01-13T00:00:00Z';

describe('readBursts', () => {
  it('joins what several sensors heard of one transmission, with the identity that any of them decoded', async () => {
    const bursts = await read([
      `A,${T},P1,B1,GSM900,access,S1,-40,,`,
      `A,${T},P1,B1,GSM900,access,S2,-50,208700000000001,`,
      `A,${T},P1,B1,GSM900,access,S2,-55,,`,
      `B,${T},P1,B1,GSM900,traffic,S1,-60,,`,
    ]);
    expect(bursts).toHaveLength(2);
    expect(bursts[0]).toMatchObject({
      burst_id: 'A',
      kind: 'access',
      imsi: '208700000000001',
      sensor_ids: ['S1', 'S2'],
      rssi_dbm: [-40, -50],
    });
  });

  it('joins rows of one burst between which others stand, as in a file sorted by time and sensor', async () => {
    const row = (burst: string, sensor: string, second: number): string =>
      `${burst},2025-01-13T00:00:0${second}Z,P1,B1,GSM900,access,${sensor},-40,,`;
    const bursts = await read([row('A', 'S1', 0), row('B', 'S1', 0), row('A', 'S2', 1), row('B', 'S2', 1)]);
    expect(bursts.map(({ burst_id, sensor_ids }) => [burst_id, sensor_ids])).toEqual([
      ['A', ['S1', 'S2']],
      ['B', ['S1', 'S2']],
    ]);
  });

  it('takes a name that comes again later for another burst', async () => {
    const row = (at: string): string => `A,2025-01-13T00:${at}Z,P1,B1,GSM900,access,S1,-40,,`;
    expect((await read([row('00:00'), row('00:30'), row('01:00')])).map(({ at_s }) => at_s % 100)).toEqual([0, 30, 60]);
  });

  it('gives the same bursts by rising time whatever the order of the rows, however few it holds', async () => {
    const bursts = fc.array(
      fc.record({ at: fc.integer({ min: 0, max: 30 }), sensors: fc.subarray(['S1', 'S2', 'S3'], { minLength: 1 }) }),
      { minLength: 1, maxLength: 12 },
    );
    const rowsOf = (all: { at: number; sensors: string[] }[]): string[] =>
      all.flatMap(({ at, sensors }, i) =>
        sensors.map((sensor, s) => {
          // Half an hour apart, across full hours; clocks up to two seconds.
          const time = new Date(1736726399000 + at * 1_800_000 + s * 1000).toISOString();
          return `T${i},${time},P1,B1,GSM900,traffic,${sensor},-5${s},,`;
        }),
      );
    const plain = (found: readonly Burst[]) =>
      found
        .map(({ burst_id, at_s, sensor_ids, rssi_dbm }) => ({
          burst_id,
          at_s,
          heard: sensor_ids.map((id, i) => `${id} ${rssi_dbm[i]}`).sort(),
        }))
        .sort((a, b) => a.at_s - b.at_s || (a.burst_id < b.burst_id ? -1 : 1));
    await fc.assert(
      fc.asyncProperty(
        bursts,
        fc.integer({ min: 0, max: 1e6 }),
        fc.integer({ min: 1, max: 9 }),
        async (all, seed, most) => {
          const rows = rowsOf(all.toSorted((a, b) => a.at - b.at));
          const mixed = fc.sample(fc.shuffledSubarray(rows, { minLength: rows.length }), { numRuns: 1, seed })[0] ?? [];
          const found = await readTwice(mixed, most);
          expect(plain(found)).toEqual(plain(await read(rows)));
          expect(found.map(({ at_s }) => at_s)).toEqual(found.map(({ at_s }) => at_s).toSorted((a, b) => a - b));
        },
      ),
    );
  });

  it('passes over rows that cannot be read and rows that no act allows', async () => {
    const rows = [`A,${T},P1,B1,GSM900,shout,S1,-40,,`, `B,${T},P1,B1,GSM900,access,S1,-40,,`];
    expect((await read(rows)).map(({ burst_id }) => burst_id)).toEqual(['B']);
    expect(await read(rows, [{ ...ANY_ACT, from_s: 2e9 }])).toEqual([]);
  });

  it('uses the rows that the counting reader used, and no others', async () => {
    const row = (n: number, over: Partial<Record<'kind' | 'level' | 'sensor' | 'imsi', string>> = {}): string =>
      `T${n},${T},P1,B1,GSM900,${over.kind ?? 'access'},${over.sensor ?? 'S1'},${over.level ?? '-40'},${over.imsi ?? ''},`;
    const rows = [
      row(0),
      row(1, { kind: 'ACCESS' }),
      row(2, { level: 'loud' }),
      row(3, { sensor: '' }),
      row(4, { imsi: '1' }),
    ];
    const counting = new IdentifiedDetections('Europe/Paris');
    expect(refusedIn(await readLinesOf(counting.table, [HEADER, ...rows]))).toEqual([
      'line 3 VALUE_UNKNOWN',
      'line 4 FIELD_FORM',
      'line 5 RECORD_INCOMPLETE',
      'line 6 IMSI_FORM',
    ]);
    expect((await read(rows)).map(({ burst_id }) => burst_id)).toEqual(['T0']);
  });
});
