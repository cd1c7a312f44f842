import { existsSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { chmod } from 'node:fs/promises';
import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { RESULT_COLUMNS } from '../src/contract/results.ts';
import { runCase } from '../src/cli/chain/run-case.ts';
import { KEPT, openWorkspace } from '../src/cli/workspace.ts';
import { databaseOf, formerDatabaseOf } from '../src/cli/case-database.ts';
import { lastRun, storeRun } from '../src/cli/tables/case-queries.ts';
import { allCaseQueries, openCaseStore } from '../src/store/case-store.ts';
import { allQueries } from '../src/store/query.ts';
import { openServer } from '../src/store/records-server.ts';
import { openRecords } from '../src/store/records.ts';
import { makeWorld } from '../world/index.ts';
import { faultsOf, withoutComments } from './bind-query.ts';
import { clickhouseObstacle, startClickhouse, type Server } from './servers/clickhouse-server.ts';
import { postgresObstacle, startPostgres } from './servers/postgres-server.ts';

const obstacle = clickhouseObstacle() ?? postgresObstacle();
if (obstacle !== undefined) console.warn(`SKIPPED: nothing was tried on true servers, since ${obstacle}.`);

describe.skipIf(obstacle !== undefined)('true servers', () => {
  let folder: string;
  let clickhouse: Server;
  let postgres: Server;
  let caseDir: string;

  beforeAll(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'cellsweep-servers-'));
    await chmod(folder, 0o755);
    [clickhouse, postgres] = await Promise.all([
      startClickhouse(path.join(folder, 'clickhouse')),
      startPostgres(path.join(folder, 'postgres')),
    ]);
    ({ caseDir } = await makeWorld(path.join(folder, 'world'), {
      seed: 5,
      prisons: 1,
      placebos: 1,
      days: 3,
      scale: 0.3,
    }));
    // One delivery in lines and one in XML, each with its antenna table, say as much as all of them.
    const operators = path.join(caseDir, 'operators');
    const kept = new Set(['antennes.csv', 'cells_P1.csv.gz', 'cells.csv', 'cells_P1.xml.gz', 'supplement_P1.csv.gz']);
    for (const operator of ['arcavel', 'cordiane']) rmSync(path.join(operators, operator), { recursive: true });
    for (const operator of ['brumatel', 'delphone'])
      for (const name of readdirSync(path.join(operators, operator)))
        if (!kept.has(name)) rmSync(path.join(operators, operator, name));
  });

  afterAll(async () => {
    await Promise.allSettled([clickhouse?.stop(), postgres?.stop()]);
    rmSync(folder, { recursive: true, force: true });
  });

  const run = async (name: string, environment: NodeJS.ProcessEnv): Promise<string> => {
    const results = path.join(folder, name);
    const workspace = await openWorkspace(results, { now: () => new Date(Date.UTC(2026, 0, 1)), environment });
    try {
      await runCase(workspace, {
        caseDir,
        profileDirs: [],
        model: undefined,
        who: 'test',
        why: 'test',
        version: '0',
        progress: () => undefined,
        clock_s: () => 0,
        peakRss_mb: () => 0,
      });
    } finally {
      await workspace.close();
    }
    return results;
  };

  it('give the results of the embedded engines, byte for byte', async () => {
    const embedded = await run('embedded', {});
    const served = await run('served', {
      CELLSWEEP_CLICKHOUSE_URL: clickhouse.url,
      CELLSWEEP_POSTGRES_URL: postgres.url,
    });
    const files = [...Object.keys(RESULT_COLUMNS), 'summary.json', 'model.json'];
    expect(files).toEqual(expect.arrayContaining(['users.csv', 'succession.csv', 'rooms.csv']));
    const present = (results: string): string[] => files.filter((file) => existsSync(path.join(results, file)));
    expect(present(served)).toEqual(present(embedded));
    // So few references calibrate nothing: a model stands in neither folder, and tables of rooms, users and successors hold their header.
    expect(files.filter((file) => !present(embedded).includes(file))).toEqual(['model.json']);
    for (const file of present(embedded)) {
      expect(readFileSync(path.join(served, file), 'utf8')).toBe(readFileSync(path.join(embedded, file), 'utf8'));
    }
    const findings = readFileSync(path.join(served, 'handsets.csv'), 'utf8').trim().split('\n').length - 1;
    expect(findings).toBeGreaterThan(10);
    const client = new pg.Client({ connectionString: postgres.url });
    await client.connect();
    const schema = databaseOf(path.join(served, KEPT));
    const stored = await client.query(
      `SELECT sum(json_array_length(findings::json))::int AS n FROM "${schema}".finding_block`,
    );
    await client.end();
    expect(stored.rows).toEqual([{ n: findings }]);
  });

  it('bind every query to the same columns', async () => {
    expect(allQueries.length).toBeGreaterThan(15);
    const records = await openRecords({ directory: '', server: { url: clickhouse.url, database: 'queries' } });
    const faults: string[] = [];
    for (const query of allQueries) faults.push(...(await faultsOf(query, records, '/nowhere')));
    await records.close();
    expect(faults).toEqual([]);
  });

  it('take every statement of the case store', async () => {
    expect(allCaseQueries.length).toBeGreaterThan(3);
    const server = { url: postgres.url, database: 'statements' };
    await (await openCaseStore({ directory: '', server })).close();
    const client = new pg.Client({ connectionString: postgres.url });
    await client.connect();
    await client.query('SET search_path TO statements');
    for (const [i, { sql }] of allCaseQueries.entries()) {
      // PREPARE binds names and types without running anything; TRUNCATE cannot be prepared and takes no parameter.
      await client.query(/^TRUNCATE\b/.test(withoutComments(sql).trim()) ? sql : `PREPARE statement_${i} AS ${sql}`);
    }
    await client.end();
  });

  it('read the lines of a file once, though a process that died left them on the server', async () => {
    const server = { url: clickhouse.url, database: 'died' };
    const records = await openRecords({ directory: '', server });
    const engine = await openServer(server);
    const file = path.join(folder, 'three.txt');
    writeFileSync(file, 'a\nb\nc\n');
    try {
      await engine.text("INSERT INTO staged_line VALUES ({file:String}, 1, 'a'), ({file:String}, 2, 'b')", { file });
      const lines = await records.withLines(file, (at) =>
        engine.text("SELECT n FROM incoming_line(path = {at:String}, compression = 'none')", { at }),
      );
      expect(lines.trim().split('\n')).toEqual(['{"n":1}', '{"n":2}', '{"n":3}']);
      // What was read is gone; what the other left goes at the next opening.
      expect(await engine.text('SELECT count() AS n FROM staged_line', {})).toBe('{"n":"2"}\n');
      const next = await openRecords({ directory: '', server });
      await next.close();
      expect(await engine.text('SELECT count() AS n FROM staged_line', {})).toBe('{"n":"0"}\n');
    } finally {
      await records.close();
      await engine.close();
    }
  });

  it('read many files, one after the other, without waiting for a connection', async () => {
    const records = await openRecords({ directory: '', server: { url: clickhouse.url, database: 'many' } });
    const file = path.join(folder, 'one.txt');
    writeFileSync(file, 'a\n');
    try {
      const start = performance.now();
      for (let i = 0; i < 12; i++) await records.withLines(file, async () => undefined);
      expect(performance.now() - start).toBeLessThan(15_000);
    } finally {
      await records.close();
    }
  });

  it('take lists of any length as parameters, and the characters in them as they are', async () => {
    const engine = await openServer({ url: clickhouse.url, database: 'long' });
    const texts = Array.from({ length: 20_000 }, (_, i) => `336${i}'\\n\t"`);
    const numbers = texts.map((_, i) => 35_000_000_000_000 + i);
    const sql =
      'SELECT length({texts:Array(String)}) AS n, {texts:Array(String)}[{at:UInt32}] AS text, toString({numbers:Array(UInt64)}[{at:UInt32}]) AS number';
    try {
      const answer: unknown = JSON.parse(await engine.text(sql, { texts, numbers, at: 777 }));
      expect(answer).toEqual({ n: String(texts.length), text: texts[776], number: '35000000000776' });
      let bytes = 0;
      for await (const chunk of engine.binary('SELECT arrayJoin({numbers:Array(UInt64)}) AS n', { numbers }))
        bytes += chunk.length;
      expect(bytes).toBeGreaterThan(8 * numbers.length);
    } finally {
      await engine.close();
    }
  });

  it('are told parameters and paths in no address of a request', async () => {
    const addresses: string[] = [];
    const proxy = createServer((asked, answer) => {
      addresses.push(asked.url ?? '');
      const { host, port } = new URL(clickhouse.url);
      const passed = request(
        { host: host.split(':')[0], port, path: asked.url, method: asked.method, headers: asked.headers },
        (answered) => {
          answer.writeHead(answered.statusCode ?? 500, answered.headers);
          answered.pipe(answer);
        },
      );
      asked.pipe(passed);
    });
    await new Promise<void>((done) => proxy.listen(0, '127.0.0.1', done));
    const { port } = proxy.address() as AddressInfo;
    const engine = await openServer({ url: `http://127.0.0.1:${port}`, database: 'proxied' });
    try {
      const few = ['352099001761481', "336'\\\t\n\r1"];
      const long = Array.from({ length: 20_000 }, (_, i) => `35209900${i}`);
      const sql = 'SELECT {few:Array(String)} AS few, length({long:Array(String)}) AS n, {text:String} AS text';
      const answer: unknown = JSON.parse(await engine.text(sql, { few, long, text: few[1] ?? '' }));
      expect(answer).toEqual({ few, n: String(long.length), text: few[1] });
      for await (const _ of engine.binary('SELECT arrayJoin({few:Array(String)})', { few }));
      const file = path.join(folder, '352099001761481.txt');
      writeFileSync(file, 'a\n');
      await engine.text(
        'CREATE TABLE staged_line (path String, n UInt32, line String) ENGINE = MergeTree PARTITION BY path ORDER BY n',
        {},
      );
      await engine.withLines(file, async () => undefined);
      expect(addresses.length).toBeGreaterThan(6);
      expect(addresses.some((address) => address.includes('staged_line'))).toBe(true);
      expect(addresses.filter((address) => /352099|336|cellsweep-servers|param_(?!name|path)/.test(address))).toEqual(
        [],
      );
    } finally {
      await engine.close();
      proxy.closeAllConnections();
      proxy.close();
    }
  });

  it('that refuse the tables of a case store are left, and say STORE_OPEN', async () => {
    const client = new pg.Client({ connectionString: postgres.url });
    await client.connect();
    try {
      await client.query("CREATE ROLE reader LOGIN; SET statement_timeout = '20s'");
      const url = new URL(postgres.url);
      url.username = 'reader';
      await expect(
        openCaseStore({ directory: '', server: { url: url.href, database: 'refused' } }),
      ).rejects.toMatchObject({
        code: 'STORE_OPEN',
        message: expect.stringMatching(/^The case store cannot be opened/),
      });
      const open = async () =>
        (await client.query("SELECT 1 FROM pg_stat_activity WHERE usename = 'reader'")).rows.length;
      await vi.waitFor(async () => expect(await open()).toBe(0), { timeout: 5000 });
    } finally {
      await client.end();
    }
  });

  it('print nothing of what a refused statement held', async () => {
    const printed = (['log', 'info', 'warn', 'error'] as const).map((of) =>
      vi.spyOn(console, of).mockReturnValue(undefined),
    );
    const engine = await openServer({ url: clickhouse.url, database: 'quiet' });
    try {
      const refused = engine.text('SELECT toUInt64({number:String})', { number: '33600000001x' });
      await expect(refused).rejects.toThrow('The record store refused a query (engine code 6).');
      expect(printed.flatMap((of) => of.mock.calls)).toEqual([]);
    } finally {
      await engine.close();
      for (const of of printed) of.mockRestore();
    }
  });

  it('count days where integers of both kinds have no common type', async () => {
    const query = allQueries.find(({ file }) => file.endsWith('count-days.sql'));
    const records = await openRecords({ directory: '', server: { url: clickhouse.url, database: 'strict' } });
    const strict = { sql: `${query?.sql} SETTINGS use_variant_as_common_type = 0`, file: 'count-days.sql' };
    const parameters = z.object({ days: z.array(z.int()), keys: z.array(z.string()), counted: z.int() });
    try {
      const counting = records.run(
        { ...strict, parameters, row: z.never() },
        { days: [20000], keys: ['k'], counted: 2 },
      );
      await expect(counting).resolves.toBeUndefined();
    } finally {
      await records.close();
    }
  });

  const databases = async (): Promise<string[]> => {
    const engine = await openServer({ url: clickhouse.url, database: 'asking' });
    const text = await engine.text('SELECT name FROM system.databases', {});
    await engine.close();
    return text
      .trim()
      .split('\n')
      .map((line) => (JSON.parse(line) as { name: string }).name);
  };
  const schemas = async (): Promise<string[]> => {
    const client = new pg.Client({ connectionString: postgres.url });
    await client.connect();
    const { rows } = await client.query<{ nspname: string }>('SELECT nspname FROM pg_namespace');
    await client.end();
    return rows.map(({ nspname }) => nspname);
  };

  it('have a database for each folder, though machines have paths in common', async () => {
    const environment = { CELLSWEEP_CLICKHOUSE_URL: clickhouse.url, CELLSWEEP_POSTGRES_URL: postgres.url };
    const results = path.join(folder, 'shared');
    const kept = path.join(results, KEPT);
    const open = () => openWorkspace(results, { now: () => new Date(0), environment });
    // What another machine made, of an earlier version, whose folder has the same path.
    const former = formerDatabaseOf(path.join(kept, 'records'));
    await (await openRecords({ directory: '', server: { url: clickhouse.url, database: former } })).close();
    const workspace = await open();
    await workspace.custody.append({ type: 'run-started', run: 'r', case: 'c', version: '0' });
    await workspace.close();
    expect(await databases()).toEqual(expect.arrayContaining([former, databaseOf(kept)]));
    // Of a folder that had a run it is its own: its rows are loaded anew, and lie nowhere else.
    await (await open()).close();
    expect(await databases()).not.toContain(former);
    renameSync(results, path.join(folder, 'one-machine'));
    await (await open()).close();
    expect(databaseOf(kept)).not.toBe(databaseOf(path.join(folder, 'one-machine', KEPT)));
  });

  it('keep the runs of an earlier version, for the first that they may belong to', async () => {
    const { url } = postgres;
    const place = (database: string, former?: string) => ({ directory: '', server: { url, database, former } });
    const old = await openCaseStore(place('of_a_path'));
    await old.transaction([{ query: storeRun, parameters: ['/north', '[]', null, '{}'] }]);
    await old.close();
    const [first, second] = [
      await openCaseStore(place('north', 'of_a_path')),
      await openCaseStore(place('south', 'of_a_path')),
    ];
    expect([await first.rows(lastRun), await second.rows(lastRun)]).toEqual([[expect.anything()], []]);
    await Promise.all([first.close(), second.close()]);
    const again = await openCaseStore(place('north', 'of_a_path'));
    expect(await again.rows(lastRun)).toHaveLength(1);
    await again.close();
  });

  it('keep nothing of a folder that goes with its command', async () => {
    const passing = (url: string) => ({ directory: '', server: { url, database: 'passing', isPassing: true } });
    const records = await openRecords(passing(clickhouse.url));
    const cases = await openCaseStore(passing(postgres.url));
    expect([await databases(), await schemas()]).toEqual([
      expect.arrayContaining(['passing']),
      expect.arrayContaining(['passing']),
    ]);
    await Promise.all([records.close(), cases.close()]);
    expect([...(await databases()), ...(await schemas())]).not.toContain('passing');
  });
});
