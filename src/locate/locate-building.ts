import { CellsweepError } from '../model/errors.ts';
import type { CaseDocuments, Room } from '../model/case.ts';
import { buildingOpinions, type BuildingOpinions, type PlacesAsked } from './building-opinions.ts';
import { calibrateErrors, weightFactor, type Calibration } from './calibrate.ts';
import { fixBursts, type BurstGroup, type ErrorModel, type PowerPrior } from './grid-posterior.ts';
import { followPhone, type RoomLook } from './follow-phone.ts';
import { byKind } from './kind-groups.ts';
import { pooled } from './opinion-pool.ts';
import { spreadPrior } from './place-prior.ts';
import {
  nearestBand,
  nominalPower,
  powerGrid,
  RELATIVE_TO_SURVEY,
  UNSURVEYED_POWER,
  type PowerClass,
} from './power.ts';
import type { LevelMap } from './level-map.ts';
import type { PropagationMap } from './propagation-map.ts';
import { roomRatios } from './room-ratios.ts';
import { stepsOf } from './session-steps.ts';
import { OUTSIDE } from './room-grid.ts';
import type { Session } from './sessions.ts';
import { SiteLearning, type Opinion } from './site-learning.ts';
import { SiteNoiseEstimate } from './site-noise.ts';

/** Everything that locating in one building of a prison needs; the maps are made once. */
export class BuildingLocator {
  readonly prison_id: string;
  /** The listed ones, then the landings. */
  readonly rooms: readonly Room[];
  readonly listed: number;
  /** Prior per room, per landing, outside, none. */
  readonly roomPrior: Float64Array;
  readonly calibration: Calibration;
  /** How alike the errors of two looks at one place are: the map's share of them. */
  readonly alike: number;
  private readonly known: BuildingOpinions;
  /** Those that count; never empty. */
  private readonly opinions: readonly Opinion[];
  private readonly weights: readonly number[];
  private readonly sensorIndex: ReadonlyMap<string, number>;
  private power: ReadonlyMap<string, PowerPrior> = new Map();
  private readonly learning = new SiteLearning();
  private readonly noise = new SiteNoiseEstimate();

  /** Throws INTERNAL where `whyWithheld` names a reason. */
  constructor(
    documents: CaseDocuments,
    prison_id: string,
    building_id: string,
    weakest: ReadonlyMap<string, number>,
    places: PlacesAsked = { landings: true },
  ) {
    this.prison_id = prison_id;
    this.known = buildingOpinions(documents, prison_id, building_id, weakest, places);
    const { maps, survey, sensors, roomPrior } = this.known;
    this.rooms = this.known.rooms;
    this.listed = this.known.listed;
    this.roomPrior = roomPrior;
    this.sensorIndex = new Map(sensors.map(({ sensor_id }, index) => [sensor_id, index]));
    const primary = maps[0];
    if (primary === undefined)
      throw new CellsweepError('INTERNAL', 'a building without a plan and a walk-test was asked');
    // The survey's own transmitter was known; the phone's will not be.
    const blind = { mean_db: survey.powerStated ? (survey.events[0]?.power_dbm ?? 0) : 0, sd_db: 10 };
    const burst_db = this.known.burst_db;
    const { reported, listed } = this.known;
    this.calibration = calibrateErrors({ maps, survey, roomPrior, power: blind, burst_db, reported, listed });
    const { errors, pool } = this.calibration;
    const counting = maps.flatMap((_, m) => (pool.weights[m]! > 0 ? [m] : []));
    if (counting.length === 0) counting.push(0);
    this.weights = counting.map((m) => pool.weights[m]! || 1 / maps.length);
    this.opinions = counting.map((m) => ({
      map: maps[m]!.map,
      prior: spreadPrior(maps[m]!.map.grid, roomPrior),
      errors: errors[m]!,
    }));
    const [first] = this.opinions;
    const { map_db2 } = first!.map;
    const mapMean = map_db2.reduce((sum, value) => sum + value, 0) / Math.max(1, map_db2.length);
    this.alike = mapMean / (mapMean + first!.errors.frozen_db ** 2);
  }

  /** The formula in the plan. Throws INTERNAL where there is no plan. */
  get map(): PropagationMap {
    const { propagation } = this.known;
    if (propagation === undefined) throw new CellsweepError('INTERNAL', 'a building without a plan has no formula');
    return propagation;
  }

  /** Whether some map has places outside of the rooms: without, nothing tells a phone in the street from one inside. */
  get tellsOutside(): boolean {
    return this.opinions.some(({ map }) => map.grid.room.includes(OUTSIDE));
  }

  /** Of the first map; tempered as the pool tempers. */
  get errors(): ErrorModel {
    const temper = this.weights.reduce((sum, weight) => sum + weight, 0);
    return { ...(this.calibration.errors[0] ?? this.opinions[0]!.errors), temper };
  }

  /** Learns noise and power of phones from a session whose place nobody knows. */
  learn(session: Session): void {
    const { thresholds_dbm } = this.opinions[0]!.map;
    this.noise.add(session, (sensor_id) => thresholds_dbm[this.sensorIndex.get(sensor_id) ?? -1] ?? Number.NaN);
    const opinion = this.opinions[0]!;
    const { surveyed } = opinion.map;
    // About a survey whose transmitter's power nobody stated, the class alone is used: a peak at the survey's own level
    // would be learnt from whatever resembles it, at the cost of every phone that does not.
    if (surveyed && !this.known.survey.powerStated) return;
    for (const { key, band, kind, bursts } of byKind(session.bursts)) {
      this.learning.add(key, this.classOf(opinion, band, kind), () => this.groupOf(bursts, opinion.map), surveyed);
    }
  }

  /** Ends learning. */
  learnt(): void {
    const { burst_db } = this.noise.noise();
    // Bursts that follow each other differ by less than bursts do: the site's noise is a lower bound. Where the walk-test
    // heard its places more than once it has measured the whole, and the other errors were fitted beside that.
    const least_db = this.known.burstIsMeasured ? this.known.burst_db : 0;
    if (burst_db !== undefined)
      for (const one of this.opinions) one.errors = { ...one.errors, burst_db: Math.max(least_db, burst_db) };
    this.power = this.learning.learnt(this.opinions[0]!, this.known.relearn);
  }

  /** Sd of one burst's level about its session's, dB. */
  get burst_db(): number {
    return this.opinions[0]!.errors.burst_db;
  }

  /**
   * The posterior of a session's room. Bursts of one band and event are averaged; groups of different ones are
   * independent looks at the fading, but not at the map.
   */
  look(session: Session): RoomLook {
    const groups = byKind(session.bursts);
    const told = this.opinions.map((opinion) => {
      const fixes = groups.map(({ key, band, kind, bursts }) => {
        const power = this.powerOf(opinion, key, band, kind);
        return fixBursts(opinion.map, opinion.errors, this.groupOf(bursts, opinion.map), power, opinion.prior);
      });
      return roomRatios(opinion.map, opinion.prior, this.roomPrior, fixes, this.alike);
    });
    const heard = new Set(session.bursts.flatMap(({ sensor_ids }) => sensor_ids)).size;
    const factor = weightFactor(this.calibration, heard);
    const p = pooled(
      told.map(({ ratios }) => ratios),
      this.roomPrior,
      this.weights.map((weight) => weight * factor),
      this.calibration.pool.blunder,
    );
    const mean = (of: (one: (typeof told)[number]) => Float64Array) =>
      Float64Array.from(this.rooms, (_, room) => {
        let [sum, weights] = [0, 0];
        told.forEach((one, m) => {
          const at = of(one)[room]!;
          if (Number.isNaN(at)) return;
          sum += this.weights[m]! * at;
          weights += this.weights[m]!;
        });
        return weights > 0 ? sum / weights : Number.NaN;
      });
    return { p, x_m: mean(({ x_m }) => x_m), y_m: mean(({ y_m }) => y_m) };
  }

  /** The same of a phone that was carried during the session, step by step. */
  follow(session: Session): { readonly from_s: number; readonly until_s: number; readonly look: RoomLook }[] {
    const steps = stepsOf(session.bursts);
    const asked = steps.map(({ bursts }, t) => {
      // Of several kinds of bursts within one step the most frequent one.
      const {
        key,
        band,
        kind,
        bursts: own,
      } = byKind(bursts).reduce((a, b) => (b.bursts.length > a.bursts.length ? b : a));
      const seconds = t === 0 ? 0 : steps[t]!.from_s - steps[t - 1]!.from_s;
      return { key, band, kind, seconds, groupFor: (map: LevelMap) => this.groupOf(own, map) };
    });
    const kinds = new Map(asked.map(({ key, band, kind }) => [key, { band, kind }]));
    const opinions = this.opinions.map((opinion, m) => ({
      ...opinion,
      weight: this.weights[m]!,
      powerOf: ({ key }: { readonly key: string }) => {
        const { band, kind } = kinds.get(key)!;
        return this.powerOf(opinion, key, band, kind);
      },
    }));
    const looks = followPhone(opinions, asked, this.roomPrior, this.calibration.pool.blunder);
    return steps.map(({ from_s, until_s }, t) => ({ from_s, until_s, look: looks[t]! }));
  }

  private powerOf(opinion: Opinion, key: string, band: string, kind: 'access' | 'traffic'): PowerPrior {
    const learnt = opinion.map.surveyed === this.opinions[0]!.map.surveyed ? this.power.get(key) : undefined;
    return learnt ?? powerGrid(this.classOf(opinion, band, kind));
  }

  private classOf({ map }: Opinion, band: string, kind: 'access' | 'traffic'): PowerClass {
    if (!map.surveyed) return UNSURVEYED_POWER;
    return this.known.survey.powerStated ? nominalPower(band, kind) : RELATIVE_TO_SURVEY;
  }

  private groupOf(bursts: Session['bursts'], map: LevelMap): BurstGroup {
    const S = this.known.sensors.length;
    const level_dbm = new Float64Array(S);
    const heard = new Float64Array(S);
    const alive = new Uint8Array(S);
    for (const { sensor_ids, rssi_dbm } of bursts) {
      sensor_ids.forEach((sensor_id, i) => {
        const s = this.sensorIndex.get(sensor_id);
        if (s === undefined) return;
        level_dbm[s]! += rssi_dbm[i]!;
        heard[s]!++;
      });
    }
    const { band, at_s } = bursts[0]!;
    for (const [sensor_id, s] of this.sensorIndex) {
      level_dbm[s] = heard[s]! > 0 ? level_dbm[s]! / heard[s]! : Number.NaN;
      alive[s] = heard[s]! > 0 || this.known.alive(sensor_id, at_s) ? 1 : 0;
    }
    return {
      level_dbm,
      heard,
      bursts: bursts.length,
      alive,
      reported: this.known.reported,
      band: nearestBand(band, map.bands),
      carriers: 1,
    };
  }
}
