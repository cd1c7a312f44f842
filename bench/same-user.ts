import { sameUser, tracksOf } from '../src/attribute/index.ts';
import { devPav, splitCllr } from '../src/statistics/index.ts';
import { makeTracks, SCENARIOS } from '../world/tracks/index.ts';

/**
 * Error of day-level ratios on six pretend populations of 20 people with two handsets, five folds by people: owners in
 * order of name, fold k holds every fifth from the k-th. Written: Cllr, Cllr_min, devPAV, numbers, cost.
 * npx tsx bench/same-user.ts [SEED...]
 */
const FOLDS = 5;
/** User and system time: what a busy machine does not change. */
const cpu_ms = (): number => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
};
const seeds = process.argv.length > 2 ? process.argv.slice(2).map(Number) : [1];

for (const seed of seeds) {
  for (const scenario of SCENARIOS) {
    const tracks = tracksOf(makeTracks({ scenario, seed }), 0);
    const owners = [...new Set(tracks.map((t) => t.owner))];
    const same: number[] = [];
    const different: number[] = [];
    let bounds = '';
    let [train_ms, judge_ms, reach_km, withheld] = [0, 0, 0, 0];
    for (let fold = 0; fold < FOLDS; fold++) {
      const held = new Set(owners.filter((_, k) => k % FOLDS === fold));
      const [tested, training] = [true, false].map((t) => tracks.filter(({ owner }) => held.has(owner) === t));
      const start = cpu_ms();
      let first = 0;
      const { model, withheldRatios } = sameUser(
        tested!,
        training!,
        0,
        ({ a, b, llr10 }) => {
          if (llr10 !== undefined) (a.owner === b.owner ? same : different).push(llr10);
        },
        () => (first = cpu_ms()),
      );
      judge_ms += cpu_ms() - first;
      train_ms += first - start;
      withheld += withheldRatios;
      reach_km = model!.reach_km;
      bounds = `${model!.bounds.lower_llr10.toFixed(2)} (${model!.bounds.lowerBy}) ${model!.bounds.upper_llr10.toFixed(2)} (${model!.bounds.upperBy})`;
    }
    const { cllr, cllrMin } = splitCllr(same, different);
    process.stdout.write(
      `${scenario.padEnd(18)} seed ${seed}  Cllr ${cllr.toFixed(3)} / ${cllrMin.toFixed(3)}  devPAV ${devPav(same, different).toFixed(2)}  same ${same.length} different ${different.length} withheld ${withheld}  ${(judge_ms / (same.length + different.length)).toFixed(4)} ms each, training ${(train_ms / FOLDS / 1000).toFixed(2)} s, reach ${reach_km} km, bounds ${bounds}\n`,
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
}
