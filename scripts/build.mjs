import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { ROOT } from './ensure-installed.mjs';

/** What the program consists of; a build mirrors these places, so that every path relative to a module stays the same. */
const COMPILED = ['src', 'world'];
const COPIED = ['schema', 'profiles', 'package.json'];
/** Everything that decides what a build holds. */
const DECIDING = [...COMPILED, ...COPIED, 'package-lock.json', 'tsconfig.json', 'tsconfig.build.json', 'scripts'];

/** Files that only tests read. */
const FOR_TESTS = /\.(test|testing|fixture)\.(ts|sql)$/;

/**
 * @param {string} place
 * @returns {Generator<string>}
 */
function* filesUnder(place) {
  if (statSync(place).isFile()) {
    yield place;
    return;
  }
  for (const entry of readdirSync(place, { withFileTypes: true })) {
    const child = path.join(place, entry.name);
    if (entry.isDirectory()) yield* filesUnder(child);
    else if (!FOR_TESTS.test(entry.name)) yield child;
  }
}

/** Changes with every change of a source, its addition and its removal; reads no contents, so it costs milliseconds. */
export function sourceFingerprint(root = ROOT) {
  const hash = createHash('sha256');
  for (const place of DECIDING) {
    const files = [...filesUnder(path.join(root, place))];
    for (const file of files.sort()) {
      const { size, mtimeMs } = statSync(file);
      hash.update(`${path.relative(root, file)}\0${size}\0${mtimeMs}\n`);
    }
  }
  return hash.digest('hex').slice(0, 16);
}

/**
 * Compiles to plain JavaScript in `directory`. Whole or not at all: it is put in place by one rename.
 * @param {string} directory
 */
export function buildInto(directory, root = ROOT) {
  const half = `${directory}.half-${process.pid}`;
  rmSync(half, { recursive: true, force: true });
  mkdirSync(half, { recursive: true });
  const tsc = path.join(root, 'node_modules', 'typescript', 'lib', 'tsc.js');
  const { status } = spawnSync(process.execPath, [tsc, '-p', 'tsconfig.build.json', '--outDir', half], {
    cwd: root,
    stdio: ['ignore', 2, 2],
  });
  if (status !== 0) {
    rmSync(half, { recursive: true, force: true });
    throw new Error('The sources do not compile.');
  }
  for (const place of COPIED) cpSync(path.join(root, place), path.join(half, place), { recursive: true });
  for (const place of COMPILED) {
    for (const file of filesUnder(path.join(root, place))) {
      if (/\.(sql|json)$/.test(file)) cpSync(file, path.join(half, path.relative(root, file)));
    }
  }
  try {
    renameSync(half, directory);
  } catch (error) {
    // Another process built the same sources first.
    rmSync(half, { recursive: true, force: true });
    if (!existsSync(directory)) throw error;
  }
}

const DAY_MS = 86_400_000;

/** The folder with the compiled form of the sources as they are now; compiled at most once for each state of them. */
export function ensureBuilt(root = ROOT) {
  const kept = path.join(root, 'build');
  const current = path.join(kept, sourceFingerprint(root));
  if (existsSync(current)) return current;
  mkdirSync(kept, { recursive: true });
  for (const name of readdirSync(kept)) {
    const old = path.join(kept, name);
    // A program that still runs may read its modules from an older build.
    if (Date.now() - statSync(old).mtimeMs > DAY_MS) rmSync(old, { recursive: true, force: true });
  }
  buildInto(current, root);
  return current;
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const dist = path.join(ROOT, 'dist');
  rmSync(dist, { recursive: true, force: true });
  buildInto(dist);
}
