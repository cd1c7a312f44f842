import type { Attribution } from '../../attribute/index.ts';
import { judgeAll, prepareResidency, withheld } from '../../detect/index.ts';
import {
  loadDeliveries,
  longestGaps,
  openLoads,
  readCells,
  readDoubtfulClocks,
  readProfiles,
  readRowsOutsidePeriod,
  reportIntake,
  shiftedPairs,
} from '../../intake/index.ts';
import type { CaseDocuments } from '../../model/case.ts';
import { soldHandsets, traceLedger, type Traced } from '../../trace/index.ts';
import { absentDocuments, NOT_ASKED_FOR, removedInWords, withLacks } from '../warnings/absent-documents.ts';
import { HeardHandsets } from './heard-handsets.ts';
import { doubtsOf } from '../warnings/doubts-of-case.ts';
import { clocksInWords } from '../warnings/clocks-in-words.ts';
import { outsidePeriodInWords } from '../warnings/outside-period-in-words.ts';
import { shiftedInWords } from '../warnings/shifted-in-words.ts';
import { calibrate, NO_PRISON, withInmatesElsewhere } from './calibrate-case.ts';
import { locate } from './locate-phones.ts';
import { logReads } from './log-reads.ts';
import { nameUsers } from './name-users.ts';
import { observe, type Observed } from './observe-handsets.ts';
import { prepareDetection } from './prepare-detection.ts';
import { receive } from './receive-case.ts';
import { byFinding, byPlace } from './result-order.ts';
import type {
  CalibrationOutcome,
  HandsetFinding,
  Located,
  RunOptions,
  RunOutcome,
  StageReport,
} from './run-outcome.ts';
import type { Workspace } from '../workspace.ts';
import { withdrawSummary, write } from '../tables/write-results.ts';

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

/** The whole chain on one case folder: receive, read, trace, detect, write. */
export async function runCase(workspace: Workspace, options: RunOptions): Promise<RunOutcome> {
  const stages: StageReport[] = [];
  const report = (stage: string, seconds: number, skipped: string | null): void => {
    stages.push({
      stage,
      seconds: Math.round(seconds * 100) / 100,
      peak_rss_mb: options.peakRss_mb(),
      skipped,
    });
  };
  const timed = async <T>(stage: string, work: () => Promise<T>, skipped: string | null = null): Promise<T> => {
    options.progress({ stage });
    const from = options.clock_s();
    const result = await work();
    report(stage, options.clock_s() - from, skipped);
    return result;
  };
  const skip = (stage: string, why: string): void => report(stage, 0, why);
  const { custody, records } = workspace;
  const received = await timed('receive', () => receive(workspace, options));
  const { documents } = received.reading;
  const run = `run-${custody.log.recorded.length + 1}`;
  await custody.append({ type: 'run-started', run, case: documents.manifest.id, version: options.version });
  const profiles = readProfiles(options.profileDirs);
  const intake = await timed('intake', async () => {
    const inForce = received.acts.filter((act) => act.status === 'in-force').map((act) => act.id);
    const loads = await openLoads(records, inForce);
    let done = 0;
    const outcome = await loadDeliveries(
      {
        records,
        loads,
        acts: received.acts,
        documents,
        profiles,
        spool: workspace.spool,
        progress: ({ file, reused }) =>
          options.progress({
            stage: 'intake',
            done: ++done,
            of: received.deliveryCount,
            note: reused ? `${file} (known)` : file,
          }),
      },
      received.deliveries(),
    );
    const drafts = outcome.drafted.flatMap((draft) => draft.profiles);
    return {
      outcome,
      gaps: options.checkOnly === true ? await longestGaps(records, outcome.loads) : [],
      report: await reportIntake(records, outcome.loads, [...profiles, ...drafts], inForce, documents.manifest),
      clocks: await readDoubtfulClocks(records, documents.manifest.timezone),
      outside: await readRowsOutsidePeriod(records, documents.manifest),
      shifted: await shiftedPairs(records, outcome.loads),
    };
  });
  const refusals = [
    ...received.refusals,
    ...received.reading.refusals,
    ...intake.outcome.refusals,
    ...intake.report.refusals,
  ].sort(byPlace);
  const quality = [...received.reading.quality, ...intake.report.quality].sort((a, b) => (a.file < b.file ? -1 : 1));
  await logReads(workspace, options, 'intake', [
    ...received.reading.filesRead.map(({ act_ids, rows }) => ({ act: act_ids[0] ?? '', rows })),
    ...(options.checkOnly === true ? intake.report.rowsByAct : []),
  ]);
  if (options.checkOnly !== true) await logReads(workspace, options, 'detect', intake.report.rowsByAct);

  const cells = await readCells(records);
  const prepared =
    options.checkOnly === true
      ? prepareResidency({ documents, table: cells })
      : await timed('coverage', () => prepareDetection(records, documents, cells));
  let observed: Observed = {
    evidence: [],
    references: [],
    inmates: [],
    summaries: [],
    handsets: 0,
    heard: new HeardHandsets({ identifiedBursts: [], seizures: [] }, cells),
  };
  let traced: Traced = { rows: [], hidden: { units: 0, rightly: 0, wrongly: 0 } };
  let calibration: CalibrationOutcome = {
    model: undefined,
    source: 'none',
    why: 'only data quality was asked for',
    baselines: [],
  };
  let findings: HandsetFinding[] = [];
  if (!options.checkOnly) {
    observed = await timed('observe', () => observe(workspace, documents, cells, prepared, options.progress));
    const noOrders = documents.ledger.length === 0 ? 'no order book' : null;
    const work = async (): Promise<Traced> =>
      traceLedger({
        ledger: documents.ledger,
        profiles: documents.deviceProfiles,
        areas: documents.areas,
        visits: documents.visits,
        contacts: documents.contacts,
        rolls: documents.rolls,
        rooms: documents.rooms,
        handsets: observed.summaries,
        from_s: documents.manifest.from_s,
      });
    traced = await timed('trace', work, noOrders);
    const noPrison = prepared.areas.some((area) => area.kind === 'prison') ? null : NO_PRISON;
    calibration = await timed(
      'calibrate',
      async () => withInmatesElsewhere(calibrate(options, documents, cells, prepared, observed), observed),
      noPrison,
    );
    const sold = soldHandsets(traced.rows, observed.summaries);
    const judgeHandsets = async (): Promise<HandsetFinding[]> => {
      const { evidence } = observed;
      const judgements = calibration.model === undefined ? [] : judgeAll(evidence, calibration.model);
      return evidence
        .map((e, i): HandsetFinding => ({
          evidence: e,
          judgement: judgements[i] ?? withheld(calibration.why ?? 'no calibration'),
          in_ledger: sold(e.imei14, e.component),
        }))
        .sort(byFinding);
    };
    findings = await timed('detect', judgeHandsets, noPrison);
  }
  const { bursts } = received;
  if (options.checkOnly !== true) withdrawSummary(workspace.results);
  let located: Located | undefined;
  const further = options.checkOnly !== true && options.onlyDetect !== true;
  const noRoom = whyNoRoom(documents, bursts !== undefined);
  if (!further) skip('locate', NOT_ASKED_FOR);
  else if (noRoom !== null) skip('locate', noRoom);
  else if (bursts !== undefined) {
    const detections = received.reading.filesRead.filter(({ path: file }) => file.startsWith('sensors/detections'));
    await logReads(
      workspace,
      options,
      'locate',
      detections.map(({ act_ids, rows }) => ({ act: act_ids[0] ?? '', rows })),
    );
    located = await timed('locate', () =>
      locate(workspace.results, documents, bursts, observed.heard, options.tracks === true, options.progress),
    );
  }
  let attribution: Attribution | undefined;
  if (further && observed.handsets > 0) {
    const name = () =>
      nameUsers(workspace, options, documents, cells, prepared, observed, findings, traced.rows, located?.rooms);
    attribution = await timed('attribute', name, whyNoUser(documents));
  }
  if (!further) skip('attribute', NOT_ASKED_FOR);
  else if (attribution === undefined) skip('attribute', 'no handset in the records');
  for (const [stage, why] of NOT_BUILT) skip(stage, why);
  const absent = absentDocuments(quality);
  const outcome = {
    documents,
    acts: received.acts,
    refusals,
    quality,
    events: intake.report.events,
    total: intake.report.total,
    findings,
    trace: traced.rows,
    hiddenNumbers: traced.hidden,
    attribution,
    located,
    handsets: observed.handsets,
    gaps: intake.gaps,
    coverage: prepared.coverage,
    calibration,
    notices: [
      ...doubtsOf({ documents, calibration }),
      ...outsidePeriodInWords(intake.outside),
      ...clocksInWords(intake.clocks),
      ...shiftedInWords(intake.shifted),
      ...removedInWords(received.removed),
      ...intake.outcome.drafted.flatMap((draft) => draft.warnings),
    ],
  };
  const written =
    options.checkOnly === true
      ? []
      : await timed('write', () => write(workspace, options, outcome, withLacks(stages, absent), run));
  return { ...outcome, stages: withLacks(stages, absent), written };
}
