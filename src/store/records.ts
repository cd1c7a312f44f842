import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { CellsweepError } from '../model/errors.ts';
import { readBlocks, type Block } from './native-blocks.ts';
import type { CaseServer, RecordEngine } from './record-engine.ts';
import { openEmbedded } from './records-embedded.ts';
import { openServer } from './records-server.ts';
import type { ParameterValue, Parameters, Query } from './query.ts';
import { digestOf } from './statement-digest.ts';

/** The one door to the records of a case. */
export interface RecordStore {
  rows<P extends Parameters, R>(query: Query<P, R>, parameters: P): Promise<R[]>;
  run<P extends Parameters, R>(query: Query<P, R>, parameters: P): Promise<void>;
  /** Columns of numbers only, block by block. */
  stream<P extends Parameters, R>(query: Query<P, R>, parameters: P): AsyncIterable<Block>;
  withLines<T>(filePath: string, use: (path: string) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

const SCHEMA = fileURLToPath(new URL('../../schema/clickhouse/', import.meta.url));

/** Statements of the schema in order; each file holds one or more, separated by a line of `;`. */
export function schemaStatements(mode: 'embedded' | 'server'): string[] {
  return readdirSync(SCHEMA)
    .filter((name) => name.endsWith('.sql'))
    .filter((name) => !name.includes(mode === 'embedded' ? '.server.' : '.embedded.'))
    .sort()
    .flatMap((name) => readFileSync(path.join(SCHEMA, name), 'utf8').split(/;\s*$/m))
    .map((statement) => statement.trim())
    .filter((statement) => statement !== '');
}

const linesOf = (text: string): string[] => text.split('\n').filter((line) => line !== '');

/**
 * Drops what other statements made: a table or a materialised view that is there is not made anew, and rows would go through the old one.
 * All that they hold is loaded again from the kept originals.
 *
 * @returns whether these statements made what is there
 */
async function dropOther(engine: RecordEngine, digest: string): Promise<boolean> {
  const found = linesOf(
    await engine.text(
      "SELECT name FROM system.tables WHERE database = currentDatabase() ORDER BY engine LIKE '%View' DESC, name",
      {},
    ),
  ).map((line) => JSON.parse(line) as { name: string });
  const isNoted = found.some(({ name }) => name === 'schema_made');
  const made = isNoted ? linesOf(await engine.text('SELECT digest FROM schema_made', {})) : [];
  if (made.length === 1 && made[0] === JSON.stringify({ digest })) return true;
  for (const { name } of found) await engine.text('DROP TABLE IF EXISTS {name:Identifier} SYNC', { name });
  return false;
}

const plain = (value: unknown): ParameterValue => value as ParameterValue;

/**
 * Opens the records of one case: a ClickHouse server where one is given (`CELLSWEEP_CLICKHOUSE_URL`), the embedded
 * engine in `directory` otherwise. The embedded engine binds one directory per process.
 */
export async function openRecords(options: {
  readonly directory: string;
  readonly server?: CaseServer | undefined;
  /** Other statements than those of `schema/`: a program of another version. */
  readonly statements?: readonly string[];
}): Promise<RecordStore> {
  const engine: RecordEngine =
    options.server === undefined ? openEmbedded(options.directory) : await openServer(options.server);
  const statements = options.statements ?? schemaStatements(options.server === undefined ? 'embedded' : 'server');
  try {
    const digest = digestOf(statements);
    const isMade = await dropOther(engine, digest);
    for (const statement of statements) await engine.text(statement, {});
    // Last: where a process is lost in between, the next one begins anew.
    if (!isMade) await engine.text('INSERT INTO schema_made SELECT {digest:String}', { digest });
  } catch (error) {
    await engine.close();
    throw error;
  }
  const bound = <P extends Parameters, R>(query: Query<P, R>, parameters: P): Parameters =>
    Object.fromEntries(Object.entries(query.parameters.parse(parameters)).map(([k, v]) => [k, plain(v)]));
  return {
    async rows(query, parameters) {
      const text = await engine.text(query.sql, bound(query, parameters));
      const rows: ReturnType<typeof query.row.parse>[] = [];
      for (const line of text.split('\n')) {
        if (line === '') continue;
        const row = query.row.safeParse(JSON.parse(line));
        if (!row.success)
          throw new CellsweepError('STORE_ROW_SHAPE', `${path.basename(query.file)}: ${row.error.issues[0]?.message}`);
        rows.push(row.data);
      }
      query.logged?.requireFor(rows.length);
      return rows;
    },
    async run(query, parameters) {
      await engine.text(query.sql, bound(query, parameters));
    },
    async *stream(query, parameters) {
      for await (const block of readBlocks(engine.binary(query.sql, bound(query, parameters)))) {
        query.logged?.requireFor(block.rows);
        yield block;
      }
    },
    withLines: (filePath, use) => engine.withLines(filePath, use),
    close: () => engine.close(),
  };
}
