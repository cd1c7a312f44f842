import type { CaseDocuments, PlanOutline } from '../../model/case.ts';
import type { Random } from '../../statistics/index.ts';
import { outlineArea_m2 } from '../floor-plan.ts';
import { auditSensors, type SensorAudit } from './audit.ts';
import { expectedHits, type ExpectedHits, type PhonesAssumed } from './expected-hits.ts';
import { mountingPoints } from './mounting-points.ts';
import { placeSensors, type Placement } from './placement.ts';
import { sensorSite, type SensorColumn, type SensorSite, type SiteQuestion } from './site.ts';
import { walkTestPlan, type WalkTestPlan } from './walk-test-plan.ts';

export interface PlanQuestion extends SiteQuestion {
  /** New receivers in this building. */
  readonly sensors: number;
  readonly keepExisting: boolean;
  readonly inCells: boolean;
  readonly kind: 'access' | 'traffic';
  readonly bursts: number;
  /** Each stream of chance by its name. */
  readonly random: (stream: string) => Random;
}

/** What a number of receivers would give. */
export interface SweepStep {
  /** New receivers. */
  readonly sensors: number;
  readonly m2PerSensor: number;
  readonly hits: ExpectedHits;
}

export interface BuildingPlan {
  readonly site: SensorSite;
  readonly area_m2: number;
  readonly candidates: number;
  readonly placement: Placement;
  /** Kept and new. */
  readonly columns: readonly SensorColumn[];
  /** With the map as it is known today, for some numbers of receivers, rising; the last is the whole plan. */
  readonly sweep: readonly SweepStep[];
  readonly walkTest: WalkTestPlan;
  /** With the map that the walk-test will give. */
  readonly walked: ExpectedHits;
}

/** Simulated phones of one step: enough for a mean within 3 points; of a figure for each cell, some 25 in it. */
const PHONES = 800;
const PHONES_PER_ROOM = 2400;
const WORLDS = 10;
const SWEEP_STEPS = 6;

function phonesFor(rooms: number, kind: PhonesAssumed['kind'], bursts: number, all = PHONES): PhonesAssumed {
  return { kind, bursts, worlds: WORLDS, perRoom: Math.max(1, Math.round(all / WORLDS / rooms)) };
}

export function buildingsOf(documents: CaseDocuments, prison_id: string): string[] {
  const own = documents.rooms.filter((room) => room.prison_id === prison_id && room.outline !== undefined);
  return [...new Set(own.map(({ building_id }) => building_id))].toSorted();
}

export function planBuilding(
  documents: CaseDocuments,
  prison_id: string,
  building_id: string,
  question: PlanQuestion,
): BuildingPlan {
  const site = sensorSite(documents, prison_id, building_id, question);
  const signal = { power: site.powerOf(question.kind), bursts: question.bursts };
  const kept = question.keepExisting ? site.today : [];
  const points = mountingPoints(site.grid, { inCells: question.inCells, threshold_dbm: question.threshold_dbm });
  const free = points.filter(({ x_m, y_m, level }) =>
    kept.every(({ sensor }) => sensor.level !== level || Math.hypot(sensor.x_m - x_m, sensor.y_m - y_m) > 1),
  );
  const candidates = free.map((point) => site.columnAt(point));
  const placement = placeSensors(site, signal, kept, candidates, question.sensors);
  const columns = [...kept, ...placement.steps.map(({ column }) => column)];
  const phones = phonesFor(site.grid.rooms.length, question.kind, question.bursts);
  const area_m2 = areaOf(site);
  const sweep = sweepSteps(placement.steps.length, kept.length).map((sensors): SweepStep => {
    const own = columns.slice(0, kept.length + sensors);
    return {
      sensors,
      m2PerSensor: area_m2 / own.length,
      hits: expectedHits(site, own, phones, question.random('phones')),
    };
  });
  const walkTest = walkTestPlan(site, columns, signal);
  const more = phonesFor(site.grid.rooms.length, question.kind, question.bursts, PHONES_PER_ROOM);
  const walked = expectedHits(walkTest.site, walkTest.columns, more, question.random('phones'));
  return { site, area_m2, candidates: candidates.length, placement, columns, sweep, walkTest, walked };
}

/** Numbers of new receivers that are simulated: with kept ones from none, else from the first few that give a place. */
function sweepSteps(most: number, kept: number): number[] {
  const first = kept > 0 ? 0 : Math.min(most, 2);
  const chosen = new Set([most]);
  for (let i = 0; i < SWEEP_STEPS; i++) chosen.add(Math.round(first + ((most - first) * i) / (SWEEP_STEPS - 1)));
  return [...chosen].filter((count) => count + kept > 0).toSorted((a, b) => a - b);
}

export const areaOf = ({ grid }: SensorSite): number =>
  grid.rooms.reduce((sum, { outline }) => sum + outlineArea_m2(outline as PlanOutline), 0);

export interface BuildingAudit {
  readonly site: SensorSite;
  readonly audit: SensorAudit;
}

export function auditBuilding(
  documents: CaseDocuments,
  prison_id: string,
  building_id: string,
  question: Omit<PlanQuestion, 'sensors' | 'keepExisting' | 'inCells'>,
): BuildingAudit {
  const site = sensorSite(documents, prison_id, building_id, question);
  const signal = { power: site.powerOf(question.kind), bursts: question.bursts };
  const phones = phonesFor(site.grid.rooms.length, question.kind, question.bursts, PHONES_PER_ROOM);
  return { site, audit: auditSensors(site, site.today, signal, phones, question.random) };
}
