import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { CellsweepError } from '../model/errors.ts';
import { readBlocks, type Block } from './native-blocks.ts';
import type { RecordEngine } from './record-engine.ts';
import { openEmbedded } from './records-embedded.ts';
import { openServer } from './records-server.ts';
import type { ParameterValue, Parameters, Query } from './query.ts';

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

/** Version of the tables, stated once: as the comment of the table `load`. */
export function schemaVersion(statements: readonly string[]): string {
  const load = statements.find((statement) => /CREATE TABLE IF NOT EXISTS load \(/.test(statement)) ?? '';
  const version = /^COMMENT '([^']+)'$/m.exec(load)?.[1];
  if (version === undefined) throw new CellsweepError('INTERNAL', 'The table load of the schema states no version.');
  return version;
}

/** Tables of another version of the program go: all that they hold is loaded again from the kept originals. */
async function dropOlder(engine: RecordEngine, version: string): Promise<void> {
  const found = (
    await engine.text(
      "SELECT name, comment FROM system.tables WHERE database = currentDatabase() ORDER BY engine LIKE '%View' DESC, name",
      {},
    )
  )
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as { name: string; comment: string });
  const load = found.find(({ name }) => name === 'load');
  if (load === undefined || load.comment === version) return;
  for (const { name } of found) await engine.text('DROP TABLE IF EXISTS {name:Identifier} SYNC', { name });
}

const plain = (value: unknown): ParameterValue => value as ParameterValue;

/**
 * Opens the records of one case: a ClickHouse server where `url` is given (`CELLSWEEP_CLICKHOUSE_URL`), the embedded
 * engine in `directory` otherwise. The embedded engine binds one directory per process.
 */
export async function openRecords(options: { directory: string; url?: string | undefined }): Promise<RecordStore> {
  const engine: RecordEngine =
    options.url === undefined ? openEmbedded(options.directory) : await openServer(options.url, options.directory);
  const statements = schemaStatements(options.url === undefined ? 'embedded' : 'server');
  try {
    await dropOlder(engine, schemaVersion(statements));
    for (const statement of statements) await engine.text(statement, {});
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
      return rows;
    },
    async run(query, parameters) {
      await engine.text(query.sql, bound(query, parameters));
    },
    stream: (query, parameters) => readBlocks(engine.binary(query.sql, bound(query, parameters))),
    withLines: (filePath, use) => engine.withLines(filePath, use),
    close: () => engine.close(),
  };
}
