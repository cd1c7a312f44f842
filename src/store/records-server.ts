import { randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { ClickHouseLogLevel, createClient } from '@clickhouse/client';
import { CellsweepError } from '../model/errors.ts';
import { gunzipped, isGzip } from './gzip.ts';
import { DROP_DATABASE, forgetPassing, notePassing } from './passing-databases.ts';
import type { Parameters, ParameterValue } from './query.ts';
import type { CaseServer, RecordEngine } from './record-engine.ts';

function fault(error: unknown): CellsweepError {
  const code = (error as { code?: string } | undefined)?.code ?? '?';
  return new CellsweepError('STORE_QUERY', `The record store refused a query (engine code ${code}).`, { cause: error });
}

const ESCAPES: Readonly<Record<string, string>> = { '\\': '\\\\', "'": "\\'", '\t': '\\t', '\n': '\\n', '\r': '\\r' };
const escaped = (text: string): string => text.replaceAll(/[\\'\t\n\r]/g, (c) => ESCAPES[c] ?? c);
const element = (value: string | number): string => (typeof value === 'string' ? `'${escaped(value)}'` : String(value));
/** A value as the engine reads that of a parameter. */
const written = (value: ParameterValue): string =>
  typeof value === 'object' ? `[${value.map(element).join(',')}]` : escaped(String(value));

/** A server takes 128 KiB of one field of a form: thousands of identifiers. */
const LONGEST_FIELD_BYTES = 100_000;
const MOST_STATEMENT_BYTES = '1000000000';
const isLong = (value: ParameterValue): boolean => Buffer.byteLength(written(value)) > LONGEST_FIELD_BYTES;

/**
 * A statement and its parameters as the parts of one form (RFC 7578). Parameters are identifiers of people: in the address
 * of a request they would stand in the log of every proxy on the way.
 */
function form(sql: string, parameters: Parameters): { query: string; http_headers: Record<string, string> } {
  const boundary = `cellsweep-${randomUUID()}`;
  const parts = [
    ['query', sql],
    ...Object.entries(parameters).map(([name, value]) => [`param_${name}`, written(value)]),
  ];
  const text = parts.map(
    ([name, value]) => `--${boundary}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`,
  );
  return {
    query: `${text.join('')}--${boundary}--\r\n`,
    http_headers: { 'Content-Type': `multipart/form-data; boundary=${boundary}` },
  };
}

/** A ClickHouse server or cluster by URL. Lines of files are uploaded to `staged_line`, since it sees no local file. */
export async function openServer(server: CaseServer): Promise<RecordEngine> {
  const { url, database, former, isPassing = false, isLeft = () => false } = server;
  const settings = {
    output_format_json_quote_64bit_integers: 1,
    // Long statements: headers on the way keep proxies from closing the connection.
    send_progress_in_http_headers: 1,
    http_headers_progress_interval_ms: '20000',
  } as const;
  // What the client would print of a fault are the engine's own words, with values in them.
  const log = { level: ClickHouseLogLevel.OFF };
  const admin = createClient({ url, log });
  const drop = async (name: string): Promise<void> => {
    await admin.command({ query: 'DROP DATABASE IF EXISTS {name:Identifier} SYNC', query_params: { name } });
  };
  /** What cannot be dropped now is left to the next command. */
  const dropLeft = async (): Promise<void> => {
    try {
      const asked = await admin.query({ query: 'SELECT name FROM system.databases', format: 'JSONEachRow' });
      for (const { name } of await asked.json<{ name: string }>())
        if (isLeft(name))
          for (const query of DROP_DATABASE)
            await admin.command({ query, query_params: { name } }).catch(() => undefined);
    } catch {
      return;
    }
  };
  notePassing('clickhouse', server);
  try {
    // Its tables are those of another version: what they hold is loaded anew, and must not outlive the case under a name that nobody knows.
    if (former !== undefined) await drop(former);
    await admin.command({ query: 'CREATE DATABASE IF NOT EXISTS {name:Identifier}', query_params: { name: database } });
    await dropLeft();
  } catch (error) {
    forgetPassing('clickhouse', server);
    throw new CellsweepError('STORE_OPEN', 'The ClickHouse server cannot be reached or refuses a database.', {
      cause: error,
    });
  }
  const client = createClient({ url, log, database, clickhouse_settings: settings, request_timeout: 3_600_000 });
  /** What is too long for a form is bound to a session of the statement's own: the value of a parameter, never a part of a statement. */
  const bound = async (sql: string, parameters: Parameters) => {
    const all = Object.entries(parameters);
    const long = all.filter(([, value]) => isLong(value));
    const request = form(sql, Object.fromEntries(all.filter(([, value]) => !isLong(value))));
    if (long.length === 0) return request;
    const session_id = randomUUID();
    for (const [name, value] of long)
      await client.command({
        query: `SET param_${name} = '${escaped(written(value))}'`,
        session_id,
        // What is bound stays out of the server's own record of statements.
        clickhouse_settings: { log_queries: 0, max_query_size: MOST_STATEMENT_BYTES },
      });
    return { ...request, session_id };
  };
  const run = async (sql: string, parameters: Parameters): Promise<string> => {
    try {
      const result = await client.exec({
        ...(await bound(sql, parameters)),
        clickhouse_settings: { default_format: 'JSONEachRow' } as never,
      });
      const chunks: Buffer[] = [];
      for await (const chunk of result.stream) chunks.push(chunk as Buffer);
      return Buffer.concat(chunks).toString('utf8');
    } catch (error) {
      throw fault(error);
    }
  };
  const dropLines = (label: string): Promise<string> =>
    run('ALTER TABLE staged_line DROP PARTITION {path:String}', { path: label });
  // Lines as delivered, protected numbers in them, that a process left which died while they were read. Who opens a case is
  // its only process (the lock of the custody log), so they are nobody's.
  await run('TRUNCATE TABLE IF EXISTS staged_line', {}).catch(async (error: unknown) => {
    await Promise.all([client.close(), admin.close()]);
    throw error;
  });
  return {
    text: run,
    async *binary(sql, parameters) {
      try {
        const result = await client.exec({
          ...(await bound(sql, parameters)),
          clickhouse_settings: { default_format: 'Native' } as never,
        });
        for await (const chunk of result.stream) yield chunk as Uint8Array;
      } catch (error) {
        throw fault(error);
      }
    },
    async withLines(filePath, use) {
      // The statement of an upload stands in the address of its request, which ends in logs: no path of a case belongs there.
      const label = randomUUID();
      const source = createReadStream(filePath);
      try {
        const { stream } = await client.exec({
          query:
            "INSERT INTO staged_line SELECT {path:String}, toUInt32(rowNumberInAllBlocks() + 1), line FROM input('line String') SETTINGS max_threads = 1, max_insert_threads = 1, input_format_parallel_parsing = 0 FORMAT LineAsString",
          query_params: { path: label },
          values: (await isGzip(filePath)) ? gunzipped(source) : source,
        });
        // An answer that nobody reads, empty as it is, keeps its connection from the next file: of those there are ten.
        for await (const _ of stream);
        return await use(label);
      } catch (error) {
        throw error instanceof CellsweepError ? error : fault(error);
      } finally {
        await dropLines(label);
      }
    },
    async close() {
      await client.close();
      try {
        if (isPassing) await drop(database);
        forgetPassing('clickhouse', server);
      } finally {
        await admin.close();
      }
    },
  };
}
