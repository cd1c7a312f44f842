import { makeScratch, seedFor } from './chain.testing.ts';
import { killRuns } from './killed-runs.ts';

// Kills many runs and prints the tally: `npx tsx test/robustness/kill-many.ts [50]`.
const scratch = makeScratch();
try {
  const { caseDir } = await scratch.world();
  const seed = seedFor('killed runs', 20_251_006);
  const tally = await killRuns(scratch, caseDir, Number(process.argv[2] ?? 50), seed, console.info);
  console.info(JSON.stringify(tally, null, 1));
  process.exitCode = tally.faults.length === 0 ? 0 : 1;
} finally {
  scratch.remove();
}
