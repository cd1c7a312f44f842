import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { CellsweepError } from '../model/errors.ts';
import type { RecordEngine } from './record-engine.ts';
import { openEmbedded } from './records-embedded.ts';
import { openServer } from './records-server.ts';
import type { ParameterValue, Parameters, Query } from './query.ts';

/** The one door to the records of a case. */
export interface RecordStore {
  rows<P extends Parameters, R>(query: Query<P, R>, parameters: P): Promise<R[]>;
  run<P extends Parameters, R>(query: Query<P, R>, parameters: P): Promise<void>;
  stream<P extends Parameters, R>(query: Query<P, R>, parameters: P): AsyncIterable<Uint8Array>;
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

const plain = (value: unknown): ParameterValue => value as ParameterValue;

/**
 * Opens the records of one case: a ClickHouse server where `url` is given (`CELLSWEEP_CLICKHOUSE_URL`), the embedded
 * engine in `directory` otherwise. The embedded engine binds one directory per process.
 */
export async function openRecords(options: { directory: string; url?: string | undefined }): Promise<RecordStore> {
  const engine: RecordEngine =
    options.url === undefined ? openEmbedded(options.directory) : await openServer(options.url, options.directory);
  for (const statement of schemaStatements(options.url === undefined ? 'embedded' : 'server')) {
    await engine.text(statement, {});
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
    stream: (query, parameters) => engine.binary(query.sql, bound(query, parameters)),
    withLines: (filePath, use) => engine.withLines(filePath, use),
    close: () => engine.close(),
  };
}
