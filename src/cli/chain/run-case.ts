import type { Attribution } from '../../attribute/index.ts';
import { byPlace, readCells, readHoursOfUse } from '../../intake/index.ts';
import type { Sites } from '../../locate/index.ts';
import type { CaseDocuments } from '../../model/case.ts';
import { absentDocuments, NOT_ASKED_FOR, removedInWords, withLacks } from '../warnings/absent-documents.ts';
import { clocksInWords } from '../warnings/clocks-in-words.ts';
import { doubtsOf } from '../warnings/doubts-of-case.ts';
import { outsidePeriodInWords } from '../warnings/outside-period-in-words.ts';
import { shiftedInWords } from '../warnings/shifted-in-words.ts';
import { withdrawSummary, write } from '../tables/write-results.ts';
import type { Workspace } from '../workspace.ts';
import { intakeCase } from './intake-case.ts';
import { judgeHandsets, type Judged } from './judge-handsets.ts';
import { locate } from './locate-phones.ts';
import { logReads, readsOf } from './log-reads.ts';
import { nameUsers } from './name-users.ts';
import { receive, type Received } from './receive-case.ts';
import type { Located, RunOptions, RunOutcome } from './run-outcome.ts';
import { learnSensorSites, type SensorSites } from './sensor-sites.ts';
import { stageReports, type StageReports } from './stage-reports.ts';

const NOT_BUILT: readonly (readonly [stage: string, why: string])[] = [['plan', 'this version does not plan searches']];

/** Why no room can be named, where nothing can be located. */
function whyNoRoom({ sensors = [], rooms }: CaseDocuments, heard: boolean): string | null {
  if (sensors.length === 0) return 'no sensors (sensors/sensors.csv)';
  if (!heard) return 'nothing that sensors heard (sensors/detections.csv)';
  return rooms.length === 0 ? 'no rooms (prisons/cells.csv)' : null;
}

/** Why users.csv names nobody, where no inmate has a place; successors are told all the same. */
function whyNoUser({ rolls, rooms }: CaseDocuments): string | null {
  if (rolls.length === 0) return 'users not ranked: no inmate has a bed (prisons/rolls.csv)';
  return rooms.length === 0 ? 'users not ranked: no bed is in a known room (prisons/cells.csv)' : null;
}

type TraceAndDetect = Pick<
  RunOutcome,
  'findings' | 'trace' | 'hiddenNumbers' | 'lots' | 'handsets' | 'coverage' | 'calibration'
>;

const NOTHING_JUDGED: TraceAndDetect = {
  findings: [],
  trace: [],
  hiddenNumbers: { units: 0, rightly: 0, wrongly: 0 },
  lots: [],
  handsets: 0,
  coverage: undefined,
  calibration: { model: undefined, source: 'none', why: 'only data quality was asked for', baselines: [] },
};

const told = ({ prepared, observed, traced, calibration, findings }: Judged): TraceAndDetect => ({
  findings,
  trace: traced.rows,
  hiddenNumbers: traced.hidden,
  lots: traced.lots,
  handsets: observed.handsets,
  coverage: prepared.coverage,
  calibration,
});

const detectionsOf = ({ reading }: Received): Received['reading']['filesRead'] =>
  reading.filesRead.filter(({ path: file }) => file.startsWith('sensors/detections'));

/** Where phones were when sensors heard their identities; undefined where nobody listened or no room is known. */
async function placeSightings(
  workspace: Workspace,
  options: RunOptions,
  stages: StageReports,
  received: Received,
  documents: CaseDocuments,
): Promise<SensorSites | undefined> {
  const { bursts } = received;
  const noRoom = whyNoRoom(documents, bursts !== undefined);
  if (noRoom !== null) stages.skip('sensors', noRoom);
  if (bursts === undefined || noRoom !== null) return undefined;
  const readings = { of: 'bursts', stage: 'detect' } as const;
  const logged = await logReads(workspace, options, readings, readsOf(detectionsOf(received)));
  return stages.timed('sensors', () => learnSensorSites(documents, () => bursts.read(logged), options.progress));
}

interface WhereAndWhose {
  readonly located?: Located;
  readonly attribution?: Attribution;
}

/** From which cells the handsets inside are used, and whose they are. */
async function locateAndAttribute(
  workspace: Workspace,
  options: RunOptions,
  stages: StageReports,
  received: Received,
  documents: CaseDocuments,
  judged: Judged,
  sites: Sites | undefined,
): Promise<WhereAndWhose> {
  let located: Located | undefined;
  const noRoom = whyNoRoom(documents, received.bursts !== undefined);
  if (noRoom !== null) stages.skip('locate', noRoom);
  else if (sites !== undefined) {
    // The sites read the bursts once more for the rooms (learnSites): another use, and an entry of its own.
    await logReads(workspace, options, { of: 'bursts', stage: 'locate' }, readsOf(detectionsOf(received)));
    located = await stages.timed('locate', () =>
      locate(workspace.results, documents, sites, judged.observed.heard, options.tracks === true),
    );
  }
  const where = located === undefined ? {} : { located };
  if (judged.observed.handsets === 0) {
    stages.skip('attribute', 'no handset in the records');
    return where;
  }
  const name = () => nameUsers(workspace, options, documents, judged, located?.rooms);
  return { ...where, attribution: await stages.timed('attribute', name, whyNoUser(documents)) };
}

/** The whole chain on one case folder: receive, read, trace, detect, locate, attribute, write. */
export async function runCase(workspace: Workspace, options: RunOptions): Promise<RunOutcome> {
  const { custody, records } = workspace;
  const checkOnly = options.checkOnly === true;
  const stages = stageReports(options);
  const received = await stages.timed('receive', () => receive(workspace, options));
  const { reading, acts } = received;
  const run = `run-${custody.log.recorded.length + 1}`;
  await custody.append({ type: 'run-started', run, case: reading.manifest.id, version: options.version });
  const readings = { of: 'documents', stage: 'intake' } as const;
  const documents = reading.documents.open(await logReads(workspace, options, readings, readsOf(reading.filesRead)));
  const intake = await stages.timed('intake', () => intakeCase(workspace, options, received, documents));
  const { report, loaded } = intake;
  const refusals = [...received.refusals, ...reading.refusals, ...loaded.refusals, ...report.refusals].sort(byPlace);
  const quality = [...reading.quality, ...report.quality].sort((a, b) => (a.file < b.file ? -1 : 1));
  const rows = { of: 'records', stage: checkOnly ? 'intake' : 'detect' } as const;
  const logged = await logReads(workspace, options, rows, report.rowsByAct);

  let judged = NOTHING_JUDGED;
  let found: WhereAndWhose = {};
  if (!checkOnly) {
    try {
      const sensors = await placeSightings(workspace, options, stages, received, documents);
      const cells = await readCells(records);
      const all = await judgeHandsets(workspace, logged, options, stages, documents, {
        cells,
        sightings: sensors?.sightings,
        hoursOfUse: () => readHoursOfUse(records, documents.manifest.timezone, report.total.legs),
      });
      judged = told(all);
      withdrawSummary(workspace.results);
      if (options.onlyDetect !== true)
        found = await locateAndAttribute(workspace, options, stages, received, documents, all, sensors?.sites);
    } finally {
      await received.bursts?.close();
    }
  }
  if (checkOnly || options.onlyDetect === true)
    for (const stage of ['locate', 'attribute']) stages.skip(stage, NOT_ASKED_FOR);
  for (const [stage, why] of NOT_BUILT) stages.skip(stage, why);

  const absent = absentDocuments(quality);
  const outcome = {
    documents,
    acts,
    refusals,
    refusedLoads: report.refusedLoads,
    refusedRows: report.refusedRows,
    quality,
    events: report.events,
    total: report.total,
    ...judged,
    attribution: found.attribution,
    located: found.located,
    gaps: intake.gaps,
    uncovered: received.uncovered,
    notices: [
      ...doubtsOf({ documents, calibration: judged.calibration }),
      ...outsidePeriodInWords(intake.outside),
      ...clocksInWords(intake.clocks),
      ...shiftedInWords(intake.shifted),
      ...removedInWords(received.removed),
      ...loaded.drafted.flatMap((draft) => draft.warnings),
    ],
  };
  const written = checkOnly
    ? []
    : await stages.timed('write', () => write(workspace, options, outcome, withLacks(stages.all, absent), run));
  return { ...outcome, stages: withLacks(stages.all, absent), written };
}
