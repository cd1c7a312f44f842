import { fitBaseMap, linkOf, type BaseMap, type BaseReading, type Link, type PlacedSensor } from './base-map.ts';
import { bearingsOf } from './direction-terms.ts';
import { effectiveBursts, fixBursts, type BurstGroup, type ErrorModel } from './grid-posterior.ts';
import type { LevelMap } from './level-map.ts';
import { spreadPrior } from './place-prior.ts';
import { powerGrid, UNSURVEYED_POWER, type PowerClass } from './power.ts';
import type { RoomGrid } from './room-grid.ts';
import type { LevelWalls } from './floor-plan.ts';

/** What a building's own phones tell of its formula, nobody knowing where they were. */
export interface LearntFormula {
  readonly base: BaseMap;
  readonly frozen_db: number;
  /** By direction, see ErrorModel. */
  readonly pattern_db: number;
}

export interface FormulaInput {
  /** Coarse: each round asks every look at every point. */
  readonly grid: RoomGrid;
  readonly sensors: readonly PlacedSensor[];
  readonly wallsOf: (level: number) => LevelWalls;
  /** Rooms' edges stand in for walls. */
  readonly derived: boolean;
  readonly roomPrior: Float64Array;
  readonly errors: ErrorModel;
  readonly looks: readonly BurstGroup[];
}

/** Looks that are used: those heard by most sensors tell most. */
const MOST_LOOKS = 120;
const LEAST_LOOKS = 20;
/** Fewer sensors fit a place and a power exactly, and tell nothing of the formula. */
const LEAST_HEARD = 4;
const ROUNDS = 7;
/** Of a phone held or hidden: a body takes up to 10 dB on one side. */
const USUAL_PATTERN_DB = 2;
const PATTERNS_DB = [0, 1, 2, 3];
const SCALES = [0.75, 1, 1.3];
/** Of phones' powers about their mean, once that is known. */
const ABOUT_DB = 13;
/** Points that stand for a look's posterior. */
const POINTS = 12;
const LEAST_FROZEN_DB = 1.5;
const MOST_FROZEN_DB = 9;

/**
 * Coefficients of the formula, receivers' gains and the error by expectation maximisation over looks whose places and powers are
 * unknown (empirical Bayes with the priors of fitBaseMap). Each look is judged at the places that it may have come from, by their
 * chances; its power is the one that fits there. Learnt from one half of the looks, the formula must tell the other half better than
 * the prior does, and the other way round; else undefined: the prior stands.
 */
export function learnFormula(input: FormulaInput): LearntFormula | undefined {
  const looks = input.looks
    .filter((look) => heardBy(look) >= LEAST_HEARD)
    .toSorted((a, b) => heardBy(b) - heardBy(a))
    .slice(0, MOST_LOOKS);
  if (looks.length < LEAST_LOOKS) return undefined;
  const { grid, sensors, wallsOf } = input;
  const links = sensors.map((sensor) =>
    Array.from(grid.room, (_, g) => linkOf(grid.x_m[g]!, grid.y_m[g]!, grid.level[g]!, sensor, wallsOf)),
  );
  const start = {
    base: fitBaseMap([], sensors.length, 1, input.derived),
    frozen_db: input.errors.frozen_db,
    pattern_db: USUAL_PATTERN_DB,
  };
  const halves = [0, 1].map((half) => looks.filter((_, i) => i % 2 === half));
  let gained = 0;
  for (const [half, own] of halves.entries()) {
    const other = halves[1 - half]!;
    const learnt = maximise(input, links, own, start);
    // The prior's error is fitted to the same looks, so that the formulas are compared and not the errors.
    const unlearnt = maximise(input, links, own, start, true);
    gained += evidenceOf(input, links, other, learnt) - evidenceOf(input, links, other, unlearnt);
  }
  return gained > 0 ? withErrors(input, links, looks, maximise(input, links, looks, start)) : undefined;
}

const heardBy = ({ level_dbm }: BurstGroup): number =>
  level_dbm.reduce((n, level) => n + (Number.isNaN(level) ? 0 : 1), 0);

function maximise(
  input: FormulaInput,
  links: readonly (readonly Link[])[],
  looks: readonly BurstGroup[],
  start: LearntFormula,
  errorOnly = false,
): LearntFormula {
  let learnt = start;
  const { pattern_db } = start;
  let about: PowerClass = UNSURVEYED_POWER;
  for (let round = 0; round < ROUNDS; round++) {
    const map = mapOf(input, links, learnt.base);
    const prior = spreadPrior(map.grid, input.roomPrior);
    const power = powerGrid(about);
    let powers_db = 0;
    const readings: BaseReading[] = [];
    const { frozen_db } = learnt;
    let [scatter, freedom, noise_db2, terms] = [0, 0, 0, 0];
    for (const look of looks) {
      const { points, power_db: sent_db } = fixBursts(
        map,
        { ...input.errors, frozen_db, pattern_db },
        look,
        power,
        prior,
      );
      powers_db += sent_db / looks.length;
      const best = [...points.keys()].toSorted((a, b) => points[b]! - points[a]!).slice(0, POINTS);
      const mass = best.reduce((sum, g) => sum + points[g]!, 0);
      const heard = [...look.level_dbm.keys()].filter((s) => s < links.length && !Number.isNaN(look.level_dbm[s]!));
      for (const s of heard) {
        noise_db2 += input.errors.burst_db ** 2 / effectiveBursts(look.heard[s]!, 0) + input.errors.drift_db ** 2;
        terms++;
      }
      for (const g of best) {
        const weight = points[g]! / mass;
        if (!(weight > 0.01)) continue;
        const residuals = heard.map((s) => look.level_dbm[s]! - learnt.base.mean_db(links[s]![g]!, s, 0));
        const power_db = residuals.reduce((sum, value) => sum + value, 0) / residuals.length;
        heard.forEach((s, i) => {
          scatter += weight * (residuals[i]! - power_db) ** 2;
          const level_db = look.level_dbm[s]! - power_db;
          readings.push({ link: links[s]![g]!, sensor: s, band: 0, level_db, censored: false, lost: 0, weight });
        });
        freedom += weight * (heard.length - 1);
      }
    }
    // Half of what nobody knew of the power was the loss in the first metre, which all looks share.
    about = { mean_db: powers_db, sd_db: ABOUT_DB };
    const total_db2 = scatter / Math.max(1, freedom);
    const rest_db2 = total_db2 - noise_db2 / Math.max(1, terms) - pattern_db ** 2;
    const base = errorOnly ? learnt.base : fitBaseMap(readings, links.length, 1, input.derived, undefined, 0.5);
    learnt = { base, frozen_db: frozenFrom(rest_db2), pattern_db };
  }
  return learnt;
}

const frozenFrom = (variance_db2: number): number =>
  Math.sqrt(Math.min(MOST_FROZEN_DB ** 2, Math.max(LEAST_FROZEN_DB ** 2, variance_db2)));

/** How much of the error is common to directions, and its size, by the evidence of all places together. */
function withErrors(
  input: FormulaInput,
  links: readonly (readonly Link[])[],
  looks: readonly BurstGroup[],
  learnt: LearntFormula,
): LearntFormula {
  const some = looks.filter((_, i) => i % 2 === 0);
  const total_db2 = learnt.frozen_db ** 2 + learnt.pattern_db ** 2;
  const tried = PATTERNS_DB.flatMap((pattern_db) =>
    SCALES.map((scale) => ({ ...learnt, pattern_db, frozen_db: frozenFrom(scale * total_db2 - pattern_db ** 2) })),
  );
  const evidence = tried.map((one) => evidenceOf(input, links, some, one));
  return tried[evidence.indexOf(Math.max(...evidence))] ?? learnt;
}

function evidenceOf(
  input: FormulaInput,
  links: readonly (readonly Link[])[],
  looks: readonly BurstGroup[],
  learnt: LearntFormula,
): number {
  const map = mapOf(input, links, learnt.base);
  const prior = spreadPrior(map.grid, input.roomPrior);
  const power = powerGrid(UNSURVEYED_POWER);
  const errors = { ...input.errors, frozen_db: learnt.frozen_db, pattern_db: learnt.pattern_db };
  return looks.reduce((sum, look) => sum + fixBursts(map, errors, look, power, prior).logEvidence, 0);
}

/** What was not heard is left out: its threshold is not known before the levels are. */
function mapOf({ grid, sensors }: FormulaInput, links: readonly (readonly Link[])[], base: BaseMap): LevelMap {
  const points = grid.room.length;
  const mean_db = new Float64Array(sensors.length * points);
  const map_db2 = new Float64Array(sensors.length * points);
  const sensorMean_db = new Float64Array(sensors.length);
  links.forEach((own, s) => {
    own.forEach((link, g) => {
      mean_db[s * points + g] = base.mean_db(link, s, 0);
      map_db2[s * points + g] = base.variance_db2(link, s, 0);
      sensorMean_db[s]! += mean_db[s * points + g]! / points;
    });
  });
  const thresholds_dbm = new Float64Array(sensors.length).fill(Number.NaN);
  const none = { bearings: bearingsOf(grid, sensors), repeat: 0, lossRate: 0.1, surveyed: false };
  return { grid, sensors, bands: [], mean_db: [mean_db], sensorMean_db, map_db2, thresholds_dbm, ...none };
}
