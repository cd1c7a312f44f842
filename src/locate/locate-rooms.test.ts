import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CaseDocuments } from '../model/case.ts';
import type { Burst } from '../intake/index.ts';
import { BuildingLocator } from './locate-building.ts';
import { learnSites } from './learn-sites.ts';
import { locateRooms, type RoomRow } from './locate-rooms.ts';
import { sensorSite } from './sensor-network/site.ts';
import { Sessions } from './sessions.ts';
import { burstAt, streamOf, twoRooms } from './two-rooms.testing.ts';

async function rowsOf(bursts: readonly Burst[], documents: CaseDocuments = twoRooms()): Promise<RoomRow[]> {
  const rows: RoomRow[] = [];
  const sites = await learnSites(documents, () => streamOf(bursts));
  for await (const row of locateRooms(sites, { tracks: true })) rows.push(row);
  return rows;
}
const chanceOf = (rows: readonly RoomRow[], cell_id: string): number =>
  rows.find((row) => row.cell_id === cell_id)?.p ?? 0;

describe('locating in two rooms with a wall between', () => {
  it('names the room that the levels come from, and where in it', async () => {
    const left = await rowsOf([burstAt(1, 1, { at_s: 100 })]);
    const right = await rowsOf([burstAt(7, 3, { at_s: 100 })]);
    expect(chanceOf(left, 'left')).toBeGreaterThan(0.8);
    expect(chanceOf(right, 'right')).toBeGreaterThan(0.8);
    const place = right.find(({ cell_id }) => cell_id === 'right');
    expect(place?.x_m).toBeGreaterThan(5);
    expect(left[0]?.subject).toBe('B100');
  });

  it('gives probabilities that add up to 1, outside and none included', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.double({ min: 0, max: 8, noNaN: true }),
        fc.double({ min: 0, max: 4, noNaN: true }),
        fc.double({ min: -20, max: 20, noNaN: true }),
        async (x_m, y_m, power_db) => {
          const rows = await rowsOf([burstAt(x_m, y_m, { at_s: 100, power_db })]);
          expect(rows.map(({ cell_id }) => cell_id)).toEqual(expect.arrayContaining(['outside', 'none']));
          expect(rows.reduce((sum, { p }) => sum + p, 0)).toBeCloseTo(1, 9);
        },
      ),
      { numRuns: 15 },
    );
  });

  it('tells once of the building that is answered for, and that without a walk-test nothing was measured', async () => {
    const bursts = [burstAt(1, 1, { at_s: 100 }), burstAt(7, 3, { at_s: 900 })];
    const documents = twoRooms();
    const sites = await learnSites(documents, () => streamOf(bursts));
    for await (const _ of locateRooms(sites));
    const [{ prison_id, building_id } = { prison_id: '', building_id: '' }] = documents.rooms;
    expect(sites.located).toEqual([
      {
        prison_id,
        building_id,
        leftOut: { looks: 0, rooms: 0, rightFirst: 0, inSet90: 0, inside: 0, landingLooks: 0, landingsInside: 0 },
      },
    ]);
  });

  it('answers alike whatever the power of the phone', async () => {
    const [weak, strong] = await Promise.all(
      [-12, 12].map((power_db) => rowsOf([burstAt(2.5, 2, { at_s: 100, power_db })])),
    );
    expect(Math.abs(chanceOf(weak!, 'left') - chanceOf(strong!, 'left'))).toBeLessThan(0.03);
  });

  it('does not depend on the order of sensors', async () => {
    const burst = burstAt(2.9, 1.2, { at_s: 100 });
    const turned = {
      ...burst,
      sensor_ids: burst.sensor_ids.toReversed(),
      rssi_dbm: burst.rssi_dbm.toReversed(),
    };
    const documents = twoRooms();
    const other = { ...documents, sensors: documents.sensors!.toReversed() };
    const [a, b] = [await rowsOf([burst]), await rowsOf([turned], other)];
    expect(chanceOf(a, 'left')).toBeCloseTo(chanceOf(b, 'left'), 9);
  });

  it('tells a dead sensor from a silent one', async () => {
    const heard = burstAt(3.9, 2, { at_s: 100, sensors: ['S1', 'S2', 'S3'] });
    const two = twoRooms();
    const documents = { ...two, sensors: two.sensors!.map((one) => ({ ...one, threshold_dbm: -52 })) };
    const alive = ['S1', 'S2', 'S3'].map((sensor_id) => ({ sensor_id, from_s: 0, until_s: 1000 }));
    const dead = await rowsOf([heard], {
      ...documents,
      heartbeats: [...alive, { sensor_id: 'S4', from_s: 900, until_s: 1000 }],
    });
    const without = await rowsOf([heard], { ...documents, sensors: documents.sensors.slice(0, 3) });
    const silent = await rowsOf([heard], {
      ...documents,
      heartbeats: [...alive, { sensor_id: 'S4', from_s: 0, until_s: 1000 }],
    });
    expect(chanceOf(dead, 'left')).toBeCloseTo(chanceOf(without, 'left'), 2);
    expect(chanceOf(silent, 'left')).toBeGreaterThan(chanceOf(dead, 'left') + 0.02);
  });

  it('takes nothing from the silence of a sensor that was never heard from, unless a heartbeat says that it works', async () => {
    const heard = burstAt(3.9, 2, { at_s: 100, sensors: ['S1', 'S2', 'S3'] });
    const two = twoRooms();
    const documents = { ...two, sensors: two.sensors!.map((one) => ({ ...one, threshold_dbm: -52 })) };
    const without = await rowsOf([heard], { ...documents, sensors: documents.sensors.slice(0, 3) });
    const unknown = await rowsOf([heard], documents);
    const heartbeats = [{ sensor_id: 'S4', from_s: 0, until_s: 1000 }];
    const working = await rowsOf([heard], { ...documents, heartbeats });
    expect(chanceOf(unknown, 'left')).toBeCloseTo(chanceOf(without, 'left'), 2);
    expect(chanceOf(working, 'left')).toBeGreaterThan(chanceOf(unknown, 'left') + 0.02);
  });

  it('grows no surer than the frozen fading allows, however many bursts', async () => {
    // Another phone lets the site learn its noise alike in both.
    const site = Array.from({ length: 300 }, (_, i) => burstAt(7, 3, { at_s: i / 10, imsi: '001010000000002' }));
    const many = (n: number) => [
      ...site,
      ...Array.from({ length: n }, (_, i) => burstAt(3.6, 2, { at_s: 1000 + i / 10, imsi: '001010000000001' })),
    ];
    const [ten, thousand] = [await rowsOf(many(10)), await rowsOf(many(1000))];
    const named = (rows: readonly RoomRow[]) => rows.filter(({ subject }) => subject.endsWith('1'));
    expect(chanceOf(named(thousand), 'left')).toBeCloseTo(chanceOf(named(ten), 'left'), 6);
    expect(chanceOf(named(ten), 'left')).toBeLessThan(0.99);
  });

  it('names a phone by its identity, and a track whose identity comes late as a whole', async () => {
    const bursts = [
      burstAt(1, 1, { at_s: 100 }),
      burstAt(1, 1, { at_s: 104 }),
      burstAt(1, 1, { at_s: 108, imsi: '001010000000001' }),
      burstAt(7, 3, { at_s: 109, burst_id: 'X' }),
    ];
    const rows = await rowsOf(bursts);
    expect(new Set(rows.map(({ subject }) => subject))).toEqual(new Set(['X', '001010000000001']));
    expect(rows.find(({ subject }) => subject !== 'X')).toMatchObject({ from_s: 100, until_s: 109 });
  });

  it('keeps two devices apart that carry one identifier, and names each by its SIM', async () => {
    const imei14 = '99000001000010';
    const bursts = Array.from({ length: 12 }, (_, i) =>
      i % 2 === 0
        ? burstAt(1, 1, { at_s: 1000 * i, imsi: '001010000000001' })
        : burstAt(7, 3, { at_s: 1000 * i, imsi: '001010000000002' }),
    );
    const components = new Map([
      ['001010000000001', 1],
      ['001010000000002', 2],
    ]);
    const located = async (shared: boolean): Promise<RoomRow[]> => {
      const rows: RoomRow[] = [];
      const deviceOf = (_: string | undefined, imsi: string | undefined) => ({
        imei14,
        component: shared ? (components.get(imsi ?? '') ?? 0) : 1,
        shared,
      });
      const sites = await learnSites(twoRooms(), () => streamOf(bursts));
      for await (const row of locateRooms(sites, { deviceOf })) rows.push(row);
      return rows;
    };
    const apart = await located(true);
    for (const [imsi, room] of [
      ['001010000000001', 'left'],
      ['001010000000002', 'right'],
    ] as const) {
      const own = apart.filter((row) => row.subject === imsi && row.cell_id === room);
      expect(own).toHaveLength(6);
      for (const row of own) expect(row.p).toBeGreaterThan(0.9);
    }
    const together = await located(false);
    expect(new Set(together.map(({ subject }) => subject))).toEqual(new Set([imei14]));
    const sure = (rows: readonly RoomRow[]): number =>
      rows.filter(({ cell_id }) => cell_id === 'left').reduce((most, { p }) => Math.max(most, p), 0);
    expect(sure(apart)).toBeGreaterThan(sure(together));
  });

  it('follows a phone that is carried from one room to the other, second by second', async () => {
    const bursts = Array.from({ length: 90 }, (_, i) => {
      const x_m = Math.min(7, Math.max(1, 1 + (i - 20) / 8));
      // Levels of a handset that is carried are not smooth.
      return burstAt(x_m + 0.3 * Math.sin(9 * i), 2 + Math.cos(7 * i), { at_s: 100 + i / 2, imsi: '001010000000001' });
    });
    const rows = await rowsOf(bursts);
    const seconds = [...new Set(rows.map(({ from_s }) => from_s))];
    expect(seconds).toHaveLength(45);
    const leftAt = (from_s: number) =>
      chanceOf(
        rows.filter((row) => row.from_s === from_s),
        'left',
      );
    expect(leftAt(102)).toBeGreaterThan(0.9);
    expect(leftAt(143)).toBeLessThan(0.1);
    for (const from_s of seconds) {
      const own = rows.filter((row) => row.from_s === from_s);
      expect(own.reduce((sum, { p }) => sum + p, 0)).toBeCloseTo(1, 9);
    }
  });

  it('takes no burst for less noisy than the walk-test measured, though bursts that follow each other are alike', () => {
    const two = twoRooms();
    const walkTest = Array.from({ length: 40 }, (_, i) => {
      const { sensor_ids, rssi_dbm } = burstAt(1 + 5 * (i % 2), 1, { at_s: i });
      const place = { prison_id: 'P1', building_id: 'B1', cell_id: i % 2 === 0 ? 'left' : 'right', level: 0 };
      return sensor_ids.map((sensor_id, s) => {
        const noise_db = 4 * Math.sin(12.9898 * (4 * i + s)) * Math.SQRT2;
        const about = { at_s: i, band: 'GSM900', tx_power_dbm: 0, x_m: 1 + 5 * (i % 2), y_m: 1 };
        return { ...place, ...about, sensor_id, rssi_dbm: rssi_dbm[s]! + noise_db };
      });
    }).flat();
    const site = new BuildingLocator({ ...two, walkTest }, 'P1', 'B1', new Map());
    const bursts = Array.from({ length: 300 }, (_, i) => burstAt(7, 3, { at_s: i / 10, imsi: '001010000000002' }));
    const sessions = new Sessions(() => 2);
    for (const burst of bursts) for (const ended of sessions.take(burst)) site.learn(ended);
    for (const ended of sessions.rest()) site.learn(ended);
    site.learnt();
    expect(site.burst_db).toBeGreaterThan(3.3);
    expect(site.burst_db).toBeLessThan(4.7);
  });

  it('knows a room without an outline by where the walk-test saw it', async () => {
    const two = twoRooms();
    const rooms = two.rooms.map((room) => (room.cell_id === 'right' ? { ...room, outline: undefined } : room));
    const walkTest = Array.from({ length: 24 }, (_, i) => {
      const [x_m, y_m] = [0.5 + (i % 8), 0.7 + 1.3 * Math.floor(i / 8)];
      const { sensor_ids, rssi_dbm } = burstAt(x_m, y_m, { at_s: i });
      const cell_id = x_m < 4 ? 'left' : 'right';
      const about = { prison_id: 'P1', building_id: 'B1', cell_id, level: 0, x_m, y_m, at_s: i, band: 'GSM900' };
      return sensor_ids.map((sensor_id, s) => ({ ...about, tx_power_dbm: 0, sensor_id, rssi_dbm: rssi_dbm[s]! }));
    }).flat();
    const documents = { ...two, rooms, walkTest };
    const [right, left] = [burstAt(7, 3, { at_s: 100 }), burstAt(1, 1, { at_s: 100 })];
    const rows = await rowsOf([right], documents);
    expect(chanceOf(rows, 'right')).toBeGreaterThan(0.9);
    expect(rows.find(({ cell_id }) => cell_id === 'right')?.x_m).toBeGreaterThan(5);
    expect(chanceOf(await rowsOf([left], documents), 'left')).toBeGreaterThan(0.8);
    expect([...new BuildingLocator(documents, 'P1', 'B1', new Map()).map.grid.room]).toContain(1);
    const { map } = sensorSite(documents, 'P1', 'B1', { at_s: 100 });
    expect(map.grid.room.every((room) => room < map.grid.rooms.length)).toBe(true);
  });

  it('says nothing without sensors', async () => {
    expect(await rowsOf([burstAt(1, 1, { at_s: 100 })], { ...twoRooms(), sensors: [] })).toEqual([]);
  });
});
