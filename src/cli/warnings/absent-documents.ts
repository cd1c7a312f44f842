import { readFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { UNMASKED } from './protection-in-words.ts';
import type { RunOutcome, StageReport } from '../chain/run-outcome.ts';

type UsingStage = 'intake' | 'trace' | 'calibrate' | 'detect' | 'locate' | 'attribute';

/**
 * Which optional document feeds which stage, and what its absence costs there. searches.csv is not among them: it feeds
 * the plan alone, which this version does not make.
 */
const USES: Readonly<Record<string, Readonly<Partial<Record<UsingStage, string>>>>> = {
  'protected-numbers.csv': {
    intake: `nobody is masked: ${UNMASKED}`,
  },
  'device-profiles.json': {
    trace: 'an order without a legible IMEI cannot be joined by its model',
    detect: 'the class of a device is no evidence; terminals and modules are not told from telephones',
  },
  'supply/ledger.csv': {
    trace: 'no order is joined to a handset',
    attribute: 'no order ties a handset to an inmate',
  },
  'prisons/prisons.geojson': {
    trace: 'no handset is placed at a prison',
    calibrate: 'nothing is calibrated',
    detect: 'no prison is known: nothing is said of who lives inside',
    attribute: 'no prison is known: no users',
  },
  'prisons/cells.csv': {
    trace: 'a bed leads to no prison: buyers are tied to prisons by visits alone',
    detect: 'approved contacts belong to no prison and are no evidence; a prison is its perimeter, not its rooms',
    locate: 'no room can be named',
    attribute: 'no inmate has a place: users are not ranked',
  },
  'prisons/walls.csv': { locate: 'the edges of rooms stand in for the walls of the plan' },
  'prisons/rolls.csv': {
    trace: 'a bed leads to no prison: buyers are tied to prisons by visits alone',
    detect: 'approved contacts belong to no prison and are no evidence',
    attribute: 'no inmate has a place: users are not ranked',
  },
  'prisons/movements.csv': { attribute: 'absences (court, hospital, leave) speak neither for nor against an inmate' },
  'prisons/contacts.csv': {
    trace: 'approved contacts tie no buyer to an inmate',
    detect: 'calls to approved contacts of inmates are no evidence',
    attribute: 'approved contacts speak for no inmate',
  },
  'prisons/visits.csv': {
    trace: 'visitors tie no buyer to an inmate',
    detect: 'calls to visitors of inmates are no evidence',
    attribute: 'visitors speak for no inmate',
  },
  'prisons/regime.csv': {
    detect: 'the commonest lock-up hours (18:00 to 07:30) stand in for those of the prisons',
    locate: 'the commonest lock-up hours (18:00 to 07:30) stand in for those of the prisons',
  },
  'prisons/declared.csv': { detect: 'telephones that belong there are judged like any other' },
  'sensors/sensors.csv': { locate: 'no room can be named' },
  'sensors/walktest.csv': { locate: 'signals are known from the plan alone, not as they were measured' },
  'sensors/heartbeats.csv': { locate: 'a dead sensor cannot be told from one that heard nothing' },
  'sensors/detections.csv': {
    detect: 'no handset is known to have been heard inside',
    locate: 'nothing was heard: no room can be named',
  },
  'searches/seizures.csv': {
    calibrate: 'no seized handset serves as known truth',
    detect: 'no handset is known to have been found inside',
    locate: 'the wings of a prison are not told apart by the records',
    attribute: 'no handset found with an inmate calibrates the ratios of users',
  },
  'reference/handsets.csv': { calibrate: 'known truth comes from seizures alone: figures may be withheld' },
};

export interface AbsentDocument {
  /** Its name in the case folder, without `.gz`. */
  readonly file: string;
  /** What its absence costs, by stage. */
  readonly costs: Readonly<Partial<Record<UsingStage, string>>>;
}

/** Why a document was not used does not matter here: not there, not covered by an act, or without a usable row. */
export function absentDocuments(quality: RunOutcome['quality']): AbsentDocument[] {
  const used = new Set(quality.filter(({ rows_used }) => rows_used > 0).map(({ file }) => file.replace(/\.gz$/, '')));
  return Object.entries(USES).flatMap(([file, costs]) => (used.has(file) ? [] : [{ file, costs }]));
}

const isUsing = (stage: string): stage is UsingStage => Object.values(USES).some((costs) => stage in costs);

/** Says of each stage which documents it had to do without; nothing of one that nobody asked for. */
export function withLacks(stages: readonly StageReport[], absent: readonly AbsentDocument[]): StageReport[] {
  return stages.map((report) => {
    const { stage, skipped } = report;
    if (!isUsing(stage) || skipped === NOT_ASKED_FOR) return report;
    const lacks = absent.flatMap(({ file, costs }) =>
      costs[stage] === undefined ? [] : [{ file, cost: costs[stage] }],
    );
    return lacks.length === 0 ? report : { ...report, lacks };
  });
}

export const NOT_ASKED_FOR = 'not asked for';

/** The documents that a case does without, one beneath the other, for `run` and `check`. */
export function absentInWords(absent: readonly AbsentDocument[]): string[] {
  if (absent.length === 0) return [];
  return [
    'WITHOUT (documents of which nothing could be used, and what that costs each stage)',
    ...absent.flatMap(({ file, costs }) => [
      `  ${file}`,
      ...Object.entries(costs).map(([stage, cost]) => `      ${stage.padEnd(10)} ${cost}`),
    ]),
    '',
  ];
}

/** What an earlier run into the same results received and this one no longer found. */
export const removedInWords = (removed: readonly string[]): string[] =>
  removed.map(
    (file) =>
      `${file}: an earlier run received it, and it is gone from the case folder; nothing of it is in these results`,
  );

const summarySchema = z.object({
  stages: z.array(
    z.object({ stage: z.string(), lacks: z.array(z.object({ file: z.string(), cost: z.string() })).optional() }),
  ),
});

/** What stages of a finished run had to do without, as its summary.json says it; nothing where that cannot be read. */
export function lacksOf(
  results: string,
  stages: readonly string[],
): { readonly file: string; readonly cost: string }[] {
  try {
    const summary = summarySchema.parse(JSON.parse(readFileSync(path.join(results, 'summary.json'), 'utf8')));
    const costs = new Map<string, Set<string>>();
    for (const { stage, lacks = [] } of summary.stages)
      for (const { file, cost } of stages.includes(stage) ? lacks : [])
        costs.set(file, (costs.get(file) ?? new Set()).add(cost));
    return [...costs].map(([file, all]) => ({ file, cost: [...all].join('; ') }));
  } catch {
    return [];
  }
}
