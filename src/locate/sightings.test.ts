import { describe, expect, it } from 'vitest';
import type { Sighting } from '../model/case.ts';
import type { Burst } from '../intake/index.ts';
import { learnSites } from './learn-sites.ts';
import { locateRooms } from './locate-rooms.ts';
import { sightings } from './sightings.ts';
import { burstAt, streamOf, twoRooms } from './two-rooms.testing.ts';

const imsi = '001010000000001';
async function seen(bursts: readonly Burst[], documents = twoRooms()): Promise<Sighting[]> {
  const found: Sighting[] = [];
  for await (const one of sightings(await learnSites(documents, () => streamOf(bursts)))) found.push(one);
  return found;
}

/** Both rooms walked, so that the map knows its formula. */
function walked() {
  const documents = twoRooms();
  const walkTest = Array.from({ length: 24 }, (_, i) => {
    const [x_m, y_m] = [0.5 + ((i * 0.37) % 3) + (i < 12 ? 0 : 4), 0.5 + ((i * 0.83) % 3)];
    const { sensor_ids, rssi_dbm } = burstAt(x_m, y_m, { at_s: i * 40 });
    return sensor_ids.map((sensor_id, s) => ({
      prison_id: 'P1',
      building_id: 'B1',
      cell_id: i < 12 ? 'left' : 'right',
      level: 0,
      x_m,
      y_m,
      at_s: i * 40,
      band: 'GSM900',
      tx_power_dbm: undefined,
      sensor_id,
      rssi_dbm: rssi_dbm[s]! + ((i * 7 + s * 3) % 5) - 2,
    }));
  });
  return { ...documents, walkTest: walkTest.flat() };
}

describe('where identified phones were heard from', () => {
  it('tells a room from the street, and passes over who shows no identity', async () => {
    // Of any power in the room; in the street a weak one, since four sensors take a louder one there for one between them: how often that goes
    // wrong on a site is measured in ADR 016.
    const inside = [-12, 0, 12].map((power_db, i) => burstAt(1, 1, { at_s: 90_000 + 1000 * i, imsi, power_db }));
    const bursts = [...inside, burstAt(-9, 2, { at_s: 95_000, imsi, power_db: -12 }), burstAt(7, 3, { at_s: 99_000 })];
    const common = { prison_id: 'P1', imei14: undefined, imsi };
    expect(await seen(bursts, walked())).toEqual([
      ...[0, 1, 2].map((i) => ({ ...common, at_s: 90_000 + 1000 * i, from: 'inside' })),
      { ...common, at_s: 95_000, from: 'outside' },
    ]);
  });

  it('calls nothing from a room that is as likely from outside: four sensors without a walk-test tell little', async () => {
    expect((await seen([burstAt(4, 2, { at_s: 1000, imsi })])).map(({ from }) => from)).toEqual(['outside']);
  });

  it('leaves open what a building without sensors in its list heard', async () => {
    const bursts = [burstAt(1, 1, { at_s: 1000, imsi })];
    const [one] = await seen(bursts, { ...twoRooms(), sensors: [] });
    expect(one?.from).toBe('unplaced');
  });

  it('leaves open what a building without a plan heard: its map has no place outside', async () => {
    const documents = walked();
    const noPlan = {
      ...documents,
      walls: [],
      rooms: documents.rooms.map((room) => ({ ...room, outline: undefined })),
      walkTest: documents.walkTest.map((reading) => ({ ...reading, x_m: undefined, y_m: undefined })),
    };
    const bursts = [burstAt(1, 1, { at_s: 90_000, imsi }), burstAt(-9, 2, { at_s: 92_000, imsi })];
    expect((await seen(bursts, noPlan)).map(({ from }) => from)).toEqual(['unplaced', 'unplaced']);
  });

  it('takes a guard between the rooms for nobody in one, and counts how often it would not', async () => {
    const { documents, transmit } = acrossALanding();
    const bursts = [
      transmit(5.5, 2, 90_000),
      transmit(5.5, 3.2, 91_000),
      transmit(1.2, 1.5, 92_000),
      transmit(9.4, 2.6, 93_000),
    ];
    const sites = await learnSites(documents, () => streamOf(bursts));
    const found: Sighting[] = [];
    for await (const one of sightings(sites)) found.push(one);
    expect(found.map(({ from }) => from)).toEqual(['outside', 'outside', 'inside', 'inside']);
    const { looks, inside, landingLooks, landingsInside } = sites.located[0]!.leftOut;
    expect([looks, inside]).toEqual([32, 32]);
    expect([landingLooks, landingsInside]).toEqual([16, 0]);
  });

  it('names no room for who is on a landing: rooms.csv has it with none', async () => {
    const { documents, transmit } = acrossALanding();
    const sites = await learnSites(documents, () => streamOf([transmit(5.5, 2, 90_000)]));
    const p = new Map<string, number>();
    for await (const row of locateRooms(sites)) p.set(row.cell_id, row.p);
    expect([...p.keys()].toSorted()).toEqual(expect.arrayContaining(['none', 'outside']));
    expect([...p.keys()]).not.toContain('');
    expect(p.get('none')).toBeGreaterThan(0.5);
    expect([...p.values()].reduce((sum, value) => sum + value, 0)).toBeCloseTo(1, 9);
  });
});

/** The two rooms with a landing of 3 m between them, a wall of 5 dB to each side of it, all three walked. */
function acrossALanding() {
  const documents = twoRooms();
  const apart_m = 3;
  const moved = (x_m: number): number => (x_m >= 4 ? x_m + apart_m : x_m);
  const [left, right] = documents.rooms;
  const sensors = documents.sensors!.map((one) => ({ ...one, x_m: moved(one.x_m!) }));
  const outline = right!.outline!.map(([x, y]): [number, number] => [x + apart_m, y]);
  const wall = documents.walls![0]!;
  const walls = [wall, { ...wall, x1_m: 4 + apart_m, x2_m: 4 + apart_m }];
  const levelAt = (x_m: number, y_m: number, sensor: (typeof sensors)[number], i: number): number => {
    const crossed = walls.filter(({ x1_m }) => x_m < x1_m !== sensor.x_m < x1_m).length;
    const distance_m = Math.max(0.7, Math.hypot(x_m - sensor.x_m, y_m - sensor.y_m!));
    return -35 - 20 * Math.log10(distance_m) - 5 * crossed + ((i * 7) % 5) - 2;
  };
  const places = [
    ...Array.from({ length: 16 }, (_, i) => ['left', 0.5 + (i % 4), 0.5 + Math.floor(i / 4)] as const),
    ...Array.from({ length: 16 }, (_, i) => ['right', 7.5 + (i % 4), 0.5 + Math.floor(i / 4)] as const),
    ...Array.from({ length: 16 }, (_, i) => ['corridor', 4.6 + (i % 4) * 0.6, 0.5 + Math.floor(i / 4)] as const),
  ];
  const walkTest = places.flatMap(([cell_id, x_m, y_m], place) =>
    sensors.map((sensor, s) => ({
      prison_id: 'P1',
      building_id: 'B1',
      cell_id,
      level: 0,
      x_m,
      y_m,
      at_s: place * 40,
      band: 'GSM900',
      tx_power_dbm: undefined,
      sensor_id: sensor.sensor_id,
      rssi_dbm: levelAt(x_m, y_m, sensor, place + 3 * s),
    })),
  );
  const transmit = (x_m: number, y_m: number, at_s: number): Burst => ({
    ...burstAt(x_m, y_m, { at_s, imsi }),
    rssi_dbm: sensors.map((sensor, s) => levelAt(x_m, y_m, sensor, s)),
  });
  return { documents: { ...documents, rooms: [left!, { ...right!, outline }], sensors, walls, walkTest }, transmit };
}
