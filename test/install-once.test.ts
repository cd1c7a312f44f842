import { spawn, spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';

const folder = mkdtempSync(path.join(os.tmpdir(), 'cellsweep-install-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const script = pathToFileURL(path.join(import.meta.dirname, '../scripts/ensure-installed.mjs')).href;

/** A clone that wants one package, and an npm that takes its time, as the real one does, and is complete at its end only. */
function clone(name: string): { root: string; calls: () => number; install: () => Promise<number> } {
  const root = path.join(folder, name);
  const bin = path.join(root, 'bin');
  mkdirSync(bin, { recursive: true });
  const lock = JSON.stringify({ packages: { 'node_modules/a': { version: '1.0.0' } } });
  writeFileSync(path.join(root, 'package-lock.json'), lock);
  const npm = path.join(bin, 'npm');
  const done = path.join(root, 'node_modules', '.package-lock.json');
  writeFileSync(
    npm,
    `#!/bin/sh\necho call >> '${root}/calls'\nrm -rf '${root}/node_modules'\nmkdir '${root}/node_modules' || exit 1\nsleep 1\ncp '${root}/package-lock.json' '${done}'\n`,
  );
  chmodSync(npm, 0o755);
  const program = `(await import(${JSON.stringify(script)})).ensureInstalled(${JSON.stringify(root)})`;
  const install = (): Promise<number> =>
    new Promise((ended) => {
      const env = { ...process.env, PATH: `${bin}${path.delimiter}${process.env['PATH'] ?? ''}` };
      spawn(process.execPath, ['--input-type=module', '-e', program], { env, stdio: 'ignore' }).on('exit', (code) =>
        ended(code ?? -1),
      );
    });
  const calls = (): number => readFileSync(path.join(root, 'calls'), 'utf8').trim().split('\n').length;
  return { root, calls, install };
}

// A shell script stands in for npm: on Windows there is none.
describe.skipIf(process.platform === 'win32')('commands in a fresh clone', () => {
  it('that start together install once, and each finds what it needs', async () => {
    const { root, calls, install } = clone('together');
    expect(await Promise.all([install(), install(), install()])).toEqual([0, 0, 0]);
    expect(calls()).toBe(1);
    expect(existsSync(path.join(root, '.installing'))).toBe(false);
    expect(await install()).toBe(0);
    expect(calls()).toBe(1);
  });

  it('do not wait for an installation whose process died', async () => {
    const { root, calls, install } = clone('died');
    const gone = spawnSync(process.execPath, ['-e', '']).pid;
    mkdirSync(path.join(root, '.installing'));
    writeFileSync(path.join(root, '.installing', 'pid'), String(gone));
    expect(await install()).toBe(0);
    expect(calls()).toBe(1);
  });
});
