import { createReadStream } from 'node:fs';
import path from 'node:path';
import { actsFor, parseActs } from '../authority/index.ts';
import {
  llrField,
  timeField,
  writeTable,
  writeTableAsItComes,
  writeWhole,
  type Field,
  type WrittenFile,
} from '../contract/results.ts';
import {
  attribute,
  digestHandset,
  handsetKey,
  SUBJECT_FROM_LLR10,
  type Attribution,
  type HandsetDigest,
  type RoomProbability,
} from '../attribute/index.ts';
import { hashOnly } from '../custody/index.ts';
import {
  candidateAreas,
  fingerprintOf,
  fingerprintsMatch,
  fitResidency,
  judge,
  knownHandsets,
  prepareResidency,
  residencyEvidence,
  residencyReport,
  SERVES_LN,
  withheld,
  type Judgement,
  type LabelledEvidence,
  type PreparedResidency,
  type ResidencyEvidence,
  type ResidencyModel,
} from '../detect/index.ts';
import {
  listCaseFiles,
  loadDeliveries,
  openLoads,
  readBursts,
  readCaseDocuments,
  readCells,
  readHistories,
  readOwnFile,
  readProfiles,
  reportIntake,
  roleOf,
  type CaseReading,
  type Burst,
  type Cells,
  type DeliveryFile,
  type DeliveryQuality,
  type FileQuality,
  type IntakeReport,
} from '../intake/index.ts';
import type { Act, CaseDocuments } from '../model/case.ts';
import { locateRooms } from '../locate/index.ts';
import { CellsweepError } from '../model/errors.ts';
import { numberSet } from '../model/number-set.ts';
import { parseImei } from '../model/identifiers.ts';
import type { HandsetHistory } from '../model/record.ts';
import type { Refusal } from '../model/refusal.ts';
import {
  formHandsets,
  numbersOfInterest,
  summarise,
  traceLedger,
  type HandsetSummary,
  type TraceRow,
} from '../trace/index.ts';
import { storeFindings, storeRun } from './case-queries.ts';
import { baselinesOnReferences } from './baseline-report.ts';
import { modelText } from './model-file.ts';
import type { Workspace } from './workspace.ts';

export interface RunOptions {
  readonly caseDir: string;
  readonly profileDirs: readonly string[];
  /** Reference data of another case, accepted only where coverage and data regime match. */
  readonly model?: ResidencyModel | undefined;
  readonly who: string;
  readonly why: string;
  readonly version: string;
  /** Locate phones that no sensor could name as well. */
  readonly tracks?: boolean;
  /** Stop after detection: no rooms, users or successors. */
  readonly onlyDetect?: boolean;
  /** Stop after intake: data quality and refusals only. */
  readonly checkOnly?: boolean;
  readonly progress: (step: Progress) => void;
  /** Monotonic seconds, for the durations in summary.json. */
  readonly clock_s: () => number;
  readonly peakRss_mb: () => number;
}

export interface Progress {
  readonly stage: string;
  readonly done?: number;
  readonly of?: number;
  readonly note?: string;
}

export interface StageReport {
  readonly stage: string;
  readonly seconds: number;
  readonly peak_rss_mb: number;
  readonly skipped: string | null;
}

export interface HandsetFinding {
  readonly evidence: ResidencyEvidence;
  readonly judgement: Judgement;
  readonly in_ledger: boolean;
}

export interface RunOutcome {
  readonly documents: CaseDocuments;
  readonly acts: readonly Act[];
  readonly refusals: readonly Refusal[];
  readonly quality: readonly (FileQuality | DeliveryQuality)[];
  readonly events: IntakeReport['events'];
  readonly total: IntakeReport['total'];
  readonly findings: readonly HandsetFinding[];
  readonly trace: readonly TraceRow[];
  /** Users and successors of the handsets inside; undefined where there are no handsets. */
  readonly attribution: Attribution | undefined;
  readonly located: Located | undefined;
  readonly handsets: number;
  readonly calibration: CalibrationOutcome;
  /** What the reader must know before any figure, in words. */
  readonly notices: readonly string[];
  readonly stages: readonly StageReport[];
  readonly written: readonly WrittenFile[];
}

export interface CalibrationOutcome {
  readonly model: ResidencyModel | undefined;
  readonly source: 'this case' | 'another case' | 'none';
  /** Why figures are withheld, where they are. */
  readonly why: string | undefined;
  readonly baselines: unknown;
}

/** Methods and versions that the figures rest on; raised when a method changes what it gives. */
export const METHODS = {
  'handset-components': '1',
  'ledger-match': '1',
  'room-location': '1',
  user: '1',
  succession: '1',
  residency: '1',
  calibration: '1',
} as const;

const NOT_BUILT: readonly (readonly [stage: string, why: string])[] = [['plan', 'this version does not plan searches']];

/** Acts as the case folder gives them and as annulments in the custody log, up to its opening, changed them. */
export function actsOf(workspace: Workspace, text: string): Act[] {
  const annulled = new Set(
    workspace.custody.log.recorded.flatMap((entry) => (entry.type === 'act-annulled' ? [entry.act] : [])),
  );
  return parseActs(text).map((act) => (annulled.has(act.id) ? { ...act, status: 'annulled' as const } : act));
}

interface Received {
  readonly acts: readonly Act[];
  readonly reading: CaseReading;
  /** Operators' files as they are received: the next ones are kept while one is loaded. */
  readonly deliveries: () => AsyncGenerator<DeliveryFile>;
  readonly deliveryCount: number;
  /** Bursts that sensors heard, from the kept original; undefined where no act lets them be read. */
  readonly bursts: (() => AsyncIterable<Burst>) | undefined;
  readonly refusals: readonly Refusal[];
}

const RECEIVED_AT_ONCE = 8;
/** So many deliveries are being kept while one is loaded. */
const KEPT_AHEAD = 3;

/** Paths whose bytes are kept, as the log knew them when it was opened. */
function heldFiles({ custody }: Workspace): Set<string> {
  const held = new Set<string>();
  for (const entry of custody.log.recorded) {
    if (entry.type === 'file-received') held.add(entry.path);
    else if (entry.type === 'retention-deleted') held.delete(entry.path);
  }
  return held;
}

/** Paths whose data were deleted because their retention had ended: they may not come back from the case folder. */
function endedFiles({ custody }: Workspace): Set<string> {
  const ended = new Set<string>();
  for (const entry of custody.log.recorded)
    if (entry.type === 'retention-deleted' && entry.reason === 'retention-end') ended.add(entry.path);
  return ended;
}

/** Keeps the bytes of every file that an act covers and reads the case's documents from the kept bytes. */
async function receive(workspace: Workspace, options: RunOptions): Promise<Received> {
  const { custody } = workspace;
  const paths = await listCaseFiles(options.caseDir);
  const folder = { paths, open: (file: string) => createReadStream(path.join(options.caseDir, file)) };
  const acts = actsOf(workspace, await readOwnFile(folder, 'authorisations.json'));
  const originals = new Map<string, string>();
  const refusals: Refusal[] = [];
  const covered: { file: string; ids: string[] }[] = [];
  const held = heldFiles(workspace);
  const ended = endedFiles(workspace);
  const forget = async (file: string, act: string | null): Promise<void> => {
    // Before the bytes go, so that a run that is cut off here does it again.
    if (held.has(file)) await workspace.caseStore.renew();
    await custody.forgetFile(file, { act, reason: 'act-annulled' });
  };
  for (const file of paths) {
    const role = roleOf(file);
    if (role === 'unknown') continue;
    const own = role === 'manifest' || role === 'acts';
    if (ended.has(file)) {
      refusals.push({
        file,
        place: '',
        code: 'AUTHORITY_MISSING',
        expected: 'an act whose retention has not ended',
        found: 'data deleted at the end of their retention',
      });
      continue;
    }
    const ids = own ? [] : actsFor(file, acts).map((act) => act.id);
    if (own || ids.length > 0) {
      covered.push({ file, ids });
      continue;
    }
    // What an act covered once and none covers now goes, with its bytes.
    const former = acts.find(
      (act) => act.status === 'annulled' && actsFor(file, [{ ...act, status: 'in-force' }]).length > 0,
    );
    await forget(file, former?.id ?? null);
    await custody.append({ type: 'file-refused', path: file, code: 'AUTHORITY_MISSING', act: former?.id ?? null });
    if (role === 'operator')
      refusals.push({
        file,
        place: '',
        code: 'AUTHORITY_MISSING',
        expected: 'an act in force that covers the file',
        found: former === undefined ? 'none' : 'an annulled act',
      });
  }
  // A file that is gone from the folder, and that no act in force would cover, goes with its bytes as well.
  const present = new Set(paths);
  for (const file of held) if (!present.has(file) && actsFor(file, acts).length === 0) await forget(file, null);
  let done = 0;
  const keep = async ({ file, ids }: { file: string; ids: string[] }): Promise<DeliveryFile> => {
    const kept = await custody.receiveFile(file, path.join(options.caseDir, file), { acts: ids });
    const original = custody.originals.path(kept.sha256);
    // What was kept on an earlier day is read again: it must still be what was kept.
    const isOld = held.has(file) && roleOf(file) !== 'operator';
    if (isOld && (await hashOnly(original)).sha256 !== kept.sha256)
      throw new CellsweepError(
        'LOG_CORRUPT',
        'A kept original is no longer what was received. Next: cellsweep log verify.',
      );
    originals.set(file, original);
    options.progress({ stage: 'receive', done: ++done, of: covered.length });
    return { path: file, original, sha256: kept.sha256 };
  };
  const operators = covered.filter(({ file }) => roleOf(file) === 'operator');
  const waiting = covered.filter(({ file }) => roleOf(file) !== 'operator').values();
  // Receipts that are made at the same time share their flushes to disk.
  const keepNext = async (): Promise<void> => {
    for (const file of waiting) await keep(file);
  };
  await Promise.all(Array.from({ length: RECEIVED_AT_ONCE }, keepNext));
  const reading = await readCaseDocuments(
    {
      paths: paths.filter((file) => !ended.has(file)),
      open: (file) => createReadStream(originals.get(file) ?? path.join(options.caseDir, file)),
    },
    acts,
    // A run is a function of its input: retention is enforced by `cellsweep retention`, not by the day of the run.
    -Infinity,
  );
  const deliveries = async function* (): AsyncGenerator<DeliveryFile> {
    const ahead: Promise<DeliveryFile>[] = [];
    const ask = (): void => {
      const next = operators[asked++];
      if (next === undefined) return;
      const kept = keep(next);
      // Told where it is awaited.
      kept.catch(() => undefined);
      ahead.push(kept);
    };
    let asked = 0;
    for (let i = 0; i < KEPT_AHEAD; i++) ask();
    for (let next = ahead.shift(); next !== undefined; next = ahead.shift()) {
      const file = await next;
      ask();
      yield file;
    }
  };
  const detections = covered.find(({ file }) => /^sensors\/detections\.csv(\.gz)?$/.test(file))?.file;
  const bursts =
    detections === undefined
      ? undefined
      : () =>
          readBursts(
            detections,
            () => createReadStream(originals.get(detections) ?? path.join(options.caseDir, detections)),
            actsFor(detections, acts),
          );
  return { acts, reading, deliveries, deliveryCount: operators.length, bursts, refusals };
}

interface Evidence {
  readonly evidence: ResidencyEvidence[];
  readonly references: LabelledEvidence[];
  readonly summaries: HandsetSummary[];
  readonly handsets: number;
  /** In which handset a SIM that sensors heard was, and when; by IMSI. */
  readonly heardSims: ReadonlyMap<string, readonly SimUse[]>;
}

interface SimUse {
  readonly imei14: string;
  readonly first_s: number;
  readonly last_s: number;
}

/** First and last leg of each SIM of a handset that sensors heard. */
function noteHeardSims(history: HandsetHistory, heard: ReadonlySet<string>, uses: Map<string, SimUse[]>): void {
  history.imsis.forEach((imsi, index) => {
    if (!heard.has(imsi)) return;
    const first = history.imsi.indexOf(index);
    const last = history.imsi.lastIndexOf(index);
    const use = { imei14: history.imei14, first_s: history.at_s[first] ?? 0, last_s: history.at_s[last] ?? 0 };
    uses.set(imsi, [...(uses.get(imsi) ?? []), use]);
  });
}

/** One pass over all handsets: evidence for each prison that could serve them, references with their truth, summaries. */
async function observe(
  workspace: Workspace,
  documents: CaseDocuments,
  cells: Cells,
  prepared: PreparedResidency,
  progress: RunOptions['progress'],
): Promise<Evidence> {
  const truth = knownHandsets(documents);
  const areasOfCell = cells.cells.map((_, i) =>
    prepared.areas.filter((area) => (area.lnFit[i] ?? -Infinity) > SERVES_LN).map((area) => area.id),
  );
  const interesting = numberSet(numbersOfInterest(documents));
  const evidence: ResidencyEvidence[] = [];
  const references: LabelledEvidence[] = [];
  const summaries: HandsetSummary[] = [];
  let handsets = 0;
  const heard = new Set<string>(documents.identifiedBursts.flatMap((burst) => burst.imsi ?? []));
  const heardSims = new Map<string, SimUse[]>();
  for await (const history of formHandsets(readHistories(workspace.records, cells), cells, documents.deviceProfiles)) {
    handsets++;
    if (handsets % 5000 === 0) progress({ stage: 'detect', done: handsets });
    if (heard.size > 0) noteHeardSims(history, heard, heardSims);
    summaries.push(summarise(history, (cell) => areasOfCell[cell] ?? [], interesting));
    const known = history.imei14s.map((imei14) => truth.get(imei14)).find((k) => k !== undefined);
    if (known !== undefined) {
      const area = prepared.areas.find(({ id }) => id === known.area_id);
      const found = area && residencyEvidence(history, area, prepared, known);
      if (found) references.push({ evidence: found, class: known.class });
      if (!known.reported) continue;
    }
    for (const area of candidateAreas(history, prepared)) {
      if (area.kind !== 'prison') continue;
      const found = residencyEvidence(history, area, prepared);
      if (found !== undefined) evidence.push(found);
    }
  }
  return { evidence, references, summaries, handsets, heardSims };
}

/** The handset in which a SIM was used last before a time, else first after it. */
function handsetAt(uses: readonly SimUse[] | undefined, at_s: number): string | undefined {
  const before = uses?.filter((use) => use.first_s <= at_s).toSorted((a, b) => b.last_s - a.last_s)[0];
  return (before ?? uses?.toSorted((a, b) => a.first_s - b.first_s)[0])?.imei14;
}

interface Located {
  readonly written: WrittenFile;
  readonly subjects: number;
  /** Of handsets, by handset key, for the question whose they are. */
  readonly rooms: ReadonlyMap<string, readonly RoomProbability[]>;
}

/** From which rooms phones were used, written as the answers come. */
async function locate(
  results: string,
  documents: CaseDocuments,
  bursts: () => AsyncIterable<Burst>,
  heardSims: Evidence['heardSims'],
  tracks: boolean,
): Promise<Located> {
  const rooms = new Map<string, RoomProbability[]>();
  const subjects = new Set<string>();
  async function* rows(): AsyncGenerator<Field[]> {
    const handsetOf = (imsi: string, at_s: number): string | undefined => handsetAt(heardSims.get(imsi), at_s);
    for await (const row of locateRooms({ documents, bursts, handsetOf, tracks })) {
      subjects.add(row.subject);
      if (parseImei(row.subject)?.imei14 === row.subject) {
        const key = handsetKey({ imei14: row.subject, component: 1 });
        const known = rooms.get(key);
        const one = { from_s: row.from_s, until_s: row.until_s, cell_id: row.cell_id, p: row.p };
        if (known === undefined) rooms.set(key, [one]);
        else known.push(one);
      }
      const metres = (value: number | undefined): string => (value === undefined ? '' : value.toFixed(2));
      yield [
        row.subject,
        row.prison_id,
        row.cell_id,
        timeField(row.from_s),
        timeField(row.until_s),
        row.p.toFixed(5),
        metres(row.x_m),
        metres(row.y_m),
      ];
    }
  }
  return { written: await writeTableAsItComes(results, 'rooms.csv', rows()), subjects: subjects.size, rooms };
}

/** Handsets of others whose contacts tell how common it is to call a number. */
const POPULARITY_SAMPLE = 3000;

/** Second look, at the handsets that may live inside and a sample of those around: whose are they, who went on with which? */
async function nameUsers(
  workspace: Workspace,
  documents: CaseDocuments,
  cells: Cells,
  prepared: PreparedResidency,
  observed: Evidence,
  findings: readonly HandsetFinding[],
  trace: readonly TraceRow[],
  rooms: Located['rooms'] | undefined,
): Promise<Attribution> {
  const imeisOf = new Map(observed.summaries.map((s) => [s.imei14 as string, s.imei14s]));
  const wanted = new Set<string>();
  const want = (imei14: string): void => {
    for (const id of imeisOf.get(imei14) ?? [imei14]) wanted.add(id);
  };
  for (const { evidence, judgement } of findings) if (judgement.llr10 >= SUBJECT_FROM_LLR10) want(evidence.imei14);
  for (const { evidence, class: name } of observed.references) if (name === 'inside') want(evidence.imei14);
  for (const seizure of documents.seizures) for (const imei14 of seizure.imei14s) want(imei14);
  // By the last digits, which no seller, prison or operator chose.
  const order = (imei14: string): string => [...imei14].toReversed().join('');
  const others = findings.map((f) => f.evidence.imei14).sort((a, b) => (order(a) < order(b) ? -1 : 1));
  for (const imei14 of others.slice(0, POPULARITY_SAMPLE)) want(imei14);
  const digests: HandsetDigest[] = [];
  const histories = readHistories(workspace.records, cells, [...wanted].sort());
  for await (const history of formHandsets(histories, cells, documents.deviceProfiles))
    digests.push(digestHandset(history, prepared));
  return attribute({
    documents,
    digests,
    findings: findings.map(({ evidence, judgement }) => ({
      imei14: evidence.imei14,
      component: evidence.component,
      prison_id: evidence.area_id,
      llr10: judgement.llr10,
      stayFrom_s: evidence.stayFrom_s,
      stayUntil_s: evidence.stayUntil_s,
    })),
    trace,
    rooms,
  });
}

function calibrate(
  options: RunOptions,
  documents: CaseDocuments,
  cells: Cells,
  prepared: PreparedResidency,
  observed: Evidence,
): CalibrationOutcome {
  const baselines = baselinesOnReferences(observed.references);
  const here = fingerprintOf(cells, prepared, [...observed.evidence, ...observed.references.map((r) => r.evidence)]);
  if (options.model !== undefined) {
    const match = fingerprintsMatch(options.model.fingerprint, here);
    return match.ok
      ? { model: options.model, source: 'another case', why: undefined, baselines }
      : {
          model: undefined,
          source: 'none',
          why: `the given calibration does not fit this case: ${match.why.join('; ')}`,
          baselines,
        };
  }
  const classByModel = new Map(documents.deviceProfiles.map((profile) => [profile.model, profile.class]));
  const labelled = new Set(observed.references.map((r) => r.evidence.imei14));
  // Seized handsets that the records show are references already; the others still tell what is carried in.
  const seized = documents.seizures.flatMap((s) =>
    s.kind === 'handset' && !s.imei14s.some((imei14) => labelled.has(imei14)) ? (classByModel.get(s.model) ?? []) : [],
  );
  const fit = fitResidency(observed.references, here, { seized });
  return fit.ok
    ? { model: fit.model, source: 'this case', why: undefined, baselines }
    : { model: undefined, source: 'none', why: fit.why, baselines };
}

/** What is withheld comes last. */
const stated = (llr10: number): number => (Number.isFinite(llr10) ? llr10 : -1e9);

/** Surest first: by what the interval leaves, then by the figure, then by how much it rests on. */
const byFinding = (a: HandsetFinding, b: HandsetFinding): number =>
  stated(b.judgement.llr10_low) - stated(a.judgement.llr10_low) ||
  stated(b.judgement.llr10) - stated(a.judgement.llr10) ||
  b.evidence.servingEvents - a.evidence.servingEvents ||
  (a.evidence.imei14 < b.evidence.imei14 ? -1 : a.evidence.imei14 > b.evidence.imei14 ? 1 : 0) ||
  a.evidence.component - b.evidence.component ||
  (a.evidence.area_id < b.evidence.area_id ? -1 : 1);

const placeNumber = (place: string): number => Number(/\d+/.exec(place)?.[0] ?? -1);
const byPlace = (a: Refusal, b: Refusal): number =>
  a.file < b.file
    ? -1
    : a.file > b.file
      ? 1
      : placeNumber(a.place) - placeNumber(b.place) || (a.code < b.code ? -1 : a.code > b.code ? 1 : 0);

/**
 * Directive (EU) 2016/680 article 25: who reads how many rows, why, under which act, for which stage; one entry for each act.
 * Logged before the reading, so that no reading goes unlogged: where a stage then reads fewer rows, the entry says too many.
 */
async function logReads(
  { custody }: Workspace,
  { who, why }: RunOptions,
  stage: string,
  reads: readonly { readonly act: string; readonly rows: number }[],
): Promise<void> {
  const byAct = new Map<string, number>();
  for (const { act, rows } of reads) if (act !== '') byAct.set(act, (byAct.get(act) ?? 0) + rows);
  await custody.appendMany([...byAct].map(([act, rows]) => ({ type: 'read', who, why, act, stage, rows })));
}

/** The whole chain on one case folder: receive, read, trace, detect, write. */
export async function runCase(workspace: Workspace, options: RunOptions): Promise<RunOutcome> {
  const stages: StageReport[] = [];
  const timed = async <T>(stage: string, work: () => Promise<T>): Promise<T> => {
    options.progress({ stage });
    const from = options.clock_s();
    const result = await work();
    stages.push({
      stage,
      seconds: Math.round((options.clock_s() - from) * 100) / 100,
      peak_rss_mb: options.peakRss_mb(),
      skipped: null,
    });
    return result;
  };
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
    return { outcome, report: await reportIntake(records, outcome.loads, [...profiles, ...drafts], inForce) };
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
  const prepared = prepareResidency({ documents, table: cells });
  let observed: Evidence = {
    evidence: [],
    references: [],
    summaries: [],
    handsets: 0,
    heardSims: new Map(),
  };
  let trace: TraceRow[] = [];
  let calibration: CalibrationOutcome = {
    model: undefined,
    source: 'none',
    why: 'only data quality was asked for',
    baselines: {},
  };
  let findings: HandsetFinding[] = [];
  if (!options.checkOnly) {
    observed = await timed('observe', () => observe(workspace, documents, cells, prepared, options.progress));
    trace = await timed('trace', async () =>
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
      }),
    );
    calibration = await timed('calibrate', async () => calibrate(options, documents, cells, prepared, observed));
    const sold = new Set<string>(
      trace.filter((row) => row.match === 'imei' || row.match === 'corrected').map((row) => row.imei14),
    );
    const imeisOf = new Map(observed.summaries.map((s) => [s.imei14 as string, s.imei14s]));
    findings = await timed('detect', async () =>
      observed.evidence
        .map((evidence): HandsetFinding => ({
          evidence,
          judgement:
            calibration.model === undefined
              ? withheld(calibration.why ?? 'no calibration')
              : judge(evidence, calibration.model),
          in_ledger: (imeisOf.get(evidence.imei14) ?? []).some((imei14) => sold.has(imei14)),
        }))
        .sort(byFinding),
    );
  }
  const { bursts } = received;
  let located: Located | undefined;
  const further = options.checkOnly !== true && options.onlyDetect !== true;
  if (further && bursts !== undefined && (documents.sensors ?? []).length > 0) {
    const detections = received.reading.filesRead.filter(({ path: file }) => file.startsWith('sensors/detections'));
    await logReads(
      workspace,
      options,
      'locate',
      detections.map(({ act_ids, rows }) => ({ act: act_ids[0] ?? '', rows })),
    );
    located = await timed('locate', () =>
      locate(workspace.results, documents, bursts, observed.heardSims, options.tracks === true),
    );
  }
  let attribution: Attribution | undefined;
  if (further && observed.handsets > 0) {
    await logReads(workspace, options, 'attribute', intake.report.rowsByAct);
    attribution = await timed('attribute', () =>
      nameUsers(workspace, documents, cells, prepared, observed, findings, trace, located?.rooms),
    );
  }
  if (located === undefined)
    stages.push({
      stage: 'locate',
      seconds: 0,
      peak_rss_mb: 0,
      skipped: further ? 'no sensors, or nothing that they heard' : 'not asked for',
    });
  if (attribution === undefined)
    stages.push({
      stage: 'attribute',
      seconds: 0,
      peak_rss_mb: 0,
      skipped: further ? 'no handset in the records' : 'not asked for',
    });
  for (const [stage, why] of NOT_BUILT) stages.push({ stage, seconds: 0, peak_rss_mb: 0, skipped: why });
  const outcome = {
    documents,
    acts: received.acts,
    refusals,
    quality,
    events: intake.report.events,
    total: intake.report.total,
    findings,
    trace,
    attribution,
    located,
    handsets: observed.handsets,
    calibration,
    notices: intake.outcome.drafted.flatMap((draft) => draft.warnings),
  };
  const written =
    options.checkOnly === true ? [] : await timed('write', () => write(workspace, options, outcome, stages, run));
  return { ...outcome, stages, written };
}

/** How users and successors were calibrated. */
function attributionReport(attribution: Attribution | undefined): Record<string, unknown> {
  if (attribution === undefined) return {};
  const { userCalibration: u, successionCalibration: s } = attribution;
  const figure = (x: number): number | null => (Number.isFinite(x) ? Math.round(x * 1e4) / 1e4 : null);
  return {
    users: {
      labelled_handsets: u.labelledHandsets,
      other_pairs: u.otherPairs,
      bounds: u.bounds,
      held_out_cllr: figure(u.heldOutCllr),
    },
    succession: {
      known_edges: s.knownEdges,
      doubtful_edges: s.doubtfulEdges,
      other_pairs: s.otherPairs,
      held_out: s.heldOut,
      bounds: s.bounds,
      held_out_cllr: figure(s.heldOutCllr),
    },
  };
}

async function write(
  workspace: Workspace,
  options: RunOptions,
  outcome: Omit<RunOutcome, 'stages' | 'written'>,
  stages: readonly StageReport[],
  run: string,
): Promise<WrittenFile[]> {
  const { results, custody, caseStore } = workspace;
  const { documents, findings, trace, refusals, calibration } = outcome;
  const firstSeen = (at_s: number): string => timeField(at_s);
  const written = [
    writeTable(
      results,
      'handsets.csv',
      findings.map(({ evidence: e, judgement: j, in_ledger }) => [
        e.imei14,
        e.component,
        e.area_id,
        llrField(j.llr10),
        llrField(j.llr10_low),
        llrField(j.llr10_high),
        j.verdict,
        timeField(e.first_s),
        timeField(e.last_s),
        e.events,
        e.activeDays,
        e.imsis,
        in_ledger ? 1 : 0,
        j.reasons.join('; '),
      ]),
    ),
    writeTable(
      results,
      'trace.csv',
      trace.map((row) => [
        row.order_id,
        row.line,
        row.imei14,
        row.match,
        llrField(row.llr10),
        row.prison_id,
        firstSeen(row.first_seen_s),
        row.inmate_ids.join('|'),
        row.via.join('; '),
      ]),
    ),
    writeTable(
      results,
      'succession.csv',
      (outcome.attribution?.successions ?? []).map((row) => [
        row.imei14_from,
        row.component_from,
        row.imei14_to,
        row.component_to,
        llrField(row.llr10),
        Math.round(row.gap_h * 10) / 10,
      ]),
    ),
    outcome.located?.written ?? writeTable(results, 'rooms.csv', []),
    writeTable(
      results,
      'users.csv',
      (outcome.attribution?.users ?? []).map((row) => [
        row.imei14,
        row.component,
        row.inmate_id,
        llrField(row.llr10),
        row.set_size,
        row.set_rank,
        row.basis.join('; '),
      ]),
    ),
    writeTable(results, 'plan.csv', []),
    writeTable(
      results,
      'refusals.csv',
      refusals.map((r) => [r.file, r.place, r.code, r.expected, r.found]),
    ),
  ];
  const { model } = calibration;
  if (model !== undefined) {
    written.push(writeWhole(results, 'model.json', modelText(model)));
    const digest = written.at(-1)?.sha256 ?? '';
    await custody.append({
      type: 'model',
      model: model.format,
      version: options.version,
      sha256: digest,
      use: calibration.source === 'this case' ? 'fitted' : 'applied',
    });
  }
  const verdicts = (prison: string): Record<string, number> => {
    const counts: Record<string, number> = { inside: 0, outside: 0, undecided: 0, withheld: 0 };
    for (const f of findings)
      if (f.evidence.area_id === prison) counts[f.judgement.verdict] = (counts[f.judgement.verdict] ?? 0) + 1;
    return counts;
  };
  const summary = {
    version: options.version,
    case: documents.manifest.id,
    events: outcome.events,
    events_total: outcome.total,
    prisons: documents.areas
      .filter((area) => area.kind === 'prison')
      .map((area) => ({ prison_id: area.id, ...verdicts(area.id) })),
    handsets: outcome.handsets,
    files: outcome.quality,
    stages,
    methods: Object.entries(METHODS).map(([name, version]) => ({ name, version })),
    residency:
      model === undefined
        ? { withheld: calibration.why ?? '', baselines_on_references: calibration.baselines }
        : { source: calibration.source, ...residencyReport(model), baselines_on_references: calibration.baselines },
    ...attributionReport(outcome.attribution),
  };
  written.push(writeWhole(results, 'summary.json', `${JSON.stringify(summary, null, 1)}\n`));
  await storeFindings(
    caseStore,
    findings.map(({ evidence, judgement }) => ({
      verdict: judgement.verdict,
      llr10: Number.isFinite(judgement.llr10) ? judgement.llr10 : null,
      evidence,
    })),
  );
  await caseStore.rows(storeRun, [
    path.resolve(options.caseDir),
    JSON.stringify(options.profileDirs),
    options.model === undefined ? null : modelText(options.model),
    JSON.stringify({ why: calibration.why ?? null }),
  ]);
  const byCode: Record<string, number> = {};
  for (const { code } of refusals) byCode[code] = (byCode[code] ?? 0) + 1;
  const list = written.find((file) => file.path === 'refusals.csv');
  await custody.appendMany([
    { type: 'refusal-list', path: 'refusals.csv', sha256: list?.sha256 ?? '', rows: refusals.length, by_code: byCode },
    {
      type: 'run-finished',
      run,
      outcome: 'complete',
      error: null,
      outputs: written.map(({ path: file, sha256, bytes }) => ({ path: file, sha256, bytes })),
    },
  ]);
  writeWhole(results, 'checkpoint.txt', custody.checkpoint());
  return written;
}
