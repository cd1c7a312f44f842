import type { Burst } from '../../intake/index.ts';
import type { BurstGroup } from '../grid-posterior.ts';
import { nearestBand } from '../power.ts';
import { Sessions, type Session } from '../sessions.ts';
import { LEAST_OTHERS, leftOutReadings } from './left-out-receiver.ts';
import { BASELINE_DAYS, placeScatter, type HealthNote } from './residual-shifts.ts';
import { sensorHealth, type SensorHealth } from './sensor-health.ts';
import type { SensorSite } from './site.ts';

/** Sessions looked at on one day: each costs some milliseconds, and more tell little. */
const MOST_A_DAY = 60;
/** Phones' power is left open: what is asked is how receivers agree with each other. */
const OPEN_POWER_SD_DB = 15;
const DAY_S = 86_400;
/** Receivers that are taken out one after the other before the rest is judged as it stands. */
const MOST_TAKEN_OUT = 6;

export type WatchedSensor = SensorHealth & { readonly sensor_id: string };

export interface SensorWatch {
  /** Of each receiver of the site's map, in its order. */
  readonly sensors: readonly WatchedSensor[];
  readonly sessions: number;
  /** Time of day 0. */
  readonly from_s: number;
}

/** Bursts of one session, band and event. */
export interface WatchedGroup {
  readonly day: number;
  readonly group: BurstGroup;
  readonly power_db: number;
}

/**
 * Watches the receivers of a building through the bursts that they heard, with or without an identity: `bursts` in the
 * order of time. Memory: the levels of the sessions looked at.
 */
export async function watchSensors(site: SensorSite, bursts: AsyncIterable<Burst>): Promise<SensorWatch> {
  const { map } = site;
  const index = new Map(map.sensors.map(({ sensor_id }, s) => [sensor_id, s]));
  const groups: WatchedGroup[] = [];
  const looked = new Map<number, number>();
  let from_s = Number.NaN;
  let sessions = 0;
  const take = (session: Session): void => {
    const { at_s } = session.bursts[0]!;
    if (Number.isNaN(from_s)) from_s = at_s;
    const day = Math.floor((at_s - from_s) / DAY_S);
    const before = looked.get(day) ?? 0;
    if (before >= MOST_A_DAY) return;
    const own = groupsOf(session, index, site).filter(({ group }) => hearers(group) > LEAST_OTHERS);
    if (own.length === 0) return;
    for (const { group, kind } of own) groups.push({ day, group, power_db: site.powerOf(kind).mean_db });
    looked.set(day, before + 1);
    sessions++;
  };
  const open = new Sessions(() => site.errors.burst_db);
  for await (const burst of bursts) {
    if (burst.prison_id !== site.prison_id || burst.building_id !== site.building_id) continue;
    for (const ended of open.take(burst)) take(ended);
  }
  for (const ended of open.rest()) take(ended);
  return { sensors: judgeReceivers(site, groups), sessions, from_s };
}

const hearers = ({ level_dbm }: BurstGroup): number =>
  level_dbm.reduce((count, level) => count + (Number.isNaN(level) ? 0 : 1), 0);

/**
 * Judges each receiver by the others. A changed one misleads the others' places: the most changed is taken out, and the
 * rest judged anew without it, until none of them has changed.
 */
export function judgeReceivers(
  site: Pick<SensorSite, 'map' | 'errors' | 'prior'>,
  groups: readonly WatchedGroup[],
): WatchedSensor[] {
  const { map, errors, prior } = site;
  const out = new Map<number, WatchedSensor>();
  let place_db: number | undefined;
  for (;;) {
    const bySensor = map.sensors.map((): HealthNote[] => []);
    const heardIn: { readonly day: number; readonly room: number; readonly group: BurstGroup }[] = [];
    for (const { day, group, power_db } of groups) {
      const level_dbm = group.level_dbm.map((level, s) => (out.has(s) ? Number.NaN : level));
      const power = { mean_db: power_db, sd_db: OPEN_POWER_SD_DB };
      const readings = leftOutReadings(map, errors, { ...group, level_dbm }, power, prior);
      const middle = readings[readings.length >> 1];
      if (middle !== undefined) heardIn.push({ day, room: middle.room, group });
      for (const one of readings) {
        const { sensor, residual_db, variance_db2, room } = one;
        bySensor[sensor]!.push({ sensor, day, room, residual_db, variance_db2 });
      }
    }
    place_db ??= placeScatter(bySensor);
    const options = { place_db };
    const judged = map.sensors.map(
      ({ sensor_id }, s): WatchedSensor => out.get(s) ?? { sensor_id, ...sensorHealth(bySensor[s]!, s, options) },
    );
    const worst = judged
      .filter((one) => one.alarm_day !== undefined && !out.has(one.sensor))
      .toSorted((a, b) => b.strength - a.strength)[0];
    if (worst === undefined || out.size >= MOST_TAKEN_OUT)
      return judged.map((one) =>
        one.alarm_day === undefined && hearsLess(heardIn, one.sensor) ? { ...one, verdict: 'hears less' } : one,
      );
    out.set(worst.sensor, worst);
  }
}

interface HeardIn {
  readonly day: number;
  readonly room: number;
  readonly group: BurstGroup;
}

/** Sessions are not independent: a phone talks from one place for hours. */
const OVERDISPERSION = 3;
const LEAST_EXPECTED = 12;

/**
 * Whether a receiver hears less than half of what it heard from the same rooms in the first days, by more than four
 * standard errors: the antenna came off, or it was taken out of earshot, and its heartbeat goes on.
 */
function hearsLess(sessions: readonly HeardIn[], sensor: number): boolean {
  const first = sessions[0]?.day ?? 0;
  const own = sessions.filter(({ group }) => group.alive[sensor] === 1);
  const early = own.filter(({ day }) => day < first + BASELINE_DAYS);
  const isHeard = ({ group }: HeardIn): number => (group.heard[sensor]! > 0 ? 1 : 0);
  const share = early.reduce((sum, one) => sum + isHeard(one), 0) / Math.max(1, early.length);
  const usual = new Map<number, { n: number; heard: number }>();
  for (const one of early) {
    // One session's worth of what is usual anywhere: a room heard once or twice does not say 0 or 1.
    const known = usual.get(one.room) ?? { n: 1, heard: share };
    usual.set(one.room, { n: known.n + 1, heard: known.heard + isHeard(one) });
  }
  let [expected, variance, heard] = [0, 0, 0];
  for (const one of own) {
    const known = usual.get(one.room);
    if (one.day < first + BASELINE_DAYS || known === undefined) continue;
    const p = known.heard / known.n;
    expected += p;
    // The share itself was learnt from n sessions.
    variance += p * (1 - p) * OVERDISPERSION * (1 + 1 / known.n);
    heard += isHeard(one);
  }
  return expected >= LEAST_EXPECTED && heard < expected / 2 && heard - expected < -4 * Math.sqrt(variance);
}

function groupsOf(session: Session, index: ReadonlyMap<string, number>, { map, alive: isAlive }: SensorSite) {
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
    const { band, kind, at_s } = bursts[0]!;
    const alive = Uint8Array.from(map.sensors, ({ sensor_id }) => (isAlive(sensor_id, at_s) ? 1 : 0));
    return {
      group: { level_dbm, heard, bursts: bursts.length, alive, band: nearestBand(band, map.bands), carriers: 1 },
      kind,
    };
  });
}
