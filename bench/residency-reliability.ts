import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parse } from 'csv-parse/sync';
import { sameUser, tracksOf } from '../src/attribute/index.ts';
import { runWithProgress, withWorkspace } from '../src/cli/session.ts';
import { splitCllr } from '../src/statistics/index.ts';
import { makeTracks, SCENARIOS } from '../world/tracks/index.ts';
import { makeWorld } from '../world/index.ts';
import { reliabilityBins, reliabilitySvg, type Ratios } from './ratio-reliability-plot.ts';

/**
 * Reliability of two kinds of ratios on pretend worlds. Residency: handsets that are no reference, judged by a calibration
 * on the references of their world. Same user: people of one fold, judged by a model trained on the people of the others.
 *
 * `tsx bench/residency-reliability.ts PLOTS SEED...` writes residency.svg and same-user.svg.
 */
const [plots = '', ...seeds] = process.argv.slice(2);
const FOLDS = 5;
interface Collected extends Ratios {
  readonly hp_llr10: number[];
  readonly hd_llr10: number[];
}
const residency: Collected = { hp_llr10: [], hd_llr10: [] };
const same: Collected = { hp_llr10: [], hd_llr10: [] };

for (const seed of seeds) {
  const folder = path.join(os.tmpdir(), `residency-${process.pid}-${seed}`);
  await makeWorld(folder, { seed: Number(seed), prisons: 4, placebos: 3, days: 35 });
  await withWorkspace(path.join(folder, 'results'), async (workspace) => {
    const { findings } = await runWithProgress(
      workspace,
      path.join(folder, 'case'),
      { quiet: true },
      { onlyDetect: true },
    );
    const rows = parse<Readonly<Record<string, string>>>(readFileSync(path.join(folder, 'truth/handsets.csv')), {
      columns: true,
    });
    const truth = new Map<string, { inside: boolean; prison_id: string }>();
    for (const row of rows)
      // What the case itself knew, and who shares an identifier, is left out.
      if (row['used_for_scoring'] === '1' && row['component'] === '1')
        for (const imei14 of (row['imei14s'] ?? '').split('|'))
          truth.set(imei14, { inside: row['class'] === 'inside', prison_id: row['prison_id'] ?? '' });
    for (const { evidence, judgement } of findings) {
      const known = truth.get(evidence.imei14);
      if (known === undefined || !Number.isFinite(judgement.llr10) || known.prison_id !== evidence.area_id) continue;
      (known.inside ? residency.hp_llr10 : residency.hd_llr10).push(judgement.llr10);
    }
  });
  rmSync(folder, { recursive: true, force: true });
  for (const scenario of SCENARIOS) {
    const tracks = tracksOf(makeTracks({ scenario, seed: Number(seed) }), 0);
    const owners = [...new Set(tracks.map((t) => t.owner))];
    for (let fold = 0; fold < FOLDS; fold++) {
      const held = new Set(owners.filter((_, k) => k % FOLDS === fold));
      const question = {
        tracks: tracks.filter(({ owner }) => held.has(owner)),
        training: tracks.filter(({ owner }) => !held.has(owner)),
        utcOffset_s: 0,
        alternative: 'anyone',
      } as const;
      sameUser(question, ({ a, b, llr10 }) => {
        if (llr10 !== undefined) (a.owner === b.owner ? same.hp_llr10 : same.hd_llr10).push(llr10);
      });
    }
  }
}

mkdirSync(plots, { recursive: true });
const publish = (name: string, title: string, ratios: Collected): void => {
  const bins = reliabilityBins(ratios);
  writeFileSync(path.join(plots, `${name}.svg`), reliabilitySvg(title, ratios, bins));
  const { cllr, cllrMin } = splitCllr(ratios.hp_llr10, ratios.hd_llr10);
  process.stdout.write(
    `${name}: ${ratios.hp_llr10.length} Hp, ${ratios.hd_llr10.length} Hd; Cllr ${cllr.toFixed(3)}, Cllr_min ${cllrMin.toFixed(3)}\n`,
  );
  for (const bin of bins)
    process.stdout.write(
      `  ${bin.stated_llr10.toFixed(2)}: ${bin.observed_llr10.toFixed(2)} (${bin.low_llr10.toFixed(2)} to ${bin.high_llr10.toFixed(2)}), ${bin.hp}/${bin.hd}\n`,
    );
};
publish('residency', `Lives inside: ${seeds.length} pretend worlds, no references`, residency);
publish('same-user', `Same user: ${SCENARIOS.length} scenarios x ${seeds.length}, people held out`, same);
