import { accessSync, constants, existsSync, mkdirSync, readFileSync, realpathSync, statSync } from 'node:fs';
import path from 'node:path';
import { OWN_FOLDER } from '../../contract/own-file.ts';
import type { Custody } from '../../custody/index.ts';
import { readOwnText } from '../../intake/index.ts';
import { CellsweepError } from '../../model/errors.ts';
import { codeOf, isSystemError } from '../system-error.ts';

/** Where a path leads, symbolic links followed as far as it exists. */
function realPath(file: string): string {
  const full = path.resolve(file);
  try {
    return realpathSync(full);
  } catch {
    const parent = path.dirname(full);
    return parent === full ? full : path.join(realPath(parent), path.basename(full));
  }
}

const isWithin = (inner: string, outer: string): boolean => {
  const way = path.relative(outer, inner);
  return way === '' || (way !== '..' && !way.startsWith(`..${path.sep}`) && !path.isAbsolute(way));
};

const isCase = (folder: string): boolean =>
  ['case.json', 'authorisations.json'].every((name) => existsSync(path.join(folder, name)));

/**
 * What is written must not come to lie among what was delivered, whichever case that belongs to.
 *
 * @throws CellsweepError USAGE before anything is written
 */
export function requireOutsideCases(out: string): void {
  for (let at = realPath(out); ; at = path.dirname(at)) {
    if (isCase(at))
      throw new CellsweepError(
        'USAGE',
        '--out lies in a case folder: results must not mix with the evidence. Nothing was written. Choose an --out outside of it.',
      );
    if (path.dirname(at) === at) return;
  }
}

/** Neither may results lie in the case, nor the case in the results. */
export function requireApart(caseDir: string, out: string): void {
  requireOutsideCases(out);
  const evidence = realPath(caseDir);
  const results = realPath(out);
  if (isWithin(results, evidence) || isWithin(evidence, results))
    throw new CellsweepError(
      'USAGE',
      'The case folder and --out lie one in the other: results must not mix with the evidence. Nothing was written. Choose another --out.',
    );
}

/**
 * Makes a folder and the parents that it lacks, one by one: where a file system makes no folders, Node's own recursive way
 * (`/proc/x`) never ends.
 *
 * What is made is for this user alone; what is there keeps its rights.
 *
 * @throws CellsweepError STORE_OPEN
 */
export function makeFolder(folder: string): void {
  const full = path.resolve(folder);
  const missing: string[] = [];
  for (let at = full; !existsSync(at) && path.dirname(at) !== at; at = path.dirname(at)) missing.unshift(at);
  try {
    for (const each of missing) makeOne(each);
    if (statSync(full).isDirectory()) return;
  } catch (error) {
    if (!isSystemError(error)) throw error;
    throw new CellsweepError('STORE_OPEN', `The folder that --out names cannot be made (${codeOf(error)}).`, {
      cause: error,
    });
  }
  throw new CellsweepError('STORE_OPEN', '--out names a file, not a folder. Choose another --out.');
}

function makeOne(folder: string): void {
  try {
    mkdirSync(folder, { mode: OWN_FOLDER });
  } catch (error) {
    // Another process may have made it meanwhile.
    if (codeOf(error) !== 'EEXIST') throw error;
  }
}

/**
 * Asked before the work whose outcome goes into the file.
 *
 * @throws CellsweepError STORE_OPEN
 */
export function requireWritableFile(file: string): void {
  try {
    if (existsSync(file) && statSync(file).isDirectory())
      throw new CellsweepError('STORE_OPEN', '--out names a folder, not a file to write.');
    accessSync(existsSync(file) ? file : path.dirname(path.resolve(file)), constants.W_OK);
  } catch (error) {
    if (!isSystemError(error)) throw error;
    throw new CellsweepError('STORE_OPEN', `The file that --out names cannot be written (${codeOf(error)}).`, {
      cause: error,
    });
  }
}

/** Id of a case by the text of its case.json; undefined where it cannot be told. */
function idIn(read: () => string): string | undefined {
  try {
    const manifest = JSON.parse(read().replace(/^\uFEFF/, '')) as { id?: unknown } | null;
    return typeof manifest?.id === 'string' ? manifest.id : undefined;
  } catch {
    return undefined;
  }
}

/** Id of the case that a custody log speaks of: its last run's; of a run that was cut off early, the case.json it kept. */
function idOfLog({ log, originals }: Custody): string | undefined {
  const run = log.recorded.findLast((entry) => entry.type === 'run-started');
  if (run?.type === 'run-started') return run.case;
  const kept = log.recorded.findLast((entry) => entry.type === 'file-received' && entry.path === 'case.json');
  return kept?.type === 'file-received' ? idIn(() => readFileSync(originals.path(kept.sha256), 'utf8')) : undefined;
}

/**
 * A results folder belongs to one case, told by the case's id: the same case at another path goes on there.
 *
 * @throws CellsweepError RESULTS_OTHER_CASE before anything is received
 */
export function requireSameCase(custody: Custody, caseDir: string): void {
  const before = idOfLog(custody);
  const now = idIn(() => readOwnText(caseDir, 'case.json'));
  if (before === undefined || now === undefined || before === now) return;
  throw new CellsweepError(
    'RESULTS_OTHER_CASE',
    'The results folder holds results of another case (by the id in case.json). Nothing was changed. Choose another --out, or give the case that this folder belongs to.',
  );
}
