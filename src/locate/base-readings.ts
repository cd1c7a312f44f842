import type { LevelWalls } from './floor-plan.ts';
import { linkOf, type Link, type PlacedSensor } from './link.ts';
import type { Survey } from './survey.ts';

/** One reading that the fit uses; censored: the level lies below `level_db`. */
export interface BaseReading {
  readonly link: Link;
  readonly sensor: number;
  readonly band: number;
  readonly level_db: number;
  readonly censored: boolean;
  /** Chance that all bursts were missed whatever their level; 0 of what was heard. */
  readonly lost: number;
  /** How much it counts: the chance of the place, where that is not known. 1 where left out. */
  readonly weight?: number;
}

/** Readings of a survey for the fit: the mean of each place, band and sensor, or "below the threshold". */
export function baseReadings(
  survey: Survey,
  sensors: readonly PlacedSensor[],
  thresholds_dbm: Float64Array,
  lossRate: number,
  wallsOf: (level: number) => LevelWalls,
): (BaseReading & { readonly cell: number; readonly heard: number; readonly sent: number })[] {
  const S = sensors.length;
  const B = survey.bands.length;
  const size = survey.cells.length * B * S;
  const sum = new Float64Array(size);
  const heard = new Float64Array(size);
  const sent = new Float64Array(size);
  const power = new Float64Array(survey.cells.length * B);
  for (const { cell, band, level_db, power_dbm, alive } of survey.events) {
    power[cell * B + band] = power_dbm;
    for (let s = 0; s < S; s++) {
      const at = (cell * B + band) * S + s;
      if (alive[s] === 1) sent[at]!++;
      if (Number.isNaN(level_db[s]!)) continue;
      sum[at]! += level_db[s]!;
      heard[at]!++;
    }
  }
  const readings = [];
  for (let cell = 0; cell < survey.cells.length; cell++) {
    const { x_m, y_m, level } = survey.cells[cell]!;
    if (Number.isNaN(x_m)) continue;
    for (let s = 0; s < S; s++) {
      const link = linkOf(x_m, y_m, level, sensors[s]!, wallsOf);
      for (let band = 0; band < B; band++) {
        const at = (cell * B + band) * S + s;
        const n = heard[at]!;
        const threshold = thresholds_dbm[s]! - power[cell * B + band]!;
        if (n > 0) {
          const level_db = sum[at]! / n;
          readings.push({
            link,
            sensor: s,
            band,
            level_db,
            censored: false,
            lost: 0,
            cell,
            heard: n,
            sent: sent[at]!,
          });
        } else if (sent[at]! > 0 && Number.isFinite(threshold)) {
          readings.push({
            link,
            sensor: s,
            band,
            level_db: threshold,
            censored: true,
            lost: lossRate ** sent[at]!,
            cell,
            heard: 0,
            sent: sent[at]!,
          });
        }
      }
    }
  }
  return readings;
}
