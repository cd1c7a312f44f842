import type { Burst } from '../../intake/index.ts';
import type { BurstGroup } from '../grid-posterior.ts';
import { nearestBand } from '../power.ts';
import { Sessions, type Session } from '../sessions.ts';
import { leftOutReadings } from './left-out-receiver.ts';
import { sensorHealth, type HealthNote, type SensorHealth } from './sensor-health.ts';
import type { SensorSite } from './site.ts';

/** Sessions looked at on one day: each costs some milliseconds, and more tell little. */
const MOST_A_DAY = 60;
/** Phones' power is left open: what is asked is how receivers agree with each other. */
const OPEN_POWER_SD_DB = 15;
const DAY_S = 86_400;

export interface SensorWatch {
  /** Of each receiver of the site's map that is in place, by sensor_id. */
  readonly sensors: readonly (SensorHealth & { readonly sensor_id: string })[];
  readonly sessions: number;
  readonly from_s: number;
  readonly notes: readonly HealthNote[];
}

/**
 * Watches the receivers of a building through the bursts that they heard, with or without an identity: `bursts` in the
 * order of time. Memory: one note for each receiver and session looked at.
 */
export async function watchSensors(site: SensorSite, bursts: AsyncIterable<Burst>): Promise<SensorWatch> {
  const { map } = site;
  const index = new Map(map.sensors.map(({ sensor_id }, s) => [sensor_id, s]));
  const notes: HealthNote[] = [];
  const looked = new Map<number, number>();
  let from_s = Number.NaN;
  let sessions = 0;
  const take = (session: Session): void => {
    const { at_s } = session.bursts[0]!;
    if (Number.isNaN(from_s)) from_s = at_s;
    const day = Math.floor((at_s - from_s) / DAY_S);
    const before = looked.get(day) ?? 0;
    if (before >= MOST_A_DAY) return;
    let used = false;
    for (const { group, kind } of groupsOf(session, index, map.bands)) {
      const power = { mean_db: site.powerOf(kind).mean_db, sd_db: OPEN_POWER_SD_DB };
      for (const { sensor, residual_db, variance_db2, room } of leftOutReadings(
        map,
        site.errors,
        group,
        power,
        site.prior,
      )) {
        notes.push({ sensor, day, room, residual_db, variance_db2 });
        used = true;
      }
    }
    if (!used) return;
    looked.set(day, before + 1);
    sessions++;
  };
  const open = new Sessions(() => site.errors.burst_db);
  for await (const burst of bursts) {
    if (burst.prison_id !== site.prison_id || burst.building_id !== site.building_id) continue;
    for (const ended of open.take(burst)) take(ended);
  }
  for (const ended of open.rest()) take(ended);
  const bySensor = new Map<number, HealthNote[]>();
  for (const note of notes) {
    const own = bySensor.get(note.sensor);
    if (own) own.push(note);
    else bySensor.set(note.sensor, [note]);
  }
  return {
    sensors: map.sensors.map(({ sensor_id }, s) => ({ sensor_id, ...sensorHealth(bySensor.get(s) ?? [], s) })),
    sessions,
    from_s,
    notes,
  };
}

function groupsOf(session: Session, index: ReadonlyMap<string, number>, bands: readonly string[]) {
  const byKind = new Map<string, Session['bursts']>();
  for (const burst of session.bursts) {
    const key = `${burst.band}|${burst.kind}`;
    const own = byKind.get(key);
    if (own) own.push(burst);
    else byKind.set(key, [burst]);
  }
  return [...byKind.values()].map((bursts): { group: BurstGroup; kind: Burst['kind'] } => {
    const level_dbm = new Float64Array(index.size);
    const heard = new Float64Array(index.size);
    for (const { sensor_ids, rssi_dbm } of bursts) {
      sensor_ids.forEach((sensor_id, i) => {
        const s = index.get(sensor_id);
        if (s === undefined) return;
        level_dbm[s]! += rssi_dbm[i]!;
        heard[s]!++;
      });
    }
    for (let s = 0; s < index.size; s++) level_dbm[s] = heard[s]! > 0 ? level_dbm[s]! / heard[s]! : Number.NaN;
    const { band, kind } = bursts[0]!;
    const alive = new Uint8Array(index.size).fill(1);
    return {
      group: { level_dbm, heard, bursts: bursts.length, alive, band: nearestBand(band, bands), carriers: 1 },
      kind,
    };
  });
}
