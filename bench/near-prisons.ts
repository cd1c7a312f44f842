import { readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parse } from 'csv-parse/sync';
import { runWithProgress, withWorkspace } from '../src/cli/session.ts';
import { explain, judge, type Judgement, type ResidencyEvidence, type ResidencyModel } from '../src/detect/index.ts';
import { cllr } from '../src/statistics/index.ts';
import { makeWorld } from '../world/index.ts';

/**
 * Two inhabited prisons so far apart, on the same antennas: in which of them is a handset said to live? By the ratio against people of no
 * prison, by the one against inmates of other prisons too, and by that with their share halved and doubled. Handsets that are no
 * reference and that no search found.
 *
 * `tsx bench/near-prisons.ts METRES[,METRES...] SEED...`; `--no-lists` first takes contacts and visits away.
 */
const [first = '', ...rest] = process.argv.slice(2);
const noLists = first === '--no-lists';
const [distances = '', ...seeds] = noLists ? rest : [first, ...rest];
const PAIR = new Set(['P1', 'P2']);

/** `others` times as many inmates of the other prison for each of this one. */
type Way = (e: ResidencyEvidence, all: readonly ResidencyEvidence[], model: ResidencyModel) => Judgement;
const times =
  (share: number): Way =>
  (e, all, model) =>
    judge(
      e,
      model,
      all.map((other) => (other.beds === undefined || other === e ? other : { ...other, beds: share * other.beds })),
    );
const WAYS: Readonly<Record<string, Way>> = {
  'people of no prison': (e, _, model) => judge(e, model),
  'other inmates too': times(1),
  'their share halved': times(0.5),
  'their share doubled': times(2),
};

/** Of somebody who lives in one of the two: that it is the other one, by the ratios of both and the beds. */
function elsewhere(e: ResidencyEvidence, all: readonly ResidencyEvidence[], model: ResidencyModel): number {
  const here = 10 ** explain(e, model).unbounded_llr10;
  const there = explain(e, model, all).others.reduce((sum, { area_id, llr10 }) => {
    const beds = all.find((other) => other.area_id === area_id)?.beds;
    return sum + ((beds ?? 1) / (e.beds ?? 1)) * 10 ** llr10;
  }, 0);
  return there / (here + there);
}

interface Tally {
  /** Of inmates called inside one: how many live in the other, if the ratios of both are right. */
  expectedOther: number;
  own: number;
  both: number;
  other: number;
  none: number;
  outsideInside: number;
  readonly hp_llr10: number[];
  readonly hd_llr10: number[];
}

for (const distance of distances.split(',')) {
  const tallies = Object.keys(WAYS).map((): Tally => ({
    expectedOther: 0,
    own: 0,
    both: 0,
    other: 0,
    none: 0,
    outsideInside: 0,
    hp_llr10: [],
    hd_llr10: [],
  }));
  let outside = 0;
  for (const seed of seeds) {
    const folder = path.join(os.tmpdir(), `near-prisons-${process.pid}-${seed}`);
    await makeWorld(folder, { seed: Number(seed), prisons: 3, placebos: 3, days: 35, nearPrisons_m: Number(distance) });
    if (noLists) for (const list of ['contacts', 'visits']) rmSync(path.join(folder, `case/prisons/${list}.csv`));
    const lives = new Map<string, Set<string>>();
    const isOurs = new Map<string, boolean>();
    for (const row of parse<Readonly<Record<string, string>>>(readFileSync(path.join(folder, 'truth/handsets.csv')), {
      columns: true,
    }))
      for (const imei14 of (row['imei14s'] ?? '').split('|')) {
        const there = lives.get(imei14) ?? new Set();
        if (row['class'] === 'inside') there.add(row['prison_id'] ?? '');
        lives.set(imei14, there);
        isOurs.set(imei14, row['used_for_scoring'] === '1' && row['component'] === '1');
      }
    await withWorkspace(path.join(folder, 'results'), async (workspace) => {
      const { findings, calibration } = await runWithProgress(
        workspace,
        path.join(folder, 'case'),
        { quiet: true },
        { onlyDetect: true },
      );
      const { model } = calibration;
      if (model === undefined) throw new Error('no calibration');
      const ofHandset = new Map<string, ResidencyEvidence[]>();
      for (const { evidence: e } of findings)
        if (isOurs.get(e.imei14) === true && e.component === 1)
          ofHandset.set(e.imei14, [...(ofHandset.get(e.imei14) ?? []), e]);
      for (const [imei14, all] of ofHandset) {
        const homes = [...(lives.get(imei14) ?? [])];
        const isInmate = homes.length > 0;
        // Transferred, or inside a third prison, or found: other questions.
        if (all.some((e) => e.seizedHere) || (isInmate && (homes.length > 1 || !PAIR.has(homes[0] ?? '')))) continue;
        const near = all.filter((e) => PAIR.has(e.area_id));
        if (near.length === 0) continue;
        if (!isInmate) outside++;
        Object.values(WAYS).forEach((way, w) => {
          const tally = tallies[w] as Tally;
          const called = new Set<string>();
          let expected = 0;
          for (const e of near) {
            const { llr10, verdict } = way(e, all, model);
            if (verdict === 'inside') {
              called.add(e.area_id);
              expected = elsewhere(e, all, model);
            }
            if (Number.isFinite(llr10)) (homes[0] === e.area_id ? tally.hp_llr10 : tally.hd_llr10).push(llr10);
          }
          if (isInmate && called.size === 1) tally.expectedOther += expected;
          if (!isInmate) tally.outsideInside += Math.min(1, called.size);
          else if (called.size === 2) tally.both++;
          else if (called.size === 0) tally.none++;
          else if (called.has(homes[0] ?? '')) tally.own++;
          else tally.other++;
        });
      }
    });
    rmSync(folder, { recursive: true, force: true });
  }
  process.stdout.write(`${distance} m, seeds ${seeds.join(' ')}${noLists ? ', no lists' : ''}; ${outside} others\n`);
  Object.keys(WAYS).forEach((name, w) => {
    const { expectedOther, own, both, other, none, outsideInside, hp_llr10, hd_llr10 } = tallies[w] as Tally;
    process.stdout.write(
      `  ${name.padEnd(20)} own ${own}, both ${both}, other ${other} (expected ${expectedOther.toFixed(1)}), none ${none}; others inside ${outsideInside}; Cllr ${cllr(hp_llr10, hd_llr10).cllr.toFixed(3)}\n`,
    );
  });
}
