import type { CaseDocuments } from '../model/case.ts';
import { aliveOf, type Alive } from './alive.ts';
import { calibrateErrors, type Calibration } from './calibrate.ts';
import {
  fixBursts,
  placePrior,
  type BurstGroup,
  type ErrorModel,
  type Fix,
  type PlacePrior,
  type PowerPrior,
} from './grid-posterior.ts';
import {
  learnPower,
  momentsOf,
  nearestBand,
  nominalPower,
  powerGrid,
  RELATIVE_TO_SURVEY,
  UNSURVEYED_POWER,
  type PowerClass,
} from './power.ts';
import { isPlaced, propagationMap, type PropagationMap } from './propagation-map.ts';
import { roomGrid } from './room-grid.ts';
import type { Session } from './sessions.ts';
import { surveyOf } from './survey.ts';

/** One look at a place: probability per room of the map's grid, then outside, then none; mean position in each room. */
export interface RoomLook {
  readonly p: Float64Array;
  readonly x_m: Float64Array;
  readonly y_m: Float64Array;
}

/** Sessions of one band and event from which what phones send at is learnt. */
const MOST_LEARNT = 300;

/** Everything that locating in one building of a prison needs; the map is made once. */
export class BuildingLocator {
  readonly prison_id: string;
  readonly map: PropagationMap;
  readonly prior: PlacePrior;
  /** Prior per room, outside, none. */
  readonly roomPrior: Float64Array;
  readonly errors: ErrorModel;
  readonly calibration: Calibration;
  private readonly maps: readonly PropagationMap[];
  /** How alike the errors of two looks at one place are: the map's share of them. */
  readonly alike: number;
  private readonly alive: Alive;
  private readonly sensorIndex: ReadonlyMap<string, number>;
  private readonly power = new Map<string, PowerPrior>();
  private readonly learning = new Map<string, Float64Array[]>();
  private readonly powerStated: boolean;

  constructor(documents: CaseDocuments, prison_id: string, building_id: string, weakest: ReadonlyMap<string, number>) {
    this.prison_id = prison_id;
    const own = (thing: { prison_id: string; building_id: string }) =>
      thing.prison_id === prison_id && thing.building_id === building_id;
    const sensors = (documents.sensors ?? []).filter(own).filter(isPlaced);
    const rooms = documents.rooms.filter(own).filter(({ outline }) => outline !== undefined);
    this.alive = aliveOf(sensors, documents.heartbeats ?? []);
    this.sensorIndex = new Map(sensors.map(({ sensor_id }, index) => [sensor_id, index]));
    const survey = surveyOf((documents.walkTest ?? []).filter(own), sensors, rooms, this.alive);
    const weakestHeard_dbm = Float64Array.from(sensors, ({ sensor_id }) => weakest.get(sensor_id) ?? Number.NaN);
    for (const { level_db, power_dbm } of survey.events) {
      level_db.forEach((level, s) => {
        const level_dbm = level + power_dbm;
        if (!(level_dbm >= weakestHeard_dbm[s]!) && !Number.isNaN(level_dbm)) weakestHeard_dbm[s] = level_dbm;
      });
    }
    const walls = (documents.walls ?? []).filter((wall) => wall.building_id === building_id);
    const input = { grid: roomGrid(rooms), sensors, walls, survey, weakestHeard_dbm };
    this.map = propagationMap(input);
    // Where a survey tells what walls do, a map that ignores the plan is a second opinion with other mistakes.
    this.maps = survey.events.length > 0 ? [this.map, propagationMap({ ...input, openPlan: true })] : [this.map];
    this.powerStated = survey.powerStated;
    this.prior = placePrior(this.map);
    this.roomPrior = new Float64Array(rooms.length + 2);
    this.map.grid.room.forEach((room, g) => {
      this.roomPrior[room < 0 ? rooms.length : room]! += this.prior.points[g]!;
    });
    this.roomPrior[rooms.length + 1] = this.prior.none;
    // The survey's own transmitter was known; the phone's will not be.
    const blind = powerGrid({ mean_db: survey.powerStated ? (survey.events[0]?.power_dbm ?? 0) : 0, sd_db: 10 });
    this.calibration = calibrateErrors(this.maps, survey, this.prior, blind);
    this.errors = this.calibration.errors;
    const mapMean = this.map.map_db2.reduce((sum, value) => sum + value, 0) / Math.max(1, this.map.map_db2.length);
    this.alike = mapMean / (mapMean + this.errors.frozen_db ** 2);
  }

  /** Learns the power of phones from a session whose place nobody knows. False once enough were seen. */
  learn(session: Session): boolean {
    // About a survey whose transmitter's power nobody stated, the class alone is used: a peak at the survey's own level
    // would be learnt from whatever resembles it, at the cost of every phone that does not.
    if (this.map.surveyed && !this.powerStated) return false;
    let wanted = false;
    for (const [key, { band, kind, group }] of this.groups(session)) {
      const list = this.learning.get(key) ?? [];
      this.learning.set(key, list);
      if (list.length >= MOST_LEARNT) continue;
      wanted = true;
      list.push(this.fix(group, powerGrid(this.classOf(band, kind))).power);
    }
    return wanted;
  }

  /** Ends learning. */
  learnt(): void {
    for (const [key, posteriors] of this.learning) {
      const [band = '', kind] = key.split('|');
      const start = powerGrid(this.classOf(band, kind === 'access' ? 'access' : 'traffic'));
      const learnt = learnPower(start, posteriors);
      // Without a survey the loss in the first metre is what is learnt; how far phones differ is not told by places that
      // are themselves unknown, so that the usual spread is kept.
      const { mean_db } = momentsOf(learnt);
      this.power.set(key, this.map.surveyed ? learnt : powerGrid({ mean_db, sd_db: RELATIVE_TO_SURVEY.sd_db }));
    }
    this.learning.clear();
  }

  /**
   * The posterior of a session's place. Bursts of one band and event are averaged; groups of different ones are
   * independent looks at the fading, but not at the map: n looks count as n / (1 + (n - 1) alike).
   */
  look(session: Session): RoomLook {
    const groups = [...this.groups(session)].map(([key, { band, kind, group }]) => ({
      group,
      power: this.power.get(key) ?? powerGrid(this.classOf(band, kind)),
    }));
    const { shares } = this.calibration;
    const looks = this.maps.map((map, m) =>
      shares[m] === 0
        ? undefined
        : combine(
            map,
            this.prior,
            groups.map(({ group, power }) => fixBursts(map, this.errors, group, power, this.prior)),
            this.alike,
          ),
    );
    return pool(looks, shares, this.roomPrior.length);
  }

  private classOf(band: string, kind: 'access' | 'traffic'): PowerClass {
    if (!this.map.surveyed) return UNSURVEYED_POWER;
    return this.powerStated ? nominalPower(band, kind) : RELATIVE_TO_SURVEY;
  }

  private fix(group: BurstGroup, power: PowerPrior): Fix {
    return fixBursts(this.map, this.errors, group, power, this.prior);
  }

  private *groups(
    session: Session,
  ): Generator<[string, { band: string; kind: 'access' | 'traffic'; group: BurstGroup }]> {
    const byKind = new Map<string, Session['bursts']>();
    for (const burst of session.bursts) {
      const key = `${burst.band}|${burst.kind}`;
      const list = byKind.get(key);
      if (list) list.push(burst);
      else byKind.set(key, [burst]);
    }
    const S = this.map.sensors.length;
    for (const [key, bursts] of byKind) {
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
      const { band, kind, at_s } = bursts[0]!;
      for (const [sensor_id, s] of this.sensorIndex) {
        level_dbm[s] = heard[s]! > 0 ? level_dbm[s]! / heard[s]! : Number.NaN;
        alive[s] = heard[s]! > 0 || this.alive(sensor_id, at_s) ? 1 : 0;
      }
      const group = {
        level_dbm,
        heard,
        bursts: bursts.length,
        alive,
        band: nearestBand(band, this.map.bands),
        carriers: 1,
      };
      yield [key, { band, kind, group }];
    }
  }
}

/** Several looks at one place from one map: their product, less what their errors share. */
function combine(map: PropagationMap, prior: PlacePrior, fixes: readonly Fix[], alike: number): RoomLook {
  const exponent = 1 / (1 + (fixes.length - 1) * alike);
  const { grid } = map;
  const rooms = grid.rooms.length;
  const p = new Float64Array(rooms + 2);
  const x_m = new Float64Array(rooms);
  const y_m = new Float64Array(rooms);
  const mass = (of: (fix: Fix) => number, own: number): number =>
    fixes.length === 1 ? of(fixes[0]!) : fixes.reduce((value, fix) => value * (of(fix) / own) ** exponent, own);
  for (let g = 0; g < grid.x_m.length; g++) {
    const value = mass((fix) => fix.points[g]!, prior.points[g]!);
    const room = grid.room[g]!;
    p[room < 0 ? rooms : room]! += value;
    if (room < 0) continue;
    x_m[room]! += value * grid.x_m[g]!;
    y_m[room]! += value * grid.y_m[g]!;
  }
  p[rooms + 1] = mass((fix) => fix.none, prior.none);
  for (let room = 0; room < rooms; room++) {
    x_m[room]! /= p[room]! || 1;
    y_m[room]! /= p[room]! || 1;
  }
  const total = p.reduce((sum, value) => sum + value, 0);
  return { p: p.map((value) => value / total), x_m, y_m };
}

/** Linear pool of the maps' readings: neither can veto a room. */
function pool(looks: readonly (RoomLook | undefined)[], shares: readonly number[], length: number): RoomLook {
  const p = new Float64Array(length);
  const rooms = length - 2;
  const x_m = new Float64Array(rooms);
  const y_m = new Float64Array(rooms);
  const told = new Float64Array(rooms);
  looks.forEach((look, m) => {
    if (!look) return;
    for (let k = 0; k < p.length; k++) {
      const value = shares[m]! * look.p[k]!;
      p[k]! += value;
      if (k >= rooms) continue;
      x_m[k]! += value * look.x_m[k]!;
      y_m[k]! += value * look.y_m[k]!;
      told[k]! += value;
    }
  });
  for (let k = 0; k < rooms; k++) {
    x_m[k]! /= told[k]! || 1;
    y_m[k]! /= told[k]! || 1;
  }
  return { p, x_m, y_m };
}
