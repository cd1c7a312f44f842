import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parse } from 'csv-parse/sync';
import { attribute, digestHandset, type HandsetDigest } from '../src/attribute/index.ts';
import { runWithProgress, withWorkspace } from '../src/cli/session.ts';
import { prepareResidency } from '../src/detect/index.ts';
import { LOGGED } from '../src/model/logged-reads.testing.ts';
import { readCells, readHistories } from '../src/intake/index.ts';
import { cllr } from '../src/statistics/index.ts';
import { formHandsets } from '../src/trace/index.ts';
import { makeWorld } from '../world/index.ts';
import { reliabilityBins, reliabilitySvg, type Ratios } from './ratio-reliability-plot.ts';

/**
 * Reliability of the ratios for users and successors against the known truth of pretend worlds, one prison held out at a
 * time: what searches attributed in that prison is hidden from the calibration whose ratios are judged there. Successors:
 * the pairs whose SIM was handed on teach the calibration and are left out. Located rooms are not used.
 *
 * `tsx bench/ratio-reliability.ts PLOTS SEED...` writes users.svg and succession.svg.
 */
const [plots = '', ...seeds] = process.argv.slice(2);
type Row = Readonly<Record<string, string>>;
const users: { hp_llr10: number[]; hd_llr10: number[] } = { hp_llr10: [], hd_llr10: [] };
const successors: { hp_llr10: number[]; hd_llr10: number[] } = { hp_llr10: [], hd_llr10: [] };
const LEAST_EVENTS = 20;
const LEAST_SHARE = 0.1;

for (const seed of seeds) {
  const folder = path.join(os.tmpdir(), `reliability-${process.pid}-${seed}`);
  await makeWorld(folder, { seed: Number(seed), prisons: 4, placebos: 3, days: 35 });
  await withWorkspace(path.join(folder, 'results'), async (workspace) => {
    const outcome = await runWithProgress(workspace, path.join(folder, 'case'), { quiet: true }, { onlyDetect: true });
    const { documents } = outcome;
    const cells = await readCells(workspace.records);
    const prepared = prepareResidency({ documents, table: cells });
    const digests: HandsetDigest[] = [];
    const histories = readHistories(workspace.records, LOGGED.records, cells);
    for await (const history of formHandsets(histories, cells, documents.deviceProfiles))
      digests.push(digestHandset(history, prepared));
    const truth = (name: string): Row[] =>
      parse<Row>(readFileSync(path.join(folder, 'truth', name)), { columns: true, skip_empty_lines: true });
    const devices = new Map<string, string>();
    const shared = new Set(truth('clones.csv').map((row) => row['imei14'] ?? ''));
    for (const row of truth('handsets.csv'))
      for (const imei14 of (row['imei14s'] ?? '').split('|'))
        if (row['class'] === 'inside' && Number(row['events']) >= LEAST_EVENTS && !shared.has(imei14))
          devices.set(imei14, row['device'] ?? '');
    const shareOf = new Map(
      truth('users.csv').map((row) => [`${row['device']} ${row['inmate']}`, Number(row['share'])]),
    );
    const mainUser = new Map<string, string>();
    for (const row of truth('users.csv'))
      if (!mainUser.has(row['device'] ?? '')) mainUser.set(row['device'] ?? '', row['inmate'] ?? '');
    const steps = new Set(truth('succession.csv').map((row) => `${row['device_from']} ${row['device_to']}`));
    const judge = (documentsUsed: typeof documents) =>
      attribute({
        documents: documentsUsed,
        digests,
        findings: outcome.findings.map(({ evidence, judgement }) => ({
          imei14: evidence.imei14,
          component: evidence.component,
          prison_id: evidence.area_id,
          llr10: judgement.llr10,
          stayFrom_s: evidence.stayFrom_s,
          stayUntil_s: evidence.stayUntil_s,
        })),
        trace: outcome.trace,
      });
    const prisonOf = new Map(outcome.findings.map(({ evidence }) => [evidence.imei14, evidence.area_id]));
    for (const { prison_id, imei14s } of documents.seizures) for (const imei of imei14s) prisonOf.set(imei, prison_id);
    for (const { id } of documents.areas.filter(({ kind }) => kind === 'prison')) {
      const hidden = { ...documents, seizures: documents.seizures.filter(({ prison_id }) => prison_id !== id) };
      for (const row of judge(hidden).users) {
        const device = devices.get(row.imei14);
        if (device === undefined || prisonOf.get(row.imei14) !== id) continue;
        const share = shareOf.get(`${device} ${row.inmate_id}`) ?? 0;
        // Who used it a few times is neither.
        if (share > 0 && share < LEAST_SHARE) continue;
        (share > 0 ? users.hp_llr10 : users.hd_llr10).push(row.llr10);
      }
    }
    for (const row of judge(documents).successions) {
      const [from, to] = [devices.get(row.imei14_from), devices.get(row.imei14_to)];
      if (from === undefined || to === undefined || from === to) continue;
      if (row.basis.some((word) => word.startsWith('SIM handed on'))) continue;
      const isStep = steps.has(`${from} ${to}`);
      if (!isStep && mainUser.get(from) === mainUser.get(to)) continue;
      (isStep ? successors.hp_llr10 : successors.hd_llr10).push(row.llr10);
    }
  });
  rmSync(folder, { recursive: true, force: true });
}

mkdirSync(plots, { recursive: true });
const publish = (name: string, title: string, ratios: Ratios): void => {
  const bins = reliabilityBins(ratios);
  writeFileSync(path.join(plots, `${name}.svg`), reliabilitySvg(title, ratios, bins));
  const figure = cllr(Float64Array.from(ratios.hp_llr10), Float64Array.from(ratios.hd_llr10));
  process.stdout.write(
    `${name}: ${ratios.hp_llr10.length} true, ${ratios.hd_llr10.length} other pairs; ${JSON.stringify(figure)}\n`,
  );
  for (const bin of bins)
    process.stdout.write(
      `  ${bin.stated_llr10.toFixed(2)}: ${bin.observed_llr10.toFixed(2)} (${bin.low_llr10.toFixed(2)} to ${bin.high_llr10.toFixed(2)}), ${bin.hp}/${bin.hd}\n`,
    );
};
publish('users', `Users: ${seeds.length} pretend worlds, prison held out`, users);
publish('succession', `Successors: ${seeds.length} pretend worlds, SIMs that teach left out`, successors);
