import { join } from 'node:path';
import { isoUtc } from '../clock.ts';
import { csv, TextFile, writeText } from '../text-file.ts';
import type { World } from '../world.ts';
import { wallsOf } from './floor-plan.ts';
import { hangSensors } from './hang-sensors.ts';
import { Ears } from './hear.ts';
import { transmissions, type Heard } from './transmissions.ts';
import { walk } from './walk-test.ts';

/** One burst that a sensor heard, as it stands in the file, with what is true of it. */
export interface TrueBurst {
  readonly burst_id: string;
  readonly at: number;
  readonly prison_id: string;
  readonly device: number;
  readonly cell_id: string;
}

/** Writes sensors/* and prisons/walls.csv of the first prison, where options ask for sensors; gives the truth of each burst. */
export async function writeSensors(dir: string, world: World): Promise<TrueBurst[]> {
  const area = world.areas.find(({ prison }) => prison);
  if (!world.options.sensors || area === undefined) return [];
  const network = hangSensors(world, area);
  const ears = new Ears(network);
  const { sensors } = network;
  const sensorId = (s: number): string => sensors[s]?.id ?? '';
  const buildingId = (b: number): string => area.buildings[b]?.id ?? '';
  writeText(
    join(dir, 'prisons/walls.csv'),
    csv(
      'building_id,level,material,x1_m,y1_m,x2_m,y2_m',
      area.buildings.flatMap((b) =>
        Array.from({ length: b.levels }, (_, level) =>
          wallsOf(b).map((w) => [
            b.id,
            level,
            w.material,
            ...[w.x1_m, w.y1_m, w.x2_m, w.y2_m].map((m) => m.toFixed(2)),
          ]),
        ).flat(),
      ),
    ),
  );
  writeText(
    join(dir, 'sensors/sensors.csv'),
    csv(
      'sensor_id,prison_id,building_id,level,x_m,y_m,threshold_dbm,from,until',
      sensors.map((s) => [
        s.id,
        area.id,
        buildingId(s.building),
        s.level,
        s.x_m,
        s.y_m,
        Math.round(s.threshold_dbm),
        isoUtc(network.from),
        '',
      ]),
    ),
  );
  writeText(
    join(dir, 'sensors/heartbeats.csv'),
    csv(
      'sensor_id,from,until',
      sensors.flatMap((s) => s.alive.map(([from, until]) => [s.id, isoUtc(from), isoUtc(until)])),
    ),
  );
  writeText(
    join(dir, 'sensors/walktest.csv'),
    csv(
      'prison_id,building_id,cell_id,level,x_m,y_m,at,band,tx_power_dbm,sensor_id,rssi_dbm',
      walk(world.options.seed, network, ears).flatMap((w) =>
        w.readings.map(({ sensor, rssi_dbm }) => [
          area.id,
          buildingId(w.building),
          w.cell_id,
          w.level,
          w.x_m,
          w.y_m,
          isoUtc(w.at),
          w.band,
          w.power_dbm,
          sensorId(sensor),
          rssi_dbm,
        ]),
      ),
    ),
  );
  const heard = transmissions(world, network, ears);
  const burstId = (i: number): string => `T${String(i + 1).padStart(7, '0')}`;
  await writeDetections(join(dir, 'sensors/detections.csv.gz'), area.id, heard, burstId, sensorId, buildingId);
  return heard.map(({ at, device, cell_id }, i) => ({ burst_id: burstId(i), at, prison_id: area.id, device, cell_id }));
}

async function writeDetections(
  path: string,
  prison_id: string,
  heard: readonly Heard[],
  burstId: (i: number) => string,
  sensorId: (s: number) => string,
  buildingId: (b: number) => string,
): Promise<void> {
  const file = new TextFile(path);
  file.line('burst_id,at,prison_id,building_id,band,kind,sensor_id,rssi_dbm,imsi,imei');
  for (const [i, { at, building, band, kind, readings, imsi, imei }] of heard.entries()) {
    const head = [
      burstId(i),
      new Date(Math.round(at * 1000)).toISOString(),
      prison_id,
      buildingId(building),
      band,
      kind,
    ].join(',');
    for (const { sensor, rssi_dbm } of readings)
      if (file.line(`${head},${sensorId(sensor)},${rssi_dbm},${imsi},${imei}`)) await file.drained();
  }
  await file.close();
}
