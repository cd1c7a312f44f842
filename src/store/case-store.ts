import { execFile, type ChildProcess } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, renameSync } from 'node:fs';
import { readdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { PGlite } from '@electric-sql/pglite';
import pg from 'pg';
import type { z } from 'zod';
import { CellsweepError } from '../model/errors.ts';
import type { LoggedReads, PersonalData } from '../model/logged-reads.ts';
import { dropSchema, forgetPassing, notePassing } from './passing-databases.ts';
import { personalFiles } from './query.ts';
import type { CaseServer } from './record-engine.ts';

/** One statement of one `.sql` file for the case store; parameters are positional (`$1`). */
export interface CaseQuery<R> {
  readonly file: string;
  readonly sql: string;
  readonly row: z.ZodType<R>;
  /** As a query of the record store has it. */
  readonly logged?: LoggedReads<PersonalData>;
}

export const allCaseQueries: CaseQuery<unknown>[] = [];

export function defineCaseQuery<R>(moduleUrl: string, fileName: string, row: z.ZodType<R>): CaseQuery<R> {
  const file = fileURLToPath(new URL(fileName, moduleUrl));
  const query = { file, sql: readFileSync(file, 'utf8'), row };
  allCaseQueries.push(query);
  return query;
}

/** A statement whose rows tell of persons, as definePersonalQuery has it. */
export function definePersonalCaseQuery<R>(
  moduleUrl: string,
  fileName: string,
  row: z.ZodType<R>,
): (logged: LoggedReads<'results'>) => CaseQuery<R> {
  const query = defineCaseQuery(moduleUrl, fileName, row);
  personalFiles.add(query.file);
  return (logged) => ({ ...query, logged });
}

export type CaseValue = string | number | boolean | null;

/** The one door to acts, loads, runs and findings of a case. */
export interface CaseStore {
  rows<R>(query: CaseQuery<R>, parameters?: readonly CaseValue[]): Promise<R[]>;
  /** All or nothing. */
  transaction(steps: readonly { query: CaseQuery<unknown>; parameters: readonly CaseValue[] }[]): Promise<void>;
  close(): Promise<void>;
}

/** A case store that can be begun anew. */
export interface RenewableCaseStore extends CaseStore {
  /**
   * Removes the embedded cluster with all its bytes: what is deleted from a table stays in the write-ahead log. Nothing in
   * it is lost that a run does not write again. A server keeps its own log: there it does nothing.
   */
  renew(): Promise<void>;
}

/** A directory of the embedded engine, or a server in its place. */
interface CaseStorePlace {
  readonly directory: string;
  readonly server?: CaseServer | undefined;
}

const SCHEMA = fileURLToPath(new URL('../../schema/postgres/', import.meta.url));

interface Engine {
  query(sql: string, parameters: readonly CaseValue[]): Promise<{ rows: unknown[] }>;
  script(sql: string): Promise<void>;
  close(): Promise<void>;
}

function embedded(database: PGlite): Engine {
  return {
    query: (sql, parameters) => database.query(sql, [...parameters]),
    script: async (sql) => void (await database.exec(sql)),
    close: () => database.close(),
  };
}

function served(client: pg.Client): Engine {
  return {
    query: (sql, parameters) => client.query(sql, [...parameters]),
    script: async (sql) => void (await client.query(sql)),
    close: () => client.end(),
  };
}

const CREATE = `
  const [, engine, directory] = process.argv;
  const { PGlite } = await import(engine);
  await (await PGlite.create(directory)).close();
`;

/** What killed processes left half made; what one of their children still writes to goes next time. */
async function removeHalves(directory: string): Promise<void> {
  const folder = path.dirname(directory);
  const names = existsSync(folder) ? await readdir(folder) : [];
  for (const name of names)
    if (name.startsWith(`${path.basename(directory)}.half`))
      await rm(path.join(folder, name), { recursive: true, force: true }).catch(() => undefined);
}

const making = new Set<ChildProcess>();

/** Ends the processes that are making a cluster: they would go on writing into a folder that their parent removes as it ends. */
export function stopMaking(): void {
  for (const child of making) child.kill('SIGKILL');
}

/**
 * Makes the embedded engine's empty cluster, in a process of its own: making one takes 800 MB of memory and seconds, using
 * one a quarter of that. A process killed on the way leaves nothing that would be taken for a cluster.
 */
export async function prepareEmbedded(directory: string): Promise<void> {
  await removeHalves(directory);
  if (existsSync(directory)) return;
  // A name of its own: after a kill, the process that was making the last one may still be writing there.
  const half = `${directory}.half-${process.pid}`;
  const made = promisify(execFile)(process.execPath, [
    '--input-type=module',
    '--eval',
    CREATE,
    import.meta.resolve('@electric-sql/pglite'),
    half,
  ]);
  making.add(made.child);
  await made.finally(() => making.delete(made.child));
  renameSync(half, directory);
}

/**
 * A case store that is opened when it is first asked for something; its cluster is made meanwhile.
 *
 * @throws CellsweepError STORE_OPEN, at first use
 */
export function openCaseStoreLazily(options: CaseStorePlace): RenewableCaseStore {
  let prepared = options.server === undefined ? prepareEmbedded(options.directory) : Promise.resolve();
  // Told at first use, not as an unhandled rejection.
  prepared.catch(() => undefined);
  let opened: Promise<CaseStore> | undefined;
  const store = (): Promise<CaseStore> =>
    (opened ??= prepared.then(
      () => openCaseStore(options),
      (cause: unknown) => {
        throw new CellsweepError('STORE_OPEN', 'The case store cannot be made.', { cause });
      },
    ));
  return {
    rows: async (query, parameters) => (await store()).rows(query, parameters),
    transaction: async (steps) => (await store()).transaction(steps),
    async renew() {
      if (options.server !== undefined) return;
      await prepared.catch(() => undefined);
      if (opened !== undefined) await (await opened).close();
      opened = undefined;
      await rm(options.directory, { recursive: true, force: true });
      prepared = prepareEmbedded(options.directory);
      prepared.catch(() => undefined);
    },
    async close() {
      await prepared.catch(() => undefined);
      if (opened !== undefined) await (await opened).close();
    },
  };
}

/** Drops what killed processes left. What cannot be dropped now is left to the next command. */
async function dropLeftSchemas(engine: Engine, isLeft: (name: string) => boolean): Promise<void> {
  try {
    const { rows } = await engine.query('SELECT nspname AS name FROM pg_namespace', []);
    for (const { name } of rows as { name: string }[])
      if (isLeft(name)) for (const statement of dropSchema(name)) await engine.script(statement).catch(() => undefined);
  } finally {
    await engine.script('RESET lock_timeout');
  }
}

/** The schema of the case: its own, an earlier version's under the new name, or a new one. */
async function openSchema(engine: Engine, { database, former, isPassing, isLeft }: CaseServer): Promise<void> {
  const isThere = async (name: string): Promise<boolean> =>
    (await engine.query('SELECT 1 FROM pg_namespace WHERE nspname = $1', [name])).rows.length > 0;
  if (former !== undefined && (await isThere(former)) && !(await isThere(database)))
    await engine.script(`ALTER SCHEMA "${former}" RENAME TO "${database}"`);
  if (isLeft !== undefined) await dropLeftSchemas(engine, isLeft);
  // So that its connection is known by who drops it: what a transaction holds cannot be dropped.
  if (isPassing === true) await engine.script(`SET application_name TO "${database}"`);
  await engine.script(`CREATE SCHEMA IF NOT EXISTS "${database}"; SET search_path TO "${database}"`);
}

/** PostgreSQL where a server is given (`CELLSWEEP_POSTGRES_URL`), the embedded engine in `directory` otherwise. */
export async function openCaseStore({ directory, server }: CaseStorePlace): Promise<CaseStore> {
  let engine: Engine;
  try {
    if (server === undefined) {
      await prepareEmbedded(directory);
      engine = embedded(await PGlite.create(directory));
    } else {
      const client = new pg.Client({ connectionString: server.url });
      // A connection that breaks while nothing is asked: the next question tells.
      client.on('error', () => undefined);
      await client.connect();
      engine = served(client);
    }
  } catch (error) {
    throw new CellsweepError('STORE_OPEN', 'The case store cannot be opened.', { cause: error });
  }
  const run = async (query: { file: string; sql: string }, parameters: readonly CaseValue[]): Promise<unknown[]> => {
    try {
      return (await engine.query(query.sql, parameters)).rows;
    } catch (error) {
      throw new CellsweepError('STORE_QUERY', `The case store refused ${path.basename(query.file)}.`, { cause: error });
    }
  };
  try {
    if (server !== undefined) {
      notePassing('postgres', server);
      await openSchema(engine, server);
    }
    for (const name of readdirSync(SCHEMA).sort())
      if (name.endsWith('.sql')) await engine.script(readFileSync(path.join(SCHEMA, name), 'utf8'));
  } catch (error) {
    await engine.close().catch(() => undefined);
    throw new CellsweepError('STORE_OPEN', 'The case store cannot be opened: its tables cannot be made.', {
      cause: error,
    });
  }
  return {
    async rows(query, parameters = []) {
      const found = await run(query, parameters);
      query.logged?.requireFor(found.length);
      return found.map((row) => {
        const parsed = query.row.safeParse(row);
        if (!parsed.success)
          throw new CellsweepError(
            'STORE_ROW_SHAPE',
            `${path.basename(query.file)}: ${parsed.error.issues[0]?.message}`,
          );
        return parsed.data;
      });
    },
    async transaction(steps) {
      const whole = async (statement: string): Promise<void> => {
        try {
          await engine.script(statement);
        } catch (error) {
          throw new CellsweepError('STORE_QUERY', `The case store refused ${statement}.`, { cause: error });
        }
      };
      await whole('BEGIN');
      try {
        for (const { query, parameters } of steps) await run(query, parameters);
        await whole('COMMIT');
      } catch (error) {
        // A connection that broke has undone it already; what went wrong first is what counts.
        await engine.script('ROLLBACK').catch(() => undefined);
        throw error;
      }
    },
    async close() {
      try {
        if (server?.isPassing === true) {
          await engine.script(`DROP SCHEMA IF EXISTS "${server.database}" CASCADE`);
          forgetPassing('postgres', server);
        }
      } finally {
        await engine.close();
      }
    },
  };
}
