import type { Segment } from './radio-site.ts';

/** A room of a radio case: a rectangle about its centre, or only a name. */
export interface RadioRoom {
  readonly cell_id: string;
  readonly wing: string;
  readonly level: number;
  readonly x_m?: number;
  readonly y_m?: number;
  readonly width_m?: number;
  readonly depth_m?: number;
}
export interface RadioSensor {
  readonly level: number;
  readonly x_m?: number;
  readonly y_m?: number;
}
export interface RadioBurst {
  readonly at_s: number;
  /** Undefined: without identity. */
  readonly imsi: string | undefined;
  /** The same for all where left out. */
  readonly band?: string;
  /** Per sensor; NaN = not heard. */
  readonly rssi_dbm: readonly number[];
}
export interface RadioWalk {
  readonly at_s: number;
  readonly cell_id: string;
  readonly level: number;
  readonly x_m?: number;
  readonly y_m?: number;
  readonly power_dbm?: number;
  readonly band?: string;
  readonly rssi_dbm: readonly number[];
}
export interface RadioTruth {
  readonly subject: string;
  readonly from_s: number;
  readonly until_s: number;
  readonly cell_id: string;
  readonly x_m?: number;
  readonly y_m?: number;
  readonly series: string;
}
/** One stand-in: what was measured, and where it really was. Times are seconds after the case's beginning. */
export interface RadioCase {
  readonly name: string;
  readonly rooms: readonly RadioRoom[];
  readonly walls: readonly Segment[];
  readonly sensors: readonly RadioSensor[];
  readonly walkTest: readonly RadioWalk[];
  readonly bursts: readonly RadioBurst[];
  /** Per sensor, when it was alive; empty = nobody reported. */
  readonly alive: readonly (readonly (readonly [number, number])[])[];
  readonly truth: readonly RadioTruth[];
}

const BAND = 'ISM2400';
const BEGIN_S = Date.UTC(2026, 0, 5) / 1000;
const iso = (at_s: number) => new Date(Math.round((BEGIN_S + at_s) * 1000)).toISOString();
const sensorName = (s: number) => `S${String(s + 1).padStart(2, '0')}`;
const level = (value: number) => String(Math.round(value * 100) / 100);
const table = (head: string, rows: readonly (readonly (string | number | undefined)[])[]) =>
  [head, ...rows.map((row) => row.map((value) => value ?? '').join(',')), ''].join('\n');
const heard = (rssi_dbm: readonly number[]) =>
  rssi_dbm.flatMap((value, s) => (Number.isNaN(value) ? [] : [[sensorName(s), level(value)] as const]));

/** The files of the case folder, by path. */
export function radioFiles(one: RadioCase): Map<string, string> {
  const until_s = Math.max(...one.bursts.map(({ at_s }) => at_s), ...one.walkTest.map(({ at_s }) => at_s), 0) + 86_400;
  const files = new Map<string, string>();
  const manifest = { id: `rf-${one.name}`, title: `Pretend ${one.name}`, timezone: 'UTC', country: 'FR' };
  files.set(
    'case.json',
    JSON.stringify({ format: 'cellsweep-case/1', ...manifest, from: iso(0), until: iso(until_s) }),
  );
  const act = { id: 'A1', kind: 'order', issued_by: 'pretend court', legal_basis: 'pretend', purpose: 'pretend' };
  const period = { from: iso(0), until: iso(until_s), retain_until: iso(until_s + 86_400) };
  const scope = { covers: ['**'], identifiers: null, status: 'in-force' };
  files.set('authorisations.json', JSON.stringify([{ ...act, ...period, ...scope }]));
  files.set(
    'prisons/cells.csv',
    table(
      'cell_id,prison_id,building_id,wing,landing,level,capacity,longitude,latitude,x_m,y_m,width_m,depth_m',
      one.rooms.map((r) => [
        r.cell_id,
        'P',
        'B',
        r.wing,
        r.level,
        r.level,
        1,
        '',
        '',
        r.x_m,
        r.y_m,
        r.width_m,
        r.depth_m,
      ]),
    ),
  );
  if (one.walls.length > 0) {
    // Every level is built alike.
    const levels = [...new Set(one.rooms.map((room) => room.level))];
    const rows = levels.flatMap((at) => one.walls.map((w) => ['B', at, '', w.x1_m, w.y1_m, w.x2_m, w.y2_m]));
    files.set('prisons/walls.csv', table('building_id,level,material,x1_m,y1_m,x2_m,y2_m', rows));
  }
  files.set(
    'sensors/sensors.csv',
    table(
      'sensor_id,prison_id,building_id,level,x_m,y_m,threshold_dbm,from,until',
      one.sensors.map((s, i) => [sensorName(i), 'P', 'B', s.level, s.x_m, s.y_m, '', iso(0), '']),
    ),
  );
  const beats = one.alive.flatMap((own, s) => own.map(([a, b]) => [sensorName(s), iso(a), iso(b)]));
  if (beats.length > 0) files.set('sensors/heartbeats.csv', table('sensor_id,from,until', beats));
  if (one.walkTest.length > 0) {
    files.set(
      'sensors/walktest.csv',
      table(
        'prison_id,building_id,cell_id,level,x_m,y_m,at,band,tx_power_dbm,sensor_id,rssi_dbm',
        one.walkTest.flatMap((w) =>
          heard(w.rssi_dbm).map(([name, value]) => [
            'P',
            'B',
            w.cell_id,
            w.level,
            w.x_m,
            w.y_m,
            iso(w.at_s),
            w.band ?? BAND,
            w.power_dbm,
            name,
            value,
          ]),
        ),
      ),
    );
  }
  const inOrder = one.bursts.map((burst, i) => ({ ...burst, i })).toSorted((a, b) => a.at_s - b.at_s);
  files.set(
    'sensors/detections.csv',
    table(
      'burst_id,at,prison_id,building_id,band,kind,sensor_id,rssi_dbm,imsi,imei',
      inOrder.flatMap(({ at_s, imsi, rssi_dbm, band, i }) =>
        heard(rssi_dbm).map(([name, value]) => [
          `b${i}`,
          iso(at_s),
          'P',
          'B',
          band ?? BAND,
          'traffic',
          name,
          value,
          imsi,
          '',
        ]),
      ),
    ),
  );
  return files;
}

/** truth/rooms.csv as the scorer of real cases reads it. */
export function truthFile(one: RadioCase): string {
  const rows = one.truth.map((t) => [t.subject, iso(t.from_s), iso(t.until_s), t.cell_id, t.x_m, t.y_m, t.series]);
  return table('subject,from,until,cell_id,x_m,y_m,series', rows);
}
export const beginOfRadioCases_s = BEGIN_S;
