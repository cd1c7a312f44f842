import { existsSync } from 'node:fs';
import path from 'node:path';
import { ALTERNATIVES, type Alternative, sameUser, type Track, tracksOf } from '../src/attribute/index.ts';
import { devPav, splitCllr } from '../src/statistics/index.ts';
import { makeTracks, SCENARIOS } from '../world/tracks/index.ts';
import { tracksOfTwoSlots } from './two-slot-tracks.ts';

/**
 * Error of day-level ratios, five folds by people: owners in order of name, fold k holds every fifth from the k-th. On six pretend
 * populations of 20 people with two handsets; then, against either alternative, on the two slots of the handsets of two cases made by
 * others, each case for itself and judged by the other's people. Written: Cllr, Cllr_min, devPAV, numbers, cost.
 * npx tsx bench/same-user.ts [SEED...]
 */
const FOLDS = 5;
/** User and system time: what a busy machine does not change. */
const cpu_ms = (): number => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
};

interface Trial {
  readonly tracks: readonly Track[];
  readonly training: readonly Track[];
}

function byPeople(tracks: readonly Track[]): Trial[] {
  const owners = [...new Set(tracks.map((t) => t.owner))];
  return Array.from({ length: FOLDS }, (_, fold) => {
    const held = new Set(owners.filter((_owner, k) => k % FOLDS === fold));
    return {
      tracks: tracks.filter(({ owner }) => held.has(owner)),
      training: tracks.filter(({ owner }) => !held.has(owner)),
    };
  });
}

function measure(name: string, trials: readonly Trial[], alternative: Alternative): void {
  const same: number[] = [];
  const different: number[] = [];
  let bounds = '';
  let [train_ms, judge_ms, reach_km, withheld, elsewhere] = [0, 0, 0, 0, 0];
  for (const trial of trials) {
    const start = cpu_ms();
    let first = 0;
    const outcome = sameUser(
      { ...trial, utcOffset_s: 0, alternative },
      ({ a, b, llr10 }) => {
        if (llr10 !== undefined) (a.owner === b.owner ? same : different).push(llr10);
      },
      () => (first = cpu_ms()),
    );
    judge_ms += cpu_ms() - first;
    train_ms += first - start;
    withheld += outcome.withheldRatios;
    elsewhere += outcome.elsewhere.length;
    reach_km = outcome.model!.reach_km;
    const { lower_llr10, lowerBy, upper_llr10, upperBy } = outcome.model!.bounds;
    bounds = `${lower_llr10.toFixed(2)} (${lowerBy}) ${upper_llr10.toFixed(2)} (${upperBy})`;
  }
  const { cllr, cllrMin } = splitCllr(same, different);
  process.stdout.write(
    `${name}  Cllr ${cllr.toFixed(3)} / ${cllrMin.toFixed(3)}  devPAV ${devPav(same, different).toFixed(2)}  same ${same.length} different ${different.length} withheld ${withheld} (${elsewhere} handsets elsewhere)  ${(judge_ms / (same.length + different.length)).toFixed(4)} ms each, training ${(train_ms / trials.length / 1000).toFixed(2)} s, reach ${reach_km} km, bounds ${bounds}\n`,
  );
  // Reliability: within a class of stated ratios, same-owner share over different-owner share is the ratio that was true.
  const edges = [-9, -1.5, -1, -0.5, 0, 0.5, 1, 1.5, 9];
  const share = (l: number[], k: number): number =>
    (l.filter((v) => v >= edges[k]! && v < edges[k + 1]!).length + 0.5) / (l.length + 1);
  const observed = edges.slice(0, -1).map((_, k) => Math.log10(share(same, k) / share(different, k)).toFixed(2));
  const wrong = (n: number, of: number): string => `${((100 * n) / of).toFixed(1)} %`;
  process.stdout.write(
    `    observed log10 ratio by stated class ${observed.join(' ')}; same < 0: ${wrong(same.filter((v) => v < 0).length, same.length)}, different > 0: ${wrong(different.filter((v) => v > 0).length, different.length)}, > 1: ${wrong(different.filter((v) => v > 1).length, different.length)}\n`,
  );
}

for (const seed of process.argv.length > 2 ? process.argv.slice(2).map(Number) : [1])
  for (const scenario of SCENARIOS)
    measure(`${scenario.padEnd(18)} seed ${seed}`, byPeople(tracksOf(makeTracks({ scenario, seed }), 0)), 'anyone');

const cases = path.join(import.meta.dirname, '../../shared/cases');
if (!existsSync(cases))
  process.stderr.write('SKIPPED: ../shared/cases is not there; no case made by others is measured.\n');
else {
  const [alpha, beta] = [
    await tracksOfTwoSlots(path.join(cases, 'alpha')),
    await tracksOfTwoSlots(path.join(cases, 'beta')),
  ];
  for (const alternative of ALTERNATIVES) {
    measure(`alpha by folds, against ${alternative}`, byPeople(alpha), alternative);
    measure(`beta by folds, against ${alternative}`, byPeople(beta), alternative);
    measure(`beta by alpha's people, against ${alternative}`, [{ tracks: beta, training: alpha }], alternative);
    measure(`alpha by beta's people, against ${alternative}`, [{ tracks: alpha, training: beta }], alternative);
  }
}
