import { describe, expect, it } from 'vitest';
import type { CaseDocuments, WalkReading } from '../model/case.ts';
import { learnSites, type WithheldBuilding } from './learn-sites.ts';
import { locateRooms, type RoomRow } from './locate-rooms.ts';
import { burstAt, streamOf, twoRooms } from './two-rooms.testing.ts';

/** A walk-test of both rooms; the coordinates are used to make it, and told only where asked. */
function walk(tell: boolean): WalkReading[] {
  const readings: WalkReading[] = [];
  for (let i = 0; i < 24; i++) {
    const [x_m, y_m] = [0.5 + ((i * 0.37) % 3) + (i < 12 ? 0 : 4), 0.5 + ((i * 0.83) % 3)];
    const at_s = i * 40;
    const { sensor_ids, rssi_dbm } = burstAt(x_m, y_m, { at_s });
    sensor_ids.forEach((sensor_id, s) =>
      readings.push({
        prison_id: 'P1',
        building_id: 'B1',
        cell_id: i < 12 ? 'left' : 'right',
        level: 0,
        x_m: tell ? x_m : undefined,
        y_m: tell ? y_m : undefined,
        at_s,
        band: 'GSM900',
        tx_power_dbm: undefined,
        sensor_id,
        rssi_dbm: rssi_dbm[s]! + ((i * 7 + s * 3) % 5) - 2,
      }),
    );
  }
  return readings;
}
const noPlan = (documents: CaseDocuments): CaseDocuments => ({
  ...documents,
  walls: [],
  rooms: documents.rooms.map((room) => ({ ...room, outline: undefined })),
  sensors: (documents.sensors ?? []).map((sensor) => ({ ...sensor, x_m: undefined, y_m: undefined })),
});

async function ask(documents: CaseDocuments, x_m: number, power_db = 0, band = 'GSM900') {
  const rows: RoomRow[] = [];
  const bursts = () => streamOf([{ ...burstAt(x_m, 2, { at_s: 5000, power_db }), band }]);
  const sites = await learnSites(documents, bursts);
  for await (const row of locateRooms(sites, { tracks: true })) rows.push(row);
  const withheld: readonly WithheldBuilding[] = sites.withheld;
  return { rows, withheld };
}
const best = (rows: readonly RoomRow[]) => rows.toSorted((a, b) => b.p - a.p)[0]?.cell_id;

describe('a sensor that the walk-test never heard of', () => {
  it('does not move the power that fingerprints are compared at', async () => {
    const plain = noPlan({ ...twoRooms(), walkTest: walk(false) });
    const added = { ...plain.sensors![0]!, sensor_id: 'S5', threshold_dbm: -95 };
    const documents = { ...plain, sensors: [...plain.sensors!, added] };
    const at = burstAt(2.6, 2, { at_s: 5000, sensors: ['S1', 'S2', 'S3'] });
    const ask = async (of: CaseDocuments, heard: readonly number[]) => {
      const burst = { ...at, sensor_ids: [...at.sensor_ids], rssi_dbm: [...at.rssi_dbm] };
      for (const level_dbm of heard) {
        burst.sensor_ids.push('S5');
        burst.rssi_dbm.push(level_dbm);
      }
      const rows: RoomRow[] = [];
      for await (const row of locateRooms(await learnSites(of, () => streamOf([burst])), { tracks: true }))
        rows.push(row);
      return rows.find(({ cell_id }) => cell_id === 'left')!.p;
    };
    const without = await ask(plain, []);
    for (const level_dbm of [-30, -60, -90]) expect(await ask(documents, [level_dbm])).toBeCloseTo(without, 9);
    expect(await ask(documents, [])).toBeCloseTo(without, 9);
  });
});

describe('a sensor that was down while one room was walked', () => {
  const walkTest = walk(false).filter(({ cell_id, sensor_id }) => cell_id === 'right' || sensor_id !== 'S4');
  const heartbeats = ['S1', 'S2', 'S3', 'S4'].map((sensor_id) => ({
    sensor_id,
    from_s: sensor_id === 'S4' ? 12 * 40 - 5 : -1e6,
    until_s: 1e6,
  }));
  const documents = noPlan({ ...twoRooms(), walkTest, heartbeats });

  it('says little against that room: 12 dB from what is usual it is believed, 24 dB from it doubted, not ruled out', async () => {
    const left = async (lower_db: number): Promise<number> => {
      const heard = burstAt(1.5, 2, { at_s: 5000 });
      const rssi_dbm = heard.rssi_dbm.map((level, i) => (heard.sensor_ids[i] === 'S4' ? level - lower_db : level));
      const rows: RoomRow[] = [];
      const bursts = () => streamOf([{ ...heard, rssi_dbm }]);
      for await (const row of locateRooms(await learnSites(documents, bursts), { tracks: true })) rows.push(row);
      return rows.find(({ cell_id }) => cell_id === 'left')?.p ?? 0;
    };
    expect(await left(0)).toBeGreaterThan(0.95);
    expect(await left(12)).toBeGreaterThan(0.5);
    expect(await left(24)).toBeGreaterThan(0.02);
    expect(await left(24)).toBeLessThan(0.1);
  });
});

describe('rooms without a plan', () => {
  const documents = noPlan({ ...twoRooms(), walkTest: walk(false) });

  it('are told apart by their fingerprints alone, whatever the power', async () => {
    for (const power_db of [-8, 0, 8]) {
      for (const [x_m, room] of [
        [1.5, 'left'],
        [6.5, 'right'],
      ] as const) {
        const { rows } = await ask(documents, x_m, power_db);
        expect(best(rows)).toBe(room);
        expect(rows.reduce((sum, { p }) => sum + p, 0)).toBeCloseTo(1, 9);
        expect(rows.every((row) => row.x_m === undefined)).toBe(true);
        expect(rows.map(({ cell_id }) => cell_id)).toEqual(expect.arrayContaining(['outside', 'none']));
      }
    }
  });

  it('learn a second band from the links that were heard in both, whatever was walked in one alone', async () => {
    // Bands come in order of their names: the one that misses links is once the first and once the second.
    for (const band of ['GSM1800', 'LTE800']) {
      const louder = walk(false)
        .filter(({ cell_id }) => cell_id === 'left')
        .map((reading) => ({ ...reading, band, rssi_dbm: reading.rssi_dbm + 6 }));
      const both = { ...documents, walkTest: [...walk(false), ...louder] };
      for (const [x_m, room] of [
        [1.5, 'left'],
        [6.5, 'right'],
      ] as const) {
        for (const [power_db, asked] of [
          [0, 'GSM900'],
          [6, band],
        ] as const) {
          const { rows } = await ask(both, x_m, power_db, asked);
          expect(best(rows)).toBe(room);
          expect(rows.reduce((sum, { p }) => sum + p, 0)).toBeCloseTo(1, 9);
        }
      }
    }
  });

  it('keep a room that nobody walked in play, but below one that fits', async () => {
    const third = { ...documents.rooms[0]!, cell_id: 'third' };
    const { rows } = await ask({ ...documents, rooms: [...documents.rooms, third] }, 1.5);
    expect(best(rows)).toBe('left');
    expect(rows.find(({ cell_id }) => cell_id === 'third')?.p).toBeGreaterThan(1e-3);
  });

  it('count a sensor that heard nothing: only the left room is out of its earshot', async () => {
    const deaf = walk(false).filter(({ cell_id, sensor_id }) => cell_id === 'right' || sensor_id !== 'S4');
    const one = { ...documents, walkTest: deaf };
    const all = burstAt(4, 2, { at_s: 5000 });
    const heard = async (sensors: readonly string[]) => {
      const rows: RoomRow[] = [];
      const bursts = () => streamOf([burstAt(4, 2, { at_s: 5000, sensors })]);
      for await (const row of locateRooms(await learnSites(one, bursts), { tracks: true })) rows.push(row);
      return rows.find(({ cell_id }) => cell_id === 'left')?.p ?? 0;
    };
    expect(await heard(['S1', 'S2', 'S3'])).toBeGreaterThan(await heard(all.sensor_ids));
  });

  it('are withheld, and say why, where nobody walked either', async () => {
    const { rows, withheld } = await ask(noPlan(twoRooms()), 1.5);
    expect(rows).toEqual([]);
    expect(withheld).toEqual([{ prison_id: 'P1', building_id: 'B1', why: 'no-plan-and-no-walk-test' }]);
  });

  it.each([
    ['no-rooms', { ...twoRooms(), rooms: [] }],
    ['no-plan-and-no-walk-test', { ...noPlan(twoRooms()), rooms: twoRooms().rooms }],
    ['no-plan-and-no-walk-test', { ...twoRooms(), rooms: noPlan(twoRooms()).rooms }],
  ])('are withheld with %s', async (why, some) => {
    const { rows, withheld } = await ask(some, 1.5);
    expect(rows).toEqual([]);
    expect(withheld.map((one) => one.why)).toEqual([why]);
  });

  it('are answered from places of the walk-test where only the sensors have none, positions included', async () => {
    const some = { ...noPlan(twoRooms()), rooms: twoRooms().rooms, walkTest: walk(true) };
    const { rows } = await ask(some, 1.5);
    expect(best(rows)).toBe('left');
    expect(rows.find(({ cell_id }) => cell_id === 'left')?.x_m).toBeLessThan(4);
  });
});
