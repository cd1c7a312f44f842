import { normalCdf } from '../../statistics/index.ts';
import { nearestBand } from '../power.ts';
import { OUTSIDE } from '../room-grid.ts';
import { firstMetre_db, type SensorSite } from './site.ts';

/** One transmitting antenna of a jammer or a managed-access system. */
export interface Antenna {
  readonly antenna_id: string;
  readonly level: number;
  readonly x_m: number;
  readonly y_m: number;
  readonly kind: 'jammer' | 'managed-access';
  readonly band: string;
  /** In the channel of the service that it shall beat, dBm: a jammer's power spread over more is to be stated per channel. */
  readonly eirp_dbm: number;
}

/** Level of the public network in a band, per room, outside, or everywhere where nothing better is known. */
export interface ServingLevel {
  readonly band: string;
  /** A listed room, `outside`, or empty = wherever nothing else is stated. */
  readonly cell_id: string;
  readonly level_dbm: number;
}

export interface RoomCoverage {
  /** Index in the grid's rooms; OUTSIDE = the ring around the building. */
  readonly room: number;
  readonly band: string;
  readonly kind: Antenna['kind'];
  /** Mean level of the antennas and of the public network, dBm. */
  readonly level_dbm: number;
  readonly serving_dbm: number;
  /** Mean over grid points of the chance that the service is denied (jammer) or taken over (managed access). */
  readonly chance: number;
  readonly worstPoint: number;
  /** Share of grid points where the chance is 95 % or more. */
  readonly share: number;
}

/** A room counts as covered from this chance on. */
export const COVERED = 0.95;

/**
 * By how much the antenna must be above the public network, dB. A jammer: GSM voice fails below a C/I of 9 dB, LTE below
 * an SINR of about -6 dB. Managed access: a phone changes to the stronger cell beyond the usual hysteresis.
 */
export function threshold_db(kind: Antenna['kind'], band: string): number {
  if (kind === 'managed-access') return 6;
  return /GSM/i.test(band) ? -9 : 6;
}

/** Shadowing of the public network's level within a room about what was stated, dB. */
const SERVING_SD_DB = 4;

/**
 * Path loss is free space in the first metre, then the site's own fitted exponent, walls and floors; with several antennas
 * of one kind and band their powers add. Chance = Phi((J - S - threshold) / sigma), sigma2 = residual of the map + its
 * coefficients + the public network's.
 */
export function antennaCoverage(
  site: SensorSite,
  antennas: readonly Antenna[],
  serving: readonly ServingLevel[],
): RoomCoverage[] {
  const { grid, base, thoughtOf } = site;
  const points = grid.x_m.length;
  const kinds = [...new Set(antennas.map(({ kind, band }) => `${kind}|${band}`))].toSorted();
  return kinds.flatMap((key): RoomCoverage[] => {
    const [kind, band] = key.split('|') as [Antenna['kind'], string];
    const own = antennas.filter((antenna) => antenna.kind === kind && antenna.band === band);
    const walked = nearestBand(band, site.map.bands);
    const power_mw = new Float64Array(points);
    const variance = new Float64Array(points);
    for (const antenna of own) {
      const place = { ...antenna, sensor_id: antenna.antenna_id, threshold_dbm: undefined };
      const nearest = base.mean_db({ decades_db: 0, walls: 0, storeys: 0 }, thoughtOf, walked);
      for (let g = 0; g < points; g++) {
        const link = site.linkFrom(grid.x_m[g]!, grid.y_m[g]!, grid.level[g]!, place);
        const loss_db = firstMetre_db(band) + nearest - base.mean_db(link, thoughtOf, walked);
        const mw = 10 ** ((antenna.eirp_dbm - loss_db) / 10);
        power_mw[g]! += mw;
        // The strongest antenna's uncertainty weighs most.
        variance[g]! += mw * base.variance_db2(link, thoughtOf, walked);
      }
    }
    const sums = new Map<
      number,
      { n: number; level: number; serving: number; chance: number; worst: number; covered: number }
    >();
    for (let g = 0; g < points; g++) {
      const room = grid.room[g]!;
      const cell_id = room === OUTSIDE ? 'outside' : grid.rooms[room]!.cell_id;
      const serving_dbm = servingAt(serving, band, cell_id);
      if (serving_dbm === undefined) continue;
      const level_dbm = 10 * Math.log10(power_mw[g]!);
      const sigma = Math.sqrt(base.residual_db ** 2 + variance[g]! / power_mw[g]! + SERVING_SD_DB ** 2);
      const chance = normalCdf((level_dbm - serving_dbm - threshold_db(kind, band)) / sigma);
      const sum = sums.get(room) ?? { n: 0, level: 0, serving: 0, chance: 0, worst: 1, covered: 0 };
      sum.n++;
      sum.level += level_dbm;
      sum.serving += serving_dbm;
      sum.chance += chance;
      sum.worst = Math.min(sum.worst, chance);
      if (chance >= COVERED) sum.covered++;
      sums.set(room, sum);
    }
    return [...sums]
      .toSorted(([a], [b]) => a - b)
      .map(([room, sum]) => ({
        room,
        band,
        kind,
        level_dbm: sum.level / sum.n,
        serving_dbm: sum.serving / sum.n,
        chance: sum.chance / sum.n,
        worstPoint: sum.worst,
        share: sum.covered / sum.n,
      }));
  });
}

function servingAt(serving: readonly ServingLevel[], band: string, cell_id: string): number | undefined {
  const own = serving.filter((one) => one.band === band);
  return (own.find((one) => one.cell_id === cell_id) ?? own.find((one) => one.cell_id === ''))?.level_dbm;
}
