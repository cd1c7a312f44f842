import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { eventually, freePort } from './free-port.ts';

export interface Server {
  readonly url: string;
  stop(): Promise<void>;
}

/** The engine's library, installed with the program; undefined where this platform has another. */
export function engineLibrary(): string | undefined {
  const libc = process.platform === 'linux' ? '-gnu' : '';
  try {
    const entry = createRequire(import.meta.url).resolve(`@chdb/lib-${process.platform}-${process.arch}${libc}`);
    const library = path.join(path.dirname(entry), 'libchdb.so');
    return existsSync(library) ? library : undefined;
  } catch {
    return undefined;
  }
}

/** Why no ClickHouse server can be started here; undefined where one can. */
export function clickhouseObstacle(): string | undefined {
  if (engineLibrary() === undefined) return 'the engine has no library for this platform';
  return spawnSync('python3', ['-c', 'import ctypes']).status === 0 ? undefined : 'python3 is not installed';
}

/** A true ClickHouse server on the loopback interface, with its data in `directory`. */
export async function startClickhouse(directory: string): Promise<Server> {
  const [http, tcp] = [await freePort(), await freePort()];
  const launcher = fileURLToPath(new URL('clickhouse-server.py', import.meta.url));
  const server = spawn('python3', [launcher, engineLibrary() ?? '', directory, String(http), String(tcp)], {
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  const url = `http://127.0.0.1:${http}`;
  await eventually(async () => {
    const answer = await fetch(`${url}/ping`);
    if (!answer.ok) throw new Error(`The server answered ${answer.status}.`);
  });
  return {
    url,
    async stop() {
      const gone = once(server, 'exit');
      server.kill('SIGKILL');
      await gone;
    },
  };
}
