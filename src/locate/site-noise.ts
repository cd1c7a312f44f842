import type { Session } from './sessions.ts';

/** What a site's own phones tell of the noise of single bursts, without anybody knowing where they were. */
export interface SiteNoise {
  /** Sd of one burst's level at one sensor about its session's mean; undefined with too few pairs. */
  readonly burst_db: number | undefined;
  /** Share of bursts that a sensor misses although they are well above its threshold; undefined with too few. */
  readonly lossRate: number | undefined;
}

/** Two bursts further apart may have been sent from two places. */
const PAIR_S = 20;
/** Sensors in common without which the common shift cannot be told from the noise. */
const LEAST_COMMON = 3;
const LEAST_FREEDOM = 200;
/** Receivers round to whole decibels and drift with warmth. */
const LEAST_BURST_DB = 1;
/** So far above its threshold a sensor does not miss a burst for weakness. */
const SURELY_HEARD_DB = 15;

/**
 * Pools the differences of bursts that follow each other in a session of one named phone, band and event, less their common
 * shift (the power may change from burst to burst): half their variance is the noise of one. A walk-test whose places were
 * measured once, or as averages, cannot tell it.
 */
export class SiteNoiseEstimate {
  private squared = 0;
  private freedom = 0;
  private missed = 0;
  private asked = 0;

  /** `threshold_dbm`: of a sensor, NaN where unknown. */
  add(session: Session, threshold_dbm: (sensor_id: string) => number): void {
    if (session.imsi === undefined && session.imei14 === undefined) return;
    const last = new Map<string, Session['bursts'][number]>();
    for (const burst of session.bursts) {
      if (burst.imsi === undefined && burst.imei14 === undefined) continue;
      const key = `${burst.band}|${burst.kind}`;
      const before = last.get(key);
      last.set(key, burst);
      if (before === undefined || burst.at_s - before.at_s > PAIR_S) continue;
      this.addPair(before, burst, threshold_dbm);
    }
  }

  noise(): SiteNoise {
    return {
      burst_db:
        this.freedom < LEAST_FREEDOM ? undefined : Math.max(LEAST_BURST_DB, Math.sqrt(this.squared / this.freedom / 2)),
      lossRate: this.asked < LEAST_FREEDOM ? undefined : (this.missed + 1) / (this.asked + 10),
    };
  }

  private addPair(
    a: Session['bursts'][number],
    b: Session['bursts'][number],
    threshold_dbm: (sensor_id: string) => number,
  ): void {
    const levels = new Map(b.sensor_ids.map((sensor_id, i) => [sensor_id, b.rssi_dbm[i]!]));
    const common: number[] = [];
    a.sensor_ids.forEach((sensor_id, i) => {
      const other = levels.get(sensor_id);
      if (other !== undefined) common.push(a.rssi_dbm[i]! - other);
    });
    const m = common.length;
    if (m < LEAST_COMMON) return;
    const shift = common.reduce((sum, value) => sum + value, 0) / m;
    for (const value of common) this.squared += (value - shift) ** 2;
    this.freedom += m - 1;
    a.sensor_ids.forEach((sensor_id, i) => {
      const room_db = a.rssi_dbm[i]! - shift - threshold_dbm(sensor_id);
      if (!(room_db > SURELY_HEARD_DB)) return;
      this.asked++;
      if (!levels.has(sensor_id)) this.missed++;
    });
  }
}
