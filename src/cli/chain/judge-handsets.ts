import { judgeAll, withheld, type PreparedResidency } from '../../detect/index.ts';
import type { Cells } from '../../intake/index.ts';
import type { CaseDocuments } from '../../model/case.ts';
import type { LoggedReads } from '../../model/logged-reads.ts';
import { soldHandsets, traceLedger, type Traced } from '../../trace/index.ts';
import type { Workspace } from '../workspace.ts';
import { calibrate, NO_PRISON, withInmatesElsewhere } from './calibrate-case.ts';
import { observe, type Observed } from './observe-handsets.ts';
import { prepareDetection, type DetectionInput } from './prepare-detection.ts';
import { byFinding } from './result-order.ts';
import type { CalibrationOutcome, HandsetFinding, RunOptions } from './run-outcome.ts';
import type { StageReports } from './stage-reports.ts';

/** What trace and detect give of a case. */
export interface Judged {
  readonly cells: Cells;
  readonly prepared: PreparedResidency;
  readonly observed: Observed;
  readonly traced: Traced;
  readonly calibration: CalibrationOutcome;
  /** Strongest first. */
  readonly findings: readonly HandsetFinding[];
}

/** Reads all handsets once, joins the order book to them, calibrates on those of known truth, and judges the others. */
export async function judgeHandsets(
  workspace: Workspace,
  logged: LoggedReads<'records'>,
  options: RunOptions,
  stages: StageReports,
  documents: CaseDocuments,
  known: DetectionInput,
): Promise<Judged> {
  const { cells } = known;
  const prepared = await stages.timed('coverage', () => prepareDetection(workspace.records, logged, documents, known));
  const observed = await stages.timed('observe', () =>
    observe(workspace, logged, documents, cells, prepared, options.progress),
  );
  const { ledger, areas, visits, contacts, rolls, rooms, manifest, deviceProfiles: profiles } = documents;
  const orders = { ledger, profiles, areas, visits, contacts, rolls, rooms, handsets: observed.summaries };
  const traced = await stages.timed(
    'trace',
    async () => traceLedger({ ...orders, from_s: manifest.from_s }),
    ledger.length === 0 ? 'no order book' : null,
  );
  const noPrison = prepared.areas.some((area) => area.kind === 'prison') ? null : NO_PRISON;
  const calibration = await stages.timed(
    'calibrate',
    async () => withInmatesElsewhere(calibrate(options, documents, cells, prepared, observed), observed),
    noPrison,
  );
  const sold = soldHandsets(traced.rows, observed.summaries);
  const judgeEach = async (): Promise<HandsetFinding[]> => {
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
  const findings = await stages.timed('detect', judgeEach, noPrison);
  return { cells, prepared, observed, traced, calibration, findings };
}
