import { rmSync } from 'node:fs';
import path from 'node:path';
import type { Attribution } from '../../attribute/index.ts';
import {
  llrField,
  timeField,
  writeTable,
  writeTableAsItComes,
  writeWhole,
  type WrittenFile,
} from '../../contract/results.ts';
import type { Field } from '../../contract/csv.ts';
import { residencyReport, type CoverageFit } from '../../detect/index.ts';
import { listRefusals } from '../../intake/index.ts';
import type { Refusal } from '../../model/refusal.ts';
import type { SoldLot } from '../../trace/index.ts';
import { storeFindings, storeRun } from './case-queries.ts';
import { expectedResidents } from './expected-residents.ts';
import { modelText } from './model-file.ts';
import { roomsReport } from './rooms-report.ts';
import type { RunOptions, RunOutcome, StageReport } from '../chain/run-outcome.ts';
import { HEAD_FILE, type Workspace } from '../workspace.ts';

/** Methods and versions that the figures rest on; raised when a method changes what it gives. */
const METHODS = {
  'handset-components': '3',
  'ledger-match': '2',
  'lot-size': '1',
  'room-location': '4',
  user: '4',
  succession: '3',
  coverage: '4',
  residency: '8',
  calibration: '1',
} as const;

/** Whether handsets of known place changed what is believed of coverage. */
const coverageReport = (fit: CoverageFit | undefined): Record<string, unknown> =>
  fit === undefined
    ? { source: 'prior' }
    : { source: 'fitted', handsets: fit.handsets, areas: fit.areas, gain_ln: Math.round(fit.gain_ln * 10) / 10 };

/** Without the serials: the summary names no handset. */
const lotReport = ({
  model,
  tac,
  seen,
  ordered,
  recorded,
  units,
  units_low,
  units_high,
  twoSims,
}: SoldLot): object => ({
  model,
  tac,
  seen,
  ordered,
  recorded,
  units: Math.round(units),
  units_low,
  units_high,
  two_sims: twoSims,
});

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

async function* fieldsOfRefusals(refusals: AsyncIterable<Refusal>): AsyncGenerator<Field[]> {
  for await (const { file, place, code, expected, found } of refusals) yield [file, place, code, expected, found];
}

/** Before the first table: summary.json comes last and goes first, so that where it is the tables beside it are of one run. */
export const withdrawSummary = (results: string): void => rmSync(path.join(results, 'summary.json'), { force: true });

export async function write(
  workspace: Workspace,
  options: RunOptions,
  outcome: Omit<RunOutcome, 'stages' | 'written'>,
  stages: readonly StageReport[],
  run: string,
): Promise<WrittenFile[]> {
  const { results, custody, caseStore } = workspace;
  const { documents, findings, trace, refusals, calibration } = outcome;
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
        timeField(row.first_seen_s),
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
    await writeTableAsItComes(
      results,
      'refusals.csv',
      fieldsOfRefusals(listRefusals(workspace.records, outcome.refusedLoads, refusals)),
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
  const findings_sha256 = await storeFindings(
    caseStore,
    findings.map(({ evidence, judgement }) => ({
      verdict: judgement.verdict,
      llr10: Number.isFinite(judgement.llr10) ? judgement.llr10 : null,
      evidence,
    })),
  );
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
    coverage: coverageReport(outcome.coverage),
    order_book: { hidden_numbers: outcome.hiddenNumbers, lots: outcome.lots.map(lotReport) },
    residency:
      model === undefined
        ? { withheld: calibration.why ?? '', baselines_on_references: calibration.baselines }
        : {
            source: calibration.source,
            ...residencyReport(model),
            on_own_references: calibration.onOwnReferences,
            inmates_elsewhere: calibration.inmatesElsewhere,
            expected: expectedResidents(findings),
            baselines_on_references: calibration.baselines,
          },
    ...roomsReport(outcome.located),
    ...attributionReport(outcome.attribution),
    findings_sha256,
  };
  await caseStore.rows(storeRun, [
    path.resolve(options.caseDir),
    JSON.stringify(options.profileDirs),
    options.model === undefined ? null : modelText(options.model),
    JSON.stringify({ why: calibration.why ?? null }),
  ]);
  written.push(writeWhole(results, 'summary.json', `${JSON.stringify(summary, null, 1)}\n`));
  const byCode: Record<string, number> = Object.fromEntries(outcome.refusedRows);
  for (const { code } of refusals) byCode[code] = (byCode[code] ?? 0) + 1;
  const list = written.find((file) => file.path === 'refusals.csv');
  await custody.appendMany([
    {
      type: 'refusal-list',
      path: 'refusals.csv',
      sha256: list?.sha256 ?? '',
      rows: Object.values(byCode).reduce((sum, n) => sum + n, 0),
      by_code: byCode,
    },
    {
      type: 'run-finished',
      run,
      outcome: 'complete',
      error: null,
      outputs: written.map(({ path: file, sha256, bytes }) => ({ path: file, sha256, bytes })),
    },
  ]);
  writeWhole(results, HEAD_FILE, custody.checkpoint());
  return written;
}
