import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { ensureInstalled, ROOT } from './ensure-installed.mjs';

/**
 * Every finding of every check is an error; all checks run, so that one look shows everything.
 * @type {[name: string, command: string, ...rest: string[]][]}
 */
const CHECKS = [
  ['types', 'tsc', '--noEmit', '-p', 'tsconfig.json'],
  ['lint', 'oxlint', '--type-aware', '--deny-warnings', '--report-unused-disable-directives'],
  ['format', 'prettier', '--check', '--log-level=warn', '.'],
  ['dependency rule', 'vitest', 'run', '--reporter=dot', 'test/dependency-rule.test.ts'],
  ['unused code', 'knip', '--treat-config-hints-as-errors'],
  ['code that tests alone use', 'knip', '--production', '--treat-config-hints-as-errors'],
];

ensureInstalled();
const bin = path.join(ROOT, 'node_modules', '.bin');
const failed = CHECKS.filter(([name, command, ...rest]) => {
  const { status } = spawnSync(path.join(bin, command), rest, {
    cwd: ROOT,
    stdio: 'inherit',
    shell: process.platform === 'win32',
  });
  process.stdout.write(`${status === 0 ? 'passed' : 'FAILED'}  ${name}\n`);
  return status !== 0;
});
process.exitCode = failed.length === 0 ? 0 : 1;
