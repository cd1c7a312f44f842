import { createHash, randomBytes } from 'node:crypto';
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { isLeftBy, ownMark, placeOnServers } from './process-mark.ts';

/** In the folder that is kept beside the results: what two machines with the same paths do not have in common. */
const FILE = 'database-id';
const ID = /^[0-9a-f]{32}$/;

const nameFrom = (text: string): string => `cellsweep_${createHash('sha256').update(text).digest('hex').slice(0, 24)}`;

function idIn(kept: string): string {
  const file = path.join(kept, FILE);
  const known = existsSync(file) ? readFileSync(file, 'utf8').trim() : '';
  if (ID.test(known)) return known;
  const made = randomBytes(16).toString('hex');
  writeFileSync(`${file}.part`, `${made}\n`, { mode: 0o600 });
  renameSync(`${file}.part`, file);
  return made;
}

/**
 * Name of the case's own database on a server. By an id of the folder, since machines share servers and paths; and by its path, since a copy
 * of the folder, made to try something on, must not be the case.
 *
 * @param kept folder beside the results
 */
export const databaseOf = (kept: string): string => nameFrom(`${idIn(kept)} ${path.resolve(kept)}`);

/** As earlier versions named it, by the path alone. */
export const formerDatabaseOf = (directory: string): string => nameFrom(path.resolve(directory));

const PASSING = 'cellsweep_passing';
const PASSING_NAME = new RegExp(`^${PASSING}_([0-9a-f]{12})_([1-9]\\d{0,9})_([0-9a-f]{12})_[0-9a-f]{6}$`);

/**
 * Name of a database that goes with its command. It says which process it belongs to, as that of a passing folder does: at most
 * 63 characters, the longest that PostgreSQL takes.
 */
export function passingDatabase(): string {
  const { place, pid, start } = ownMark(placeOnServers());
  return [PASSING, place, pid, start, randomBytes(3).toString('hex')].join('_');
}

/** Whether a name is that of a passing database of this machine whose process lives no more. */
export function isLeftDatabase(name: string): boolean {
  const [, place, pid, start] = PASSING_NAME.exec(name) ?? [];
  return place !== undefined && isLeftBy({ place, pid: pid!, start: start! }, placeOnServers());
}
