import path from 'node:path';
import { runCase } from '../../src/cli/chain/run-case.ts';
import { KEPT, openWorkspace } from '../../src/cli/workspace.ts';
import { openCustody } from '../../src/custody/index.ts';

// One whole run in a process of its own, so that a test can kill it: `run-chain.ts CASE RESULTS [ACT]`. What it does stands
// on its output, one JSON line for each step. ACT is annulled before the run, as `act annul` does.
const [caseDir, results, act] = process.argv.slice(2);
if (caseDir === undefined || results === undefined) throw new Error('usage: run-chain.ts CASE RESULTS [ACT]');
const say = (line: object): void => void process.stdout.write(`${JSON.stringify(line)}\n`);
if (act !== undefined) {
  const custody = await openCustody(path.join(results, KEPT, 'custody'), { now: () => new Date() });
  await custody.append({ type: 'act-annulled', act, reason: 'test', who: 'test', files: 0 });
  await custody.close();
}
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
