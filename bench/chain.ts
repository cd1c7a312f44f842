import { readFileSync } from 'node:fs';
import path from 'node:path';
import { runWithProgress, withWorkspace } from '../src/cli/session.ts';

/** The chain on a case, up to detection where asked so, from opening its stores to the last byte written. */
const [caseDir = '', results = '', until = ''] = process.argv.slice(2);
const from = performance.now();
const stages = await withWorkspace(
  results,
  async (workspace) =>
    (await runWithProgress(workspace, caseDir, { quiet: true }, { onlyDetect: until === 'detect' })).stages,
);
const seconds = (performance.now() - from) / 1000;
const findings = readFileSync(path.join(results, 'handsets.csv'), 'utf8').split('\n').length - 2;
process.stdout.write(
  `${JSON.stringify({ seconds, stages, findings, cpu_s: (process.resourceUsage().userCPUTime + process.resourceUsage().systemCPUTime) / 1e6, peak_mb: process.resourceUsage().maxRSS / 1024 })}\n`,
);
