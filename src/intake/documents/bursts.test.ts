import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { LOGGED, NOTHING_LOGGED } from '../../model/logged-reads.testing.ts';
import { ANY_ACT } from '../../authority/made-act.testing.ts';
import { openBursts, readBursts, type Burst } from './bursts.ts';
import { IdentifiedDetections } from './detections.ts';
import { readLinesOf, refusedIn } from './read-one.fixture.ts';
import { SortedDetections } from './sorted-detections.ts';

const HEADER = 'burst_id,at,prison_id,building_id,band,kind,sensor_id,rssi_dbm,imsi,imei';
const folder = mkdtempSync(path.join(tmpdir(), 'cellsweep-bursts-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const fileOf = (lines: readonly string[], acts = [ANY_ACT]) => ({
  path: 'sensors/detections.csv',
  open: () => Readable.from([Buffer.from([HEADER, ...lines].join('\n'))]),
  acts,
});
async function all(bursts: AsyncIterable<Burst>): Promise<Burst[]> {
  const found: Burst[] = [];
  for await (const burst of bursts) found.push(burst);
  return found;
}
const read = (lines: readonly string[], acts = [ANY_ACT]): Promise<Burst[]> =>
  all(readBursts(LOGGED.bursts, fileOf(lines, acts)));

/** As the program does, with so few rows in memory: what the first reading saw decides whether rows are sorted. */
async function readTwice(lines: readonly string[], most: { rows: number; runs: number }): Promise<Burst[]> {
  const detections = new IdentifiedDetections('Europe/Paris');
  await readLinesOf(detections.table, [HEADER, ...lines]);
  if (detections.order.rises) return read(lines);
  const sorted = new SortedDetections(path.join(folder, 'sorted'), most);
  return all(readBursts(LOGGED.bursts, fileOf(lines), sorted)).finally(() => sorted.remove());
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

  it('gives none of a reading for which no entry was logged', async () => {
    const lines = [`A,${T},P1,B1,GSM900,access,S1,-40,,`];
    const bursts = openBursts(fileOf(lines), true, folder);
    await expect(all(bursts.read(NOTHING_LOGGED.bursts))).rejects.toMatchObject({ code: 'INTERNAL' });
    expect(await all(openBursts(fileOf([]), true, folder).read(NOTHING_LOGGED.bursts))).toEqual([]);
  });

  it('takes a name that comes again later for another burst', async () => {
    const row = (at: string): string => `A,2025-01-13T00:${at}Z,P1,B1,GSM900,access,S1,-40,,`;
    expect((await read([row('00:00'), row('00:30'), row('01:00')])).map(({ at_s }) => at_s % 100)).toEqual([0, 30, 60]);
  });

  const START_MS = Date.parse('2025-01-12T23:59:30Z');
  const rowAt = (at_ms: number, burst: string, sensor: string, more: { level?: number; imsi?: string } = {}): string =>
    `${burst},${new Date(START_MS + at_ms).toISOString()},P1,B1,GSM900,traffic,${sensor},${more.level ?? -50},${more.imsi ?? ''},`;
  const levels = (bursts: readonly Burst[]): number => bursts.reduce((sum, { rssi_dbm }) => sum + rssi_dbm.length, 0);

  it('gives the same bursts by rising time whatever the order of the rows, however few it holds', async () => {
    const some = fc.record({
      // Some seconds apart, some half an hour, across full hours; two clocks show one time.
      at_ms: fc.tuple(fc.nat(3), fc.nat(50)).map(([half, s]) => half * 1_800_000 + s * 800),
      burst: fc.constantFrom('A', 'B', 'C'),
      sensor: fc.constantFrom('S1', 'S2', 'S10'),
      level: fc.constantFrom(-50, -60),
      imsi: fc.constantFrom('', '208700000000001'),
    });
    await fc.assert(
      fc.asyncProperty(
        fc.array(some, { minLength: 1, maxLength: 40 }),
        fc.nat(1e6),
        fc.record({ rows: fc.integer({ min: 1, max: 9 }), runs: fc.integer({ min: 2, max: 4 }) }),
        async (list, seed, most) => {
          const rows = list
            .toSorted((a, b) => a.at_ms - b.at_ms)
            .map(({ at_ms, burst, sensor, ...more }) => rowAt(at_ms, burst, sensor, more));
          const mixed = fc.sample(fc.shuffledSubarray(rows, { minLength: rows.length }), { numRuns: 1, seed })[0] ?? [];
          const found = await readTwice(mixed, most);
          expect(found).toEqual(await read(rows));
          expect(found.map(({ at_s }) => at_s)).toEqual(found.map(({ at_s }) => at_s).toSorted((a, b) => a - b));
        },
      ),
      { numRuns: 200 },
    );
  });

  it('loses no row of a name that comes twice about a full hour, where rows do not rise', async () => {
    // The hour is at 30 s.
    const rows = [rowAt(15_000, 'A', 'S1'), rowAt(22_000, 'A', 'S2'), rowAt(31_000, 'A', 'S3')];
    const later = Array.from({ length: 9 }, (_, i) => rowAt(600_000 + i * 60_000, `B${i}`, 'S1'));
    const found = await readTwice([...later, ...rows], { rows: 3, runs: 2 });
    expect(found.slice(0, 2).map(({ sensor_ids }) => sensor_ids)).toEqual([['S1', 'S2'], ['S3']]);
    expect(levels(found)).toBe(12);
    expect(found).toEqual(await read([...rows, ...later]));
  });

  it('sorts a file once, however often it is read and however little of it, and leaves nothing of it', async () => {
    const lines = Array.from({ length: 50 }, (_, i) => rowAt((49 - i) * 60_000, `T${i}`, 'S1'));
    const spool = path.join(folder, 'spool');
    let opened = 0;
    const file = fileOf(lines);
    const bursts = openBursts({ ...file, open: () => (opened++, file.open()) }, false, spool);
    for await (const { burst_id } of bursts.read(LOGGED.bursts)) {
      expect(burst_id).toBe('T49');
      break;
    }
    expect(await all(bursts.read(LOGGED.bursts))).toEqual(await read(lines.toReversed()));
    expect(opened).toBe(1);
    expect(existsSync(spool)).toBe(true);
    await bursts.close();
    expect(existsSync(spool)).toBe(false);
  });

  it('writes nothing where rows rise, and takes rows that do not for no such file', async () => {
    const lines = [rowAt(0, 'A', 'S1'), rowAt(60_000, 'B', 'S1')];
    const spool = path.join(folder, 'unused');
    expect(await all(openBursts(fileOf(lines), true, spool).read(LOGGED.bursts))).toHaveLength(2);
    expect(existsSync(spool)).toBe(false);
    await expect(all(openBursts(fileOf(lines.toReversed()), true, spool).read(LOGGED.bursts))).rejects.toMatchObject({
      code: 'INTERNAL',
    });
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
