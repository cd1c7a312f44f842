import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { chmod } from 'node:fs/promises';
import { connect, createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { passingDatabase } from '../src/cli/case-database.ts';
import { lastRun } from '../src/cli/tables/case-queries.ts';
import { openWorkspace } from '../src/cli/workspace.ts';
import { openCaseStore } from '../src/store/case-store.ts';
import { dropPassingDatabases } from '../src/store/passing-databases.ts';
import { makeWorld } from '../world/index.ts';
import { clickhouseObstacle, startClickhouse, type Server } from './servers/clickhouse-server.ts';
import { eventually } from './servers/free-port.ts';
import { postgresObstacle, startPostgres } from './servers/postgres-server.ts';

const obstacle = clickhouseObstacle() ?? postgresObstacle();
if (obstacle !== undefined) console.warn(`SKIPPED: nothing was tried on true servers, since ${obstacle}.`);

/** What a command makes on servers that keeps no results folder. */
describe.skipIf(obstacle !== undefined)('a passing database', () => {
  let folder: string;
  let clickhouse: Server;
  let postgres: Server;
  let client: pg.Client;
  let caseDir: string;

  beforeAll(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'cellsweep-passing-databases-'));
    await chmod(folder, 0o755);
    mkdirSync(path.join(folder, 'temporary'));
    [clickhouse, postgres, { caseDir }] = await Promise.all([
      startClickhouse(path.join(folder, 'clickhouse')),
      startPostgres(path.join(folder, 'postgres')),
      makeWorld(path.join(folder, 'world'), { seed: 3, prisons: 1, placebos: 1, days: 3, scale: 0.3 }),
    ]);
    client = new pg.Client({ connectionString: postgres.url });
    await client.connect();
  });
  afterAll(async () => {
    await client?.end();
    await Promise.allSettled([clickhouse?.stop(), postgres?.stop()]);
    rmSync(folder, { recursive: true, force: true });
  });

  const ask = async (statement: string): Promise<string> => {
    const answer = await fetch(clickhouse.url, { method: 'POST', body: statement });
    return answer.text();
  };
  const isPassing = (name: string): boolean => name.startsWith('cellsweep_passing_');
  const databases = async (): Promise<string[]> =>
    (await ask('SELECT name FROM system.databases')).split('\n').filter(isPassing);
  const schemas = async (): Promise<string[]> => {
    const { rows } = await client.query<{ name: string }>('SELECT nspname AS name FROM pg_namespace');
    return rows.map(({ name }) => name).filter(isPassing);
  };
  const left = async (): Promise<string[]> => [...(await databases()), ...(await schemas())].sort();
  const servers = (): Record<string, string> => ({
    CELLSWEEP_CLICKHOUSE_URL: clickhouse.url,
    CELLSWEEP_POSTGRES_URL: postgres.url,
  });

  interface Ended {
    readonly code: number | null;
    readonly signal: NodeJS.Signals | null;
    readonly err: string;
  }
  /** Starts a command, and does something to it as soon as it has what `isThere` looks for on the servers. */
  const ended = (
    args: readonly string[],
    isThere: () => Promise<boolean>,
    end: (child: ReturnType<typeof spawn>) => void,
    env: Readonly<Record<string, string>> = {},
  ): Promise<Ended> =>
    new Promise((done) => {
      const main = path.join(import.meta.dirname, '..', 'src', 'cli', 'main.ts');
      const own = { TMPDIR: path.join(folder, 'temporary'), CELLSWEEP_READS: path.join(folder, 'reads') };
      const child = spawn(process.execPath, ['--import', 'tsx', main, ...args], {
        env: { ...process.env, ...own, ...servers(), ...env },
      });
      let err = '';
      child.stdout.resume();
      child.stderr.on('data', (text: Buffer) => (err += String(text)));
      void eventually(async () => {
        if (child.exitCode === null && !(await isThere())) throw new Error('The command made no database.');
        end(child);
      });
      child.on('close', (code, signal) => done({ code, signal, err }));
    });
  const onBoth = async (): Promise<boolean> => (await databases()).length > 0 && (await schemas()).length > 0;

  it.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)('goes with a command that %s ends', async (by) => {
    const { signal, err } = await ended(['next-requests', caseDir, '--quiet'], onBoth, (child) => child.kill(by));
    expect([signal, await left()]).toEqual([by, []]);
    expect(err).toContain('Interrupted. Nothing was kept but the log of who read.');
  });

  it('goes though its tables are being read or written', async () => {
    const isReading = async (): Promise<boolean> =>
      Number(
        await ask("SELECT count() FROM system.processes WHERE startsWith(current_database, 'cellsweep_passing_')"),
      ) > 0;
    const { signal } = await ended(['check', caseDir, '--quiet'], isReading, (child) => child.kill('SIGTERM'));
    expect([signal, await left()]).toEqual(['SIGTERM', []]);
  });

  it('goes though a transaction holds its tables', async () => {
    const server = { url: postgres.url, database: passingDatabase(), isPassing: true };
    await openCaseStore({ directory: '', server });
    const holder = new pg.Client({ connectionString: postgres.url, application_name: server.database });
    holder.on('error', () => undefined);
    await holder.connect();
    await holder.query(`BEGIN; LOCK TABLE "${server.database}".run`);
    expect([await schemas(), dropPassingDatabases(), await schemas()]).toEqual([[server.database], true, []]);
  });

  it('goes with a command whose reader has seen enough', async () => {
    const { code } = await ended(
      ['check', caseDir, '--quiet'],
      async () => (await databases()).length > 0,
      (child) => child.stdout?.destroy(),
    );
    expect([code, await left()]).toEqual([0, []]);
  });

  it('is dropped by the next command where a kill left it, and none of a living process or another machine', async () => {
    const killed = await ended(['next-requests', caseDir, '--quiet'], onBoth, (child) => child.kill('SIGKILL'));
    const names = await left();
    expect([killed.signal, new Set(names).size, names.length]).toEqual(['SIGKILL', 2, 2]);
    const own = passingDatabase();
    const dead = names[0] ?? '';
    const parts = dead.split('_');
    const elsewhere = ['cellsweep', 'passing', '0'.repeat(12), ...parts.slice(3)].join('_');
    const others = [own, elsewhere, `${dead}x`, `cellsweep_passing_${parts[3]}`];
    for (const name of others) {
      await ask(`CREATE DATABASE "${name}"`);
      await client.query(`CREATE SCHEMA "${name}"`);
    }
    const workspace = await openWorkspace(path.join(folder, 'next'), { now: () => new Date(), environment: servers() });
    await workspace.caseStore.rows(lastRun);
    await workspace.close();
    expect(await left()).toEqual([...others, ...others].sort());
    for (const name of others) {
      await ask(`DROP DATABASE "${name}"`);
      await client.query(`DROP SCHEMA "${name}"`);
    }
  });

  it('is waited for no longer than 8 s, and what is left is said', async () => {
    /** A server that does as the true one until it says nothing more. */
    let isSilent = false;
    const proxy = createServer((asked) => {
      if (isSilent) return;
      const { hostname, port } = new URL(clickhouse.url);
      const passed = connect(Number(port), hostname);
      asked.pipe(passed).pipe(asked);
      for (const one of [asked, passed]) one.on('error', () => undefined);
    });
    await new Promise<void>((listening) => proxy.listen(0, '127.0.0.1', listening));
    const { port } = proxy.address() as AddressInfo;
    let at_ms = 0;
    const { signal, err } = await ended(
      ['check', caseDir, '--quiet'],
      async () => (await databases()).length > 0,
      (child) => {
        isSilent = true;
        at_ms = performance.now();
        child.kill('SIGINT');
      },
      { CELLSWEEP_CLICKHOUSE_URL: `http://127.0.0.1:${port}` },
    );
    expect(signal).toBe('SIGINT');
    expect(performance.now() - at_ms).toBeLessThan(12_000);
    expect(err).toContain('The server did not say in time that the database of this command is gone');
    expect(await databases()).toHaveLength(1);
    proxy.close();
  });
});
