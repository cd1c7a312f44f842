import { writeFileSync } from 'node:fs';
import { makeTracks, SCENARIOS, tracksCsv } from './index.ts';

/** npx tsx world/tracks/main.ts SCENARIO OUT.csv [SEED] [--best-server]: the tracks of 20 people, in telcell's columns. */
const [name, out, seed = '1', ...rest] = process.argv.slice(2);
const scenario = SCENARIOS.find((s) => s === name);
if (scenario === undefined || out === undefined) {
  process.stderr.write(`usage: main.ts ${SCENARIOS.join('|')} OUT.csv [SEED] [--best-server]\n`);
  process.exitCode = 2;
} else {
  writeFileSync(
    out,
    tracksCsv(makeTracks({ scenario, seed: Number(seed), bestServer: rest.includes('--best-server') })),
  );
}
