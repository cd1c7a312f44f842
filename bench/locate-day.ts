import type { Burst } from '../src/intake/index.ts';
import { learnSites, locateRooms } from '../src/locate/index.ts';
import type { CaseDocuments, Room, Sensor, WalkReading } from '../src/model/case.ts';
import { createRandom } from '../src/statistics/index.ts';

/**
 * Speed of locating a day of bursts: prisons of 48 cells on two levels, 16 sensors, a walk-test of 60 places, bursts in
 * sessions of a few; `NAMED` of the sessions carry an identity. Says bursts per second, with and without making the maps,
 * and what a day of a million bursts of 40 prisons would take on one core.
 *
 *     tsx bench/locate-day.ts [prisons 2] [bursts per prison 25000]
 */
const prisons = Number(process.argv[2] ?? 2);
const perPrison = Number(process.argv[3] ?? 25_000);
const NAMED = 0.15;
const BURSTS_PER_SESSION = 4;
const DAY_S = 86_400;
const source = createRandom(20_260_101);
const random = () => source.uniform();
const normal = () => Array.from({ length: 12 }, () => random()).reduce((sum, value) => sum + value, -6);

const rooms: Room[] = [];
const sensors: Sensor[] = [];
const walkTest: WalkReading[] = [];
const about = (prison: number) => ({ prison_id: `P${prison}`, building_id: `P${prison}-B1` });
for (let prison = 0; prison < prisons; prison++) {
  for (let i = 0; i < 48; i++) {
    const [column, row, level] = [i % 12, Math.floor(i / 12) % 2, Math.floor(i / 24)];
    const [x, y] = [column * 3, row * 7];
    const outline: Room['outline'] = [
      [x, y],
      [x + 3, y],
      [x + 3, y + 4],
      [x, y + 4],
    ];
    const cell_id = `P${prison}-${level}-${row}-${column}`;
    rooms.push({ cell_id, ...about(prison), wing: 'A', landing: `A${level}`, level, capacity: 1, outline });
  }
  for (let s = 0; s < 16; s++) {
    const [x_m, y_m, level] = [(s % 4) * 10 + 3, Math.floor(s / 4) % 2 === 0 ? 1 : 10, Math.floor(s / 8)];
    const period = { from_s: -Infinity, until_s: Infinity };
    sensors.push({ sensor_id: `P${prison}-S${s}`, ...about(prison), level, x_m, y_m, threshold_dbm: -90, ...period });
  }
}
const own = (prison: number) => sensors.filter(({ prison_id }) => prison_id === `P${prison}`);
/** Level at a sensor by distance, a floor of 15 dB and noise. */
function levelAt(sensor: Sensor, x_m: number, y_m: number, level: number, power_dbm: number): number {
  const floors = Math.abs(level - sensor.level);
  const distance_m = Math.max(0.7, Math.hypot(x_m - (sensor.x_m ?? 0), y_m - (sensor.y_m ?? 0), 3 * floors));
  return power_dbm - 45 - 28 * Math.log10(distance_m) - 15 * floors + 4 * normal();
}
for (let prison = 0; prison < prisons; prison++) {
  for (let i = 0; i < 60; i++) {
    const room = rooms[prison * 48 + (i % 48)]!;
    const [x_m, y_m] = [room.outline![0]![0] + 0.5 + 2 * random(), room.outline![0]![1] + 0.5 + 3 * random()];
    for (const sensor of own(prison)) {
      const rssi_dbm = levelAt(sensor, x_m, y_m, room.level, 33);
      if (rssi_dbm < -90) continue;
      const place = { ...about(prison), cell_id: room.cell_id, level: room.level, x_m, y_m, at_s: i - 1000 };
      walkTest.push({ ...place, band: 'GSM900', tx_power_dbm: 33, sensor_id: sensor.sensor_id, rssi_dbm });
    }
  }
}
const documents: CaseDocuments = {
  manifest: { id: 'day', title: '', timezone: 'UTC', country: 'FR', from_s: 0, until_s: DAY_S },
  deviceProfiles: [],
  protectedNumbers: [],
  ledger: [],
  areas: [],
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
  rooms,
  sensors,
  walls: [],
  walkTest,
  heartbeats: [],
};

const bursts: Burst[] = [];
const sessions = Math.ceil((prisons * perPrison) / BURSTS_PER_SESSION);
for (let n = 0; n < sessions; n++) {
  const prison = n % prisons;
  const room = rooms[prison * 48 + Math.floor(random() * 48)]!;
  const [x_m, y_m] = [room.outline![0]![0] + 3 * random(), room.outline![0]![1] + 4 * random()];
  const imsi = random() < NAMED ? `00101${String(n).padStart(10, '0')}` : undefined;
  const start_s = random() * (DAY_S - 60);
  for (let i = 0; i < BURSTS_PER_SESSION; i++) {
    const power_dbm = 26 + 4 * normal();
    const heard = own(prison)
      .map((sensor) => [sensor.sensor_id, levelAt(sensor, x_m, y_m, room.level, power_dbm)] as const)
      .filter(([, rssi_dbm]) => rssi_dbm > -90);
    if (heard.length === 0) continue;
    bursts.push({
      burst_id: `B${bursts.length}`,
      at_s: start_s + i * 2,
      ...about(prison),
      band: 'GSM900',
      kind: 'traffic',
      imsi,
      imei14: undefined,
      sensor_ids: heard.map(([sensor_id]) => sensor_id),
      rssi_dbm: heard.map(([, rssi_dbm]) => rssi_dbm),
    });
  }
}
bursts.sort((a, b) => a.at_s - b.at_s);

async function* streamOf(some: readonly Burst[]): AsyncGenerator<Burst> {
  yield* some;
}
async function secondsOf(some: readonly Burst[]): Promise<{ seconds: number; rows: number }> {
  const start = performance.now();
  let rows = 0;
  for await (const _ of locateRooms(await learnSites(documents, () => streamOf(some)))) rows++;
  return { seconds: (performance.now() - start) / 1000, rows };
}
// One burst of each prison costs the maps and nothing else.
const oneOfEach = Array.from({ length: prisons }, (_, p) => bursts.find(({ prison_id }) => prison_id === `P${p}`)!);
const maps = await secondsOf(oneOfEach.toSorted((a, b) => a.at_s - b.at_s));
const all = await secondsOf(bursts);
const perBurst_s = (all.seconds - maps.seconds) / bursts.length;
const day_s = perBurst_s * 1e6 + (maps.seconds / prisons) * 40;
const round = (value: number) => Number(value.toPrecision(3));
process.stdout.write(
  `${JSON.stringify({
    prisons,
    bursts: bursts.length,
    named_share: NAMED,
    rows: all.rows,
    seconds: round(all.seconds),
    map_s_per_prison: round(maps.seconds / prisons),
    bursts_per_s: round(bursts.length / all.seconds),
    bursts_per_s_without_maps: round(1 / perBurst_s),
    million_bursts_of_40_prisons_s: round(day_s),
    times_real_time_on_one_core: round(DAY_S / day_s),
  })}\n`,
);
