import { createHash, randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { createGunzip } from 'node:zlib';
import { open } from 'node:fs/promises';
import path from 'node:path';
import { ClickHouseLogLevel, createClient } from '@clickhouse/client';
import { CellsweepError } from '../model/errors.ts';
import type { Parameters, ParameterValue } from './query.ts';
import type { RecordEngine } from './record-engine.ts';

/** Name of the case's own database: derived from its directory, so that cases on one server never meet. */
const databaseOf = (directory: string): string =>
  `cellsweep_${createHash('sha256').update(path.resolve(directory)).digest('hex').slice(0, 24)}`;

async function isGzip(filePath: string): Promise<boolean> {
  const handle = await open(filePath);
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(2), 0, 2, 0);
    return bytesRead === 2 && buffer[0] === 0x1f && buffer[1] === 0x8b;
  } finally {
    await handle.close();
  }
}

function fault(error: unknown): CellsweepError {
  const code = (error as { code?: string } | undefined)?.code ?? '?';
  return new CellsweepError('STORE_QUERY', `The record store refused a query (engine code ${code}).`, { cause: error });
}

/** A server takes 128 KiB of one parameter in a request, as a URL writes it: some 400 protected numbers in all their forms. */
const LONGEST_IN_URL = 100_000;
const MOST_STATEMENT_BYTES = '1000000000';

const quoted = (text: string): string => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
const listed = (values: readonly (string | number)[]): string =>
  `[${values.map((value) => (typeof value === 'string' ? quoted(value) : String(value))).join(',')}]`;
const isLong = (value: ParameterValue): value is readonly string[] | readonly number[] =>
  typeof value === 'object' && encodeURIComponent(listed(value)).length > LONGEST_IN_URL;

/** A ClickHouse server or cluster by URL. Lines of files are uploaded to `staged_line`, since it sees no local file. */
export async function openServer(url: string, directory: string): Promise<RecordEngine> {
  const database = databaseOf(directory);
  const settings = {
    output_format_json_quote_64bit_integers: 1,
    // Long statements: headers on the way keep proxies from closing the connection.
    send_progress_in_http_headers: 1,
    http_headers_progress_interval_ms: '20000',
  } as const;
  // What the client would print of a fault are the engine's own words, with values in them.
  const log = { level: ClickHouseLogLevel.OFF };
  const admin = createClient({ url, log });
  try {
    await admin.command({ query: 'CREATE DATABASE IF NOT EXISTS {name:Identifier}', query_params: { name: database } });
  } catch (error) {
    throw new CellsweepError('STORE_OPEN', 'The ClickHouse server cannot be reached or refuses a database.', {
      cause: error,
    });
  } finally {
    await admin.close();
  }
  const client = createClient({ url, log, database, clickhouse_settings: settings, request_timeout: 3_600_000 });
  /** Binds what is too long for a request to a session of the statement's own: the value of a parameter, never a part of a statement. */
  const bind = async (parameters: Parameters): Promise<{ query_params: Parameters; session_id?: string }> => {
    const long = Object.entries(parameters).flatMap(([name, value]) => (isLong(value) ? [[name, value] as const] : []));
    if (long.length === 0) return { query_params: parameters };
    const session_id = randomUUID();
    for (const [name, value] of long)
      await client.command({
        query: `SET param_${name} = ${quoted(listed(value))}`,
        session_id,
        // What is bound stays out of the server's own record of statements.
        clickhouse_settings: { log_queries: 0, max_query_size: MOST_STATEMENT_BYTES },
      });
    const names = new Set(long.map(([name]) => name));
    return {
      query_params: Object.fromEntries(Object.entries(parameters).filter(([name]) => !names.has(name))),
      session_id,
    };
  };
  const run = async (sql: string, parameters: Parameters): Promise<string> => {
    try {
      const result = await client.exec({
        query: sql,
        ...(await bind(parameters)),
        clickhouse_settings: { default_format: 'JSONEachRow' } as never,
      });
      const chunks: Buffer[] = [];
      for await (const chunk of result.stream) chunks.push(chunk as Buffer);
      return Buffer.concat(chunks).toString('utf8');
    } catch (error) {
      throw fault(error);
    }
  };
  const dropLines = (filePath: string): Promise<string> =>
    run('ALTER TABLE staged_line DROP PARTITION {path:String}', { path: filePath });
  return {
    text: run,
    async *binary(sql, parameters) {
      try {
        const result = await client.exec({
          query: sql,
          ...(await bind(parameters)),
          clickhouse_settings: { default_format: 'Native' } as never,
        });
        for await (const chunk of result.stream) yield chunk as Uint8Array;
      } catch (error) {
        throw fault(error);
      }
    },
    async withLines(filePath, use) {
      // A process that died here left its lines: they would be read beside the new ones.
      await dropLines(filePath);
      const source = createReadStream(filePath);
      try {
        await client.exec({
          query:
            "INSERT INTO staged_line SELECT {path:String}, toUInt32(rowNumberInAllBlocks() + 1), line FROM input('line String') SETTINGS max_threads = 1, max_insert_threads = 1, input_format_parallel_parsing = 0 FORMAT LineAsString",
          query_params: { path: filePath },
          values: (await isGzip(filePath)) ? source.pipe(createGunzip()) : source,
        });
        return await use(filePath);
      } catch (error) {
        throw error instanceof CellsweepError ? error : fault(error);
      } finally {
        await dropLines(filePath);
      }
    },
    close: () => client.close(),
  };
}
