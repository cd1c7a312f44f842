import type { SitePlace } from '../radio/index.ts';
import type { Random } from '../random.ts';
import { BANDS, lossAtOneMetre_db, type Band } from './bands.ts';
import type { SensorNetwork } from './hang-sensors.ts';

/** One sensor's reading of one burst. */
export interface Reading {
  readonly sensor: number;
  readonly rssi_dbm: number;
}

export interface Burst {
  readonly at: number;
  /** In metres of the prison's area. */
  readonly place: SitePlace;
  readonly band: Band;
  readonly power_dbm: number;
}

/** Noise of one burst, and the chance that it is lost whatever its level. */
const BURST_DB = 2.5;
const LOSS = 0.06;

/** What the sensors that work at that moment read of a burst: noise, loss, threshold, whole decibels. */
export class Ears {
  readonly #network: SensorNetwork;
  // A phone lies in few places: each is reckoned once.
  readonly #levels = new Map<string, Float64Array>();

  constructor(network: SensorNetwork) {
    this.#network = network;
  }

  hear(random: Random, { at, place, band, power_dbm }: Burst): Reading[] {
    const levels = this.#levelsFrom(place, BANDS[band].draw);
    const sent_db = power_dbm - lossAtOneMetre_db(band);
    const readings: Reading[] = [];
    this.#network.sensors.forEach(({ alive, threshold_dbm }, sensor) => {
      // Drawn for each sensor, whether it works or not: a dead one moves nothing else.
      const noise_db = BURST_DB * random.normal();
      const lost = random.chance(LOSS);
      const rssi_dbm = Math.round(sent_db + (levels[sensor] ?? -Infinity) + noise_db);
      if (lost || rssi_dbm < threshold_dbm || !alive.some(([from, until]) => at >= from && at < until)) return;
      readings.push({ sensor, rssi_dbm });
    });
    return readings;
  }

  #levelsFrom(place: SitePlace, draw: number): Float64Array {
    const key = `${place.x_m}/${place.y_m}/${place.level}/${draw}`;
    let levels = this.#levels.get(key);
    if (levels === undefined) {
      levels = Float64Array.from(this.#network.sensors, (_, s) => this.#network.site.level_db(s, place, draw));
      this.#levels.set(key, levels);
    }
    return levels;
  }
}
