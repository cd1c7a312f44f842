import type { CaseDocuments, Room, Sensor } from '../model/case.ts';
import type { Burst } from '../intake/index.ts';

/** Two rooms of 4 x 4 m side by side, a wall between them, four sensors in the corners; no survey. */
const square = (cell_id: string, west_m: number): Room => ({
  cell_id,
  prison_id: 'P1',
  building_id: 'B1',
  wing: 'A',
  landing: 'A0',
  level: 0,
  capacity: 1,
  outline: [
    [west_m, 0],
    [west_m + 4, 0],
    [west_m + 4, 4],
    [west_m, 4],
  ],
});
const sensor = (sensor_id: string, x_m: number, y_m: number): Sensor => ({
  sensor_id,
  prison_id: 'P1',
  building_id: 'B1',
  level: 0,
  x_m,
  y_m,
  threshold_dbm: -95,
  from_s: -Infinity,
  until_s: Infinity,
});

export function twoRooms(): CaseDocuments {
  return {
    manifest: { id: 'c', title: '', timezone: 'UTC', country: 'FR', from_s: 0, until_s: 10 * 86_400 },
    deviceProfiles: [],
    protectedNumbers: [],
    ledger: [],
    areas: [],
    rooms: [square('left', 0), square('right', 4)],
    rolls: [],
    absences: [],
    contacts: [],
    visits: [],
    regime: [],
    declared: [],
    searches: [],
    seizures: [],
    references: [],
    identifiedBursts: [],
    sensors: [sensor('S1', 0.2, 0.2), sensor('S2', 0.2, 3.8), sensor('S3', 7.8, 0.2), sensor('S4', 7.8, 3.8)],
    walls: [{ building_id: 'B1', level: 0, material: '', x1_m: 4, y1_m: 0, x2_m: 4, y2_m: 4 }],
    walkTest: [],
    heartbeats: [],
  };
}

/** A burst sent at (x, y) with free-space loss and 5 dB for the wall, shifted by `power_db`. */
export function burstAt(
  x_m: number,
  y_m: number,
  about: { at_s: number; power_db?: number; imsi?: string; burst_id?: string; sensors?: readonly string[] },
): Burst {
  const heard = (twoRooms().sensors ?? []).filter(({ sensor_id }) => about.sensors?.includes(sensor_id) ?? true);
  return {
    burst_id: about.burst_id ?? `B${about.at_s}`,
    at_s: about.at_s,
    prison_id: 'P1',
    building_id: 'B1',
    band: 'GSM900',
    kind: 'traffic',
    imsi: about.imsi,
    imei14: undefined,
    sensor_ids: heard.map(({ sensor_id }) => sensor_id),
    rssi_dbm: heard.map(({ x_m: sx, y_m: sy }) => {
      const distance_m = Math.max(0.7, Math.hypot(x_m - (sx ?? 0), y_m - (sy ?? 0)));
      const wall_db = x_m < 4 === (sx ?? 0) < 4 ? 0 : 5;
      return (about.power_db ?? 0) - 35 - 20 * Math.log10(distance_m) - wall_db;
    }),
  };
}

export async function* streamOf(bursts: readonly Burst[]): AsyncGenerator<Burst> {
  for (const burst of bursts) yield await Promise.resolve(burst);
}
