import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

// Runs before anything is installed: Node's own modules only.

export const ROOT = fileURLToPath(new URL('..', import.meta.url));
const MINIMUM_NODE = { major: 20, minor: 19 };

/** @param {string} version as process.versions.node has it */
export function nodeIsRecentEnough(version) {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major > MINIMUM_NODE.major || (major === MINIMUM_NODE.major && minor >= MINIMUM_NODE.minor);
}

/**
 * What the lock file asks for and node_modules does not hold in that version. Packages for other platforms are optional
 * and never missed.
 * @param {{ packages: Record<string, { version?: string, optional?: boolean }> }} wanted package-lock.json
 * @param {{ packages: Record<string, { version?: string }> } | undefined} installed node_modules/.package-lock.json
 */
export function missingPackages(wanted, installed) {
  return Object.entries(wanted.packages)
    .filter(([place, { optional }]) => place !== '' && optional !== true)
    .filter(([place, { version }]) => installed?.packages[place]?.version !== version)
    .map(([place]) => place);
}

/** @param {string} file */
const readJson = (file) => (existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined);

/** Installs exactly what the lock file names, once; no package's install script is run, none is needed. */
export function ensureInstalled(root = ROOT) {
  if (!nodeIsRecentEnough(process.versions.node)) {
    process.stderr.write(
      `Cellsweep needs Node ${MINIMUM_NODE.major}.${MINIMUM_NODE.minor} or newer; this is ${process.versions.node}.\n`,
    );
    process.exit(70);
  }
  const wanted = readJson(path.join(root, 'package-lock.json'));
  const installed = readJson(path.join(root, 'node_modules', '.package-lock.json'));
  if (missingPackages(wanted, installed).length === 0) return;
  process.stderr.write('Installing what Cellsweep needs (once) ...\n');
  const { status } = spawnSync('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: root,
    // What npm prints goes to stderr: stdout belongs to the command that follows.
    stdio: ['ignore', 2, 2],
    shell: process.platform === 'win32',
  });
  if (status !== 0) {
    process.stderr.write('The installation failed; see above. Is the package registry reachable?\n');
    process.exit(70);
  }
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) ensureInstalled();
