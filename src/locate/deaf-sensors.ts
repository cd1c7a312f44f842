import { baseReadings, fitBaseMap, type PlacedSensor } from './base-map.ts';
import type { LevelWalls } from './floor-plan.ts';
import { lossRateOf } from './loss-rate.ts';
import type { Survey } from './survey.ts';

/** So many standard deviations above its threshold a sensor is as good as certain to hear what is not lost: 999 to 1. */
const SURELY_HEARD = 3.1;
/** Chance that all it should have heard was lost, below which it was out of work. */
const LEAST_CHANCE = 1e-3;
/** Two bursts at one place may be lost together: none is surer than this. */
const LEAST_LOST = 0.03;

/** What is needed to tell too far from out of work. */
export interface DeafInput {
  readonly survey: Survey;
  /** Those with a place come first in the survey's lists. */
  readonly placed: readonly PlacedSensor[];
  readonly thresholds_dbm: Float64Array;
  /** Undefined without a floor plan. */
  readonly wallsOf: ((level: number) => LevelWalls) | undefined;
  readonly derived: boolean;
}

/**
 * The survey as the sensors that worked heard it. One that heard nothing of the whole walk was too far from all of it, or was not
 * there yet, or was out of work: only the first may be read as "weak everywhere". It was out of work where the formula of the other
 * sensors makes it certain that it would have heard some of its places, losses apart. Without a place nobody can tell, and what
 * is the same everywhere tells no place from another: it counts as not asked.
 */
export function hearingSurvey(input: DeafInput): Survey {
  const { survey, placed } = input;
  const sensors = survey.events[0]?.level_db.length ?? 0;
  const silent = new Set(Array.from({ length: sensors }, (_, s) => s));
  for (const { level_db } of survey.events) for (const s of silent) if (!Number.isNaN(level_db[s]!)) silent.delete(s);
  if (silent.size === 0 || silent.size === sensors) return survey;
  const deaf = [...silent].filter((s) => s >= placed.length);
  if (input.wallsOf !== undefined && deaf.length < silent.size) deaf.push(...expectedToHear(input, silent));
  if (deaf.length === 0) return survey;
  const events = survey.events.map((event) => {
    const alive = Uint8Array.from(event.alive);
    for (const s of deaf) alive[s] = 0;
    return { ...event, alive };
  });
  return { ...survey, events };
}

function expectedToHear(
  { survey, placed, thresholds_dbm, wallsOf, derived }: DeafInput,
  silent: ReadonlySet<number>,
): number[] {
  if (wallsOf === undefined) return [];
  const lossRate = lossRateOf(survey, thresholds_dbm);
  const readings = baseReadings(survey, placed, thresholds_dbm, lossRate, wallsOf);
  const others = readings.filter(({ sensor }) => !silent.has(sensor));
  if (others.length === 0) return [];
  const base = fitBaseMap(others, placed.length, survey.bands.length, derived);
  const logChance = new Float64Array(placed.length);
  for (const { link, sensor, band, level_db, lost } of readings) {
    if (!silent.has(sensor)) continue;
    const sd_db = Math.sqrt(base.residual_db ** 2 + base.variance_db2(link, sensor, band));
    if (base.mean_db(link, sensor, band) - level_db < SURELY_HEARD * sd_db) continue;
    logChance[sensor]! += Math.log(Math.max(LEAST_LOST, lost));
  }
  return [...silent].filter((s) => s < placed.length && logChance[s]! < Math.log(LEAST_CHANCE));
}
