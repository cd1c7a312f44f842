import { spawnSync } from 'node:child_process';
import type { CaseServer } from './record-engine.ts';

/** What a statement is told: `name` is that of the database. All but the last may fail: a server may not let them be run. */
interface Drop {
  readonly engine: 'clickhouse' | 'postgres';
  readonly url: string;
  readonly name: string;
  readonly statements: readonly string[];
}

/** What still runs in it goes first: it would hold the tables, and their rows, until it is done. */
export const DROP_DATABASE = [
  'KILL QUERY WHERE current_database = {name:String} ASYNC',
  'DROP DATABASE IF EXISTS {name:Identifier} SYNC',
] as const;

/** The same for a schema, whose connection goes by its name (`application_name`). A name cannot be bound: it is a plain one. */
export const dropSchema = (name: string): string[] => [
  `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = '${name}' AND pid <> pg_backend_pid()`,
  "SET lock_timeout = '5s'",
  `DROP SCHEMA IF EXISTS "${name}" CASCADE`,
];

const made = new Map<string, Drop>();
const keyOf = (engine: Drop['engine'], { url, database }: CaseServer): string => `${engine} ${database} ${url}`;

/** To be said before a database is made that goes with its command: its process may end before the next statement. */
export function notePassing(engine: Drop['engine'], server: CaseServer): void {
  if (server.isPassing !== true) return;
  const { url, database: name } = server;
  const statements = engine === 'clickhouse' ? DROP_DATABASE : dropSchema(name);
  made.set(keyOf(engine, server), { engine, url, name, statements });
}

/** It is gone, or was never made. */
export const forgetPassing = (engine: Drop['engine'], server: CaseServer): void =>
  void made.delete(keyOf(engine, server));

/** Who stops a container waits 10 s before it kills. A server goes on dropping where nobody waits for it any more. */
const LONGEST_MS = 8000;

/** Signals of the terminal go to each of its processes: this one has its work to end, and is itself ended in time. */
const DROP = `
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => undefined);
  const [, clickhouse, postgres] = process.argv;
  const connect = {
    async clickhouse({ url, name }) {
      const { createClient, ClickHouseLogLevel } = await import(clickhouse);
      const client = createClient({ url, log: { level: ClickHouseLogLevel.OFF } });
      return { run: (query) => client.command({ query, query_params: { name } }), end: () => client.close() };
    },
    async postgres({ url }) {
      const { default: pg } = await import(postgres);
      const client = new pg.Client({ connectionString: url });
      await client.connect();
      return { run: (query) => client.query(query), end: () => client.end() };
    },
  };
  let text = '';
  for await (const part of process.stdin) text += part;
  await Promise.all(
    JSON.parse(text).map(async (drop) => {
      const { run, end } = await connect[drop.engine](drop);
      for (const before of drop.statements.slice(0, -1)) await run(before).catch(() => undefined);
      await run(drop.statements.at(-1));
      await end();
    }),
  );
`;

/**
 * Drops the databases on servers that go with their command, in a process of its own, while this one stands still: as a process
 * ends nothing is waited for any more, and what it had under way would go on.
 *
 * @returns whether none is left, as far as servers said within 8 s
 */
export function dropPassingDatabases(): boolean {
  if (made.size === 0) return true;
  const engines = ['@clickhouse/client', 'pg'].map((name) => import.meta.resolve(name));
  const { status } = spawnSync(process.execPath, ['--input-type=module', '--eval', DROP, ...engines], {
    // Addresses of servers hold passwords: everybody on a machine may see arguments.
    input: JSON.stringify([...made.values()]),
    stdio: ['pipe', 'ignore', 'ignore'],
    timeout: LONGEST_MS,
    killSignal: 'SIGKILL',
  });
  if (status !== 0) return false;
  made.clear();
  return true;
}
