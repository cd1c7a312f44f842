import { openWorkspace } from '../../src/cli/workspace.ts';
import { runCase } from '../../src/cli/run-case.ts';

// One whole run in a process of its own, so that a test can kill it: `run-chain.ts CASE RESULTS`. What it does stands on
// its output, one JSON line for each step.
const [caseDir, results] = process.argv.slice(2);
if (caseDir === undefined || results === undefined) throw new Error('usage: run-chain.ts CASE RESULTS');
const say = (line: object): void => void process.stdout.write(`${JSON.stringify(line)}\n`);
const workspace = await openWorkspace(results, { now: () => new Date(), environment: {} });
say({ open: true });
try {
  const outcome = await runCase(workspace, {
    caseDir,
    profileDirs: [],
    who: 'test',
    why: 'robustness',
    version: '0-test',
    progress: say,
    clock_s: () => performance.now() / 1000,
    peakRss_mb: () => 0,
  });
  say({ done: true, handsets: outcome.handsets, findings: outcome.findings.length });
} finally {
  await workspace.close();
}
