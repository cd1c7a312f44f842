import type { CaseDocuments, Heartbeat, Room, Sensor, WalkReading } from '../model/case.ts';
import { aliveOf, type Alive } from './alive.ts';
import { fingerprintMap, type FingerprintUnit } from './fingerprint-map.ts';
import type { LevelMap } from './level-map.ts';
import type { BurstGroup, ErrorModel } from './grid-posterior.ts';
import { hearingSurvey } from './deaf-sensors.ts';
import { asRoom, landingsOf, walkedLandings, withLandings } from './landings.ts';
import { learnFormula } from './learn-formula.ts';
import { lossRateOf } from './loss-rate.ts';
import {
  burstNoise,
  isPlaced,
  propagationMap,
  wallsByLevel,
  type BurstNoise,
  type MapInput,
  type PropagationMap,
} from './propagation-map.ts';
import { OUTSIDE, roomGrid, withWalkedRooms } from './room-grid.ts';
import { roomPriorOf } from './place-prior.ts';
import { surveyOf, type Survey } from './survey.ts';

/** One way of knowing what sensors read from where. */
export interface OpinionMap {
  readonly kind: 'multi-wall' | 'open-plan' | FingerprintUnit;
  readonly map: LevelMap;
}

/** What a building's documents allow to be asked. */
export interface BuildingOpinions {
  /** Those with an outline first; after the listed ones the landings between them. */
  readonly rooms: readonly Room[];
  /** How many of the rooms are listed. */
  readonly listed: number;
  /** Those with a place first. */
  readonly sensors: readonly Sensor[];
  readonly alive: Alive;
  /** Whether any of the sensors has heartbeats. */
  readonly reported: boolean;
  readonly survey: Survey;
  /** Undefined without a floor plan or a sensor in it. */
  readonly propagation: PropagationMap | undefined;
  readonly maps: readonly OpinionMap[];
  /** Prior per room, per landing, outside, none. */
  readonly roomPrior: Float64Array;
  /** Noise of one burst, as the walk-test tells it. */
  readonly burst_db: number;
  /** Whether the walk-test heard places more than once: else `burst_db` is the usual noise. */
  readonly burstIsMeasured: boolean;
  /** The map by a formula learnt from looks whose places nobody knows; undefined where they tell nothing. Only without a survey. */
  readonly relearn?: (
    looks: readonly BurstGroup[],
    errors: ErrorModel,
  ) => { readonly map: PropagationMap; readonly frozen_db: number; readonly pattern_db: number } | undefined;
}

/** Why nothing can be said of a building. */
export type WithheldReason = 'no-sensors' | 'no-rooms' | 'no-plan-and-no-walk-test';

/** What is missing for any opinion of a building; undefined where at least one is possible. */
export function whyWithheld(
  documents: CaseDocuments,
  prison_id: string,
  building_id: string,
): WithheldReason | undefined {
  const own = ownOf(prison_id, building_id);
  const sensors = (documents.sensors ?? []).filter(own);
  const rooms = documents.rooms.filter(own);
  if (sensors.length === 0) return 'no-sensors';
  if (rooms.length === 0) return 'no-rooms';
  if (sensors.some(isPlaced) && rooms.some(({ outline }) => outline !== undefined)) return undefined;
  const known = new Set(rooms.map(({ cell_id }) => cell_id));
  const outlined = rooms.some(({ outline }) => outline !== undefined);
  const heard = new Set(sensors.map(({ sensor_id }) => sensor_id));
  const walked = (documents.walkTest ?? []).some(
    (reading) =>
      own(reading) &&
      heard.has(reading.sensor_id) &&
      (known.has(reading.cell_id) || (outlined && reading.x_m !== undefined)),
  );
  return walked ? undefined : 'no-plan-and-no-walk-test';
}

/** Which places the maps have besides rooms. */
export interface PlacesAsked {
  /** Off where sensors are planned for rooms, and what lies between these is nobody's question. */
  readonly landings: boolean;
}

/** Every map that the documents allow: the formula in the plan, with and without walls; the walk-test as it is, by place and room. */
export function buildingOpinions(
  documents: CaseDocuments,
  prison_id: string,
  building_id: string,
  weakest: ReadonlyMap<string, number>,
  places: PlacesAsked,
): BuildingOpinions {
  const own = ownOf(prison_id, building_id);
  const all = documents.rooms.filter(own);
  const outlined = all.filter(({ outline }) => outline !== undefined);
  const listedRooms = [...outlined, ...all.filter(({ outline }) => outline === undefined)];
  const listed = listedRooms.length;
  const landings = places.landings ? landingsOf(outlined) : [];
  const rooms = [...listedRooms, ...landings.map((landing) => asRoom(landing, prison_id, building_id))];
  const walkTest = (documents.walkTest ?? []).filter(own);
  const everySensor = withoutNeverHeard(
    (documents.sensors ?? []).filter(own),
    walkTest,
    weakest,
    documents.heartbeats ?? [],
  );
  const placed = everySensor.filter(isPlaced);
  // Placed ones first: a map that knows those alone reads the beginning of every list by sensor.
  const sensors: Sensor[] = [...placed, ...everySensor.filter((sensor) => !isPlaced(sensor))];
  const alive = aliveOf(sensors, documents.heartbeats ?? []);
  const ids = new Set(sensors.map(({ sensor_id }) => sensor_id));
  const reported = (documents.heartbeats ?? []).some(({ sensor_id }) => ids.has(sensor_id));
  const asked = surveyOf(walkTest, sensors, listedRooms, alive);
  const weakestHeard_dbm = Float64Array.from(sensors, ({ sensor_id }) => weakest.get(sensor_id) ?? Number.NaN);
  for (const { level_db, power_dbm } of asked.events) {
    level_db.forEach((level, s) => {
      const level_dbm = level + power_dbm;
      if (!(level_dbm >= weakestHeard_dbm[s]!) && !Number.isNaN(level_dbm)) weakestHeard_dbm[s] = level_dbm;
    });
  }
  const thresholds_dbm = Float64Array.from(sensors, ({ threshold_dbm }, s) => threshold_dbm ?? weakestHeard_dbm[s]!);
  const walls = (documents.walls ?? []).filter((wall) => wall.building_id === building_id);
  const wallsOf = outlined.length > 0 ? wallsByLevel({ walls, grid: { rooms: outlined } }) : undefined;
  const derived = outlined.some(({ level }) => wallsOf?.(level).derived);
  const inRooms = hearingSurvey({ survey: asked, placed, thresholds_dbm, wallsOf, derived });
  const walked = inRooms.cells.some(({ room }) => room >= 0);
  const survey = walkedLandings(inRooms, landings, listed);
  const noise = survey.events.length > 0 ? burstNoise(survey) : UNSURVEYED_NOISE;
  const maps: OpinionMap[] = [];
  let propagation: PropagationMap | undefined;
  let relearn: BuildingOpinions['relearn'];
  const outlines = roomGrid(outlined);
  const grid = withLandings(withWalkedRooms(outlines, inRooms.cells, outlined.length), landings, listed);
  const sizes = new Float64Array(listed);
  for (const room of outlines.room) if (room !== OUTSIDE) sizes[room]!++;
  const lengths = landings.map(({ points }) => points.length);
  const roomPrior = roomPriorOf(sizes, undefined, lengths);
  if (placed.length > 0 && outlined.length > 0) {
    const input = { grid, sensors: placed, walls, survey: inRooms, weakestHeard_dbm };
    propagation = propagationMap(input);
    if (!propagation.surveyed) relearn = relearnFrom(input, outlined, roomPriorOf(sizes));
    maps.push({ kind: 'multi-wall', map: propagation });
    // Where a survey tells what walls do, a map that ignores the plan is a second opinion with other mistakes.
    if (propagation.surveyed && propagation.base.wall_db > WALLS_TELL_DB) {
      maps.push({ kind: 'open-plan', map: propagationMap({ ...input, openPlan: true }) });
    }
  }
  if (walked) {
    const lossRate = lossRateOf(survey, thresholds_dbm);
    const { burst_db, repeat } = noise;
    const input = { survey, sensors, rooms, thresholds_dbm, lossRate, burst_db, repeat };
    maps.push({ kind: 'place', map: fingerprintMap({ ...input, unit: 'place' }) });
    maps.push({ kind: 'room', map: fingerprintMap({ ...input, unit: 'room' }) });
  }
  const told = { burst_db: noise.burst_db, burstIsMeasured: noise.isMeasured };
  const known = { rooms, listed, sensors, alive, reported, survey, propagation, maps, roomPrior, ...told };
  return relearn === undefined ? known : { ...known, relearn };
}

/**
 * Without the thresholds of sensors that never heard anything, while others did, and of which no heartbeat says that they ever worked:
 * their silence says nothing.
 */
function withoutNeverHeard(
  sensors: readonly Sensor[],
  walkTest: readonly WalkReading[],
  weakest: ReadonlyMap<string, number>,
  heartbeats: readonly Heartbeat[],
): Sensor[] {
  const heard = new Set([...walkTest, ...heartbeats].map(({ sensor_id }) => sensor_id));
  const works = ({ sensor_id }: Sensor): boolean => heard.has(sensor_id) || weakest.has(sensor_id);
  return sensors.some(works)
    ? sensors.map((sensor) => (works(sensor) ? sensor : { ...sensor, threshold_dbm: undefined }))
    : [...sensors];
}

function relearnFrom(
  input: MapInput,
  outlined: readonly Room[],
  roomPrior: Float64Array,
): NonNullable<BuildingOpinions['relearn']> {
  return (looks, errors) => {
    const coarse = roomGrid(outlined, { points: COARSE_POINTS, mostStep_m: 3 });
    const wallsOf = wallsByLevel({ walls: input.walls, grid: coarse });
    const derived = outlined.some(({ level }) => wallsOf(level).derived);
    const { sensors } = input;
    const learnt = learnFormula({ grid: coarse, sensors, wallsOf, derived, roomPrior, errors, looks });
    return learnt && { ...learnt, map: propagationMap({ ...input, base: learnt.base }) };
  };
}

/** Points at which unplaced looks are tried. */
const COARSE_POINTS = 350;
/** Of single bursts indoors, where nobody measured. */
const UNSURVEYED_NOISE: BurstNoise = { burst_db: 4, repeat: 0, isMeasured: false };
/** Walls that cost less make two maps out of one. */
const WALLS_TELL_DB = 0.3;

const ownOf =
  (prison_id: string, building_id: string) =>
  (thing: { readonly prison_id: string; readonly building_id: string }): boolean =>
    thing.prison_id === prison_id && thing.building_id === building_id;
