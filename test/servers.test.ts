import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { chmod } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runCase } from '../src/cli/chain/run-case.ts';
import { openWorkspace } from '../src/cli/workspace.ts';
import { allCaseQueries } from '../src/store/case-store.ts';
import { allQueries } from '../src/store/query.ts';
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
    for (const file of ['handsets.csv', 'trace.csv', 'refusals.csv', 'summary.json']) {
      expect(readFileSync(path.join(served, file), 'utf8')).toBe(readFileSync(path.join(embedded, file), 'utf8'));
    }
    const findings = readFileSync(path.join(served, 'handsets.csv'), 'utf8').trim().split('\n').length - 1;
    expect(findings).toBeGreaterThan(10);
    const client = new pg.Client({ connectionString: postgres.url });
    await client.connect();
    const { rows } = await client.query(
      "SELECT table_schema FROM information_schema.tables WHERE table_name = 'finding_block'",
    );
    const [schema] = rows as { table_schema: string }[];
    const stored = await client.query(
      `SELECT sum(json_array_length(findings::json))::int AS n FROM "${schema?.table_schema}".finding_block`,
    );
    await client.end();
    expect(stored.rows).toEqual([{ n: findings }]);
  });

  it('bind every query to the same columns', async () => {
    expect(allQueries.length).toBeGreaterThan(15);
    const records = await openRecords({ directory: '/queries', url: clickhouse.url });
    const faults: string[] = [];
    for (const query of allQueries) faults.push(...(await faultsOf(query, records, '/nowhere')));
    await records.close();
    expect(faults).toEqual([]);
  });

  it('take every statement of the case store', async () => {
    expect(allCaseQueries.length).toBeGreaterThan(3);
    const client = new pg.Client({ connectionString: postgres.url });
    await client.connect();
    const { rows } = await client.query(
      "SELECT table_schema FROM information_schema.tables WHERE table_name = 'finding_block'",
    );
    const [schema] = rows as { table_schema: string }[];
    await client.query(`SET search_path TO "${schema?.table_schema}"`);
    for (const [i, { sql }] of allCaseQueries.entries()) {
      // PREPARE binds names and types without running anything; TRUNCATE cannot be prepared and takes no parameter.
      await client.query(/^TRUNCATE\b/.test(withoutComments(sql).trim()) ? sql : `PREPARE statement_${i} AS ${sql}`);
    }
    await client.end();
  });
});
