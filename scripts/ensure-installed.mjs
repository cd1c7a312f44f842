import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
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

const ASK_AGAIN_MS = 200;
/** An installation that was begun writes who it is within this time. */
const NAMELESS_MS = 5000;

/** @param {string} lock */
function holderLives(lock) {
  try {
    const pid = Number(readFileSync(path.join(lock, 'pid'), 'utf8'));
    process.kill(pid, 0);
    return true;
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    // Another user's process may not be signalled, but it lives.
    if (code === 'EPERM') return true;
    if (code === 'ENOENT') return existsSync(lock) && Date.now() - statSync(lock).mtimeMs < NAMELESS_MS;
    return false;
  }
}

/**
 * One installation at a time in a clone: the second command waits for the first. A lock whose process died is taken away.
 * @param {string} root
 * @param {() => void} work
 */
function oneAtATime(root, work) {
  const lock = path.join(root, '.installing');
  for (let told = false; ;) {
    try {
      mkdirSync(lock);
      break;
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
    }
    if (!holderLives(lock)) {
      rmSync(lock, { recursive: true, force: true });
      continue;
    }
    if (!told) process.stderr.write('Another command is installing what Cellsweep needs: waiting for it ...\n');
    told = true;
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ASK_AGAIN_MS);
  }
  try {
    writeFileSync(path.join(lock, 'pid'), String(process.pid));
    work();
  } finally {
    rmSync(lock, { recursive: true, force: true });
  }
}

/** @param {string} root */
function isComplete(root) {
  const wanted = readJson(path.join(root, 'package-lock.json'));
  return missingPackages(wanted, readJson(path.join(root, 'node_modules', '.package-lock.json'))).length === 0;
}

/** Installs exactly what the lock file names, once; no package's install script is run, none is needed. */
export function ensureInstalled(root = ROOT) {
  if (!nodeIsRecentEnough(process.versions.node)) {
    process.stderr.write(
      `Cellsweep needs Node ${MINIMUM_NODE.major}.${MINIMUM_NODE.minor} or newer; this is ${process.versions.node}.\n`,
    );
    process.exit(70);
  }
  // Asked under the lock as well: what another command has not finished installing is not complete.
  if (isComplete(root)) return;
  let status = null;
  oneAtATime(root, () => {
    status = isComplete(root) ? 0 : install(root);
  });
  if (status !== 0) {
    process.stderr.write('The installation failed; see above. Is the package registry reachable?\n');
    process.exit(70);
  }
}

/** @param {string} root */
function install(root) {
  process.stderr.write('Installing what Cellsweep needs (once) ...\n');
  return spawnSync('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: root,
    // What npm prints goes to stderr: stdout belongs to the command that follows.
    stdio: ['ignore', 2, 2],
    shell: process.platform === 'win32',
  }).status;
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) ensureInstalled();
